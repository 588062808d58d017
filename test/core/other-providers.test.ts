import assert from 'node:assert/strict'
import { activeProviders } from '../../extension/core/other-providers.ts'

const names = (ids: readonly string[], settings: Readonly<Record<string, unknown>> = {}): string[] =>
  activeProviders(
    (id) => ids.includes(id),
    (name) => settings[name],
  ).map(({ name }) => name)

describe('other providers of ghost text', () => {
  it('are those that run, each once', () => {
    assert.deepEqual(names([]), [])
    assert.deepEqual(names(['some.theme']), [])
    assert.deepEqual(names(['github.copilot', 'github.copilot-chat', 'tabnine.tabnine-vscode']), [
      'GitHub Copilot',
      'Tabnine',
    ])
  })

  it('do not count while their own setting keeps them quiet', () => {
    assert.deepEqual(names(['github.copilot'], { 'github.copilot.enable': { '*': false } }), [])
    assert.deepEqual(names(['github.copilot'], { 'github.copilot.enable': { '*': true, markdown: false } }), [
      'GitHub Copilot',
    ])
    assert.deepEqual(names(['continue.continue'], { 'continue.enableTabAutocomplete': false }), [])
  })
})
