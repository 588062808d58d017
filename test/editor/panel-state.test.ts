import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AskEvent } from '../../extension/core/ask-service.ts'
import { afterEvent, beginSession, type AskSession } from '../../extension/core/asks/session.ts'
import { afterOutcome, noCounts, type CompletionCounts } from '../../extension/core/completion-counts.ts'
import type { Entry } from '../../extension/core/money/entries.ts'
import { summarise } from '../../extension/core/money/summary.ts'
import { matrix } from '../../extension/core/routing/matrix.ts'
import type { AskOutcome, Decision } from '../../extension/core/types.ts'
import { answerOf, type Words } from '../../extension/editor/panel-answer.ts'
import { decisionsOf } from '../../extension/editor/panel-decisions.ts'
import { PanelLedger } from '../../extension/editor/panel-ledger.ts'
import { rulesOf } from '../../extension/editor/panel-rules.ts'
import { beginOf, usageReader } from '../../extension/editor/panel-usage.ts'
import { inEnglish } from '../../extension/core/phrase.ts'
import { Ledger } from '../../extension/engines/store/ledger.ts'
import { entryNumber } from '../webview/entries.ts'

const words: Words = {
  reason: (id) => `because ${id}`,
  label: (id) => id,
  trouble: (outcome) => (outcome.kind === 'failed' ? { message: outcome.message, fix: 'Mend' } : null),
  ended: ({ why }) => (why === null ? null : { message: why, fix: null }),
  component: (name) => name,
}
const caps = { tokensPerQuery: 16_000, queriesPerHour: 30, microUsdPerDay: 2_000_000 }
const noon = new Date(2026, 10, 25, 12).getTime()
const dayMs = 24 * 3_600_000

const decision: Decision = {
  route: 'rag',
  reason: 'needs-the-code',
  intent: { label: 'explain', p: 0.9, set: ['explain', 'docs'], ms: 2 },
  alternatives: [{ route: 'search', model: null, estimateMicroUsd: 0 }],
  model: 'gpt-6-sol',
  estimateMicroUsd: 14_000,
}
const spent = {
  usage: { input: 100, cachedInput: 0, cacheWrite: 0, output: 20, reasoning: 0 },
  costMicroUsd: 400,
  estimated: true,
  model: 'gpt-6-sol',
  firstTokenMs: 300,
  ms: 900,
}

function sessionAfter(...events: AskEvent[]): AskSession {
  const request = { kind: 'ask', id: 'a', text: 'why?', context: {}, mode: 'auto' } as const
  return events.reduce(afterEvent, beginSession(request, noon))
}

/** What the ledger holds after a mixed run, read back from a real file, as if it had been made over some days. */
function entriesOf(count: number, now: number, stepMs: number): Entry[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'shortline-'))
  try {
    let at = now - count * stepMs
    const ledger = new Ledger(path.join(folder, 'store.db'), () => at)
    for (let n = 0; n < count; n++) {
      at += stepMs
      const { start, end, components } = entryNumber(n)
      ledger.record(start, end, components)
    }
    const entries = ledger.entries()
    ledger.close()
    return entries
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('an ask in the panel', () => {
  it('goes from deciding over answering to its outcome', () => {
    const failed: AskOutcome = { kind: 'failed', reason: 'network', message: 'No connection.', text: 'Half', spent }
    const steps: AskEvent[] = [
      { kind: 'decision', decision },
      { kind: 'text', delta: 'Half' },
      { kind: 'outcome', outcome: failed },
    ]
    const phases = [0, 1, 2, 3].map((count) => answerOf(sessionAfter(...steps.slice(0, count)), undefined, words))
    assert.deepEqual(
      phases.map(({ phase, length, message, fix }) => ({ phase, length, message, fix })),
      [
        { phase: 'deciding', length: 0, message: null, fix: null },
        { phase: 'answering', length: 0, message: null, fix: null },
        { phase: 'answering', length: 4, message: null, fix: null },
        { phase: 'failed', length: 4, message: 'No connection.', fix: 'Mend' },
      ],
    )
    assert.equal(phases[1]!.decision!.costMicroUsd, null)
    assert.deepEqual(
      (({ costMicroUsd, estimated, outcome }) => ({ costMicroUsd, estimated, outcome }))(phases[3]!.decision!),
      { costMicroUsd: 400, estimated: true, outcome: 'failed' },
    )
  })

  it('offers a choice in words, and sends back the label', () => {
    const titled = { ...words, label: (id: string) => `Do ${id}` }
    const session = sessionAfter({ kind: 'decision', decision }, { kind: 'choice', labels: ['fix', 'edit'] })
    assert.deepEqual(answerOf(session, undefined, titled).choices, [
      { label: 'fix', title: 'Do fix' },
      { label: 'edit', title: 'Do edit' },
    ])
  })

  it('shows where sources are, and none of their text', () => {
    const source = { number: 1, path: 'a.ts', startLine: 1, endLine: 2, text: 'secret plans', hash: 'x', score: 1 }
    const session = sessionAfter({ kind: 'decision', decision }, { kind: 'sources', sources: [source], leftOut: [] })
    const answer = answerOf(session, undefined, words)
    assert.deepEqual(answer.sources, [{ number: 1, path: 'a.ts', startLine: 1, endLine: 2, score: 1 }])
    assert.doesNotMatch(JSON.stringify(answer), /secret plans/)
  })
})

describe('the numbers in the panel', () => {
  const entries = entriesOf(400, noon, 3_600_000)
  const numbers = { entries, counts: noCounts, use: null, caps, since: 0 }
  const read = usageReader(words)

  it('are the ledger’s, to the micro-dollar, over every range', () => {
    for (const range of ['day', 'week', 'month', 'all'] as const) {
      const usage = read(numbers, range, noon)
      const summary = summarise(entries.filter(({ at }) => at >= beginOf(range, noon)))
      assert.equal(usage.costMicroUsd, summary.costMicroUsd)
      assert.equal(usage.asks, summary.asks)
      const { local, cache, cheaper } = usage.saved
      assert.equal(local + cache + cheaper, summary.savedMicroUsd)
      const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
      assert.equal(sum(usage.series.spentMicroUsd), summary.costMicroUsd, `chart of ${range}`)
      assert.equal(sum(usage.series.savedMicroUsd), summary.savedMicroUsd, `chart of ${range}`)
      assert.equal(sum(usage.routes.map(({ costMicroUsd }) => costMicroUsd)), summary.costMicroUsd)
      assert.equal(sum(usage.components.map(({ costMicroUsd }) => costMicroUsd)), summary.costMicroUsd)
    }
    const counted = read(numbers, 'all', noon)
    assert.ok(counted.asks > read(numbers, 'week', noon).asks)
  })

  it('have a bucket for each hour, day or month, gaps included', () => {
    const buckets = (range: 'day' | 'week' | 'month'): number => read(numbers, range, noon).series.at.length
    assert.deepEqual([buckets('day'), buckets('week'), buckets('month')], [13, 7, 30])
    const old = entriesOf(10, noon, 30 * dayMs)
    const { bucket, at } = read({ ...numbers, entries: old }, 'all', noon).series
    assert.equal(bucket, 'month')
    assert.ok(at.length >= 9 && at.length <= 11, String(at.length))
  })

  it('are not added up again for a completion, only for an entry, a range or a quarter of an hour', () => {
    const counts = afterOutcome(noCounts, { kind: 'empty', reason: 'blank', timings: { total: 1 } }, 1, noon)
    const first = read(numbers, 'month', noon)
    const typed = read({ ...numbers, counts }, 'month', noon + 60_000)
    assert.equal(typed.series, first.series)
    assert.equal(typed.routes, first.routes)
    for (const other of [
      read({ ...numbers, entries: entries.slice(1) }, 'month', noon),
      read(numbers, 'week', noon),
      read(numbers, 'month', noon + 900_000),
      read({ ...numbers, since: noon - 1 }, 'month', noon),
    ])
      assert.notEqual(other.series, first.series)
  })

  it('leave out what was before a reset, and never the caps', () => {
    const use = { day: { spent: 5, reserved: 2 }, hour: { spent: 1, reserved: 1 } }
    const usage = read({ ...numbers, use, since: noon + 1 }, 'all', noon)
    assert.deepEqual([usage.asks, usage.costMicroUsd], [0, 0])
    const gauges = usage.gauges.map(({ name, used }) => `${name} ${used}`)
    assert.deepEqual([gauges[0], gauges[2]], ['day 7', 'hour 2'])
    assert.ok(usage.gauges[1]!.used > 0)
  })
})

describe('the list of decisions', () => {
  it('mixes asks with minutes of completions, newest first, and ends', () => {
    const entries = entriesOf(20, noon, 60_000)
    let counts: CompletionCounts = noCounts
    const outcome = {
      kind: 'done',
      text: 'x',
      confidence: 1,
      source: 'model',
      tokens: 1,
      timings: { total: 1 },
    } as const
    for (let minute = 0; minute < 3; minute++)
      counts = afterOutcome(counts, outcome, 1, noon - minute * 60_000 - 30_000)
    const titles = new Map([['entry-19', 'the last question']])
    const { rows, hasOlder } = decisionsOf(entries, counts, titles, 10, words)
    assert.equal(rows.length, 10)
    assert.ok(hasOlder)
    assert.deepEqual(
      rows.map(({ at }) => at),
      rows.map(({ at }) => at).toSorted((a, b) => b - a),
    )
    assert.equal(rows.find((row) => row.kind === 'ask')?.title, 'the last question')
    assert.ok(rows.some(({ kind }) => kind === 'completions'))
    assert.equal(decisionsOf(entries, counts, titles, 100, words).hasOlder, false)
  })
})

describe('the decision matrix in the panel', () => {
  it('is the router’s own table, with what was measured', () => {
    const entries = entriesOf(60, noon, 60_000)
    const rules = rulesOf(entries, { say: inEnglish, reason: words.reason, label: words.label, mode: (mode) => mode })
    assert.deepEqual(
      rules.map(({ route }) => route),
      matrix.map(({ route }) => route),
    )
    assert.ok(rules.every(({ when }) => when !== ''))
    assert.equal(rules.at(-1)!.when, 'Anything else')
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length)
    const rag = rules.find(({ route }) => route === 'rag')!
    assert.ok(rag.typicalMicroUsd! > 0 && rag.typicalMs! > 0)
    assert.equal(rules.find(({ route }) => route === 'plan')!.typicalMs, null)
  })
})

describe('the ledger as the panel reads it', () => {
  it('comes in two parts, then only what is new or was under way', async () => {
    const all = entriesOf(300, noon, 60_000)
    let known = all.slice(10).with(5, { ...all[15]!, state: 'open' })
    const asked: number[] = []
    const ledger = new PanelLedger({
      entries: (since, limit, skip) => {
        const found = known.filter(({ at }) => at >= since).slice(skip, skip + limit)
        asked.push(found.length)
        return Promise.resolve(found)
      },
      use: () => Promise.resolve({ day: { spent: 0, reserved: 0 }, hour: { spent: 0, reserved: 0 } }),
    })
    const seen: [number, boolean][] = []
    const look = (): void => void seen.push([ledger.entries.length, ledger.isComplete])
    await ledger.refresh(look)
    known = all
    await ledger.refresh(look)
    assert.deepEqual(seen, [
      [100, false],
      [290, true],
      [300, true],
    ])
    assert.deepEqual(asked, [100, 290, 16])
    assert.deepEqual(
      ledger.entries.map(({ id }) => id),
      all.map(({ id }) => id),
    )
    assert.equal(ledger.entryOf(all[15]!.id)?.state, all[15]!.state)
    const { entries } = ledger
    await ledger.refresh(look)
    assert.equal(ledger.entries, entries, 'nothing new, so the same object')
  })

  it('comes in pages that hold nobody up, and misses nothing that is written between two of them', async () => {
    let known = entriesOf(1200, noon, 60_000)
    const late = { ...known[0]!, id: 'late' }
    const sizes: number[] = []
    const ledger = new PanelLedger({
      entries: (_, limit, skip) => {
        const found = known.slice(skip, skip + limit)
        sizes.push(found.length)
        if (sizes.length === 2) known = [late, ...known]
        return Promise.resolve(found)
      },
      use: () => Promise.resolve({ day: { spent: 0, reserved: 0 }, hour: { spent: 0, reserved: 0 } }),
    })
    await ledger.refresh(() => undefined)
    assert.ok(Math.max(...sizes) <= 500, sizes.join())
    const ids = ledger.entries.map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(
      known.filter(({ id }) => id !== 'late' && !ids.includes(id)),
      [],
    )
  })
})
