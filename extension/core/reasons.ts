/** Every reason as a sentence for the status bar and the log. None of them quotes code. */
import { phrase, verbatim } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { EmptyReason, Hidden, Outcome, RefusedReason, Source } from './types.ts'

const empty: Readonly<Record<EmptyReason, Phrase>> = {
  'no-candidate': phrase('nothing fits here'),
  'below-threshold': phrase('not sure enough (setting shortline.threshold)'),
  blank: phrase('only blanks would follow'),
  'repeats-suffix': phrase('it stands behind the cursor already'),
  'repeats-itself': phrase('the model repeated itself'),
  'unbalanced-brackets': phrase('its brackets did not match'),
  'mid-line': phrase('the rest of the line does not permit it'),
  'comment-or-string': phrase('not sure enough for a comment or string'),
  'line-too-long': phrase('the line is too long'),
  'unknown-language': phrase('nothing to repeat, and the model does not know this language'),
  dismissed: phrase('you dismissed it here before'),
}

const refused: Readonly<Record<RefusedReason, Phrase>> = {
  disabled: phrase('Shortline is off here (setting shortline.enabled)'),
  'language-off': phrase('this language is off (setting shortline.languages)'),
  'excluded-path': phrase('this file is excluded (setting shortline.exclude)'),
  'secret-file': phrase('files that usually hold secrets are never read'),
  'file-too-large': phrase('the file is too large'),
  'unsupported-document': phrase('this is no file that can be edited'),
  'several-cursors': phrase('there is more than one cursor'),
  snoozed: phrase('suggestions are snoozed'),
  'other-provider': phrase('another extension suggests here (setting shortline.besideOthers)'),
}

const sources: Readonly<Record<Source, Phrase>> = {
  model: phrase('from the model'),
  copy: phrase('repeated from the text around'),
  both: phrase('repeated from the text around, and the model agrees'),
  cache: phrase('what is left of one that is being typed'),
}

export function describeEmpty(reason: EmptyReason): Phrase {
  return empty[reason]
}

export function describeRefusal(reason: RefusedReason): Phrase {
  return refused[reason]
}

export function describeSource(source: Source): Phrase {
  return sources[source]
}

export function describeHidden({ source, confidence }: Hidden): Phrase {
  return phrase('Best line, not shown: {source}, {percent} % sure', {
    source: sources[source],
    percent: Math.round(confidence * 100),
  })
}

/** What came of a request, for a person to read. */
export function describeOutcome(outcome: Outcome): Phrase {
  switch (outcome.kind) {
    case 'done': {
      const percent = Math.round(outcome.confidence * 100)
      const args = { count: outcome.text.length, source: sources[outcome.source], percent }
      return phrase('suggested {count} characters ({source}, {percent} % sure)', args)
    }
    case 'empty':
      return phrase('nothing: {reason}', { reason: empty[outcome.reason] })
    case 'refused':
      return phrase('nothing: {reason}', { reason: refused[outcome.reason] })
    case 'cancelled':
      return phrase('nothing: typing went on')
    case 'failed':
      return phrase('failed ({reason}): {message}', { reason: outcome.reason, message: verbatim(outcome.message) })
  }
}

/** Milliseconds that the engine spent; undefined when it was not asked. */
export function milliseconds(outcome: Outcome): number | undefined {
  return 'timings' in outcome ? outcome.timings.total : undefined
}
