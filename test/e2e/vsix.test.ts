import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEditor } from '../vscode/editor.ts'
import { root } from '../vscode/install.ts'
import { run } from '../vscode/process.ts'
import { orders, plainTyping, typeDismissAccept } from './scenarios.ts'

/** With the encoder; the completion model alone stays below 45. */
const LIMIT_MB = 75

/** Everything that may be in the package; what else turns up there was not meant to. */
const allowed = [
  /^(package\.json|package\.nls(\.[a-z-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/media\/walkthrough\/[a-z]+\.(svg|txt)$/,
  /^extension\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/media\/[a-z-]+\.(svg|png)$/,
  /^extension\/prompts\/[a-z]+\.md$/,
  /^dist\/(main|controls|host|asks|store|index)\.cjs$/,
  /^dist\/panel\.(js|css)$/,
  /^models\/[a-z0-9-]+\/(model\.onnx|tokenizer\.json|card\.json)$/,
  /^models\/NOTICE$/,
  /^node_modules\/onnxruntime-(common|node|web)\/package\.json$/,
  /^node_modules\/@vscode\/tree-sitter-wasm\/(package\.json|LICENSE(\.txt)?|wasm\/tree-sitter(-[a-z]+)?\.(js|wasm))$/,
  /^node_modules\/onnxruntime-common\/dist\/(cjs|esm)\/([a-z-]+\.js|package\.json)$/,
  /^node_modules\/onnxruntime-node\/dist\/[a-z]+\.js$/,
  /^node_modules\/onnxruntime-node\/bin\/napi-v6\/linux\/x64\/[^/]+$/,
  /^node_modules\/onnxruntime-web\/dist\/(ort\.node\.min\.mjs|ort-wasm-simd-threaded\.(mjs|wasm))$/,
]

describe('the VSIX', () => {
  let folder: string
  let vsix: string
  before(async function () {
    this.timeout(400_000) // Zipping the native library takes its time on a busy machine.
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-vsix-'))
    vsix = path.join(folder, 'shortline.vsix')
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce')
    await run(
      process.execPath,
      [
        vsce,
        'package',
        '--target',
        'linux-x64',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--out',
        vsix,
      ],
      { cwd: root },
    )
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it(`has at most ${LIMIT_MB} MB`, async () => {
    const megabytes = (await stat(vsix)).size / 1e6
    console.log(`      ${megabytes.toFixed(1)} MB`)
    assert.ok(megabytes <= LIMIT_MB, `${megabytes.toFixed(1)} MB`)
  })

  it('carries what is needed and nothing else', async () => {
    const listing = await run('python3', ['-m', 'zipfile', '-l', vsix])
    const files = [...listing.matchAll(/^extension\/(\S+)/gm)].map((match) => match[1]!)
    assert.deepEqual(
      files.filter((file) => !allowed.some((rule) => rule.test(file))),
      [],
    )
    for (const rule of allowed)
      assert.ok(
        files.some((file) => rule.test(file)),
        `nothing matches ${rule.source}`,
      )
  })

  for (const engine of ['native', 'wasm'] as const) {
    it(`installed, on ${engine}: shows, dismisses, accepts`, async function () {
      this.timeout(120_000)
      const settings = { ...plainTyping, 'shortline.engine': engine }
      const editor = await startEditor({ extension: { vsix }, files: { 'orders.ts': orders }, settings })
      try {
        await editor.open('orders.ts')
        const state = await editor.ready()
        assert.equal(state.engine, engine, JSON.stringify(state))
        const place = await editor.host(
          ({ vscode }) => vscode.extensions.getExtension('shortline.shortline')!.extensionPath,
        )
        assert.ok(place.startsWith(editor.data), `${place} is the installed one`)
        await typeDismissAccept(editor)
      } finally {
        await editor.close()
      }
    })
  }
})
