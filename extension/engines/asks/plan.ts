/** Route `plan`: split, answer step by step with a search for each, put together. Each call is a cost of its own. */
import type { AskEvent, Source } from '../../core/ask-service.ts'
import { questionCall, stepCall, synthesisCall } from '../../core/asks/calls.ts'
import type { StepResult } from '../../core/asks/calls.ts'
import { readPlan } from '../../core/asks/code-answer.ts'
import { sourceLimits } from '../../core/asks/pricing.ts'
import { promptId } from '../../core/asks/prompt-file.ts'
import { citationsOf, retrieve } from './retrieve.ts'
import type { Call } from '../../core/flagship/call.ts'
import type { Ending, Run } from './run.ts'

export async function* plan(run: Run): AsyncGenerator<AskEvent, Ending> {
  const { parts, prepared, model } = run
  const { text, selection } = prepared
  const { prompts } = parts
  const planned = await silently(run, questionCall(prompts.plan, model, [], text), promptId(prompts.plan))
  // A server that holds no schema may answer otherwise: then it is one step.
  const steps = readPlan(planned) ?? [{ title: text.slice(0, 60), query: text, task: text }]
  const results: StepResult[] = []
  const sources: Source[] = []
  for (const [index, { title, query, task }] of steps.entries()) {
    yield { kind: 'step', number: index + 1, of: steps.length, title }
    const first = sources.length + 1
    const own = index === 0 ? selection?.source : undefined
    const found = await retrieve(run, query, sourceLimits.step, first, own)
    yield { kind: 'sources', ...found }
    sources.push(...found.sources)
    const call = stepCall(prompts.step, model, text, results, found.sources, task)
    const only = steps.length === 1
    const step = only
      ? (yield* run.stream(call, promptId(prompts.step))).text
      : await silently(run, call, promptId(prompts.step))
    results.push({ title, text: step })
  }
  if (results.length > 1)
    yield* run.stream(synthesisCall(prompts.synthesis, model, text, results), promptId(prompts.synthesis))
  const { cited } = await citationsOf(run, run.text, sources)
  return { kind: 'done', text: run.text, citations: cited }
}

/** Nothing of it is shown. */
async function silently(run: Run, call: Call, prompt: string): Promise<string> {
  const deltas = run.call(call, prompt)
  for (;;) {
    const { done, value } = await deltas.next()
    if (done) return value.text
  }
}
