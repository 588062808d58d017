/** Files that nobody trained on or that are too much: the host answers or stays silent, in a time like any other file's. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { HostClient } from '../../../extension/engines/host-client.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'
import { residentMb } from '../../process-figures.ts'

const block = (n: number): string =>
  `const alpha${n} = read(beta)\nfor (const gamma of alpha${n}) {\n  gamma.add(beta, ${n})\n}\n`
const fileOf = (blocks: number, from = 0): string =>
  Array.from({ length: blocks }, (_, at) => block(from + at)).join('')
const typed = 'for (const gamma of alpha1) {\n  gamma.'
const answers = 15

interface Opened {
  readonly language?: string
  readonly text: string
}

describe('model host in odd files', function () {
  this.timeout(120_000)
  let host: HostClient
  let normalMs: number

  beforeEach(async () => {
    host = new HostClient({
      file: path.resolve(import.meta.dirname, '../../../extension/engines/host/main.ts'),
      options: () => ({ modelDir: tinyFolder, engine: 'native', threads: 1 }),
      onState: () => undefined,
      log: () => undefined,
    })
    await host.ready()
    normalMs = (await typeIn('normal', { text: fileOf(40) })).ms
  })
  afterEach(() => host.dispose())

  /** Opens a file, types at its end, one character and one request after the other. */
  async function typeIn(
    uri: string,
    { language = 'typescript', text }: Opened,
    ending = typed,
  ): Promise<{ readonly ms: number; readonly kinds: Set<string>; readonly said: Set<string> }> {
    host.open({ uri, path: `${uri}.x`, language, version: 1, text: text + ending })
    const times: number[] = []
    const kinds = new Set<string>()
    const said = new Set<string>()
    let offset = text.length + ending.length
    for (let version = 1; version <= answers; version++) {
      const begun = performance.now()
      const outcome = await host.complete(
        { uri, version, offset, threshold: 0.01, trigger: 'automatic' },
        new AbortController().signal,
      )
      times.push(performance.now() - begun)
      kinds.add(outcome.kind)
      if (outcome.kind === 'done') said.add(outcome.text)
      else if ('reason' in outcome) said.add(outcome.reason)
      host.change(uri, version + 1, [{ offset, deleted: 0, inserted: 'gamma.add(beta)'[version - 1]! }])
      offset++
    }
    return { ms: times.sort((a, b) => a - b)[answers >> 1]!, kinds, said }
  }

  const inTime = (what: string, ms: number, times: number): void => {
    console.log(`      ${what}: ${(ms / normalMs).toFixed(1)} times a normal file's`)
    assert.ok(ms <= times * normalMs, `${ms.toFixed(1)} ms, a normal file ${normalMs.toFixed(1)} ms`)
  }
  const answersOrIsSilent = (kinds: ReadonlySet<string>): void =>
    assert.deepEqual(
      [...kinds].filter((kind) => !['done', 'empty', 'refused'].includes(kind)),
      [],
    )

  it('types in 20,000 lines as in a hundred', async () => {
    const { ms, kinds } = await typeIn('long', { text: fileOf(5_000) })
    assert.ok(kinds.has('done'))
    answersOrIsSilent(kinds)
    inTime('20,000 lines', ms, 8)
  })

  it('types beside 200 open files, in bounded memory', async () => {
    const before = residentMb(host.pid)
    for (let n = 0; n < 200; n++) {
      const text = fileOf(60, n * 60)
      host.open({ uri: `open ${n}`, path: `${n}.ts`, language: 'typescript', version: 1, text })
    }
    const { ms, kinds } = await typeIn('among many', { text: fileOf(40) })
    assert.ok(kinds.has('done'))
    inTime('200 open files', ms, 8)
    const after = residentMb(host.pid)
    if (before === undefined || after === undefined) return // Not measured on this platform.
    const added = after - before
    console.log(`      200 files take ${added.toFixed(0)} MB`)
    assert.ok(added < 200, `${added} MB`)
  })

  it('says nothing in a minified file, and answers in the next file', async () => {
    const { ms, kinds, said } = await typeIn('minified', { text: fileOf(3_000).replaceAll('\n', ' ') }, ' gamma.')
    answersOrIsSilent(kinds)
    assert.deepEqual([...said], ['line-too-long'])
    inTime('a minified file', ms, 8)
    assert.ok((await typeIn('after', { text: fileOf(40) })).kinds.has('done'))
  })

  for (const [language, text, ending, expected] of [
    ['rust', 'fn main() {\n    let zebra = graze(1);\n', '    let zebra = gr', 'aze(1);'],
    ['yaml', 'steps:\n  - uses: actions/checkout@v4\n', '  - uses: act', 'ions/checkout@v4'],
  ] as const) {
    it(`copies in ${language}, which no model was trained on`, async () => {
      const { ms, kinds, said } = await typeIn(language, { language, text }, ending)
      answersOrIsSilent(kinds)
      assert.ok(said.has(expected), [...said].join('\n'))
      inTime(language, ms, 8)
    })
  }
})
