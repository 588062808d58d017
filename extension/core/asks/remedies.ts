/** Why an ask got no answer, as a sentence, and the one step that mends it. The panel has the figures. */
import { phrase } from '../phrase.ts'
import type { Phrase } from '../phrase.ts'
import type { SettingName } from '../settings.ts'
import type { AskFailedReason, AskOutcome, AskRefusedReason } from '../types.ts'

export type Remedy =
  | { readonly kind: 'setting'; readonly setting: SettingName }
  | { readonly kind: 'set-key' }
  | { readonly kind: 'choose-mode' }
  | { readonly kind: 'trust' }
  | { readonly kind: 'open-folder' }
  | { readonly kind: 'again' }
  | { readonly kind: 'show-log' }

export interface Trouble {
  readonly summary: Phrase
  readonly remedy: Remedy | null
}

const setting = (name: SettingName): Remedy => ({ kind: 'setting', setting: name })
const again: Remedy = { kind: 'again' }

const refused: Readonly<Record<AskRefusedReason, Trouble>> = {
  'no-key': { summary: phrase('The endpoint needs a key, and none is stored.'), remedy: { kind: 'set-key' } },
  'unknown-price': {
    summary: phrase('Nobody has said what this model costs, so no cap could hold: name its price.'),
    remedy: setting('prices'),
  },
  'query-cap': {
    summary: phrase('This may take more tokens than one ask may use. Shorten it, select less, or raise the cap.'),
    remedy: setting('caps.tokensPerQuery'),
  },
  'hour-cap': {
    summary: phrase('This hour’s asks are used up. Wait for the next hour, or raise the cap; Local mode goes on.'),
    remedy: setting('caps.asksPerHour'),
  },
  'day-cap': {
    summary: phrase(
      'This may cost more than is left for today. Wait for tomorrow, or raise the cap; Local mode goes on.',
    ),
    remedy: setting('caps.usdPerDay'),
  },
  'too-long': {
    summary: phrase('The question is longer than one ask may be. Shorten it, or raise the cap.'),
    remedy: setting('caps.tokensPerQuery'),
  },
  'empty-text': { summary: phrase('The question is empty.'), remedy: again },
  'local-mode': {
    summary: phrase('Local mode sends nothing, and nothing on this machine answers this.'),
    remedy: { kind: 'choose-mode' },
  },
  'api-share': {
    summary: phrase('The share of asks for the endpoint is used up by harder ones. Put /api in front to send it.'),
    remedy: setting('apiShare'),
  },
  'secret-file': {
    summary: phrase('This file usually holds secrets: it is never read, and nothing of it is sent.'),
    remedy: null,
  },
  'ledger-unavailable': {
    summary: phrase('What is spent can’t be written down, so nothing is sent. The log says why.'),
    remedy: { kind: 'show-log' },
  },
  'untrusted-workspace': {
    summary: phrase('Nothing of an untrusted workspace is sent. Trust it first.'),
    remedy: { kind: 'trust' },
  },
  'out-of-scope': {
    summary: phrase('This does not look like a question about software. Put /api in front to send it all the same.'),
    remedy: again,
  },
}

const failed: Readonly<Record<AskFailedReason, Trouble>> = {
  unauthorised: { summary: phrase('The endpoint does not accept the key.'), remedy: { kind: 'set-key' } },
  forbidden: { summary: phrase('The key may not use this model.'), remedy: setting('models') },
  'not-found': {
    summary: phrase('The endpoint does not know this model, or there is no such address.'),
    remedy: setting('models'),
  },
  'rate-limited': { summary: phrase('The endpoint is asked too often. Try again in a while.'), remedy: again },
  'server-error': { summary: phrase('The endpoint has trouble of its own. Try again in a while.'), remedy: again },
  network: { summary: phrase('The endpoint can’t be reached.'), remedy: setting('endpoint.baseUrl') },
  tls: {
    summary: phrase('No safe connection to the endpoint: its certificate is not accepted.'),
    remedy: setting('endpoint.baseUrl'),
  },
  timeout: { summary: phrase('The endpoint took too long.'), remedy: again },
  'stream-cut': { summary: phrase('The answer broke off.'), remedy: again },
  malformed: {
    summary: phrase('The endpoint’s answer makes no sense. It may speak another dialect.'),
    remedy: setting('endpoint.apiStyle'),
  },
  'too-large': { summary: phrase('The answer was too large and was cut off.'), remedy: null },
  internal: { summary: phrase('Shortline has made a mistake. The log says more.'), remedy: { kind: 'show-log' } },
}

const empty: Readonly<Record<Extract<AskOutcome, { kind: 'empty' }>['reason'], Trouble | null>> = {
  'nothing-found': { summary: phrase('Nothing in the workspace fits. Other words may find it.'), remedy: again },
  'no-index': {
    summary: phrase('The workspace can’t be searched: its index is switched off, or it is not on this machine.'),
    remedy: setting('index.enabled'),
  },
  'no-workspace': { summary: phrase('No folder is open to search in.'), remedy: { kind: 'open-folder' } },
  'needs-choice': null,
}

/** Null where there is nothing to mend: an answer, a choice, or a stop that was wanted. */
export function troubleOf(outcome: AskOutcome): Trouble | null {
  switch (outcome.kind) {
    case 'refused':
      return refused[outcome.reason]
    case 'failed':
      return failed[outcome.reason]
    case 'empty':
      return empty[outcome.reason]
    case 'done':
    case 'cancelled':
      return null
  }
}
