/** Folders with files in them, for as long as a test runs, and an encoder that knows words alone. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { wordsOf } from '../../../extension/core/retrieval/words.ts'
import type { Embed } from '../../../extension/core/retrieval/types.ts'

export class TestWorkspace {
  readonly root: string
  private constructor(root: string) {
    this.root = root
  }

  static async create(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestWorkspace> {
    const workspace = new TestWorkspace(await mkdtemp(path.join(tmpdir(), 'shortline-search-')))
    for (const [name, content] of Object.entries(files)) await workspace.write(name, content)
    return workspace
  }

  file(name: string): string {
    return path.join(this.root, name)
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const file = this.file(name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
    return file
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}

export const dimensions = 64

/** Texts with the same words are near each other. Counts the texts that it was given. */
export function wordEmbedder(): { embed: Embed; texts: string[] } {
  const texts: string[] = []
  const embed: Embed = (given, kind) => {
    if (kind === 'code') texts.push(...given)
    return Promise.resolve(given.map(vectorOf))
  }
  return { embed, texts }
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of wordsOf(text)) {
    const hash = createHash('md5').update(word).digest()
    vector[hash[0]! % dimensions]! += hash[1]! % 2 === 0 ? 1 : -1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
