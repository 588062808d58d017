import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import { defaultExcludes } from '../../../extension/core/retrieval/excludes.ts'
import { decode } from '../../../extension/engines/retrieval/read-text.ts'
import { Walker } from '../../../extension/engines/retrieval/walk.ts'
import { TestWorkspace } from './workspace.ts'

async function walked(workspace: TestWorkspace, exclude: readonly string[] = defaultExcludes): Promise<string[]> {
  const found: string[] = []
  for await (const { path } of new Walker([{ root: workspace.root, name: '' }], exclude).files()) found.push(path)
  return found
}

describe('the walk through a workspace', () => {
  let workspace: TestWorkspace
  afterEach(() => workspace.remove())

  it('leaves out what git ignores, at every depth, and takes back what is taken back', async () => {
    workspace = await TestWorkspace.create({
      '.gitignore': 'out/\n*.log\n/only-here.ts\n',
      'out/a.ts': 'a',
      'deep/out/a.ts': 'a',
      'x.log': 'a',
      'only-here.ts': 'a',
      'deep/only-here.ts': 'a',
      'deep/.gitignore': '!keep.log\nsecretive/*\n!secretive/not.ts\n',
      'deep/keep.log': 'a',
      'deep/secretive/a.ts': 'a',
      'deep/secretive/not.ts': 'a',
      'src/a.ts': 'a',
    })
    const found = (await walked(workspace)).filter((path) => !path.endsWith('.gitignore'))
    assert.deepEqual(found, ['deep/keep.log', 'deep/only-here.ts', 'deep/secretive/not.ts', 'src/a.ts'])
  })

  it('holds the rules of the repository around it, unless these ignore the workspace itself', async () => {
    workspace = await TestWorkspace.create({
      '.git/info/exclude': 'private.ts\n',
      '.gitignore': '*.gen.ts\npart/ignored/\n',
      'part/a.ts': 'a',
      'part/a.gen.ts': 'a',
      'part/private.ts': 'a',
      'part/ignored/b.ts': 'b',
    })
    const at = async (place: string): Promise<string[]> => {
      const found: string[] = []
      for await (const { path } of new Walker([{ root: workspace.file(place), name: '' }], []).files()) found.push(path)
      return found
    }
    assert.deepEqual(await at('part'), ['a.ts'])
    assert.deepEqual(await at('part/ignored'), ['b.ts'])
  })

  it('never finds secrets, not by another name either', async () => {
    workspace = await TestWorkspace.create({
      '.env': 'TOKEN=1',
      'config/server.pem': 'key',
      '.ssh/config': 'x',
      'secrets.json': '{}',
      'src/env.ts': 'export const env = 1',
    })
    await symlink(workspace.file('.env'), workspace.file('innocent.txt'))
    await symlink(workspace.file('.ssh'), workspace.file('innocent'))
    assert.deepEqual(await walked(workspace), ['src/env.ts'])
    const walker = new Walker([{ root: workspace.root, name: '' }], [])
    for (const name of ['.env', 'innocent.txt', 'innocent/config', 'config/server.pem'])
      assert.equal(await walker.find(workspace.file(name)), undefined, name)
  })

  it('leaves out what the settings exclude, what is no text, and what tools write', async () => {
    workspace = await TestWorkspace.create({
      'node_modules/a/index.js': 'a',
      'generated/a.ts': 'a',
      'src/a.spec.ts': 'a',
      'src/a.ts': 'a',
      'logo.png': 'a',
      'package-lock.json': '{}',
      'app.min.js': 'a',
      'huge.ts': 'x'.repeat(1_000_001),
      'data.json': `[${'1,'.repeat(30_000)}1]`,
      'empty.ts': '',
    })
    assert.deepEqual(await walked(workspace, [...defaultExcludes, 'generated', '**/*.spec.ts']), ['src/a.ts'])
  })

  it('ends where links go around in a circle, and does not leave the workspace', async () => {
    workspace = await TestWorkspace.create({ 'src/a.ts': 'a' })
    const outside = await TestWorkspace.create({ 'b.ts': 'b' })
    try {
      await symlink(workspace.root, workspace.file('src/loop'))
      await symlink(outside.root, workspace.file('outside'))
      await symlink(workspace.file('nowhere'), workspace.file('dangling'))
      assert.deepEqual(await walked(workspace), ['src/a.ts'])
    } finally {
      await outside.remove()
    }
  })

  it('names the folder where there are several', async () => {
    workspace = await TestWorkspace.create({ 'one/a.ts': 'a', 'two/a.ts': 'a' })
    const folders = ['one', 'two'].map((name) => ({ root: workspace.file(name), name }))
    const walker = new Walker(folders, [])
    const found: string[] = []
    for await (const { path } of walker.files()) found.push(path)
    assert.deepEqual(found, ['one/a.ts', 'two/a.ts'])
    assert.equal((await walker.findPath('two/a.ts'))?.file, workspace.file('two/a.ts'))
    assert.equal(walker.pathOf(workspace.file('two/a.ts')), 'two/a.ts')
  })

  it('can be called off', async () => {
    workspace = await TestWorkspace.create({ 'a.ts': 'a' })
    await mkdir(workspace.file('b'))
    const walk = new Walker([{ root: workspace.root, name: '' }], []).files(AbortSignal.abort())
    await assert.rejects(walk.next(), { name: 'AbortError' })
  })
})

describe('text', () => {
  it('is read in the encoding that it has', () => {
    assert.equal(decode(Buffer.from('\ufeffgrün')), 'grün')
    assert.equal(decode(Buffer.from('\ufeffgrün', 'utf16le')), 'grün')
    assert.equal(decode(Buffer.from('\ufeffgrün', 'utf16le').swap16()), 'grün')
    assert.equal(decode(Buffer.from('grün', 'latin1')), 'grün')
    assert.equal(decode(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])), undefined)
  })
})
