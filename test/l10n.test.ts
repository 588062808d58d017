/** Every sentence is there in every language: none missing, none left over, and each with the same gaps. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gapsOf, keysInSource, readKeys, root } from './l10n.ts'

const languages = ['de', 'zh-cn']

const json = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>

function compare(wanted: Readonly<Record<string, string>>, translated: Readonly<Record<string, string>>): void {
  const missing = Object.keys(wanted).filter((key) => !translated[key])
  const stale = Object.keys(translated).filter((key) => !(key in wanted))
  assert.deepEqual({ missing, stale }, { missing: [], stale: [] })
  for (const [key, text] of Object.entries(wanted)) assert.deepEqual(gapsOf(translated[key]!), gapsOf(text), key)
}

describe('translations', () => {
  const keys = keysInSource()
  for (const language of languages) {
    it(`into ${language} have every sentence of the code, and no others`, () => {
      const wanted = Object.fromEntries([...keys.found.keys()].map((key) => [key, key]))
      compare(wanted, json(`extension/l10n/bundle.l10n.${language}.json`))
    })

    it(`into ${language} have every text of the manifest, and no others`, () => {
      compare(json('package.nls.json'), json(`package.nls.${language}.json`))
    })
  }

  it('have all that the manifest refers to, and it refers to all of them', () => {
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8')
    const used = [...manifest.matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1]!)
    assert.deepEqual([...new Set(used)].sort(), Object.keys(json('package.nls.json')).sort())
  })

  it('can be found: every key is a literal, and nothing is said past them', () => {
    assert.deepEqual(keys.computed, [])
    assert.deepEqual(keys.untranslated, [])
  })

  it('are asked for by a reader that sees what it should', () => {
    const found = new Map<string, string>()
    const computed: string[] = []
    const untranslated: string[] = []
    const text = `
      const a = vscode.l10n.t('One {n}', { n: 1 })
      const b = phrase('Two ' + 'parts')
      const c = vscode.l10n.t(a)
      void vscode.window.showErrorMessage('Raw', a)
      const d = { title: 'Raw', iconPath: 'fine', label: 'Shortline' }`
    readKeys('extension/editor/x.ts', text, { found, computed, untranslated })
    assert.deepEqual([...found.keys()], ['One {n}', 'Two parts'])
    assert.deepEqual(computed, ['extension/editor/x.ts:4'])
    assert.deepEqual(untranslated, ['extension/editor/x.ts:5', 'extension/editor/x.ts:6'])
  })
})
