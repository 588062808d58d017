/**
 * Stands for the flagship where there is no key: reads the prompt that was really built, counts its tokens with a real
 * tokenizer, and writes as many as the task says that a good answer has. What it writes says nothing; what is measured
 * is everything around it.
 */
import { textsOf } from '../../core/asks/calls.ts'
import { mostSteps } from '../../core/asks/code-answer.ts'
import type { PromptName, Prompts } from '../../core/asks/prompt-file.ts'
import { clausesOf } from '../../core/evaluation/ask-tasks.ts'
import type { Call, CallEvent } from '../../core/flagship/call.ts'
import { noUsage } from '../../core/money/cost.ts'

export type CountTokens = (text: string) => number

/** A development dependency: only this evaluation needs a tokenizer of the flagship's. */
export async function tokenCounter(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  // Names of special tokens in a source are text.
  return (text) => countTokens(text, { disallowedSpecial: new Set() })
}

const tokensAroundMessage = 4

export function inputTokens(call: Call, countTokens: CountTokens): number {
  return textsOf(call).reduce((sum, text) => sum + countTokens(text) + tokensAroundMessage, 0)
}

export interface Task {
  readonly text: string
  readonly answerTokens: number
}

export class StandIn {
  readonly #prompts: Prompts
  readonly #countTokens: CountTokens
  task: Task = { text: '', answerTokens: 0 }

  constructor(prompts: Prompts, countTokens: CountTokens) {
    this.#prompts = prompts
    this.#countTokens = countTokens
  }

  async *stream(_server: unknown, call: Call): AsyncGenerator<CallEvent> {
    yield await Promise.resolve({ kind: 'attempt', number: 1 })
    const { text, tokens } = this.#answer(this.#nameOf(call))
    yield { kind: 'text', delta: text }
    const usage = { ...noUsage, input: inputTokens(call, this.#countTokens), output: tokens }
    yield { kind: 'end', usage, model: call.model, tier: 'default', stop: 'complete' }
  }

  #nameOf({ system }: Call): PromptName {
    const prompt = Object.values(this.#prompts).find((each) => each.system === system)
    if (!prompt) throw new Error('A call was made by no prompt.')
    return prompt.name
  }

  #answer(name: PromptName): { readonly text: string; readonly tokens: number } {
    const { text, answerTokens } = this.task
    switch (name) {
      case 'plan': {
        const steps = clausesOf(text).slice(0, mostSteps)
        const plan = JSON.stringify({
          steps: steps.map((clause) => ({ title: clause.slice(0, 40), query: clause, task: clause })),
        })
        return { text: plan, tokens: this.#countTokens(plan) }
      }
      case 'step': {
        const { typicalOutputTokens } = this.#prompts.step
        return { text: words(typicalOutputTokens), tokens: typicalOutputTokens }
      }
      case 'code':
        return { text: JSON.stringify({ summary: words(answerTokens), edits: [], newCode: '' }), tokens: answerTokens }
      default:
        return { text: words(answerTokens), tokens: answerTokens }
    }
  }
}

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ')
