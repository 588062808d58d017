import assert from 'node:assert/strict'
import path from 'node:path'
import { questionCall, stepCall, synthesisCall } from '../../../extension/core/asks/calls.ts'
import { likelyInputTokens, priceFor, roomFor, routePrice, sourceLimits } from '../../../extension/core/asks/pricing.ts'
import type { PriceBook } from '../../../extension/core/asks/pricing.ts'
import { endpoints } from '../../../extension/core/endpoints.ts'
import { componentCosts, noUsage, totalCost } from '../../../extension/core/money/cost.ts'
import { paidRoutes } from '../../../extension/core/routing/matrix.ts'
import { loadPrompts } from '../../../extension/engines/asks/load-prompts.ts'

const prompts = loadPrompts(path.resolve(import.meta.dirname, '../../../extension/prompts'))
const day = '2026-11-25'
const book = (more: Partial<PriceBook> = {}): PriceBook => {
  return { endpoint: endpoints.openai, preset: 'openai', own: {}, ...more }
}
const sol = priceFor('gpt-6.1-sol', day, book())!
const material = { text: 'how does it work?', selection: 'const a = 1', hasWorkspace: true }

describe('the price of an ask', () => {
  it('is known, the user’s own, free on an own server of this machine, or unknown', () => {
    assert.ok(sol.input > 0)
    assert.equal(priceFor('nobody-knows', day, book()), undefined)
    assert.equal(priceFor('nobody-knows', day, book({ own: { 'nobody-knows': { input: 1, output: 2 } } }))?.output, 2e6)
    const ollama = { endpoint: endpoints.ollama, preset: 'ollama' }
    assert.equal(priceFor('nobody-knows', day, book(ollama))?.input, 0)
    const away = { ...endpoints.ollama, baseUrl: 'http://localhost.example.com/v1' }
    assert.equal(priceFor('nobody-knows', day, book({ ...ollama, endpoint: away })), undefined)
    assert.equal(priceFor('nobody-knows', day, book({ ...ollama, preset: 'custom' })), undefined)
    assert.equal(priceFor('gpt-6.1-sol', day, book(ollama))?.input, sol.input)
  })

  it('reserved for a call is never below what it can cost', () => {
    const call = questionCall(prompts.rag, 'gpt-6.1-sol', [], material.text)
    const { worst, queryTokens } = roomFor(call, sol)
    const input = likelyInputTokens(call)
    const cost = totalCost(componentCosts({ ...noUsage, input, output: call.maxOutputTokens }, sol))
    assert.ok(worst.inputMicroUsd + worst.outputMicroUsd >= cost)
    assert.ok(queryTokens >= input + call.maxOutputTokens)
  })

  it('of a route covers its calls with all the passages that can go along', () => {
    const text = 'x = compute(y)\n'.repeat(2_000)
    const sources = (limits: { readonly count: number; readonly characters: number }) =>
      Array.from({ length: limits.count }, (_, index) => {
        const part = text.slice(0, Math.floor(limits.characters / limits.count))
        return {
          number: index + 1,
          path: `src/${'p'.repeat(60)}.ts`,
          startLine: 1,
          endLine: 99,
          text: part,
          hash: '',
          score: 1,
        }
      })
    const cost = (call: ReturnType<typeof questionCall>): number => {
      const { worst } = roomFor(call, sol)
      return worst.inputMicroUsd + worst.outputMicroUsd
    }
    const rag = cost(questionCall(prompts.rag, 'm', sources(sourceLimits.rag), material.text))
    assert.ok(routePrice('rag', 'm', prompts, { ...material, selection: '' }, sol).microUsd >= rag)
    const results = Array.from({ length: 2 }, () => ({ title: 't', text: 'word '.repeat(150) }))
    const plan =
      cost(questionCall(prompts.plan, 'm', [], material.text)) +
      3 * cost(stepCall(prompts.step, 'm', material.text, results, sources(sourceLimits.step), 'do it')) +
      cost(synthesisCall(prompts.synthesis, 'm', material.text, results))
    assert.ok(routePrice('plan', 'm', prompts, material, sol).microUsd >= plan)
  })

  it('counts a selection once, with the one call that gets it: it is no reason to refuse a plan', () => {
    const tokens = (route: 'rag' | 'plan', selection: string): number =>
      routePrice(route, 'm', prompts, { ...material, selection }, sol).tokens
    const selection = 'const a = 1\n'.repeat(99)
    const [one, plan] = (['rag', 'plan'] as const).map((route) => tokens(route, selection) - tokens(route, ''))
    assert.ok(Math.abs(plan! - one!) < 0.1 * one!, `${plan} instead of ${one}`)
  })

  it('grows with the text, the selection and the workspace', () => {
    for (const route of paidRoutes) {
      const price = (more: Partial<typeof material>): number =>
        routePrice(route, 'm', prompts, { ...material, ...more }, sol).microUsd
      assert.ok(price({ text: 'why '.repeat(500) }) > price({}))
      assert.ok(price({ selection: 'const a = 1\n'.repeat(99) }) > price({}))
      assert.equal(price({ hasWorkspace: false }) < price({}), route !== 'direct')
    }
  })
})
