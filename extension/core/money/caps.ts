/** The user's caps, and how one says no. Read at every reservation: a change counts at once. */
import type { Settings } from '../settings.ts'
import type { AskRefusedReason } from '../types.ts'
import { formatUsd } from './format.ts'

export interface Caps {
  /** Prompt and answer of one ask together, all its calls included. */
  readonly tokensPerQuery: number
  readonly queriesPerHour: number
  readonly microUsdPerDay: number
}

/** As the settings say. */
export function capsOf(settings: Pick<Settings, 'caps.tokensPerQuery' | 'caps.asksPerHour' | 'caps.usdPerDay'>): Caps {
  return {
    tokensPerQuery: settings['caps.tokensPerQuery'],
    queriesPerHour: settings['caps.asksPerHour'],
    microUsdPerDay: Math.round(settings['caps.usdPerDay'] * 1_000_000),
  }
}

/** For what nobody asked for at that moment: the other half stays for what people ask. */
export function halfOf({ tokensPerQuery, queriesPerHour, microUsdPerDay }: Caps): Caps {
  return {
    tokensPerQuery,
    queriesPerHour: Math.floor(queriesPerHour / 2),
    microUsdPerDay: Math.floor(microUsdPerDay / 2),
  }
}

export interface Counter {
  readonly spent: number
  /** By what is under way, here or in another window. */
  readonly reserved: number
}

/** What the caps have been used for: micro-dollars today, asks in this hour. */
export interface Use {
  readonly day: Counter
  readonly hour: Counter
}

/** Before the first ask. */
export const unused: Use = { day: { spent: 0, reserved: 0 }, hour: { spent: 0, reserved: 0 } }

/** The largest share of a cap that is taken, 0 to 1 or more; a cap of 0 is a decision, not something to run out of. */
export function shareTaken({ day, hour }: Use, caps: Caps): number {
  const share = ({ spent, reserved }: Counter, cap: number): number => (cap === 0 ? 0 : (spent + reserved) / cap)
  return Math.max(share(day, caps.microUsdPerDay), share(hour, caps.queriesPerHour))
}

export type CapReason = Extract<AskRefusedReason, 'query-cap' | 'hour-cap' | 'day-cap'>

export interface CapRefusal {
  readonly kind: 'refused'
  readonly reason: CapReason
  /** In the cap's unit: tokens, queries, micro-dollars. */
  readonly cap: number
  readonly used: number
  /** Reserved by what is under way, here or in another window. */
  readonly reserved: number
  readonly asked: number
}

/** What stood in the way, and what would change it. */
export function describeCap({ reason, cap, used, reserved, asked }: CapRefusal): string {
  switch (reason) {
    case 'query-cap':
      return (
        `This ask may take ${used + reserved + asked} tokens, the cap is ${cap}: shorten it, select less, ` +
        'or raise shortline.caps.tokensPerQuery.'
      )
    case 'hour-cap':
      return (
        `${used + reserved} of ${cap} asks went out in this hour: wait for the next, or raise ` +
        'shortline.caps.asksPerHour. Local mode goes on.'
      )
    case 'day-cap':
      return (
        `It may cost ${formatUsd(asked)}; of today’s ${formatUsd(cap)}, ${formatUsd(used)} is spent and ` +
        `${formatUsd(reserved)} reserved: wait for tomorrow, or raise shortline.caps.usdPerDay. Local mode goes on.`
      )
  }
}
