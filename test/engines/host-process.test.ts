import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startHost } from '../../extension/engines/host-process.ts'

describe('host process', () => {
  let folder: string
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'shortline-host-'))))
  after(() => rm(folder, { recursive: true }))

  /** Why it ended, and what it said. */
  function run(file: string): Promise<{ readonly why: string; readonly said: readonly string[] }> {
    return new Promise((resolve) => {
      const said: string[] = []
      const complaint = (line: string): unknown => said.push(line)
      startHost(file, { message: () => undefined, complaint, end: (why) => resolve({ why, said }) })
    })
  }

  it('starts without its flags where an engine does not know them, from the next time on', async () => {
    const file = path.join(folder, 'picky.cjs')
    await writeFile(file, 'console.error(process.execArgv.length); process.exit(process.execArgv.length > 0 ? 9 : 3)')
    assert.equal((await run(file)).why, 'exit code 9')
    assert.deepEqual(await run(file), { why: 'exit code 3', said: ['0'] })
    assert.equal((await run(file)).why, 'exit code 3')
  })

  it('keeps its flags where it ends for another reason', async () => {
    const file = path.join(folder, 'weak.cjs')
    await writeFile(file, 'console.error(process.execArgv.length); process.exit(1)')
    await run(file)
    assert.deepEqual(await run(file), { why: 'exit code 1', said: ['2'] })
  })
})
