/** What answers asks about a folder outside the editor: the same parts as inside, on files as they are saved. */
import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandFinder } from '../../core/commands/find-command.ts'
import { pathPolicy } from '../../core/paths.ts'
import { defaultExcludes } from '../../core/retrieval/excludes.ts'
import { loadPrompts } from '../asks/load-prompts.ts'
import type { AskConfig, AskParts } from '../asks/parts.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { loadEncoderAnywhere } from '../encoder/load-encoder.ts'
import { FlagshipClient } from '../flagship/client.ts'
import { RetrievalClient } from '../retrieval/client.ts'
import { readEmbeddingModel } from '../retrieval/embedding-model.ts'
import { embedWith } from '../retrieval/local-embed.ts'
import { readText } from '../retrieval/read-text.ts'
import { StoreClient, storeScript } from '../store/store-client.ts'
import type { Surroundings } from './command.ts'
import { indexProgress } from './index-progress.ts'

export interface AskFolder {
  readonly parts: AskParts
  dispose(): Promise<void>
}

export interface AskFolderSetup {
  /** Undefined: as if no folder were open. */
  readonly root: string | undefined
  readonly store: StoreClient | string
  readonly config: () => Omit<AskConfig, 'policy' | 'workspace'>
  readonly exclude: readonly string[]
  /** Undefined: asks get no labels, and passages are found by their words alone. */
  readonly encoder: Encoder | undefined
  /** No vectors although there is an encoder. */
  readonly byWords?: boolean
  readonly surroundings: Surroundings
}

/** The index is brought up to date first. */
export async function openAskFolder(setup: AskFolderSetup): Promise<AskFolder> {
  const { encoder, surroundings } = setup
  const root = setup.root === undefined ? undefined : await folderAt(setup.root)
  const log = (level: string, text: string): void => console.error(`${level}: ${text}`)
  const index = root === undefined ? undefined : indexOf(root, setup, log)
  await index?.update()
  const store = typeof setup.store === 'string' ? new StoreClient(storeScript, setup.store) : setup.store
  const policy = pathPolicy(setup.exclude)
  const parts: AskParts = {
    config: () => Promise.resolve({ ...setup.config(), policy, workspace: root ?? null }),
    label: (text, context) => (encoder ? encoder.label(text, context) : Promise.resolve(undefined)),
    findCommand: commandFinder(),
    embed: encoder && embedWith(encoder),
    search: () => index,
    readText: async (file) => (root === undefined ? undefined : await readInside(root, file)),
    store,
    client: new FlagshipClient(),
    prompts: loadPrompts(promptsIn(surroundings)),
    log,
    now: Date.now,
    clock: () => performance.now(),
  }
  return {
    parts,
    dispose: async () => {
      await index?.dispose()
      await store.dispose()
    },
  }
}

/** Undefined, and standard error says why, where it can't run: then every ask counts as unclear. */
export async function encoderOf(surroundings: Surroundings): Promise<Encoder | undefined> {
  try {
    return await loadEncoderAnywhere(encoderIn(surroundings), 0, surroundings.cores)
  } catch (error) {
    console.error(`shortline: no labels: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

const encoderIn = ({ modelsDir }: Surroundings): string => path.join(modelsDir, 'encoder')
const promptsIn = ({ modelsDir }: Surroundings): string => path.join(modelsDir, '../extension/prompts')

function indexOf(
  root: string,
  { encoder, byWords, exclude, surroundings }: AskFolderSetup,
  log: (level: string, text: string) => void,
): RetrievalClient {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return new RetrievalClient({
    file: fileURLToPath(new URL('../retrieval/worker.ts', import.meta.url)),
    options: async () => ({
      folders: [{ root, name: '' }],
      file: path.join(tmpdir(), 'shortline', `ask-${name}.db`),
      exclude: [...defaultExcludes, ...exclude],
      model: encoder && byWords !== true ? await readEmbeddingModel(encoderIn(surroundings)) : null,
    }),
    embed: encoder ? embedWith(encoder) : () => Promise.reject(new Error('There is no encoder.')),
    onState: indexProgress(),
    log,
  })
}

async function folderAt(root: string): Promise<string> {
  const info = await stat(root).catch(() => undefined)
  if (!info?.isDirectory()) throw new Error(`--root ${root}: there is no such folder`)
  return await realpath(root)
}

/** Nothing outside the folder, whatever links and dots say. */
async function readInside(root: string, file: string): Promise<string | undefined> {
  try {
    const real = await realpath(path.resolve(root, file))
    if (!real.startsWith(root + path.sep)) return undefined
    return (await readText(real))?.text
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
    throw error
  }
}
