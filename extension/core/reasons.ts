/** Every reason as a sentence for the status bar and the log. None of them quotes code. */
import type { EmptyReason, Outcome, RefusedReason } from './types.ts'

const empty: Readonly<Record<EmptyReason, string>> = {
  'no-candidate': 'nothing fits here',
  'below-threshold': 'not sure enough (setting shortline.threshold)',
  blank: 'only blanks would follow',
  'repeats-suffix': 'it stands behind the cursor already',
  'repeats-itself': 'the model repeated itself',
  'unbalanced-brackets': 'its brackets did not match',
  'mid-line': 'the rest of the line does not permit it',
  'comment-or-string': 'not sure enough for a comment or string',
  'line-too-long': 'the line is too long',
  'unknown-language': 'nothing to repeat, and the model does not know this language',
}

const refused: Readonly<Record<RefusedReason, string>> = {
  disabled: 'Shortline is off here (setting shortline.enabled)',
  'language-off': 'this language is off (setting shortline.languages)',
  'excluded-path': 'this file is excluded (setting shortline.exclude)',
  'secret-file': 'files that usually hold secrets are never read',
  'file-too-large': 'the file is too large',
  'unsupported-document': 'this is no file that can be edited',
  'several-cursors': 'there is more than one cursor',
}

export function describeRefusal(reason: RefusedReason): string {
  return refused[reason]
}

/** What came of a request, for a person to read. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return `suggested ${outcome.text.length} characters (${outcome.source}, ${Math.round(outcome.confidence * 100)} % sure)`
    case 'empty':
      return `nothing: ${empty[outcome.reason]}`
    case 'refused':
      return `nothing: ${describeRefusal(outcome.reason)}`
    case 'cancelled':
      return 'nothing: typing went on'
    case 'failed':
      return `failed (${outcome.reason}): ${outcome.message}`
  }
}

/** Milliseconds that the engine spent; undefined when it was not asked. */
export function milliseconds(outcome: Outcome): number | undefined {
  return 'timings' in outcome ? outcome.timings.total : undefined
}
