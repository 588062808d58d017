/** The ledger as rows for others: a line for each component, as `shortline ledger --json` prints them, and as CSV. */
import type { Component, Entry } from './entries.ts'

export interface LedgerRow {
  readonly id: string
  readonly at: number
  readonly kind: string
  readonly route: string
  readonly state: string
  readonly why: string | null
  readonly model: string | null
  readonly prompt: string | null
  /** Null for an entry that has none, such as a refusal. */
  readonly component: Component | null
  readonly call: number
  readonly tokens: number
  readonly costMicroUsd: number
  readonly estimated: boolean
  readonly priceRow: string | null
  readonly ms: number | null
}

export function rowsOf(entry: Entry): LedgerRow[] {
  const { id, at, kind, route, state, why, prompt, estimated, priceRow } = entry
  const model = entry.billedModel ?? entry.model
  const none = { component: null, call: 0, tokens: 0, costMicroUsd: 0, ms: entry.ms }
  return (entry.components.length === 0 ? [none] : entry.components).map((row) => ({
    id,
    at,
    kind,
    route,
    state,
    why,
    model,
    prompt,
    component: row.component,
    call: row.call,
    tokens: row.tokens,
    costMicroUsd: row.costMicroUsd,
    estimated,
    priceRow,
    ms: row.ms,
  }))
}

const columns: readonly (keyof LedgerRow)[] = [
  'id',
  'at',
  'kind',
  'route',
  'state',
  'why',
  'model',
  'prompt',
  'component',
  'call',
  'tokens',
  'costMicroUsd',
  'estimated',
  'priceRow',
  'ms',
]

/** With a header line and CRLF, as RFC 4180 has it. A value that a spreadsheet would take for a formula is quoted as text. */
export function csvOf(entries: readonly Entry[]): string {
  const lines = entries.flatMap(rowsOf).map((row) => columns.map((column) => cell(row[column])).join(','))
  return [columns.join(','), ...lines, ''].join('\r\n')
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
