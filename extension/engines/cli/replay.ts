import type { CompletionEngine } from '../../core/completion/engine.ts'
import { TypedThrough } from '../../core/completion/typed-through.ts'
import type { Outcome } from '../../core/types.ts'
import { round } from './complete.ts'
import { fileUri, loadFor, openEditor, readCase } from './fresh-editor.ts'
import type { Case } from './fresh-editor.ts'
import { answerLines, textField } from './json-lines.ts'
import type { Command, Surroundings } from './command.ts'
import { engineHelp, readOptions } from './options.ts'

/** A clean suggestion shorter than this is typed rather than accepted. */
const leastAccepted = 4
const windowChars = 4_000

export const replay: Command = {
  summary: 'type a target and count what was shown, accepted and wrong',
  help: `shortline replay: the input of complete plus "target", which is typed one character at a time, with the state an editor keeps;
{"id","keystrokes","shown","wrong","accepted","charsAccepted","charsTyped","ms":[per keystroke]} to standard output.${engineHelp}`,
  run,
}

/** What came of typing one target, each keystroke with the state that an editor keeps. */
export interface Replayed {
  readonly keystrokes: number
  /** Distinct suggestions. */
  readonly shown: number
  readonly wrong: number
  readonly accepted: number
  readonly charsAccepted: number
  readonly charsTyped: number
  /** Per keystroke. */
  readonly ms: readonly number[]
}

async function run(args: readonly string[], { input, output, modelsDir, cores }: Surroundings): Promise<number> {
  const choice = readOptions(args, modelsDir)
  const models = await loadFor(choice, cores)
  return await answerLines(input, output, async (line) => {
    const file = readCase(line)
    const target = textField(line, 'target')
    const engine = openEditor(models, choice, file)
    return { id: line['id'] ?? null, ...(await typeOut(engine, file, target, choice.threshold)) }
  })
}

/**
 * Types the target into an open file; a suggestion that is clean and long enough is accepted.
 * @param answered told what each answer of the engine came to
 */
export async function typeOut(
  engine: CompletionEngine,
  file: Case,
  target: string,
  threshold: number,
  answered: (outcome: Outcome) => void = () => undefined,
): Promise<Replayed> {
  const ms: number[] = []
  /** Texts with the place where their suggestion began: the same text typed through is shown once. */
  const shown = new Map<string, boolean>()
  /** A suggestion that is typed through stays, as in the editor. */
  const served = new TypedThrough<undefined>()
  let at = 0
  let accepted = 0
  let charsAccepted = 0
  let keystrokes = 0
  while (at < target.length) {
    const begun = performance.now()
    const offset = file.prefix.length + at
    const before = file.prefix.slice(-windowChars) + target.slice(0, at)
    let text = served.get(fileUri, before, file.suffix)?.text
    if (text === undefined) {
      const outcome = await engine.complete(file.path, { uri: fileUri, offset, threshold }, () => false)
      answered(outcome)
      text = outcome.kind === 'done' ? outcome.text : ''
      served.put(fileUri, before, file.suffix, text, undefined)
    }
    ms.push(round(performance.now() - begun))
    const rest = target.slice(at)
    const clean = text !== '' && rest.startsWith(text)
    if (text !== '') shown.set(target.slice(0, at) + text, clean)
    const takes = clean && text.length >= leastAccepted
    const step = takes ? text : String.fromCodePoint(rest.codePointAt(0) as number)
    if (takes) {
      accepted++
      charsAccepted += text.length
    }
    keystrokes++
    engine.change(fileUri, [{ offset, deleted: 0, inserted: step }])
    at += step.length
  }
  const wrong = [...shown.values()].filter((clean) => !clean).length
  const charsTyped = target.length - charsAccepted
  return { keystrokes, shown: shown.size, wrong, accepted, charsAccepted, charsTyped, ms }
}
