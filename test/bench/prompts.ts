/** The token ids of two requests in a row in one file, for decoders that take nothing else. */
import { EncodedTexts } from '../../extension/core/completion/encoded-texts.ts'
import type { LoadedModel } from '../../extension/core/completion/engine.ts'
import { LiveIndex } from '../../extension/core/completion/live-index.ts'
import { tellingTokens } from '../../extension/core/completion/near.ts'
import type { TextAround } from '../../extension/core/completion/ngram.ts'
import { buildPrompt } from '../../extension/core/completion/prompt.ts'
import type { Prompt } from '../../extension/core/completion/prompt.ts'
import { textOf } from '../../extension/core/completion/tokenizer.ts'
import { fileUri, openTabs } from '../../extension/engines/cli/fresh-editor.ts'
import type { BenchCase } from './cases.ts'

export interface PromptAt {
  readonly tokens: readonly number[]
  /** Token ids of the texts that the n-gram looks in. */
  readonly around: readonly TextAround[]
}

/** Between the two requests. */
export const typedChars = 1

const parts = { near: true, suffix: true }

/**
 * At the cursor, and behind the next character of the target. Nothing is healed: the tokens of the typed text are read
 * as they come, which is what a plain decoder does.
 */
export function promptsOf({ tokenizer }: LoadedModel, one: BenchCase): readonly [PromptAt, PromptAt] {
  const { path, prefix, target } = one
  const telling = tellingTokens(tokenizer)
  const index = new LiveIndex()
  openTabs(index, one)
  const texts = new EncodedTexts(index, tokenizer)
  const promptAt = (offset: number, before?: Prompt): { prompt: Prompt; at: PromptAt } => {
    const others = texts.neighbours(fileUri)
    const input = { path, ...texts.window(fileUri, offset), neighbours: others }
    const prompt = buildPrompt(tokenizer, telling, input, before?.anchor, parts)
    const tokens = [...prompt.tokens, ...tokenizer.encode(textOf(prompt.forced))]
    return {
      prompt,
      at: { tokens, around: [...others.map((ids) => ({ ids })), ...texts.around(fileUri, offset, true)] },
    }
  }
  const first = promptAt(prefix.length)
  index.change(fileUri, [{ offset: prefix.length, deleted: 0, inserted: target.slice(0, typedChars) }])
  texts.forget(fileUri)
  return [first.at, promptAt(prefix.length + typedChars, first.prompt).at]
}
