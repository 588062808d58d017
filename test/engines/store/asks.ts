/** What the tests of the store reserve and settle. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Caps } from '../../../extension/core/money/caps.ts'
import type { WorstCase } from '../../../extension/core/money/cost.ts'
import type { ComponentRow, EntryEnd, EntryStart } from '../../../extension/core/money/entries.ts'

export const wide: Caps = { tokensPerQuery: 1e9, queriesPerHour: 1e9, microUsdPerDay: 1e9 }

export const start = (id: string): EntryStart => ({
  ...{ id, kind: 'ask', route: 'direct', reason: 'general-question', label: 'general', p: 0.9, mode: 'auto' },
  ...{ model: 'gpt-6-luna', prompt: 'direct@1', priceRow: 'gpt-6-luna@2026-10-01' },
})

export const worst = (microUsd: number, tokens = 10): WorstCase => ({
  ...{ inputTokens: tokens - 1, outputTokens: 1 },
  ...{ inputMicroUsd: microUsd - 1, outputMicroUsd: 1 },
})

export const end: EntryEnd = {
  ...{ state: 'done', why: null, billedModel: 'gpt-6-luna', attempts: 1 },
  ...{ firstTokenMs: 80, ms: 400, flagshipMicroUsd: 900 },
}

export const paid = (costMicroUsd: number, call = 1): readonly ComponentRow[] => [
  { call, component: 'input', tokens: 5, costMicroUsd: costMicroUsd - 1, ms: null },
  { call, component: 'output', tokens: 1, costMicroUsd: 1, ms: null },
]

/** A folder for the tests of one `describe`, gone after them. */
export function temporaryFolder(): () => string {
  let folder = ''
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shortline-store-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))
  return () => folder
}
