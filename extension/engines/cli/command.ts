/** What `npx shortline NAME` is made of. Each command reads its own arguments. */
import type { Readable, Writable } from 'node:stream'

export interface Surroundings {
  readonly input: Readable
  readonly output: Writable
  /** Folder with the models that come with Shortline, one folder each. */
  readonly modelsDir: string
  readonly cores: number
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` prints: what goes in, what comes out, each option. */
  readonly help: string
  /** @returns the exit code; an Error's message is for the user */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>
}
