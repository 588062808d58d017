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
import { askOptions, readAskOptions } from '../cli/ask-options.ts'
import { encoderOf } from '../cli/ask-folder.ts'
import type { Surroundings } from '../cli/command.ts'
import type { EvalSet } from '../cli/eval.ts'
import { describeAsks, taskLine } from './asks-report.ts'
import { AskBench } from './ask-bench.ts'

export const asks: EvalSet = { run }

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const home = path.join(surroundings.modelsDir, '..')
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...askOptions,
      roots: { type: 'string', default: path.join(home, '.cache/asks') },
      only: { type: 'string', default: '' },
      tasks: { type: 'string' },
      words: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    strict: true,
    allowPositionals: true,
  })
  const all = readTasks(await readFile(positionals[0] ?? path.join(home, 'test/cases/asks/tasks.jsonl'), 'utf8'))
  const tasks = all.filter(({ id }) => id.includes(values.only))
  if (tasks.length === 0) throw new Error(`--only ${values.only}: no task is called so`)
  const choice = readAskOptions(values, surroundings)
  const isReal = values['base-url'] !== undefined || values.preset !== undefined
  const encoder = await encoderOf(surroundings)
  const bench = await AskBench.open({
    ...{ surroundings, config: choice.config, isReal, roots: values.roots, ledger: values.ledger },
    ...{ encoder, byWords: values.words },
  })
  const judged: Judged[] = []
  try {
    for (const task of tasks) {
      judged.push(await bench.judge(task))
      console.error(`${judged.length}/${tasks.length} ${task.id}`)
    }
    const metrics = askMetrics(judged)
    const components = (await bench.summary()).byComponent
    if (values.tasks !== undefined) await writeFile(values.tasks, judged.map(taskLine).join(''))
    const report = values.json ? JSON.stringify({ ...metrics, components }) : describeAsks(metrics, components, isReal)
    surroundings.output.write(`${report}\n`)
    return 0
  } finally {
    await bench.dispose()
    await encoder?.dispose()
  }
}
