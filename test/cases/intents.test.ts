/** The form of the frozen intent test; what it asks is explained in `intents/README.md`. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { labels, type AskContext, type Label } from '../../extension/core/types.ts'

interface IntentCase {
  readonly id: string
  readonly text: string
  readonly context: AskContext
  readonly label: Label
  readonly accept?: readonly Label[]
  readonly topic: string
}

const file = path.join(import.meta.dirname, 'intents', 'test.jsonl')
const cases = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as IntentCase)

const normal = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()
const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Exam ids whose words, in their order, are a line of training data. Anyone may write "fix this": three words don't count. */
function leaked(training: readonly { readonly text: string }[]): string[] {
  const known = new Set(training.map(({ text }) => words(text).join(' ')))
  return cases.filter(({ text }) => words(text).length > 3 && known.has(words(text).join(' '))).map(({ id }) => id)
}

describe('the frozen intent test', () => {
  it('has at least 40 requests per label', () => {
    for (const label of labels) {
      const count = cases.filter((each) => each.label === label).length
      assert.ok(count >= 40, `${label}: ${count}`)
    }
  })

  it('knows every label that it names, and accepts others than the label itself', () => {
    for (const { id, label, accept = [] } of cases) {
      for (const each of [label, ...accept]) assert.ok(labels.includes(each), `${id}: ${each}`)
      assert.equal(new Set([label, ...accept]).size, 1 + accept.length, id)
    }
  })

  it('has unique ids and no text twice, except where the context changes the label', () => {
    assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length)
    const byText = Map.groupBy(cases, ({ text }) => normal(text))
    for (const [text, same] of byText) {
      assert.equal(new Set(same.map(({ label }) => label)).size, same.length, text)
      assert.equal(new Set(same.map(({ context }) => JSON.stringify(context))).size, same.length, text)
    }
  })

  it('has text, a topic and a context of the known form in every line', () => {
    for (const { id, text, topic, context } of cases) {
      assert.ok(text.trim() === text && text !== '', id)
      assert.ok(topic !== '', id)
      const { location, selection, language, blankLine, diagnostics, ...rest } = context
      assert.deepEqual(rest, {}, id)
      assert.ok(location === undefined || location === 'inline' || location === 'panel', id)
      assert.ok(['boolean', 'undefined'].includes(typeof selection), id)
      assert.ok(['string', 'undefined'].includes(typeof language), id)
      assert.ok(['boolean', 'undefined'].includes(typeof blankLine), id)
      assert.ok(diagnostics === undefined || (Number.isInteger(diagnostics) && diagnostics >= 0), id)
      assert.ok(!(selection && blankLine), id)
    }
  })

  it('asks in and out of the code, and in several scripts', () => {
    const inline = cases.filter(({ context }) => context.location === 'inline').length / cases.length
    assert.ok(inline > 0.3 && inline < 0.7, `inline: ${inline}`)
    const scripts = [/\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Script=Hangul}/u, /\p{Script=Hiragana}/u]
    for (const script of scripts)
      assert.ok(
        cases.some(({ text }) => script.test(text)),
        `${script}`,
      )
  })

  it('shares no request of more than three words with the training data', () => {
    assert.deepEqual(leaked([{ text: 'Where is the RETRY logic?' }, { text: 'fix' }]), ['search-01'])
    const root = path.resolve(import.meta.dirname, '../..')
    const data = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'models/*.jsonl'], {
      cwd: root,
    })
    for (const name of data
      .toString()
      .split('\n')
      .filter((line) => line !== '')) {
      const lines = readFileSync(path.join(root, name), 'utf8').trimEnd().split('\n')
      const requests = lines.map((line) => JSON.parse(line) as { text?: string })
      assert.deepEqual(leaked(requests.map(({ text = '' }) => ({ text }))), [], name)
    }
  })
})
