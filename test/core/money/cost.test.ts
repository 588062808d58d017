import assert from 'node:assert/strict'
import { componentCosts, noUsage, totalCost, worstCase } from '../../../extension/core/money/cost.ts'
import { priceOf } from '../../../extension/core/money/price.ts'

const luna = priceOf('gpt-6-luna', '2026-11-25')!
const sol = priceOf('gpt-6.1-sol', '2026-11-25')!

describe('costs', () => {
  it('are rounded up by component, and add up', () => {
    const rows = componentCosts({ input: 6001, cachedInput: 99, cacheWrite: 1, reasoning: 1, output: 601 }, luna)
    assert.deepEqual(
      rows.map(({ component, costMicroUsd }) => [component, costMicroUsd]),
      [
        ['input', 601],
        ['cachedInput', 1],
        ['cacheWrite', 1],
        ['reasoning', 1],
        ['output', 301],
      ],
    )
    assert.equal(totalCost(rows), 905)
  })

  it('match the published example: 6,000 in and 600 out', () => {
    const usage = { ...noUsage, input: 6000, output: 600 }
    assert.equal(totalCost(componentCosts(usage, luna)), 900)
    assert.equal(totalCost(componentCosts(usage, sol)), 18_000)
    assert.equal(totalCost(componentCosts(usage, priceOf('gpt-6.2-astra', '2026-11-25')!)), 72_000)
  })

  it('double the input and raise the output by half for a whole request above 272,000 tokens', () => {
    const usage = { ...noUsage, input: 272_000, output: 1000 }
    assert.equal(totalCost(componentCosts(usage, sol)), 554_000)
    assert.equal(totalCost(componentCosts({ ...usage, cachedInput: 1 }, sol)), 1_088_000 + 1 + 15_000)
  })

  it('go by the service tier; one that nobody knows costs as much as the dearest', () => {
    const usage = { ...noUsage, input: 1000, output: 1000 }
    const cost = (tier: string): number => totalCost(componentCosts(usage, sol, tier))
    assert.deepEqual([cost('default'), cost('flex'), cost('priority')], [12_000, 6000, 24_000])
    assert.equal(cost('galactic'), cost('priority'))
  })

  it('never pass the worst case, however the tokens fall', () => {
    for (const price of [luna, sol]) {
      for (let total = 0; total < 2000; total += 7) {
        const { inputMicroUsd, outputMicroUsd } = worstCase(total, total, price)
        for (const [a, b] of [
          [0, 0],
          [0.3, 0.3],
          [0.5, 0.1],
          [0, 1],
          [1, 0],
        ] as const) {
          const cachedInput = Math.floor(total * a)
          const cacheWrite = Math.floor(total * b)
          const reasoning = Math.floor(total * a)
          const usage = {
            ...{ cachedInput, cacheWrite, reasoning },
            ...{ input: total - cachedInput - cacheWrite, output: total - reasoning },
          }
          assert.ok(totalCost(componentCosts(usage, price)) <= inputMicroUsd + outputMicroUsd, JSON.stringify(usage))
        }
      }
    }
  })

  it('stay exact beyond what a double holds', () => {
    const usage = { ...noUsage, output: 9_000_000_001 }
    const dear = { ...sol, output: 3_000_001 }
    assert.equal(totalCost(componentCosts(usage, dear)), 27_000_009_004)
  })
})
