/** Why a route was taken: the closed list, each as one sentence for people. The refusals are those of `AskRefusedReason`. */
import type { AskRefusedReason, Label } from '../types.ts'

const taken = {
  'names-a-command': 'VS Code does this itself; here is the command.',
  'answered-before': 'The same was asked before, and nothing that the answer cites has changed.',
  'asks-where': 'The answer is a place in the workspace; the local search finds it.',
  'needs-the-code': 'The answer depends on code in this workspace, so the passages that matter go with the question.',
  'names-code': 'This is about code of this workspace, so the passages that matter go with the question.',
  'changes-code': 'This changes or adds code in a file, so the code model drafts it and you see the difference first.',
  'no-file': 'This is about code, but no file is open to change; passages of the workspace go with the question.',
  'several-goals': 'This asks for several things, so it is split into steps.',
  'needs-no-workspace': 'This needs nothing from the workspace.',
  'no-workspace': 'No folder is open, so the question goes without sources.',
  'no-command-found': 'This is about VS Code itself, but no command or setting that Shortline knows fits.',
  'not-sure': 'This can be meant in more than one way.',
  'unclear-with-workspace': 'It is unclear what is asked for; the model gets the passages that fit best.',
  'unclear-without-workspace': 'It is unclear what is asked for; the model reads it as it is.',
  'api-mode': 'In API mode the model answers this too.',
  'asked-for-plan': 'You asked for a plan.',
  'local-passages': 'Local mode sends nothing: these are the passages that fit, and what the answer would cost.',
  'compares-completion': 'The same completion by the API, to compare it with the local one.',
  'share-passages': 'The share of asks for the API is used up by harder ones: these are the passages that fit.',
} as const

const refused: Readonly<Record<AskRefusedReason, string>> = {
  'empty-text': 'There is nothing in it; type what you want to know or have done.',
  'too-long': 'The text is longer than one question may be; shorten it, or select the part that matters.',
  'local-mode': 'Local mode sends nothing, and nothing on this machine answers this; switch to Auto to ask the model.',
  'api-share':
    'The share of asks for the API is used up by harder ones, and nothing on this machine answers this; put /api in front to send it.',
  'no-key': 'No API key is set for this server; set one, or use Local mode.',
  'unknown-price': 'The price of this model is unknown, so no cap could hold; add its price, or choose another model.',
  'query-cap': 'At worst this takes more tokens than one question may; raise the cap, or ask for less at a time.',
  'hour-cap': 'As many questions as an hour may have were sent; wait, or raise the cap.',
  'day-cap': 'At worst this costs more than what is left for today; wait until tomorrow, or raise the cap.',
  'secret-file': 'This file usually holds secrets, and those never leave the machine; ask from another file.',
  'untrusted-workspace': 'This workspace is not trusted, so nothing of it is sent; trust it first.',
  'ledger-unavailable': 'What is spent can’t be written down at the moment, so nothing is sent; the log says why.',
  'out-of-scope': 'This does not look like a question about software; put /api in front to send it all the same.',
}

export const routingReasons = { ...taken, ...refused }

export type RoutingReason = keyof typeof routingReasons

export function describeRouting(reason: string): string {
  return Object.hasOwn(routingReasons, reason) ? routingReasons[reason as RoutingReason] : reason
}

/** What each label means, for a button: the choice when the label is not sure. */
export const labelTitles: Readonly<Record<Label, string>> = {
  explain: 'Explain code',
  fix: 'Fix a problem',
  tests: 'Write tests',
  docs: 'Write documentation',
  generate: 'Write new code',
  edit: 'Change this code',
  search: 'Find it in the workspace',
  editor: 'VS Code itself',
  terminal: 'A terminal command',
  scaffold: 'Start a project',
  general: 'A general question',
  'out-of-scope': 'Something else',
}
