/** A routing input with everything in order: each test changes what it is about. */
import type { Intent, Label } from '../../../extension/core/types.ts'
import type { PaidRoute } from '../../../extension/core/routing/matrix.ts'
import type { RoutingInput } from '../../../extension/core/routing/router.ts'

export function sure(label: Label, ...others: Label[]): Intent {
  return { label, p: 0.97, set: [label, ...others], ms: 1 }
}

export const models: Readonly<Record<PaidRoute, string>> = {
  rag: 'sol',
  code: 'coder',
  plan: 'planner',
  direct: 'luna',
}

const prices: Readonly<Record<PaidRoute, number>> = { rag: 18_000, code: 9_000, plan: 60_000, direct: 900 }

export const price: RoutingInput['price'] = (route) => ({ microUsd: prices[route], tokens: 5000 })

export function input(changes: Partial<RoutingInput> = {}): RoutingInput {
  return {
    intent: sure('explain'),
    text: 'what does this do',
    overrides: {},
    context: {},
    mode: 'auto',
    hasFile: true,
    hasWorkspace: true,
    commandScore: 0,
    hasCached: false,
    ownNames: false,
    tooLong: false,
    models,
    keyReady: true,
    ledgerReady: true,
    trusted: true,
    secretFile: false,
    caps: { queryTokens: 30_000, hourLeft: 10, dayLeftMicroUsd: 1_000_000 },
    apiThreshold: 0,
    price,
    ...changes,
  }
}
