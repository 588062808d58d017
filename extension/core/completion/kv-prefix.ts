/** The tokens that a KV cache holds, kept between requests: the next prompt pays only for what differs. */
import type { KvCache, LanguageModel, Step } from './language-model.ts'

export class KvPrefix {
  private tokens: number[] = []
  private cache: KvCache | undefined
  private readonly model: LanguageModel

  constructor(model: LanguageModel) {
    this.model = model
  }

  /** Tokens that `prompt` shares with what was fed last. */
  shared(prompt: readonly number[]): number {
    const limit = Math.min(prompt.length, this.tokens.length)
    let at = 0
    while (at < limit && prompt[at] === this.tokens[at]) at++
    return at
  }

  /** Feeds what the cache does not hold of `sequence`, at least its last token. -> logits of its last position */
  async feed(sequence: readonly number[]): Promise<Step> {
    const length = Math.min(this.shared(sequence), sequence.length - 1)
    const step = await this.model.run(sequence.slice(length), this.cache, length, 1)
    this.cache = step.cache
    this.tokens = [...sequence]
    return step
  }

  /** Scores the nodes of a tree behind the first `length` tokens; the cache stays as it is. */
  async tree(tokens: readonly number[], parents: readonly number[], length: number): Promise<Step> {
    return await this.model.run(tokens, this.cache, length, tokens.length, { parents })
  }

  forget(): void {
    this.tokens = []
    this.cache = undefined
  }
}
