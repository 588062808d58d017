import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { AskEvent } from '../../core/ask-service.ts'
import { noUsage } from '../../core/money/cost.ts'
import type { AskOutcome, AskRequest, Decision, LineRange, Mode } from '../../core/types.ts'
import { Asker } from '../asks/service.ts'
import { storeFile } from '../store/store-file.ts'
import { readContext } from './ask-context.ts'
import { encoderOf, openAskFolder } from './ask-folder.ts'
import { askOptions, askOptionsHelp, readAskOptions } from './ask-options.ts'
import type { Command, Surroundings } from './command.ts'
import { round } from './complete.ts'
import { answerLines, textField } from './json-lines.ts'

export const ask: Command = {
  summary: 'answers asks about a folder, under caps',
  help: `shortline ask --root DIR: JSON lines {"id","text","context"?,"file"?:{"path","startLine","endLine"}} from standard
input, one line {"id","decision","outcome","text","citations","edits","usage","costMicroUsd","estimated","firstTokenMs",
"ms"} each to standard output. The only command that uses the network, and only for what the decision says.
  --root DIR         the workspace (default: none is open); searched by words and by meaning, its index brought up to date
                     first
  --exclude GLOB     leave more out; as often as needed
  --dry-run          decides and prices, sends nothing, writes nothing; "outcome" is null${askOptionsHelp}`,
  run,
}

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...askOptions,
      root: { type: 'string' },
      exclude: { type: 'string', multiple: true, default: [] },
      'dry-run': { type: 'boolean', default: false },
    },
    strict: true,
  })
  const { mode, config } = readAskOptions(values, surroundings)
  const folder = await openAskFolder({
    ...{ root: values.root, store: values.ledger ?? storeFile(), exclude: values.exclude, surroundings },
    config: () => config,
    encoder: await encoderOf(surroundings),
  })
  const abort = new AbortController()
  // The line under way ends as cancelled, and is settled.
  process.once('SIGINT', () => abort.abort())
  try {
    const asker = new Asker(folder.parts)
    return await answerLines(surroundings.input, surroundings.output, async (line) => {
      const request = readRequest(line, mode)
      const id = line['id'] ?? null
      if (values['dry-run']) {
        const begun = performance.now()
        const { routing } = await asker.decide(request, abort.signal)
        return { id, ...answerOf(routing.decision, [], undefined), ms: round(performance.now() - begun) }
      }
      const events: AskEvent[] = []
      for await (const event of asker.ask(request, abort.signal)) events.push(event)
      return { id, ...describe(events) }
    })
  } finally {
    await folder.dispose()
  }
}

/** Error that names the field. */
export function readRequest(line: Record<string, unknown>, mode: Mode): AskRequest {
  const file = line['file'] === undefined || line['file'] === null ? undefined : readRange(line['file'])
  const context = readContext(line['context'])
  // The id is the caller's; the ledger's own is new for each run.
  return { kind: 'ask', id: randomUUID(), text: textField(line, 'text'), context, mode, ...(file && { file }) }
}

function readRange(value: unknown): LineRange {
  const { path, startLine, endLine } = value as Readonly<Record<string, unknown>>
  if (typeof path !== 'string' || !Number.isInteger(startLine) || !Number.isInteger(endLine)) {
    throw new Error('"file" must hold {"path","startLine","endLine"}')
  }
  return { path, startLine: startLine as number, endLine: endLine as number }
}

function describe(events: readonly AskEvent[]): object {
  const decision = events.find((event) => event.kind === 'decision')?.decision
  const outcome = events.find((event) => event.kind === 'outcome')?.outcome
  return { ...answerOf(decision, events, outcome), ms: round(outcome?.spent.ms ?? 0) }
}

function answerOf(
  decision: Decision | undefined,
  events: readonly AskEvent[],
  outcome: AskOutcome | undefined,
): object {
  const { usage, costMicroUsd, estimated, firstTokenMs } = outcome?.spent ?? nothing
  const choice = events.find((event) => event.kind === 'choice')
  const command = events.find((event) => event.kind === 'command')
  return {
    decision: decision && {
      ...{ route: decision.route, reason: decision.reason, label: decision.intent.label, p: round(decision.intent.p) },
      ...{ alternatives: decision.alternatives, model: decision.model, estimateMicroUsd: decision.estimateMicroUsd },
    },
    outcome: outcome ? outcomeOf(outcome) : null,
    text: outcome && 'text' in outcome ? outcome.text : '',
    citations: outcome?.kind === 'done' ? outcome.citations.map(range) : [],
    ...(choice && { choice: choice.labels }),
    ...(command && { command: { command: command.command, title: command.title, args: command.args } }),
    edits: events.flatMap((event) => (event.kind === 'edit' ? [event.replacement] : [])),
    usage,
    costMicroUsd,
    estimated,
    firstTokenMs: firstTokenMs === null ? null : round(firstTokenMs),
  }
}

const nothing = { usage: noUsage, costMicroUsd: 0, estimated: false, firstTokenMs: null }

function outcomeOf(outcome: AskOutcome): object {
  return {
    kind: outcome.kind,
    ...('reason' in outcome && { why: outcome.reason }),
    ...('message' in outcome && { message: outcome.message }),
  }
}

const range = ({ path, startLine, endLine }: LineRange): LineRange => ({ path, startLine, endLine })
