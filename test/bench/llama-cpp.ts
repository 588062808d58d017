/** llama.cpp as npm has it, prebuilt, below `.cache`; only the bench needs it, so it is no dependency. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { root } from '../vscode/install.ts'
import { writeShippedGguf } from '../../models/recipe/peers/folder.ts'

const version = '3.22.1'
const binaries: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
}

/** What the bench uses of the package. */
interface Sequence {
  adaptStateToTokens(tokens: readonly number[], allowShift: boolean): Promise<void>
  clearHistory(): Promise<void>
  readonly nextTokenIndex: number
  evaluate(tokens: readonly number[], options: { temperature: number }): AsyncGenerator<number>
}
interface Package {
  readonly getLlama: (options: object) => Promise<{
    loadModel(options: object): Promise<{
      createContext(options: object): Promise<{ getSequence(): Sequence }>
      dispose(): Promise<void>
    }>
    dispose(): Promise<void>
  }>
}

export interface Decoder {
  /** Greedy tokens up to the one that ends the line, without it; reads what of the prompt is not in the cache. */
  line(prompt: readonly number[], ends: (token: number) => boolean, most: number): Promise<number[]>
  forget(): Promise<void>
  dispose(): Promise<void>
}

/** Error when the package is not for this platform or can't be fetched. */
export async function loadLlamaCpp(threads: number): Promise<Decoder> {
  const folder = path.join(root, '.cache/llama')
  const entry = path.join(folder, 'node_modules/node-llama-cpp/dist/index.js')
  if (!existsSync(entry)) await install(folder)
  const gguf = path.join(folder, 'completion.gguf')
  await writeShippedGguf(path.join(root, 'models/completion'), path.join(root, 'models/checkpoint'), gguf)
  const { getLlama } = (await import(pathToFileURL(entry).href)) as Package
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: 'error' })
  const model = await llama.loadModel({ modelPath: gguf, gpuLayers: 0 })
  const context = await model.createContext({ contextSize: 1024, batchSize: 1024, threads, flashAttention: true })
  const sequence = context.getSequence()
  return {
    line: async (prompt, ends, most) => {
      // No shifting: what follows a changed token is read again.
      await sequence.adaptStateToTokens(prompt.slice(0, -1), false)
      const tokens: number[] = []
      for await (const token of sequence.evaluate(prompt.slice(sequence.nextTokenIndex), { temperature: 0 })) {
        if (ends(token)) break
        tokens.push(token)
        if (tokens.length >= most) break
      }
      return tokens
    },
    forget: () => sequence.clearHistory(),
    dispose: async () => {
      await model.dispose()
      await llama.dispose()
    },
  }
}

async function install(folder: string): Promise<void> {
  const binary = binaries[`${process.platform}-${process.arch}`]
  if (binary === undefined) throw new Error(`There is no prebuilt llama.cpp for ${process.platform}-${process.arch}`)
  console.error(`Installing llama.cpp (node-llama-cpp ${version})`)
  await mkdir(folder, { recursive: true })
  const flags = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', folder]
  const packages = [`node-llama-cpp@${version}`, `@node-llama-cpp/${binary}@${version}`]
  const isWindows = process.platform === 'win32'
  await promisify(execFile)(isWindows ? 'npm.cmd' : 'npm', ['install', ...flags, ...packages], { shell: isWindows })
}
