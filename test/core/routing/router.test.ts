import assert from 'node:assert/strict'
import { gates, isPaid, matrix } from '../../../extension/core/routing/matrix.ts'
import type { Obstacle } from '../../../extension/core/routing/matrix.ts'
import { parseOverrides } from '../../../extension/core/routing/overrides.ts'
import { routingReasons } from '../../../extension/core/routing/reasons.ts'
import { route } from '../../../extension/core/routing/router.ts'
import type { RoutingInput } from '../../../extension/core/routing/router.ts'
import { labels } from '../../../extension/core/types.ts'
import type { Decision, Intent, Label, Mode } from '../../../extension/core/types.ts'
import { input, models, price, sure } from './inputs.ts'

const decide = (changes: Partial<RoutingInput>): Decision => route(input(changes)).decision

const modes: readonly Mode[] = ['auto', 'local', 'api', 'compare']
const intents: readonly Intent[] = [
  ...labels.map((label) => sure(label)),
  sure('explain', 'search'),
  sure('edit', 'fix', 'generate'),
  sure('explain', 'search', 'general', 'docs'),
  { label: 'out-of-scope', p: 0.2, set: [], ms: 1 },
]
const closing: Readonly<Record<Obstacle, Partial<RoutingInput>>> = {
  'empty-text': { text: ' \n' },
  'too-long': { tooLong: true },
  'untrusted-workspace': { trusted: false },
  'secret-file': { secretFile: true },
  'no-key': { keyReady: false },
  'ledger-unavailable': { ledgerReady: false },
  'unknown-price': { price: () => undefined },
  'query-cap': { caps: { ...input().caps, queryTokens: 4999 } },
  'hour-cap': { caps: { ...input().caps, hourLeft: 0 } },
  'day-cap': { caps: { ...input().caps, dayLeftMicroUsd: 899 } },
}
const flags = ['hasFile', 'hasWorkspace', 'hasCached', 'ownNames', 'several', 'command', 'over', 'asksApi'] as const

function* everything(): Generator<RoutingInput> {
  for (const mode of modes)
    for (const intent of intents)
      for (let bits = 0; bits < 1 << flags.length; bits++)
        for (const obstacle of [{}, ...Object.values(closing)]) {
          const on = (flag: (typeof flags)[number]): boolean => (bits & (1 << flags.indexOf(flag))) !== 0
          yield input({
            mode,
            intent,
            hasFile: on('hasFile'),
            hasWorkspace: on('hasWorkspace'),
            hasCached: on('hasCached'),
            ownNames: on('ownNames'),
            commandScore: on('command') ? 1 : 0,
            apiThreshold: on('over') ? Infinity : 0,
            overrides: on('asksApi') ? { mode: 'api', plan: true } : {},
            text: on('several') ? 'fix it and add tests' : 'fix it',
            ...obstacle,
          })
        }
}

describe('the router', () => {
  it('gives every input one decision with a known reason, and never a paid route that a promise forbids', () => {
    let count = 0
    for (const ask of everything()) {
      const { decision, ...rest } = route(ask)
      const { reason, alternatives, model, estimateMicroUsd } = decision
      assert.ok(reason in routingReasons, reason)
      count++
      if (rest.kind === 'choose') assert.ok(rest.labels.length >= 2 && rest.labels.length <= (ask.ownNames ? 5 : 4))
      assert.equal(model, isPaid(decision.route) ? models[decision.route] : null)
      assert.equal(estimateMicroUsd > 0, isPaid(decision.route))
      assert.ok(alternatives.every((other) => other.route !== decision.route && other.route !== 'refuse'))
      if (!isPaid(decision.route)) continue
      assert.notEqual(ask.mode, 'local')
      assert.ok(ask.keyReady && ask.ledgerReady && ask.trusted && !ask.secretFile && !ask.tooLong)
      assert.ok(ask.caps.hourLeft >= 1 && estimateMicroUsd <= ask.caps.dayLeftMicroUsd)
      assert.ok(ask.price(decision.route, model!)!.tokens <= ask.caps.queryTokens)
      assert.ok(ask.mode !== 'auto' || ask.overrides.mode === 'api' || ask.apiThreshold === 0)
    }
    assert.equal(count, 4 * intents.length * 256 * 11)
  })

  it('names the gate that is closed, and the first when there are several', () => {
    for (const { closedBy } of gates) {
      const { route: taken, reason } = decide(closing[closedBy])
      assert.deepEqual([taken, reason], ['refuse', closedBy])
    }
    const all = Object.assign({}, ...Object.values(closing).reverse()) as Partial<RoutingInput>
    assert.equal(decide(all).reason, 'empty-text')
    assert.equal(decide({ ...closing['no-key'], ...closing['day-cap'] }).reason, 'no-key')
  })

  it('says what a refused ask would have cost, and what is left', () => {
    const { alternatives } = decide({ ...closing['no-key'] })
    assert.deepEqual(alternatives, [
      { route: 'search', model: null, estimateMicroUsd: 0 },
      { route: 'direct', model: 'luna', estimateMicroUsd: 900 },
      { route: 'rag', model: 'sol', estimateMicroUsd: 18_000 },
    ])
    const local = decide({ mode: 'local', intent: sure('general') })
    assert.deepEqual([local.route, local.reason], ['refuse', 'local-mode'])
    assert.deepEqual(local.alternatives, [{ route: 'direct', model: 'luna', estimateMicroUsd: 900 }])
    assert.deepEqual(decide({ price: () => undefined }).alternatives, [
      { route: 'search', model: null, estimateMicroUsd: 0 },
    ])
  })

  it('answers in one go what as a plan would take more than one question may', () => {
    const several = { text: 'explain the crash and fix it', intent: sure('fix') }
    const dear = (taken: string): RoutingInput['price'] => {
      return (paid, model) => ({ ...price(paid, model)!, tokens: paid === taken ? 90_000 : 5000 })
    }
    assert.equal(decide(several).route, 'plan')
    assert.equal(decide({ ...several, price: dear('plan') }).route, 'code')
    assert.equal(decide({ ...several, price: dear('plan'), overrides: { plan: true } }).reason, 'query-cap')
  })

  it('acts on one label, and on several that lead the same way', () => {
    assert.equal(route(input({ intent: sure('fix') })).kind, 'act')
    assert.equal(route(input({ intent: sure('fix', 'edit', 'generate') })).kind, 'act')
    assert.equal(route(input({ mode: 'local', intent: sure('search', 'explain') })).kind, 'act')
  })

  it('offers two or three labels that lead different ways', () => {
    const routing = route(input({ intent: sure('search', 'explain') }))
    assert.ok(routing.kind === 'choose')
    assert.deepEqual(routing.labels, ['search', 'explain'])
    assert.deepEqual([routing.decision.route, routing.decision.reason], ['search', 'not-sure'])
    assert.deepEqual(routing.decision.alternatives.at(-1), { route: 'rag', model: 'sol', estimateMicroUsd: 18_000 })
  })

  it('offers an explanation too where the workspace’s own code is named', () => {
    const labelsFor = (set: [Label, ...Label[]], ownNames: boolean, hasWorkspace = true): unknown => {
      const routing = route(input({ intent: sure(...set), ownNames, hasWorkspace }))
      return routing.kind === 'choose' ? routing.labels : routing.decision.route
    }
    assert.deepEqual(labelsFor(['search', 'general'], false), ['search', 'general'])
    assert.deepEqual(labelsFor(['search', 'general'], true), ['search', 'general', 'explain'])
    assert.deepEqual(labelsFor(['explain', 'search'], true), ['explain', 'search'])
    assert.deepEqual(labelsFor(['tests', 'general'], true, false), ['tests', 'general'])
  })

  it('offers a change beside a repair where there are lines to change: many a text does not say whether anything is wrong', () => {
    const labelsFor = (set: [Label, ...Label[]], hasFile = true): unknown => {
      const routing = route(input({ intent: sure(...set), hasFile }))
      return routing.kind === 'choose' ? routing.labels : routing.decision.route
    }
    assert.deepEqual(labelsFor(['fix', 'explain']), ['fix', 'edit', 'explain'])
    assert.deepEqual(labelsFor(['explain', 'fix', 'edit']), ['explain', 'fix', 'edit'])
    assert.deepEqual(labelsFor(['edit', 'explain']), ['edit', 'explain'])
    assert.deepEqual(labelsFor(['fix', 'general'], false), ['fix', 'general'])
  })

  it('does not ask what the text says itself', () => {
    const { text, overrides } = parseOverrides('/explain this')
    const routing = route(input({ text, overrides, intent: sure('search', 'docs') }))
    assert.equal(routing.kind, 'act')
    assert.equal(routing.decision.route, 'rag')
    assert.deepEqual(routing.decision.intent, { label: 'explain', p: 1, set: ['explain'], ms: 1 })
  })

  it('escalates what nothing fits', () => {
    const many: Label[] = ['explain', 'search', 'docs', 'general']
    const unclear: Intent[] = [
      { label: 'out-of-scope', p: 0.3, set: [], ms: 1 },
      { label: 'out-of-scope', p: 0.02, set: ['fix', 'edit'], ms: 1 },
      { label: 'explain', p: 0.3, set: many, ms: 1 },
    ]
    for (const intent of unclear) {
      assert.equal(decide({ intent }).reason, 'unclear-with-workspace')
      assert.equal(decide({ intent, hasWorkspace: false }).reason, 'unclear-without-workspace')
      assert.equal(decide({ intent, mode: 'local' }).route, 'search')
    }
  })

  it('refuses small talk for nothing, and sends it when told to', () => {
    assert.deepEqual([decide({ intent: sure('out-of-scope') }).route], ['refuse'])
    assert.equal(decide({ intent: sure('out-of-scope'), overrides: { mode: 'api' } }).route, 'direct')
  })

  it('takes a command for what names one, surely when the label says so too', () => {
    assert.equal(decide({ intent: sure('editor'), commandScore: 0.6 }).route, 'command')
    assert.equal(decide({ intent: sure('edit'), commandScore: 0.6 }).route, 'code')
    assert.equal(decide({ intent: sure('edit'), commandScore: 1 }).route, 'command')
    assert.equal(decide({ intent: sure('edit'), overrides: { label: 'edit' }, commandScore: 1 }).route, 'code')
    assert.equal(decide({ intent: sure('editor'), commandScore: 0.2 }).reason, 'no-command-found')
  })

  it('keeps Local mode whatever the text says, and Local when the text asks for it', () => {
    assert.equal(decide({ mode: 'local', overrides: { mode: 'api' } }).route, 'search')
    assert.equal(decide({ mode: 'local', overrides: { plan: true } }).route, 'search')
    assert.equal(decide({ mode: 'api', overrides: { mode: 'local' } }).route, 'search')
    assert.equal(decide({ overrides: { plan: true } }).reason, 'asked-for-plan')
  })

  it('sends the asks that need it most when only a share may go out', () => {
    const intent = { ...sure('explain'), p: 0.6 }
    assert.equal(decide({ intent, apiThreshold: 0.7 }).reason, 'share-passages')
    assert.equal(decide({ intent, apiThreshold: 0.5 }).route, 'rag')
    assert.equal(decide({ intent, apiThreshold: 0.7, overrides: { mode: 'api' } }).route, 'rag')
    assert.equal(decide({ intent: { ...sure('general'), p: 0.6 }, apiThreshold: 0.7 }).reason, 'api-share')
  })

  it('prices the model of the route it takes', () => {
    const asked: string[] = []
    decide({ intent: sure('fix'), price: (kind, model) => (asked.push(`${kind} ${model}`), price(kind, model)) })
    assert.equal(asked[0], 'code coder')
  })

  it('names the rule that held, whatever then stood in the way, and none where the text decides by itself', () => {
    const ruleOf = (changes: Partial<RoutingInput>): string | undefined => {
      const { row } = route(input(changes))
      return row === null ? undefined : matrix[row]!.reason
    }
    assert.equal(ruleOf({}), 'needs-the-code')
    assert.equal(ruleOf({ keyReady: false }), 'needs-the-code')
    assert.equal(ruleOf({ intent: sure('edit') }), 'changes-code')
    assert.equal(ruleOf({ overrides: { plan: true } }), undefined)
  })
})
