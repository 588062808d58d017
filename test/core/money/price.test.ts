import assert from 'node:assert/strict'
import { freePrice, priceOf } from '../../../extension/core/money/price.ts'

describe('prices', () => {
  it('are integer micro-dollars for a million tokens, with the row’s date and source', () => {
    const price = priceOf('gpt-6-luna', '2026-11-25')
    assert.ok(price)
    const { input, cachedInput, cacheWrite, output } = price
    assert.deepEqual([input, cachedInput, cacheWrite, output], [100_000, 10_000, 125_000, 500_000])
    assert.equal(price.id, `gpt-6-luna@${price.from}`)
    assert.match(price.source, /price maps/)
  })

  it('hold for dated builds of a model, and through a provider in front', () => {
    const row = priceOf('gpt-6.1-sol', '2026-11-25')?.id
    assert.equal(priceOf('gpt-6.1-sol-2026-11-02', '2026-11-25')?.id, row)
    assert.equal(priceOf('openai/gpt-6.1-sol', '2026-11-25')?.id, row)
  })

  it('are unknown for a model that nobody priced, also one called like a property of every object', () => {
    for (const model of ['gpt-7', 'toString', '__proto__', '']) assert.equal(priceOf(model, '2026-11-25'), undefined)
  })

  it('are the user’s where there are any, zero included', () => {
    const own = { 'gpt-6-luna': { input: 0, output: 0.25 } }
    const price = priceOf('gpt-6-luna', '2026-11-25', own)
    assert.deepEqual([price?.id, price?.input, price?.output], ['gpt-6-luna@user', 0, 250_000])
  })

  it('of the first row hold for a clock that stands before all of them', () => {
    assert.equal(priceOf('gpt-6-luna', '2001-01-01')?.id, priceOf('gpt-6-luna', '2026-10-01')?.id)
  })

  it('of a server of one’s own say whose word it is', () => {
    const price = freePrice('qwen', 'ollama')
    assert.deepEqual([price.id, price.input, price.output], ['qwen@ollama', 0, 0])
  })
})
