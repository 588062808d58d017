import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rememberUnreachable, unreachable } from './chromium.ts'

describe('a download that can’t be reached', () => {
  it('is remembered in a checkout that has nothing yet', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'shortline-'))
    const cache = path.join(folder, 'not/there/yet')
    try {
      assert.equal(await unreachable('browser', cache), false)
      await rememberUnreachable('browser', cache)
      assert.equal(await unreachable('browser', cache), true)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
