/**
 * The index on a large workspace, through the worker thread that the extension uses: by words alone, then with vectors.
 * Only the first passages go through the encoder, for its rate; the others get random vectors, which take as long to
 * store and to search as any. How long the caller's own event loop is held up shows in its delay.
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import type { IndexState } from '../../extension/core/retrieval/index-state.ts'
import type { Embed } from '../../extension/core/retrieval/types.ts'
import { RetrievalClient } from '../../extension/engines/retrieval/client.ts'
import type { BenchOptions } from './benches.ts'
import { makeCorpus } from './corpus.ts'
import type { Corpus } from './corpus.ts'
import { partlyRandom, startHostEncoder } from './host-encoder.ts'
import type { HostEncoder } from './host-encoder.ts'
import { digits, printTable, sequence, spread, spreadNames } from './report.ts'

const saves = 20
const warmUps = 20
const limit = 10
/** A save that takes longer is lost. */
const mostMs = 10_000

export async function benchSearch({ chunks, embed, threads }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-bench-'))
  const encoder = await startHostEncoder(threads)
  try {
    const workspace = path.join(folder, 'workspace')
    const corpus = await makeCorpus(workspace, chunks)
    const file = path.join(folder, 'index.db')
    const words = await measure('words', corpus, { workspace, file })
    const vectors = partlyRandom(encoder, embed)
    const both = await measure('words and vectors', corpus, { workspace, file, encoder, embed: vectors.embed })
    const rows = [words, both]
    printTable(
      'search',
      ['', 'passages', 'files', 'first index, s', ...spreadNames.map((name) => `search ${name}`)],
      rows.map(({ name, passages, files, firstMs, searches }) => [
        ...[name, String(passages), String(files), digits(firstMs / 1000), ...spread(searches)],
      ]),
    )
    printTable(
      'a saved file to its new text found, and the delay of the caller’s event loop while the index is built',
      ['', ...spreadNames.map((name) => `saved ${name}`), 'delay p99', 'delay most'],
      rows.map(({ name, saved, delay }) => [name, ...spread(saved), digits(delay.p99), digits(delay.most)]),
    )
    const rate = vectors.rate()
    console.log(
      `\nThe encoder embeds ${digits(rate)} passages a second: ${digits(both.passages / rate / 60)} minutes for all; ` +
        `${embed} were embedded, the others have random vectors, in the second row on top of the words’ index`,
    )
  } finally {
    encoder.dispose()
    await rm(folder, { recursive: true })
  }
}

interface Setup {
  readonly workspace: string
  readonly file: string
  readonly encoder?: HostEncoder
  readonly embed?: Embed
}

interface Measured {
  readonly name: string
  readonly passages: number
  readonly files: number
  readonly firstMs: number
  readonly searches: readonly number[]
  readonly saved: readonly number[]
  readonly delay: { readonly p99: number; readonly most: number }
}

async function measure(name: string, { queries }: Corpus, setup: Setup): Promise<Measured> {
  const states: IndexState[] = []
  const client = new RetrievalClient({
    file: fileURLToPath(new URL('../../extension/engines/retrieval/worker.ts', import.meta.url)),
    options: () =>
      Promise.resolve({
        folders: [{ root: setup.workspace, name: '' }],
        file: setup.file,
        exclude: [],
        model: setup.encoder?.model ?? null,
      }),
    embed: setup.embed ?? (() => Promise.reject(new Error('There is no encoder'))),
    onState: (state) => states.push(state),
    log: (level, text) => console.error(`${level}: ${text}`),
  })
  try {
    const loop = monitorEventLoopDelay({ resolution: 1 })
    loop.enable()
    const firstMs = await timed(() => client.update())
    loop.disable()
    const state = states.at(-1)
    if (state?.kind !== 'ready') throw new Error(`The index is ${state?.kind}`)
    for (const query of queries.slice(0, warmUps)) await client.search(query, limit)
    const searches: number[] = []
    /** Files that are found, by their paths in the workspace: not all of a package's are searched. */
    const found = new Set<string>()
    for (const query of queries) {
      const begun = performance.now()
      const hits = await client.search(query, limit)
      searches.push(performance.now() - begun)
      for (const hit of hits) found.add(hit.path)
    }
    const saved: number[] = []
    const random = sequence(name.length)
    for (const file of [...found].slice(0, saves))
      saved.push(await timed(() => save(client, path.join(setup.workspace, file), newWord(random))))
    const delay = { p99: loop.percentile(99) / 1e6, most: loop.max / 1e6 }
    return { name, passages: state.chunks, files: state.files, firstMs, searches, saved, delay }
  } finally {
    await client.dispose()
  }
}

/** Done when the new function is found: the 50 ms in which changes are gathered are part of it. */
async function save(client: RetrievalClient, file: string, word: string): Promise<void> {
  await appendFile(file, `\nexport function ${word}(): number {\n  return 1\n}\n`)
  client.changed(file)
  const until = performance.now() + mostMs
  while (!(await client.search(word, limit)).some(({ text }) => text.includes(word)))
    if (performance.now() > until) throw new Error(`${file} was saved and is not found`)
}

/** Letters only: a name with digits would be several words. */
function newWord(random: () => number): string {
  return Array.from({ length: 14 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('')
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}
