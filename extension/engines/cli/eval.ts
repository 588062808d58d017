/** `eval SET`: scores what Shortline does on an evaluation set. A new set adds one entry to the table. */
import type { Command, Surroundings } from './command.ts'
import { batchHelp } from './batch-options.ts'
import { askOptionsHelp } from './ask-options.ts'
import { encoderHelp } from './encoder-help.ts'

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

const sets: Readonly<Record<string, Entry>> = {
  retrieval: {
    help: `[--root DIR] [--part report|tune|all]: doc comments ask for their functions, the comments taken out; beside it
plain BM25 over windows of 30 lines. Recall@10 and MRR@10 with 95 % intervals; a hit has a line of the function.
  --root DIR        folders LANGUAGE/PACKAGE (default: the development packages that models/run.sh makes)
  --part PART       half of the packages by the hash of their names (default report; numbers were chosen on tune)
  --queries N       for each package at most (default 25)
  --most-chunks N   leave larger packages out, for they take long to embed (default 1000)
  --words           words only, no encoder
  --indexes DIR     keep the indexes, for the next run
  --threads N       of the encoder (default 0: as the editor chooses)`,
    load: async () => (await import('../eval/retrieval.ts')).retrieval,
  },
  intents: {
    help: `[FILE] [--json]: labels requests, JSON lines {"text","context"?,"label","accept"?} (default
test/cases/intents/test.jsonl), and prints accuracy, macro-F1, a table per label, the confusion matrix, calibration
error, conformal coverage and set size, out-of-scope recall, p50 and p99.
  --json          all numbers as one JSON line${encoderHelp}`,
    load: async () => (await import('./eval-intents.ts')).intents,
  },
  asks: {
    help: `[FILE] [--json]: sends the tasks of test/cases/asks through the whole pipeline (README.md there; fetch the
packages first: node test/cases/asks/fixtures.ts) and prints route, label and citation accuracy, refusals, tokens and
cost by component, times, and what is saved against sending every task to the model for rag. Nothing is sent unless
--base-url or --preset names a server: the cost is that of the real prompts and of answers as long as the tasks note.
  --roots DIR        where the packages are (default .cache/asks)
  --only TEXT        tasks whose id holds it
  --tasks FILE       what came of each task, as JSON lines
  --words            search by words only
  --json             all numbers as one JSON line${batchHelp}${askOptionsHelp}`,
    load: async () => (await import('../eval/asks.ts')).asks,
  },
}

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
