/** Answers that were given before: found by words or meaning, and served only while what they stand on is unchanged. */
import { questionKey, sameMeaning, sameNames } from '../../core/asks/question-key.ts'
import { likelyInputTokens } from '../../core/asks/pricing.ts'
import type { Source } from '../../core/ask-service.ts'
import type { Call } from '../../core/flagship/call.ts'
import type { AskRequest } from '../../core/types.ts'
import type { Similar } from '../store/answer-table.ts'
import type { AskConfig, AskParts } from './parts.ts'
import type { Prepared, Selection } from './prepare.ts'

/** Answers without sources grow old. */
const longestWithoutSourcesMs = 7 * 24 * 60 * 60_000

/** The same words about other lines are another question. */
export function scopeOf({ workspace }: AskConfig, { file }: AskRequest, selection: Selection | undefined): string {
  return [workspace ?? '', file?.path ?? '', selection?.source.hash ?? ''].join('\n')
}

/** Undefined where there is none, or none that still holds; one that does not is dropped. */
export async function findAnswer(
  parts: AskParts,
  config: AskConfig,
  scope: string,
  text: string,
  vector: Float32Array | null,
): Promise<Similar | undefined> {
  try {
    const key = questionKey(text)
    for (const answer of await parts.store.call('similarAnswers', scope, key, vector, sameMeaning)) {
      // A vector does not tell names apart, and may be the very same.
      if (questionKey(answer.question) !== key && !sameNames(text, answer.question)) continue
      if (await holds(parts, config, answer)) return answer
      await parts.store.call('removeAnswer', answer.id)
    }
  } catch (error) {
    parts.log('warn', `No answers from before: ${error instanceof Error ? error.message : String(error)}`)
  }
  return undefined
}

async function holds({ search, now }: AskParts, { policy }: AskConfig, { sources, at }: Similar): Promise<boolean> {
  if (sources.length === 0) return Math.abs(now() - at) < longestWithoutSourcesMs
  if (sources.some(({ path }) => policy(path) !== undefined)) return false
  return (await search()?.unchanged(sources)) ?? false
}

export async function keepAnswer(
  parts: AskParts,
  { config, text, selection, vector }: Prepared,
  request: AskRequest,
  call: Call,
  answer: { readonly text: string; readonly sources: readonly Source[] },
): Promise<void> {
  try {
    await parts.store.call('putAnswer', {
      ...{ id: request.id, at: parts.now(), question: text, ...answer, promptTokens: likelyInputTokens(call) },
      ...{ scope: scopeOf(config, request, selection), key: questionKey(text), vector },
    })
  } catch (error) {
    parts.log('warn', `An answer was not kept: ${error instanceof Error ? error.message : String(error)}`)
  }
}
