/** The form of the ask evaluation set, and its ranges where the fixtures are fetched; see `asks/README.md`. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { labels, routes, type AskContext, type Label, type LineRange, type Route } from '../../extension/core/types.ts'
import { fixtureRoot, fixtures, isFetched } from './asks/fixtures.ts'

interface AskTask {
  readonly id: string
  readonly root: string | null
  readonly text: string
  readonly context: AskContext
  readonly file?: LineRange
  readonly mode?: 'auto' | 'local' | 'api'
  readonly label: Label
  readonly accept?: readonly Label[]
  readonly route: Route
  readonly cite: readonly LineRange[]
  readonly facts: readonly string[]
  readonly refuse?: string
  readonly absent?: boolean
  readonly command?: readonly string[]
  readonly steps?: number
  readonly after?: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly repeat?: number
  readonly outputTokens: number
  readonly opponentTokens?: number
}

const folder = path.join(import.meta.dirname, 'asks')
const tasks = readFileSync(path.join(folder, 'tasks.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as AskTask)

const required = ['id', 'root', 'text', 'context', 'label', 'route', 'cite', 'facts', 'outputTokens']
const optional = [
  ...['file', 'mode', 'accept', 'refuse', 'absent', 'command', 'steps', 'after', 'settings', 'repeat'],
  'opponentTokens',
]
const settings = ['key', 'queryCapTokens', 'hourCap', 'dayCapMicroUsd', 'model', 'ledger', 'trusted']
/** `AskRefusedReason` in `extension/core/types.ts`. */
const refusals = [
  ...['no-key', 'unknown-price', 'query-cap', 'hour-cap', 'day-cap', 'too-long', 'empty-text', 'local-mode'],
  ...['secret-file', 'ledger-unavailable', 'untrusted-workspace', 'out-of-scope'],
]
const free: readonly Route[] = ['command', 'cached', 'search']

describe('the ask evaluation set', () => {
  it('has the fields that its README names, and no others', () => {
    for (const task of tasks) {
      for (const field of required) assert.ok(field in task, `${task.id}: ${field}`)
      for (const field of Object.keys(task))
        assert.ok([...required, ...optional].includes(field), `${task.id}: ${field}`)
      for (const name of Object.keys(task.settings ?? {})) assert.ok(settings.includes(name), `${task.id}: ${name}`)
    }
  })

  it('has unique ids, known labels, routes and fixtures', () => {
    assert.equal(new Set(tasks.map(({ id }) => id)).size, tasks.length)
    const roots = [null, ...fixtures.map(({ name }) => name)]
    for (const { id, root, label, accept = [], route } of tasks) {
      for (const each of [label, ...accept]) assert.ok(labels.includes(each), `${id}: ${each}`)
      assert.ok(routes.includes(route), id)
      assert.ok(roots.includes(root), id)
    }
  })

  it('says for each route what the runner needs to score it', () => {
    for (const task of tasks) {
      const { id, route } = task
      assert.equal(route === 'refuse', task.refuse !== undefined, id)
      if (task.refuse !== undefined) assert.ok(refusals.includes(task.refuse), id)
      assert.equal(route === 'command', (task.command ?? []).length > 0, id)
      assert.equal(route === 'plan', task.steps !== undefined, id)
      if (route === 'code') assert.ok(task.file, id)
      if (['search', 'rag', 'code'].includes(route)) assert.equal(task.cite.length === 0, task.absent === true, id)
      const sent = ['rag', 'code', 'plan', 'direct'].includes(route)
      assert.equal(task.outputTokens > 0, sent, id)
      assert.equal(task.opponentTokens !== undefined, !sent, id)
      if (sent) assert.ok(task.facts.length > 0, id)
    }
  })

  it('asks again only what was asked of the same workspace before', () => {
    for (const [index, { id, root, route, after }] of tasks.entries()) {
      const first = tasks.findIndex((task) => task.id === after)
      if (route === 'cached') assert.ok(after !== undefined, id)
      if (after === undefined) continue
      assert.ok(first >= 0 && first < index, id)
      assert.equal(tasks[first]!.root, root, id)
    }
  })

  it('has 120 tasks, most of them for more than a look-up', () => {
    assert.equal(tasks.length, 120)
    const share = tasks.filter(({ route }) => free.includes(route)).length / tasks.length
    assert.ok(share <= 0.4, `${share}`)
  })

  for (const fixture of fixtures) {
    it(`cites lines that ${fixture.name} has`, async function () {
      if (!(await isFetched(fixture))) {
        console.log(`      not fetched: node test/cases/asks/fixtures.ts`)
        return this.skip()
      }
      for (const { id, root, cite, file, refuse } of tasks) {
        if (root !== fixture.name || refuse === 'secret-file') continue
        for (const range of file ? [...cite, file] : cite) {
          const lines = readFileSync(path.join(fixtureRoot(root), range.path), 'utf8').split('\n')
          const cited = lines.slice(range.startLine - 1, range.endLine)
          assert.ok(range.startLine >= 1 && range.startLine <= range.endLine && range.endLine <= lines.length, id)
          // A range that starts or ends on an empty line was written for another text.
          assert.ok(cited[0]!.trim() !== '' && cited.at(-1)!.trim() !== '', `${id}: ${JSON.stringify(range)}`)
        }
      }
    })
  }
})
