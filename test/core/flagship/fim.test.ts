import assert from 'node:assert/strict'
import { endpoints } from '../../../extension/core/endpoints.ts'
import { fimRequest, readChatAnswer, readFimAnswer, shortened } from '../../../extension/core/flagship/fim.ts'

const gap = { prefix: 'const a = ', suffix: '\nuse(a)', model: 'codestral-latest', maxOutputTokens: 40 }
const usage = { input: 12, cachedInput: 0, cacheWrite: 0, output: 3, reasoning: 0 }

describe('filling a gap', () => {
  it('is asked of each server in its own dialect, with a finite answer that ends with the line', () => {
    const infill = fimRequest(endpoints.llamacpp, gap)!
    assert.equal(infill.url, 'http://127.0.0.1:8080/infill')
    assert.deepEqual([infill.body['input_prefix'], infill.body['input_suffix']], [gap.prefix, gap.suffix])
    assert.equal(infill.body['n_predict'], 40)
    assert.equal(fimRequest(endpoints.deepseek, gap)!.url, 'https://api.deepseek.com/beta/completions')
    const mistral = fimRequest(endpoints.mistral, gap)!
    assert.equal(mistral.url, 'https://api.mistral.ai/v1/fim/completions')
    assert.deepEqual([mistral.body['prompt'], mistral.body['suffix']], [gap.prefix, gap.suffix])
    for (const { body } of [fimRequest(endpoints.deepseek, gap)!, mistral]) assert.equal(body['max_tokens'], 40)
    for (const { body } of [infill, mistral]) assert.deepEqual(body['stop'], ['\n'])
  })

  it('marks the gap with the model’s own tokens where the server only knows prompts', () => {
    const prompt = (model: string): unknown => fimRequest(endpoints.vllm, { ...gap, model })?.body['prompt']
    const qwen = '<|fim_prefix|>const a = <|fim_suffix|>\nuse(a)<|fim_middle|>'
    assert.equal(prompt('Qwen/Qwen2.5-Coder-7B'), qwen)
    assert.equal(prompt('mistralai/Codestral-22B'), '[SUFFIX]\nuse(a)[PREFIX]const a = ')
    assert.equal(prompt('some/model-of-yours'), undefined)
  })

  it('is asked in words where there is no such dialect', () => {
    for (const endpoint of [endpoints.openai, endpoints.ollama]) assert.equal(fimRequest(endpoint, gap), undefined)
  })

  it('reads what each server answers, with what it billed', () => {
    const infill = { content: ' 1', tokens_predicted: 3, tokens_evaluated: 12, model: 'm.gguf' }
    assert.deepEqual(readFimAnswer('infill', infill), { text: ' 1', usage, model: 'm.gguf' })
    const billed = { prompt_tokens: 12, completion_tokens: 3 }
    const completion = { model: 'm', choices: [{ text: ' 1\nmore' }], usage: billed }
    assert.deepEqual(readFimAnswer('deepseek', completion), { text: ' 1', usage, model: 'm' })
    const chat = { model: 'm', choices: [{ message: { content: ' 1' } }], usage: billed }
    assert.deepEqual(readFimAnswer('mistral', chat), { text: ' 1', usage, model: 'm' })
  })

  it('takes nothing else for an answer, and no strange count for a bill', () => {
    for (const odd of [null, 'text', {}, { choices: [] }, { choices: [{ text: 7 }] }]) {
      assert.equal(readFimAnswer('vllm', odd), undefined, JSON.stringify(odd))
    }
    const negative = { choices: [{ text: 'a' }], usage: { prompt_tokens: -5, completion_tokens: 1.5 } }
    assert.equal(readFimAnswer('vllm', negative)!.usage, null)
  })

  it('takes the code out of what a chat model wraps around it', () => {
    assert.equal(readChatAnswer('```ts\n  return a\n```', '  '), '  return a')
    assert.equal(readChatAnswer('const a = compute()', 'const a = '), 'compute()')
    assert.equal(readChatAnswer('compute()\n\nThis computes.', 'const a = '), 'compute()')
  })

  it('sends a window of whole lines around the cursor', () => {
    const lines = Array.from({ length: 900 }, (_, index) => `line ${index} 😀`).join('\n')
    const { prefix, suffix } = shortened(lines, lines)
    assert.ok(prefix.length <= 6000 && suffix.length <= 2000)
    assert.ok(/^line \d+ /.test(prefix) && lines.endsWith(prefix))
    assert.ok(lines.startsWith(suffix) && suffix.endsWith('😀'))
    assert.deepEqual(shortened('a', 'b'), { prefix: 'a', suffix: 'b' })
  })
})
