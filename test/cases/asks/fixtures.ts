/**
 * Packages that the ask evaluation set asks about: fetched by `npm pack`, checked against the pinned integrity,
 * unpacked into `.cache/asks/<name>`. `node test/cases/asks/fixtures.ts` fetches what is missing.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pinned from './fixtures.json' with { type: 'json' }

export interface Fixture {
  readonly name: string
  readonly package: string
  readonly version: string
  readonly license: string
  /** As npm gives it, over the archive: `sha512-…`. */
  readonly integrity: string
  /** Files and folders of the archive that make the workspace. */
  readonly keep: readonly string[]
  /** SHA-256 over the kept files' paths and contents, hexadecimal. */
  readonly tree: string
}

export const fixtures: readonly Fixture[] = pinned

const run = promisify(execFile)
const cache = path.resolve(import.meta.dirname, '../../../.cache/asks')

export const fixtureRoot = (name: string): string => path.join(cache, name)

/** Over the sorted files, so that it is the same on every machine. Absent folder: `null`. */
export async function treeHash(root: string): Promise<string | null> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    },
  )
  if (entries === null) return null
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

export async function isFetched({ name, tree }: Fixture): Promise<boolean> {
  return (await treeHash(fixtureRoot(name))) === tree
}

/** @throws when the archive, or what was unpacked of it, is not the pinned one */
export async function fetchFixture(fixture: Fixture): Promise<void> {
  if (await isFetched(fixture)) return
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, `${fixture.name}-`))
  try {
    const spec = `${fixture.package}@${fixture.version}`
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    await run(npm, ['pack', spec, '--silent', '--pack-destination', work], { shell: process.platform === 'win32' })
    const archive = (await readdir(work)).find((file) => file.endsWith('.tgz'))
    if (archive === undefined) throw new Error(`npm pack ${spec} left no archive`)
    const integrity = createHash('sha512')
      .update(await readFile(path.join(work, archive)))
      .digest('base64')
    if (`sha512-${integrity}` !== fixture.integrity) throw new Error(`${spec} is not the archive that is pinned`)
    await run('tar', ['-xzf', archive], { cwd: work })
    const root = path.join(work, 'root')
    for (const kept of fixture.keep)
      await cp(path.join(work, 'package', kept), path.join(root, kept), { recursive: true })
    const tree = await treeHash(root)
    if (tree !== fixture.tree) throw new Error(`${spec} unpacked differs from what is pinned: ${tree}`)
    await rm(fixtureRoot(fixture.name), { recursive: true, force: true })
    await rename(root, fixtureRoot(fixture.name))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  for (const fixture of fixtures) {
    await fetchFixture(fixture)
    console.error(`${fixture.package}@${fixture.version}: ${path.relative(process.cwd(), fixtureRoot(fixture.name))}`)
  }
}
