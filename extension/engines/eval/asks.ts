/**
 * `eval asks`: the tasks go through the extension's own pipeline, from label to ledger. Without a server of one's own
 * the flagship is a stand-in that reads the real prompt and writes an answer of the length noted with the task.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { askMetrics } from '../../core/evaluation/ask-metrics.ts'
import type { Judged } from '../../core/evaluation/ask-metrics.ts'
import { readTasks } from '../../core/evaluation/ask-tasks.ts'
import type { AskTask } from '../../core/evaluation/ask-tasks.ts'
import { askOptions, readAskOptions } from '../cli/ask-options.ts'
import { batchOptions, readBatchOptions } from '../cli/batch-options.ts'
import { encoderOf } from '../cli/ask-folder.ts'
import type { Surroundings } from '../cli/command.ts'
import type { EvalSet } from '../cli/eval.ts'
import { describeAsks, taskLine } from './asks-report.ts'
import { AskBench } from './ask-bench.ts'
import { cancelBatches, judgeInBatches, openBatches } from './batched-asks.ts'

export const asks: EvalSet = { run }

const interrupted = 130

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const home = path.join(surroundings.modelsDir, '..')
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...askOptions,
      ...batchOptions,
      roots: { type: 'string', default: path.join(home, '.cache/asks') },
      only: { type: 'string', default: '' },
      tasks: { type: 'string' },
      words: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    strict: true,
    allowPositionals: true,
  })
  const choice = readAskOptions(values, surroundings)
  const isReal = values['base-url'] !== undefined || values.preset !== undefined
  const batching = readBatchOptions(values)
  const batches = batching && openBatches(batching, isReal ? choice.config : undefined)
  if (batches && values.cancel) return await cancelBatches(batches, batching, surroundings.output)
  const all = readTasks(await readFile(positionals[0] ?? path.join(home, 'test/cases/asks/tasks.jsonl'), 'utf8'))
  const tasks = all.filter(({ id }) => id.includes(values.only))
  if (tasks.length === 0) throw new Error(`--only ${values.only}: no task is called so`)
  const encoder = await encoderOf(surroundings)
  const bench = await AskBench.open({
    ...{ surroundings, config: choice.config, isReal, roots: values.roots, ledger: values.ledger },
    ...{ encoder, byWords: values.words, tier: batches ? 'batch' : 'default' },
  })
  const judged: Judged[] = []
  const onJudged = (one: Judged): void => {
    judged.push(one)
    console.error(`${judged.length}/${tasks.length} ${one.task.id}`)
  }
  try {
    const isWhole = batches
      ? await judgeInBatches(bench, tasks, batches, batching.ids, onJudged)
      : await judgeOneByOne(bench, tasks, onJudged)
    if (!isWhole) return interrupted
    const metrics = askMetrics(judged)
    const components = (await bench.summary()).byComponent
    if (values.tasks !== undefined) await writeFile(values.tasks, judged.map(taskLine).join(''))
    const by = batches ? 'batch' : isReal ? 'server' : 'stand-in'
    const report = values.json ? JSON.stringify({ ...metrics, components }) : describeAsks(metrics, components, by)
    surroundings.output.write(`${report}\n`)
    return 0
  } finally {
    await bench.dispose()
    await encoder?.dispose()
  }
}

async function judgeOneByOne(
  bench: AskBench,
  tasks: readonly AskTask[],
  onJudged: (one: Judged) => void,
): Promise<true> {
  for (const task of tasks) onJudged(await bench.judge(task))
  return true
}
