import assert from 'node:assert/strict'
import { troubleOf } from '../../../extension/core/asks/remedies.ts'
import { inEnglish } from '../../../extension/core/phrase.ts'
import { settingChecks } from '../../../extension/core/settings.ts'
import type { AskFailedReason, AskOutcome, AskRefusedReason, Spent } from '../../../extension/core/types.ts'

const usage = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 }
const spent: Spent = { usage, costMicroUsd: 0, estimated: false, model: null, firstTokenMs: null, ms: 1 }
const refused = (reason: AskRefusedReason): AskOutcome => ({ kind: 'refused', reason, message: '', spent })
const failed = (reason: AskFailedReason): AskOutcome => ({ kind: 'failed', reason, message: '', text: '', spent })

describe('remedies', () => {
  it('lead from each cap to its own setting', () => {
    const settings = (['query-cap', 'hour-cap', 'day-cap'] as const).map(
      (reason) => troubleOf(refused(reason))!.remedy!,
    )
    assert.deepEqual(settings, [
      { kind: 'setting', setting: 'caps.tokensPerQuery' },
      { kind: 'setting', setting: 'caps.asksPerHour' },
      { kind: 'setting', setting: 'caps.usdPerDay' },
    ])
    for (const remedy of settings) assert.ok(remedy.kind === 'setting' && remedy.setting in settingChecks)
  })

  it('ask for a key where one is missing or wrong', () => {
    assert.deepEqual(troubleOf(refused('no-key'))?.remedy, { kind: 'set-key' })
    assert.deepEqual(troubleOf(failed('unauthorised'))?.remedy, { kind: 'set-key' })
  })

  it('offer nothing that would read a secret file', () => {
    const trouble = troubleOf(refused('secret-file'))!
    assert.equal(trouble.remedy, null)
    assert.match(inEnglish(trouble.summary), /secrets/)
  })

  it('tell a workspace that is not indexed from one in which nothing was found, and from none', () => {
    const remedies = (['nothing-found', 'no-index', 'no-workspace'] as const).map(
      (reason) => troubleOf({ kind: 'empty', reason, spent })!.remedy,
    )
    assert.deepEqual(remedies, [
      { kind: 'again' },
      { kind: 'setting', setting: 'index.enabled' },
      { kind: 'open-folder' },
    ])
  })

  it('are silent about answers, choices and stops', () => {
    const quiet: AskOutcome[] = [
      { kind: 'done', text: '', citations: [], spent },
      { kind: 'cancelled', text: '', spent },
      { kind: 'empty', reason: 'needs-choice', spent },
    ]
    for (const outcome of quiet) assert.equal(troubleOf(outcome), null)
  })
})
