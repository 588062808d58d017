/** `eval SET`: scores what Shortline does on an evaluation set. A new set adds one entry to the table. */
import type { Command, Surroundings } from './command.ts'

/** One evaluation set: reads its own arguments, prints what it measured. */
export interface EvalSet {
  /** @returns the exit code; an Error's message is for the user */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>
}

interface Entry {
  /** What it measures and each option, in lines for `--help`. */
  readonly help: string
  /** Loaded when asked for. */
  readonly load: () => Promise<EvalSet>
}

const sets: Readonly<Record<string, Entry>> = {}

export const evaluate: Command = {
  summary: 'scores an evaluation set',
  help: `shortline eval SET [options]: scores an evaluation set and prints what was measured to standard output.
${Object.entries(sets)
  .map(([name, { help }]) => `\neval ${name} ${help}`)
  .join('\n')}`,
  run,
}

async function run([name, ...args]: readonly string[], surroundings: Surroundings): Promise<number> {
  const entry = name !== undefined && Object.hasOwn(sets, name) ? sets[name] : undefined
  if (!entry) throw new Error(`eval takes one of: ${Object.keys(sets).join(', ')}`)
  return await (await entry.load()).run(args, surroundings)
}
