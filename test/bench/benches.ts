/** Which benches there are and what they take. Each runs its rivals side by side, so that only ratios leave the machine. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { benchAsks } from './asks.ts'
import { benchCompletions } from './completions.ts'
import { benchEditor } from './editor.ts'
import { benchLedger } from './ledger.ts'
import { benchLlama } from './llama.ts'
import { benchSearch } from './search.ts'
import { benchSoak } from './soak.ts'
import { benchSpeculation } from './speculation.ts'

export interface BenchOptions {
  /** Completion cases. */
  readonly cases: number
  /** File of completion cases, as `models/recipe/cases.py` writes it; '': drawn from the pinned packages. */
  readonly from: string
  /** Deaths of the model host. */
  readonly kills: number
  /** Of simulated typing. */
  readonly seconds: number
  /** Of a simulated working day, instead of the seconds. */
  readonly hours: number
  /** Passages of the searched workspace. */
  readonly chunks: number
  /** Passages that the encoder really reads. */
  readonly embed: number
  /** Of the models. */
  readonly threads: number
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  completions: benchCompletions,
  speculation: benchSpeculation,
  editor: benchEditor,
  llama: benchLlama,
  search: benchSearch,
  asks: benchAsks,
  ledger: benchLedger,
  soak: benchSoak,
}

const options = {
  cases: { type: 'string', default: '200' },
  from: { type: 'string', default: '' },
  kills: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '30' },
  hours: { type: 'string', default: '0' },
  chunks: { type: 'string', default: '25000' },
  embed: { type: 'string', default: '256' },
  threads: { type: 'string', default: '2' },
  help: { type: 'boolean', default: false },
} as const

const help = `npm run bench [-- NAME …] [--cases 200] [--from FILE] [--kills 20] [--seconds 30] [--hours 0] [--chunks 25000] [--embed 256] [--threads 2]

  NAME  ${Object.keys(benches).join(', ')}; without a name: all of them`

/** @returns the exit status: 1 when a bench could not be run */
export async function runBenches(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  if (values.help) {
    console.log(help)
    return 0
  }
  const unknown = positionals.find((name) => !Object.hasOwn(benches, name))
  if (unknown !== undefined) {
    console.error(`There is no bench ${unknown}.\n${help}`)
    return 1
  }
  const count = (name: Exclude<keyof typeof values, 'help' | 'from'>): number => {
    const value = Number(values[name])
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`)
    return value
  }
  const chosen: BenchOptions = {
    cases: count('cases'),
    from: values.from,
    kills: count('kills'),
    seconds: count('seconds'),
    hours: count('hours'),
    chunks: count('chunks'),
    embed: count('embed'),
    threads: count('threads'),
  }
  console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, ${chosen.threads} threads; milliseconds`)
  let failed = 0
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    console.log(`\n── ${name}`)
    try {
      await benches[name]!(chosen)
    } catch (error) {
      failed = 1
      console.error(`${name} could not be run:`, error)
    }
  }
  return failed
}
