import assert from 'node:assert/strict'
import { sessionAsMarkdown } from '../../../extension/core/asks/markdown.ts'
import { afterEvent, beginSession } from '../../../extension/core/asks/session.ts'
import type { AskEvent } from '../../../extension/core/ask-service.ts'

const spent = {
  usage: { input: 9, cachedInput: 0, cacheWrite: 0, output: 3, reasoning: 0 },
  ...{ costMicroUsd: 1200, estimated: true, model: 'small', firstTokenMs: 5, ms: 80.4 },
}
const intent = { label: 'explain', p: 0.9, set: ['explain'], ms: 1 } as const
const events: AskEvent[] = [
  {
    kind: 'decision',
    decision: { route: 'rag', reason: 'needs-the-code', intent, alternatives: [], model: 'small', estimateMicroUsd: 9 },
  },
  {
    kind: 'sources',
    sources: [{ number: 1, path: 'a.ts', startLine: 3, endLine: 9, text: 'x', hash: '', score: 1 }],
    leftOut: [],
  },
  { kind: 'text', delta: 'Because [1].\n' },
  { kind: 'edit', replacement: { path: 'a.ts', startLine: 1, endLine: 2, text: 'a ```` b', fileHash: '' } },
  { kind: 'outcome', outcome: { kind: 'done', text: 'Because [1].\n', citations: [], spent } },
]

describe('an answer as Markdown', () => {
  it('has question, answer, edits, sources and the price', () => {
    const request = { kind: 'ask', id: 'a', text: 'why\n so?', context: {}, mode: 'auto' } as const
    assert.equal(
      sessionAsMarkdown(events.reduce(afterEvent, beginSession(request, 0))),
      '# why so?\n\nBecause [1].\n\n`a.ts`, 1–2:\n\n`````\na ```` b\n`````\n\n1. `a.ts`:3–9\n\n---\n\nrag · small · ≈ $0.0012 · 80 ms\n',
    )
  })
})
