/** The ids are checked against the VS Code that the tests drive, where it is installed (`npm start`, `npm test`). */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { knownCommands } from '../../../extension/core/commands/known-commands.ts'
import { knownSettings } from '../../../extension/core/commands/known-settings.ts'

const server = '.vscode-test/server'
/** Only the desktop has them. */
const desktopOnly = new Set(['workbench.action.toggleDevTools'])

function lines(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' | '))
}

function sources(): string {
  const files = [
    'out/vs/code/browser/workbench/workbench.js',
    ...globSync('extensions/*/{package.json,dist/*.js}', { cwd: server }),
  ]
  return files.map((file) => readFileSync(path.join(server, file), 'utf8')).join('\n')
}

const isNamed = (text: string, id: string): boolean =>
  ['"', "'", '`'].some((quote) => text.includes(quote + id + quote))

describe('the commands and settings that are known', () => {
  it('have an id, a title and phrases each, and no id twice', () => {
    const all = [...lines(knownCommands), ...lines(knownSettings)]
    assert.ok(all.length > 200)
    for (const [id, title, phrases, ...rest] of all) {
      assert.match(id!, /^[\w.-]+$/)
      assert.match(title!, /^[A-Z]/)
      assert.match(phrases!, /^\S.*\S$/)
      assert.deepEqual(rest, [], id)
    }
    assert.equal(new Set(all.map(([id]) => id)).size, all.length)
  })

  it('are those of VS Code', function () {
    if (!existsSync(server)) return this.skip()
    const text = sources()
    const commands = lines(knownCommands).filter(([id]) => !isNamed(text, id!) && !desktopOnly.has(id!))
    assert.deepEqual(commands, [])
    // The editor's own settings are named in its sources without their prefix.
    const settings = lines(knownSettings).filter(
      ([id]) => !isNamed(text, id!) && !isNamed(text, id!.replace(/^editor\./, '')),
    )
    assert.deepEqual(settings, [])
  }).timeout(30_000)
})
