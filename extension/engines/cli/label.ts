import { parseArgs } from 'node:util'
import { commandFinder } from '../../core/commands/find-command.ts'
import { paidRoutes } from '../../core/routing/matrix.ts'
import type { PaidRoute } from '../../core/routing/matrix.ts'
import { parseOverrides } from '../../core/routing/overrides.ts'
import { route } from '../../core/routing/router.ts'
import type { RoutingInput } from '../../core/routing/router.ts'
import type { AskContext, Intent } from '../../core/types.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { readContext } from './ask-context.ts'
import type { Command, Surroundings } from './command.ts'
import { round } from './complete.ts'
import { encoderHelp } from './encoder-help.ts'
import { encoderFor, encoderOptions } from './encoder-options.ts'
import { answerLines, textField } from './json-lines.ts'

export const label: Command = {
  summary: 'what an ask is about, and the route that it leads to',
  help: `shortline label: JSON lines {"id","text","context"} from standard input, one line
{"id","label","p","set","route","ms"} each to standard output. "context" and each of its fields may be missing:
{"location":"inline"|"panel","selection":true|false,"language":ID,"blankLine":true|false,"diagnostics":N}.
p: calibrated probability of the label; set: conformal set at 95 %, most likely first. Where the label is
"out-of-scope" and not the first of the set, nothing was likely enough. route: the one in Auto mode with a key, a
workspace and room under every cap; where the set would be offered as a choice, that of its first label. "/explain"
and the like in front of the text settle the label.${encoderHelp}`,
  run,
}

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: encoderOptions, strict: true })
  const encoder = await encoderFor(values, surroundings)
  // The first run is slower than all that follow.
  await encoder.label('what does this do', {})
  const scoreOf = commandScorer()
  return await answerLines(surroundings.input, surroundings.output, async (line) => {
    const [text, context] = [textField(line, 'text'), readContext(line['context'])]
    const begun = performance.now()
    const { intent, route: taken } = await labelled(encoder, text, context, scoreOf)
    const { label: name, p, set } = intent
    return { id: line['id'] ?? null, label: name, p: round(p), set, route: taken, ms: round(performance.now() - begun) }
  })
}

function commandScorer(): (text: string) => number {
  const find = commandFinder()
  return (text) => find(text)?.score ?? 0
}

async function labelled(
  encoder: Encoder,
  whole: string,
  context: AskContext,
  scoreOf: (text: string) => number,
): Promise<{ intent: Intent; route: string }> {
  const { text, overrides } = parseOverrides(whole)
  const intent = await encoder.label(text, context)
  const { decision } = route({
    ...ready,
    intent,
    text,
    overrides,
    context,
    hasFile: hasFile(context),
    commandScore: scoreOf(text),
  })
  return { intent: decision.intent, route: decision.route }
}

/** Asked at a place, or from a panel beside an open file. */
function hasFile({ location, language, selection }: AskContext): boolean {
  return location !== 'panel' || language !== undefined || selection === true
}

/** Auto mode, with everything that a route may need. */
const ready: Omit<RoutingInput, 'intent' | 'text' | 'overrides' | 'context' | 'hasFile' | 'commandScore'> = {
  mode: 'auto',
  hasWorkspace: true,
  hasCached: false,
  ownNames: false,
  tooLong: false,
  models: Object.fromEntries(paidRoutes.map((each) => [each, ''])) as Record<PaidRoute, string>,
  keyReady: true,
  ledgerReady: true,
  trusted: true,
  secretFile: false,
  caps: { queryTokens: Infinity, hourLeft: Infinity, dayLeftMicroUsd: Infinity },
  apiThreshold: 0,
  price: () => ({ microUsd: 0, tokens: 0 }),
}
