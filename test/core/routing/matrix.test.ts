import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { isPaid, matrix, rowFor } from '../../../extension/core/routing/matrix.ts'
import type { Facts, Row } from '../../../extension/core/routing/matrix.ts'
import { labels, routes } from '../../../extension/core/types.ts'
import type { Label, Route } from '../../../extension/core/types.ts'

const values: { readonly [Fact in keyof Facts]: readonly Facts[Fact][] } = {
  mode: ['auto', 'local', 'api', 'compare'],
  label: labels,
  certainty: ['one', 'agree', 'few', 'unclear'],
  goals: ['one', 'several'],
  command: [true, false],
  cached: [true, false],
  workspace: [true, false],
  file: [true, false],
  share: ['within', 'over'],
  ownNames: [true, false],
}

function* everyCombination(): Generator<Facts> {
  const names = Object.keys(values) as (keyof Facts)[]
  const total = names.reduce((product, name) => product * values[name].length, 1)
  for (let number = 0; number < total; number++) {
    let rest = number
    const facts: Record<string, unknown> = {}
    for (const name of names) {
      facts[name] = values[name][rest % values[name].length]
      rest = Math.floor(rest / values[name].length)
    }
    yield facts as unknown as Facts
  }
}

const plain: Facts = {
  mode: 'auto',
  label: 'explain',
  certainty: 'one',
  goals: 'one',
  command: true,
  cached: false,
  workspace: true,
  file: true,
  share: 'within',
  ownNames: false,
}

describe('the decision matrix', () => {
  it('says what LABELS.md says, for every label and mode', () => {
    const table = readFileSync('models/encoder/LABELS.md', 'utf8').split('## From label to route')[1] ?? ''
    const rows = [...table.matchAll(/^\| `([a-z-]+)` \| `([a-z]+)` \| `([a-z]+)` \| `([a-z]+)` \|$/gm)]
    assert.deepEqual(
      rows.map((row) => row[1]),
      labels,
    )
    for (const [, label, ...wanted] of rows) {
      const command = label === 'editor'
      const found = (['auto', 'local', 'api'] as const).map(
        (mode) => rowFor({ ...plain, mode, label: label as Label, command }).route,
      )
      assert.deepEqual(found, wanted, label)
    }
  })

  it('has a row for everything, and needs each of its rows', () => {
    const used = new Set<Row>()
    for (const facts of everyCombination()) used.add(rowFor(facts))
    assert.deepEqual(
      matrix.filter((row) => !used.has(row)),
      [],
    )
    assert.deepEqual(matrix.at(-1)!.when, {})
  })

  it('sends nothing in Local mode, nor beyond the share', () => {
    for (const facts of everyCombination()) {
      const { route } = rowFor(facts)
      if (facts.mode === 'local') assert.ok(!isPaid(route), JSON.stringify(facts))
      if (facts.mode === 'auto' && facts.share === 'over') assert.ok(!isPaid(route), JSON.stringify(facts))
    }
  })

  it('offers what is there only', () => {
    const needs: Partial<Record<Route, (facts: Facts) => boolean>> = {
      command: ({ command }) => command,
      cached: ({ cached }) => cached,
      search: ({ workspace }) => workspace,
      rag: ({ workspace }) => workspace,
      code: ({ file }) => file,
      plan: ({ goals }) => goals === 'several',
    }
    for (const facts of everyCombination()) {
      const { route } = rowFor(facts)
      assert.ok(routes.includes(route))
      assert.ok(needs[route]?.(facts) ?? true, `${route} for ${JSON.stringify(facts)}`)
    }
  })

  it('keeps to the rules that stand over the table in LABELS.md', () => {
    const check = (changes: Partial<Facts>, route: Route): void =>
      assert.equal(rowFor({ ...plain, command: false, ...changes }).route, route, JSON.stringify(changes))
    for (const mode of ['auto', 'api', 'compare'] as const) {
      check({ mode, certainty: 'unclear', label: 'out-of-scope' }, 'rag')
      check({ mode, certainty: 'unclear', workspace: false }, 'direct')
      for (const label of labels)
        if (label !== 'editor' && label !== 'out-of-scope') check({ mode, label, goals: 'several' }, 'plan')
      check({ mode, label: 'fix', file: false }, 'rag')
      check({ mode, label: 'fix', file: false, workspace: false }, 'direct')
      check({ mode, label: 'explain', workspace: false }, 'direct')
      check({ mode, label: 'search', workspace: false }, 'direct')
      check({ mode, label: 'editor' }, 'direct')
    }
    check({ mode: 'local', certainty: 'unclear', label: 'general' }, 'search')
    for (const label of labels) check({ mode: 'local', label, workspace: false }, 'refuse')
    check({ mode: 'local', label: 'editor' }, 'refuse')
    for (const label of ['explain', 'general', 'search'] as const) {
      check({ label, cached: true }, 'cached')
      check({ mode: 'local', label, cached: true }, 'cached')
      check({ mode: 'api', label, cached: true }, label === 'general' ? 'direct' : 'rag')
    }
    check({ label: 'edit', cached: true }, 'code')
    for (const label of ['general', 'terminal', 'editor', 'out-of-scope'] as const) {
      check({ label, ownNames: true }, 'rag')
      check({ mode: 'local', label, ownNames: true }, 'search')
    }
    check({ certainty: 'unclear', goals: 'several' }, 'plan')
    check({ certainty: 'unclear', goals: 'several', workspace: false }, 'direct')
  })
})
