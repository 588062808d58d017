/** Whoever is told of a setting is offered it: every sentence that speaks of one, with the button that goes with it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { troubleOf } from '../extension/core/asks/remedies.ts'
import { explain } from '../extension/core/explain.ts'
import type { HostReady } from '../extension/core/host-state.ts'
import { inEnglish } from '../extension/core/phrase.ts'
import { routingReasons } from '../extension/core/routing/reasons.ts'
import { settingChecks, settingNamedIn } from '../extension/core/settings.ts'
import { statusOf } from '../extension/core/status.ts'
import type { AskOutcome, EmptyReason, RefusedReason } from '../extension/core/types.ts'
import { keysInSource, root } from './l10n.ts'

/** A sentence that sends its reader to the settings: by name, or as what one changes there. */
const speaks =
  /\bshortline\.[a-z]|\bsettings?\b|\bcaps?\b|\b(its price|share of asks|switch to Auto|Local mode sends)\b/i

/** What has such a word in it and tells nobody to change anything, or stands on the way there itself. */
const others: Readonly<Record<string, string>> = {
  'Open Setting': 'is the button',
  'Open Settings': 'is the way to all of them',
  'Raise a Cap': 'is the link',
  'Open Caps': 'is the button',
  'Spending against caps': 'is a heading',
  '{0}, no cap': 'is a number',
  'no cap': 'is a number',
  'Today: {spent} of {cap} spent': 'is a number',
  'This hour: {count} of {cap} asks': 'is a number',
  'Every decision is listed here with its reason and its price.': 'speaks of what an ask costs',
  'A gear leads to the setting behind a fact, a file to its line': 'tells of the links below it',
  '{lines} lines compared; {setting} % fits': 'a number in a list of facts, which has the link',
  '{lines} lines compared; shown from {percent} % on instead of {setting} %':
    'a number in a list of facts, which has the link',
  'The ledger keeps every bill, and the caps keep what was spent of them.': 'says what a reset leaves alone',
  'What can be answered here is; the rest goes to the endpoint, under your caps': 'describes a mode that can be chosen',
  'Every ask goes to the endpoint, under your caps': 'describes a mode that can be chosen',
  'What can be answered on this machine is; the rest goes to your endpoint, under your caps.':
    'describes a model of the chat',
  'This is about VS Code itself, but no command or setting that Shortline knows fits.': 'speaks of VS Code’s settings',
  'Local mode sends nothing: these are the passages that fit, and what the answer would cost.':
    'comes with an answer, and the button that asks the API',
  'The share of asks for the API is used up by harder ones: these are the passages that fit.':
    'comes with an answer, and the button that asks the API',
}

const catalogue = keysInSource().found

const spent = {
  ...{ costMicroUsd: 0, estimated: false, model: null, firstTokenMs: null, ms: 0 },
  usage: { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 },
}
const ready: HostReady = { kind: 'ready', engine: 'native', loadMs: 1 }
const shown = { state: ready, enabled: true, mode: 'auto', click: 'pick', latencies: [] } as const
const empties: readonly EmptyReason[] = ['below-threshold', 'comment-or-string', 'unknown-language']
const refusals: readonly RefusedReason[] = [
  'disabled',
  'language-off',
  'excluded-path',
  'other-provider',
  'secret-file',
]
const caps = { tokensPerQuery: 1, queriesPerHour: 1, microUsdPerDay: 1 }
const used = { use: { day: { spent: 1, reserved: 0 }, hour: { spent: 1, reserved: 0 } }, caps }

/** Where a sentence of this file is shown with its way to the setting; what can't be found so is looked for in the code. */
function isOffered(sentence: string, file: string): boolean {
  switch (file) {
    case 'extension/core/routing/reasons.ts':
      return Object.entries(routingReasons)
        .filter(([, text]) => text === sentence)
        .every(([reason]) => remedyOf('refused', reason) !== null)
    case 'extension/core/asks/remedies.ts':
      return ['refused', 'failed'].some((kind) =>
        [...Object.keys(routingReasons), ...failures].some((reason) => {
          const outcome = { kind, reason, spent } as AskOutcome
          const trouble = troubleOf(outcome) as ReturnType<typeof troubleOf> | undefined
          return trouble && inEnglish(trouble.summary) === sentence && leads(trouble.remedy)
        }),
      )
    case 'extension/core/reasons.ts':
    case 'extension/core/status.ts':
      return statuses().some(
        ({ text, offers }) =>
          text.includes(sentence) && offers.some((action) => ['openSetting', 'showCaps'].includes(action)),
      )
    case 'webview/views/gauges.ts':
      return readFileSync(path.join(root, file), 'utf8').includes("linkButton('caps')")
    case 'webview/words.ts':
      return readFileSync(path.join(root, 'webview/views/answer.ts'), 'utf8').includes("linkButton('exclude')")
    default:
      return saidWithButton(file).has(sentence)
  }
}

const failures = ['forbidden', 'not-found', 'network', 'tls', 'malformed']

function remedyOf(kind: 'refused' | 'failed', reason: string): unknown {
  const trouble = troubleOf({ kind, reason, spent } as AskOutcome) as ReturnType<typeof troubleOf> | undefined
  return trouble?.remedy ?? null
}

const leads = (remedy: { readonly kind: string } | null): boolean =>
  remedy !== null && ['setting', 'choose-mode', 'set-key'].includes(remedy.kind)

/** Each state of the status bar that has something to say of a setting. */
function statuses(): { text: string; offers: readonly string[] }[] {
  const timings = { total: 1 }
  const states = [
    ...refusals.map((refused) => statusOf({ ...shown, refused })),
    ...empties.map((reason) =>
      statusOf({ ...shown, last: { outcome: { kind: 'empty', reason, timings }, waitedMs: 1 } }),
    ),
    ...(['processor', 'memory'] as const).map((strain) =>
      statusOf({ ...shown, state: { ...ready, restraint: { effort: 'greedy', strain } } }),
    ),
    statusOf({ ...shown, spending: used }),
  ]
  return states.map(({ summary, details, actions }) => ({
    text: [summary, ...details].map(inEnglish).join('\n'),
    offers: actions,
  }))
}

/** Sentences of this file's functions that show a message and open a setting from it. */
function saidWithButton(file: string): Set<string> {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const said = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const text = node.getText(source)
      if (/\btellAbout\(|\bopenSetting\(/.test(text)) {
        for (const [, key] of text.matchAll(/l10n\.t\(\s*'([^']+)'/g)) said.add(key!)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return said
}

describe('what speaks of a setting', () => {
  const sentences = [...catalogue].filter(([sentence]) => speaks.test(sentence))

  it('is found', () => {
    assert.ok(sentences.length > 25, String(sentences.length))
    assert.deepEqual(
      Object.keys(others).filter((sentence) => !catalogue.has(sentence)),
      [],
    )
  })

  for (const [sentence, file] of sentences) {
    if (Object.hasOwn(others, sentence)) continue
    it(`offers it: ${sentence}`, () => assert.ok(isOffered(sentence, file), file))
  }

  it('names one that there is', () => {
    for (const [sentence] of sentences) {
      if (/\bshortline\.[a-z]/.test(sentence)) assert.ok(settingNamedIn(sentence), sentence)
    }
    assert.equal(settingNamedIn('correct the setting shortline.modelPath.'), 'modelPath')
    assert.equal(settingNamedIn('more than shortline.budget.cpuPercent allows'), 'budget.cpuPercent')
    assert.equal(settingNamedIn('see shortline.nonsense, or shortline.db'), undefined)
  })

  it('opens that one: in the status bar as in Why This Ghost Text', () => {
    for (const refused of refusals) {
      const { setting, actions, summary } = statusOf({ ...shown, refused })
      const named = settingNamedIn(inEnglish(summary))
      assert.equal(setting, named, refused)
      assert.equal(actions.includes('openSetting'), named !== undefined)
      if (named)
        assert.ok(explain({ kind: 'refused', reason: refused }, 1, 1, String).some((fact) => fact.setting === named))
    }
  })

  it('leads to settings that exist', () => {
    for (const reason of Object.keys(routingReasons)) {
      const remedy = remedyOf('refused', reason) as { kind: string; setting?: string } | null
      if (remedy?.kind === 'setting') assert.ok(remedy.setting! in settingChecks, reason)
    }
  })

  it('is a model folder that can’t be used, too: a click on the status bar opens the setting', () => {
    const trouble = {
      reason: 'model-missing',
      message: '/x can’t be read. Reinstall Shortline, or correct the setting shortline.modelPath.',
    }
    const { setting, click } = statusOf({ ...shown, state: { ...ready, engine: 'ngram', trouble } })
    assert.deepEqual([setting, click], ['modelPath', 'openSetting'])
  })
})
