import { realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defaultExcludes } from '../../core/retrieval/excludes.ts'
import type { Embed } from '../../core/retrieval/types.ts'
import { RetrievalClient } from '../retrieval/client.ts'
import { indexFile } from '../retrieval/index-file.ts'
import { localEmbedder } from '../retrieval/local-embed.ts'
import type { Command, Surroundings } from './command.ts'
import { round } from './complete.ts'
import { indexProgress } from './index-progress.ts'
import { answerLines, textField } from './json-lines.ts'

const defaultLimit = 10

export const search: Command = {
  summary: 'searches a folder, by words and by meaning',
  help: `shortline search --root DIR: JSON lines {"id","query"} from standard input, one line
{"id","hits":[{"path","startLine","endLine","score"}],"ms"} each to standard output, best hit first. The index is built
or brought up to date before the first answer; progress on standard error.
  --root DIR      what is searched; .gitignore and the list of secrets files hold
  --index FILE    where the index is kept (default: a file for each root in the user's cache folder)
  --exclude GLOB  leave more out; as often as needed
  --limit N       hits for each query (default ${defaultLimit})
  --text          the lines of each hit too
  --words         by words only, no vectors
  --threads N     of the encoder (default 0: as the editor chooses)`,
  run,
}

async function run(args: readonly string[], { input, output, modelsDir, cores }: Surroundings): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      root: { type: 'string' },
      index: { type: 'string' },
      exclude: { type: 'string', multiple: true, default: [] },
      limit: { type: 'string', default: String(defaultLimit) },
      text: { type: 'boolean', default: false },
      words: { type: 'boolean', default: false },
      threads: { type: 'string', default: '0' },
    },
    strict: true,
  })
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new Error('--limit takes a whole number from 1')
  const root = await folderAt(values.root)
  const threads = Number(values.threads)
  if (!Number.isInteger(threads) || threads < 0) throw new Error('--threads takes a whole number from 0')
  const embedder = values.words ? undefined : await localEmbedder(path.join(modelsDir, 'encoder'), threads, cores)
  const report = indexProgress()
  const client = new RetrievalClient({
    file: fileURLToPath(new URL('../retrieval/worker.ts', import.meta.url)),
    options: () =>
      Promise.resolve({
        folders: [{ root, name: '' }],
        file: values.index ?? indexFile(cacheFolder(), [root]),
        exclude: [...defaultExcludes, ...values.exclude],
        model: embedder?.model ?? null,
      }),
    embed: embedder?.embed ?? noVectors,
    onState: report,
    log: (level, text) => console.error(`${level}: ${text}`),
  })
  try {
    await client.update()
    return await answerLines(input, output, async (line) => {
      const query = textField(line, 'query')
      const begun = performance.now()
      const hits = await client.search(query, limit)
      const shown = hits.map(({ path, startLine, endLine, score, text }) => ({
        ...{ path, startLine, endLine, score: Number(score.toPrecision(4)) },
        ...(values.text && { text }),
      }))
      return { id: line['id'] ?? null, hits: shown, ms: round(performance.now() - begun) }
    })
  } finally {
    await client.dispose()
    await embedder?.dispose()
  }
}

/** Never called: the options name no model. */
const noVectors: Embed = () => Promise.reject(new Error('There is no encoder.'))

async function folderAt(root: string | undefined): Promise<string> {
  if (root === undefined) throw new Error('search needs --root DIR; see shortline search --help')
  const info = await stat(root).catch(() => undefined)
  if (!info?.isDirectory()) throw new Error(`--root ${root}: there is no such folder`)
  return await realpath(root)
}

/** Where this system keeps what can be made again. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(homedir(), 'Library/Caches'),
    win32: LOCALAPPDATA ?? path.join(homedir(), 'AppData/Local'),
  }
  return path.join(caches[process.platform] ?? XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'shortline')
}
