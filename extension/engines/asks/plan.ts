/** Route `plan`: split, search for each step and for the whole, answer step by step, put together. Each call is a cost of its own. */
import type { AskEvent, Source } from '../../core/ask-service.ts'
import { questionCall, stepCall, synthesisCall } from '../../core/asks/calls.ts'
import type { StepResult } from '../../core/asks/calls.ts'
import { readPlan } from '../../core/asks/code-answer.ts'
import type { PlanStep } from '../../core/asks/code-answer.ts'
import { sourcesOfSteps } from '../../core/asks/plan-sources.ts'
import type { StepSources } from '../../core/asks/plan-sources.ts'
import { promptId } from '../../core/asks/prompt-file.ts'
import { citationsOf, findHits } from './retrieve.ts'
import type { Call } from '../../core/flagship/call.ts'
import type { Ending, Run } from './run.ts'

export async function* plan(run: Run): AsyncGenerator<AskEvent, Ending> {
  const { parts, prepared, model } = run
  const { text } = prepared
  const { prompts } = parts
  const planned = await silently(run, questionCall(prompts.plan, model, [], text), promptId(prompts.plan))
  // A server that holds no schema may answer otherwise: then it is one step.
  const steps = readPlan(planned) ?? [{ title: text.slice(0, 60), query: text, task: text }]
  const found = await search(run, steps)
  const results: StepResult[] = []
  const sources: Source[] = []
  try {
    yield* work(run, steps, found, results, sources)
  } catch (error) {
    // A cap or the server ended it: what was paid for is shown all the same.
    if (run.text === '' && results.length > 0 && !run.signal.aborted) yield run.show(asTheyAre(results))
    throw error
  }
  const { cited } = await citationsOf(run, run.text, sources)
  return { kind: 'done', text: run.text, citations: cited }
}

/** Fills `results` and `sources` as it goes. */
async function* work(
  run: Run,
  steps: readonly PlanStep[],
  found: readonly StepSources[],
  results: StepResult[],
  sources: Source[],
): AsyncGenerator<AskEvent, void> {
  const { model } = run
  const { text } = run.prepared
  const { prompts } = run.parts
  for (const [index, { title, task }] of steps.entries()) {
    yield { kind: 'step', number: index + 1, of: steps.length, title }
    const own = found[index]!
    yield { kind: 'sources', ...own }
    sources.push(...own.sources)
    const call = stepCall(prompts.step, model, text, results, own.sources, task)
    const only = steps.length === 1
    const step = only
      ? (yield* run.stream(call, promptId(prompts.step))).text
      : await silently(run, call, promptId(prompts.step))
    results.push({ title, text: step })
  }
  if (results.length > 1)
    yield* run.stream(synthesisCall(prompts.synthesis, model, text, results), promptId(prompts.synthesis))
}

const asTheyAre = (results: readonly StepResult[]): string =>
  results.map(({ title, text }) => `**${title}**\n\n${text}`).join('\n\n')

async function search(run: Run, steps: readonly PlanStep[]): Promise<readonly StepSources[]> {
  const { text, queryVector, selection, config } = run.prepared
  const needsCode = steps.some(({ query }) => query.trim() !== '')
  const whole = needsCode ? await findHits(run, text, queryVector) : []
  const each = []
  for (const { query } of steps) each.push(await findHits(run, query))
  return sourcesOfSteps(whole, each, config.policy, selection?.source)
}

/** Nothing of it is shown. */
async function silently(run: Run, call: Call, prompt: string): Promise<string> {
  const deltas = run.call(call, prompt)
  for (;;) {
    const { done, value } = await deltas.next()
    if (done) return value.text
  }
}
