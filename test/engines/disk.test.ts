/** Disks that are really full or read-only: small ones in memory, mounted where nobody else sees them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Said } from './disk.ts'

const inNamespace = ['--user', '--map-root-user', '--mount', 'sh', '-c'] as const

describe('a read-only or full disk', () => {
  before(function () {
    const { status } = spawnSync('unshare', [...inNamespace, 'mount -t tmpfs tmpfs /mnt'])
    if (status !== 0) this.skip() // Only Linux has it, and not for everybody.
  })

  function on(trouble: 'full' | 'read-only'): Said {
    const folder = mkdtempSync(path.join(tmpdir(), 'shortline-disk-'))
    const script = path.join(import.meta.dirname, 'disk.ts')
    const run = 'mount -t tmpfs -o size=2m tmpfs "$1" && exec "$0" --disable-warning=ExperimentalWarning "$2" "$1" "$3"'
    const args = [...inNamespace, run, process.execPath, folder, script, trouble]
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' })
    rmdirSync(folder)
    assert.notEqual(stdout, '', stderr)
    return JSON.parse(stdout) as Said
  }

  const says = { full: /The disk with the ledger .*store\.db is full/, 'read-only': /store\.db can’t be written/ }
  for (const trouble of ['full', 'read-only'] as const) {
    it(`that is ${trouble}: nothing is reserved and it says why, the search goes on, and both recover`, () => {
      const { ledger, index, found, kept, reserved } = on(trouble)
      assert.match(ledger ?? 'it reserved', says[trouble])
      const { kind, trouble: shown } = index as { kind: string; trouble?: { reason: string } }
      assert.deepEqual([kind, shown?.reason, found], ['ready', 'not-kept', 'lib/parse.py'])
      assert.deepEqual([kept.at(-1), kept[0]], ['before', 'after'])
      // The settled one holds nothing, each other a hundred.
      assert.equal(reserved, 100 * (kept.length - 1))
    })
  }
})
