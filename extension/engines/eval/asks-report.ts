/** What `eval asks` measured, for people. */
import { isLabelRight, isRouteRight, missing } from '../../core/evaluation/ask-metrics.ts'
import type { AskMetrics, Count, Judged } from '../../core/evaluation/ask-metrics.ts'
import { formatUsd } from '../../core/money/format.ts'
import type { Summary } from '../../core/money/summary.ts'
import { routes } from '../../core/types.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const share = ({ right, of }: Count): string => `${right} of ${of}${of === 0 ? '' : ` (${percent(right / of)})`}`
const usd = (microUsd: number): string => formatUsd(Math.ceil(microUsd))

export type AnsweredBy = 'stand-in' | 'server' | 'batch'

const how: Readonly<Record<AnsweredBy, string>> = {
  'stand-in': 'real prompts; answers of the length noted with each task',
  server: 'answered by a server',
  batch: 'answered through the Batch API at half price, whose waits are in no time below',
}

export function describeAsks(metrics: AskMetrics, components: Summary['byComponent'], by: AnsweredBy): string {
  const { routes: right, byRoute, confusion } = metrics
  return `${right.of} tasks, ${how[by]}
route                ${share(right)}, ${metrics.asked} of them after a choice
label                ${share(metrics.labels)}
command              ${share(metrics.commands)}
citations            ${share(metrics.citations)} of the ranges are among the sources; the opponent’s: ${share(metrics.opponentCitations)}
refusals             ${share(metrics.refusals)}, ${metrics.wronglyRefused} refused that should be answered
failures             ${metrics.failures}
without the flagship ${share(metrics.local)} of what is to be answered
cost                 ${usd(metrics.costMicroUsd)}, ${usd(metrics.averageMicroUsd)} a task
opponent             ${usd(metrics.opponentMicroUsd)} for what is to be answered; saved ${percent(metrics.saved)}

${padded('route', 9)} tasks right   average  p50 ms  p99 ms
${byRoute.map((row) => `${padded(row.route, 9)} ${end(row.tasks, 5)} ${end(row.right, 5)} ${end(usd(row.averageMicroUsd), 9)} ${end(row.p50Ms.toFixed(1), 7)} ${end(row.p99Ms.toFixed(1), 7)}`).join('\n')}

${padded('component', 12)} tokens       cost  p50 ms  p99 ms
${components.map((row) => `${padded(row.component, 12)} ${end(row.tokens, 6)} ${end(usd(row.costMicroUsd), 10)} ${end(ms(row.p50Ms), 7)} ${end(ms(row.p99Ms), 7)}`).join('\n')}

what it is (rows), what was decided (columns)
${' '.repeat(9)}${[...routes, 'choice'].map((name) => end(name, 8)).join('')}
${confusion.map((row, at) => padded(routes[at]!, 9) + row.map((count) => end(count === 0 ? '·' : count, 8)).join('')).join('\n')}`
}

const padded = (text: string, width: number): string => text.padEnd(width)
const end = (value: string | number, width: number): string => String(value).padStart(width)
const ms = (value: number | null): string => (value === null ? '–' : value.toFixed(1))

/** What was wrong with it, for whoever looks for causes. */
export function taskLine(judged: Judged): string {
  const { task, observed, opponent } = judged
  const line = {
    ...{ id: task.id, right: isRouteRight(judged), route: task.route, got: observed.route, reason: observed.reason },
    ...{ label: task.label, gotLabel: observed.label, labelRight: isLabelRight(judged), asked: observed.asked },
    ...{ refused: observed.refused, command: observed.command, failure: observed.failure },
    ...{ missing: missing(task, observed.sources), sources: observed.sources.map(place), ms: observed.ms },
    opponentMissing: missing(task, opponent.sources),
    ...{ costMicroUsd: observed.costMicroUsd, opponentMicroUsd: opponent.costMicroUsd },
  }
  return `${JSON.stringify(line)}\n`
}

const place = (range: { readonly path: string; readonly startLine: number; readonly endLine: number }): string =>
  `${range.path}:${range.startLine}-${range.endLine}`
