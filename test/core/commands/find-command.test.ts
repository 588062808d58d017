import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { commandFinder } from '../../../extension/core/commands/find-command.ts'
import { thresholds } from '../../../extension/core/routing/matrix.ts'

interface Example {
  readonly text: string
  /** Id of the command or setting; null where VS Code has none for it. */
  readonly command: string | null
  /** `dev`: the table was written with these in view; `test`: written afterwards. */
  readonly part: 'dev' | 'test'
}

const examples = readFileSync('test/cases/commands.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example)
const find = commandFinder()

function found(text: string): string | null {
  const best = find(text)
  if (!best || best.score < thresholds.commandLikely) return null
  return ((best.args[0] as string | undefined) ?? best.command).replace(/^@(?:id|command):/, '')
}

describe('what VS Code does itself', () => {
  for (const part of ['dev', 'test'] as const) {
    it(`is found for most of the examples (${part}), and hardly ever is it something else`, () => {
      const named = examples.filter((example) => example.part === part && example.command !== null)
      const right = named.filter(({ text, command }) => found(text) === command)
      const wrong = named.filter(({ text, command }) => ![command, null].includes(found(text)))
      assert.ok(right.length / named.length >= 0.85, `${right.length} of ${named.length}`)
      assert.ok(wrong.length / named.length <= 0.05, JSON.stringify(wrong))
    })
  }

  it('is found in languages that have no blanks, or other words', () => {
    const asked = ['怎么打开自动保存', 'ミニマップを隠す', 'wie ändere ich die Schriftgröße', '如何切换到深色主题']
    assert.deepEqual(asked.map(found), [
      'files.autoSave',
      'editor.action.toggleMinimap',
      'editor.fontSize',
      'workbench.action.selectTheme',
    ])
  })

  it('is not found for what it does not do', () => {
    const none = examples.filter(({ command }) => command === null)
    assert.deepEqual(
      none.filter(({ text }) => found(text) !== null).map(({ text }) => text),
      [],
    )
  })

  it('is certain only where the text names it and says no more', () => {
    for (const text of [
      'word wrap',
      'please turn on word wrap',
      'Zen Mode',
      'reload window',
      'format document',
      'go to file',
    ])
      assert.equal(find(text)?.score, 1, text)
    for (const text of [
      'split this',
      'format this document',
      'sort these lines',
      'wrap this line',
      'rename this symbol',
    ])
      assert.ok((find(text)?.score ?? 0) < thresholds.commandExact, text)
  })

  it('opens a setting, and a shortcut where one is asked for', () => {
    assert.deepEqual(find('change the tab size'), {
      command: 'workbench.action.openSettings',
      args: ['@id:editor.tabSize'],
      title: 'Editor: Tab Size',
      score: 0.9,
    })
    const shortcut = find('what is the shortcut for go to definition')
    assert.deepEqual(shortcut?.args, ['@command:editor.action.revealDefinition'])
    assert.equal(shortcut.command, 'workbench.action.openGlobalKeybindings')
    assert.equal(find('shortcuts')?.command, 'workbench.action.openGlobalKeybindings')
  })

  it('knows the commands that this editor has', () => {
    const live = [
      { id: 'acme.deployPreview', title: 'Acme: Deploy Preview...' },
      { id: 'editor.action.toggleMinimap', title: 'Another Title' },
    ]
    assert.equal(commandFinder(live)('deploy the preview')?.command, 'acme.deployPreview')
    assert.equal(commandFinder(live)('minimap')?.title, 'View: Toggle Minimap')
    assert.equal(commandFinder(live)('another title')?.command === 'editor.action.toggleMinimap', false)
  })

  it('is nothing for nothing, and for texts that are no request', () => {
    for (const text of ['', '   ', '???', 'the a an', 'x'.repeat(1_000_000), 'word wrap '.repeat(1000), '\u0000'])
      assert.equal(find(text), undefined, JSON.stringify(text.slice(0, 20)))
  })
})
