import assert from 'node:assert/strict'
import { isSameModel, usageOfChat, usageOfResponse } from '../../../extension/core/flagship/usage.ts'

describe('reported usage', () => {
  it('is split so that nothing counts twice', () => {
    const details = { cached_tokens: 30, cache_write_tokens: 20 }
    const usage = { input: 50, cachedInput: 30, cacheWrite: 20, output: 5, reasoning: 35 }
    assert.deepEqual(
      usageOfResponse({
        ...{ input_tokens: 100, input_tokens_details: details },
        ...{ output_tokens: 40, output_tokens_details: { reasoning_tokens: 35 } },
      }),
      usage,
    )
    assert.deepEqual(
      usageOfChat({
        ...{ prompt_tokens: 100, prompt_tokens_details: details },
        ...{ completion_tokens: 40, completion_tokens_details: { reasoning_tokens: 35 } },
      }),
      usage,
    )
  })

  it('without details is all input and output', () => {
    const usage = usageOfChat({ prompt_tokens: 7, completion_tokens: 3 })
    assert.deepEqual(usage, { input: 7, cachedInput: 0, cacheWrite: 0, output: 3, reasoning: 0 })
  })

  it('is null when there is none, and never negative or more than the whole', () => {
    for (const none of [undefined, null, {}, 'much', { prompt_tokens: '7' }]) assert.equal(usageOfChat(none), null)
    const usage = usageOfResponse({
      ...{ input_tokens: 10, input_tokens_details: { cached_tokens: 99, cache_write_tokens: -4 } },
      ...{ output_tokens: -3, output_tokens_details: { reasoning_tokens: 1e99 } },
    })
    assert.deepEqual(usage, { input: 0, cachedInput: 10, cacheWrite: 0, output: 0, reasoning: 0 })
  })

  it('names the model that was asked, in any of its builds, or another', () => {
    assert.ok(isSameModel('gpt-6-luna', 'gpt-6-luna-2026-09-30'))
    assert.ok(isSameModel('gpt-6-luna', 'openai/GPT-6-luna'))
    assert.ok(isSameModel('/models/qwen', '/models/qwen@main') && isSameModel('qwen', 'qwen:latest'))
    assert.ok(!isSameModel('gpt-6-luna', 'gpt-6-astra'))
    assert.ok(!isSameModel('gpt-6', 'gpt-6-luna'))
  })
})
