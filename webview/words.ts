/** What the ids of the contract are called on the screen. */
import { t } from '@vscode/l10n'
import type { Answer, Ending, Link, Mode, Range, Route } from './protocol.ts'

export const routeName = (route: Route): string =>
  ({
    command: t('VS Code command'),
    cached: t('Cached answer'),
    search: t('Local search'),
    rag: t('Flagship with sources'),
    code: t('Code model'),
    plan: t('Plan in steps'),
    direct: t('Flagship, no sources'),
    refuse: t('Not sent'),
  })[route]

/** Where the money goes: nothing leaves the machine on the local ones. */
export const routeKind = (route: Route): 'local' | 'metered' | 'refused' => {
  if (route === 'refuse') return 'refused'
  return route === 'command' || route === 'cached' || route === 'search' ? 'local' : 'metered'
}

export const modeName = (mode: Mode): string =>
  ({ auto: t('Auto'), local: t('Local'), api: t('API'), compare: t('Compare') })[mode]

export const endingName = (ending: Ending | 'running'): string =>
  ({
    running: t('running'),
    done: t('answered'),
    empty: t('nothing found'),
    refused: t('not sent'),
    cancelled: t('stopped'),
    failed: t('failed'),
  })[ending]

export const rangeName = (range: Range): string =>
  ({ day: t('Today'), week: t('7 days'), month: t('30 days'), all: t('All') })[range]

export const linkName = (link: Link): string =>
  ({
    ask: t('Ask Something'),
    'set-key': t('Set API Key'),
    caps: t('Open Caps'),
    walkthrough: t('Open the Tour'),
    compare: t('Compare Now'),
    'compare-completion': t('Compare a Completion'),
    log: t('Show Log'),
    exclude: t('Open Setting'),
  })[link]

export const leftOutReason = (why: Answer['leftOut'][number]['why']): string =>
  ({
    'secret-file': t('may hold secrets'),
    'excluded-path': t('excluded by a setting'),
    weak: t('matched too weakly'),
    'no-room': t('no room in the prompt'),
  })[why]
