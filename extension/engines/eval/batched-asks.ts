/** `eval asks --batch`: the tasks' calls through the Batch API, gone on with later, or called off. */
import type { Writable } from 'node:stream'
import type { Judged } from '../../core/evaluation/ask-metrics.ts'
import type { AskTask } from '../../core/evaluation/ask-tasks.ts'
import type { AskConfig } from '../asks/parts.ts'
import type { Batching } from '../cli/batch-options.ts'
import { Batches } from '../flagship/batches.ts'
import type { Progress } from '../flagship/batches.ts'
import type { AskBench } from './ask-bench.ts'
import { BatchRounds } from './batch-rounds.ts'

/** @param config undefined: no server was named */
export function openBatches({ pollMs }: Batching, config: Pick<AskConfig, 'endpoint' | 'key'> | undefined): Batches {
  if (!config?.endpoint) throw new Error('--batch needs a server: --base-url or --preset')
  const { endpoint, key } = config
  if (endpoint.needsKey && key === null) throw new Error('--batch needs the server’s key in OPENAI_API_KEY')
  const server = { baseUrl: endpoint.baseUrl, apiStyle: endpoint.apiStyle, key }
  return new Batches(server, pollMs, (progress) => console.error(describe(progress)))
}

const describe = ({ batch, status, done, of }: Progress): string => `${batch}: ${status}, ${done} of ${of}`

export async function cancelBatches(batches: Batches, { ids }: Batching, output: Writable): Promise<number> {
  for (const id of ids) output.write(`${describe(await batches.cancel(id))}\n`)
  return 0
}

/** @returns false when the user ended the wait */
export async function judgeInBatches(
  bench: AskBench,
  tasks: readonly AskTask[],
  batches: Batches,
  ids: readonly string[],
  onJudged: (one: Judged) => void,
): Promise<boolean> {
  const sent: string[] = [...ids]
  const rounds = new BatchRounds(batches, (batch, calls) => {
    sent.push(batch)
    console.error(`${batch}: ${calls} requests sent`)
  })
  const abort = new AbortController()
  const stop = (): void => abort.abort()
  process.once('SIGINT', stop)
  try {
    if (!(await rounds.resume(ids, abort.signal))) return false
    return await judgeInRounds(bench, tasks, rounds, abort.signal, onJudged)
  } finally {
    process.removeListener('SIGINT', stop)
    await rounds.stop()
    if (abort.signal.aborted) {
      const named = sent.map((id) => ` --batch-id ${id}`).join('')
      console.error(`The batches go on. To go on with them:${named}. To call them off:${named} --cancel.`)
    }
  }
}

async function judgeInRounds(
  bench: AskBench,
  tasks: readonly AskTask[],
  rounds: BatchRounds,
  signal: AbortSignal,
  onJudged: (one: Judged) => void,
): Promise<boolean> {
  const all = new Set(tasks.map(({ id }) => id))
  const done = new Set<string>()
  const failures: unknown[] = []
  const isReady = ({ after }: AskTask): boolean => after === undefined || done.has(after) || !all.has(after)
  let left = tasks
  while (left.length > 0 || rounds.waiting > 0) {
    const ready = left.filter(isReady)
    left = left.filter((task) => !ready.includes(task))
    for (const task of ready) {
      await rounds.start(async () => {
        try {
          const judged = await bench.judge(task, rounds.line())
          if (!signal.aborted) onJudged(judged)
        } catch (error) {
          failures.push(error)
        }
        done.add(task.id)
      })
    }
    if (failures.length > 0) throw failures[0]
    if (rounds.waiting > 0 && !(await rounds.round(signal))) return false
  }
  return true
}
