/** Routes `rag` and `direct`: one call, with numbered sources or without. */
import type { AskEvent, Source } from '../../core/ask-service.ts'
import { questionCall } from '../../core/asks/calls.ts'
import { sourceLimits } from '../../core/asks/pricing.ts'
import { promptId } from '../../core/asks/prompt-file.ts'
import type { PromptName } from '../../core/asks/prompt-file.ts'
import { keepAnswer } from './answers.ts'
import { citationsOf, retrieve } from './retrieve.ts'
import type { Ending, Run } from './run.ts'

export async function* answer(run: Run, route: 'rag' | 'direct'): AsyncGenerator<AskEvent, Ending> {
  const { parts, prepared, request, model } = run
  const { text, selection } = prepared
  let sources: readonly Source[] = []
  let name: PromptName = route
  if (route === 'rag') {
    const found = await retrieve(run, sourceLimits.rag, selection?.source)
    yield { kind: 'sources', ...found }
    sources = found.sources
    if (sources.length === 0) {
      // Unclear what is wanted: then it may need no sources at all.
      if (prepared.routing.decision.reason !== 'unclear-with-workspace')
        return { kind: 'empty', reason: parts.search() ? 'nothing-found' : 'no-index' }
      name = 'direct'
    }
  }
  const prompt = parts.prompts[name]
  const call = questionCall(prompt, model, sources, text)
  const answered = yield* run.stream(call, promptId(prompt))
  const { cited } = await citationsOf(run, answered.text, sources)
  if (answered.stop === 'complete') {
    await keepAnswer(parts, prepared, request, call, {
      text: answered.text,
      sources: cited.length > 0 ? cited : sources,
    })
  }
  return { kind: 'done', text: answered.text, citations: cited }
}
