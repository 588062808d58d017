import assert from 'node:assert/strict'
import type { HostState } from '../../extension/core/host-state.ts'
import { inEnglish, verbatim } from '../../extension/core/phrase.ts'
import { nextMode, statusOf } from '../../extension/core/status.ts'
import type { StatusFacts } from '../../extension/core/status.ts'
import type { Mode } from '../../extension/core/types.ts'

const ready = { kind: 'ready', engine: 'native', loadMs: 412.3 } as const
const stopped = { kind: 'stopped', message: verbatim('Run it again.') } as const
const facts = (more: Partial<StatusFacts>): StatusFacts => ({
  ...{ state: ready, enabled: true, mode: 'auto', click: 'pick', latencies: [] },
  ...more,
})
const icon = (state: HostState, enabled = true): string => statusOf(facts({ state, enabled })).icon

describe('status', () => {
  it('has one icon for each state, and trouble looks like trouble', () => {
    assert.equal(icon({ kind: 'starting' }), 'loading~spin')
    assert.equal(icon(ready), 'zap')
    assert.equal(icon(ready, false), 'circle-slash')
    assert.equal(icon({ kind: 'restarting', attempt: 2, inMs: 1000 }), 'warning')
    assert.equal(icon(stopped), 'error')
  })

  it('says that less is done, why, and what that means', () => {
    const state = { ...ready, restraint: { effort: 'ngram', strain: 'memory' } } as const
    const { summary, icon, details, tone } = statusOf(facts({ state }))
    assert.match(inEnglish(summary), /shortline\.budget\.memoryMb/)
    assert.match(inEnglish(details[0]!), /rests/)
    assert.deepEqual([icon, tone], ['dashboard', 'normal'])
  })

  it('names the graphics card that runs the model, and says when one can’t', () => {
    const { details } = statusOf(facts({ state: { ...ready, provider: 'webgpu' } }))
    assert.match(inEnglish(details[0]!), /webgpu/)
    const trouble = { reason: 'provider-failed', message: 'webgpu: no adapter' }
    const { icon, summary, click } = statusOf(facts({ state: { ...ready, provider: 'cpu', trouble } }))
    assert.deepEqual([icon, click], ['warning', 'showLog'])
    assert.match(inEnglish(summary), /processor/)
  })

  it('says what to do when the model is missing, and what works without it', () => {
    const message = 'model.onnx can’t be read. Reinstall Shortline.'
    const state = { ...ready, engine: 'ngram', trouble: { reason: 'model-missing', message } } as const
    const { summary, icon, details } = statusOf(facts({ state }))
    assert.equal(inEnglish(summary), message)
    assert.equal(icon, 'warning')
    assert.match(inEnglish(details[0]!), /repetitions/)
  })

  it('restarts with a click when it has stopped', () => {
    const { click, summary } = statusOf(facts({ state: stopped }))
    assert.equal(click, 'restartModel')
    assert.equal(inEnglish(summary), 'Run it again.')
  })

  it('says why there is nothing in this file', () => {
    const secret = statusOf(facts({ refused: 'secret-file' }))
    assert.match(inEnglish(secret.summary), /secrets are never read/)
    assert.equal(secret.icon, 'circle-slash')
    const language = statusOf(facts({ refused: 'language-off' }))
    assert.match(inEnglish(language.summary), /shortline\.languages/)
  })

  it('says where the last suggestion stands already, and how good the line was that was hidden', () => {
    const hidden = { source: 'copy', confidence: 0.41 } as const
    const outcome = { kind: 'empty', reason: 'below-threshold', timings: { total: 1 }, hidden } as const
    const last = { outcome, waitedMs: 12 }
    const { details } = statusOf(facts({ last, copiedFrom: { file: 'src/a.ts', line: 3 } }))
    const text = details.map(inEnglish).join('\n')
    assert.match(text, /Best line, not shown: repeated from the text around, 41 % sure/)
    assert.match(text, /stands already in src\/a\.ts, line 3/)
  })

  it('wakes a snooze and swaps providers with a click', () => {
    assert.equal(statusOf(facts({ refused: 'snoozed' })).click, 'wake')
    assert.equal(statusOf(facts({ refused: 'other-provider' })).click, 'chooseProvider')
  })

  it('shows how the model was loaded and what came of the last request', () => {
    const outcome = { kind: 'empty', reason: 'below-threshold', timings: { total: 4 } } as const
    const { details } = statusOf(facts({ last: { outcome, waitedMs: 11.6 }, latencies: [3, 40, 9] }))
    assert.match(inEnglish(details[0]!), /native.*412 ms/)
    assert.match(inEnglish(details[1]!), /within 9 ms/)
    assert.match(inEnglish(details[2]!), /not sure enough.*12 ms/)
  })

  it('shows the mode in every state, and a click does what the setting says unless something is to be mended', () => {
    assert.equal(inEnglish(statusOf(facts({ mode: 'local', enabled: false })).mode), 'Local')
    assert.equal(inEnglish(statusOf(facts({ mode: 'api', state: stopped })).mode), 'API')
    assert.equal(statusOf(facts({ click: 'pick' })).click, 'chooseMode')
    assert.equal(statusOf(facts({ click: 'cycle' })).click, 'nextMode')
    assert.equal(statusOf(facts({ click: 'cycle', state: stopped })).click, 'restartModel')
    assert.equal(statusOf(facts({ state: stopped })).tone, 'error')
  })

  it('goes through all modes and begins again', () => {
    const seen: Mode[] = ['auto']
    for (let step = 0; step < 4; step++) seen.push(nextMode(seen.at(-1)!))
    assert.deepEqual(seen, ['auto', 'local', 'api', 'compare', 'auto'])
  })

  describe('with the ledger read', () => {
    const caps = { tokensPerQuery: 1000, queriesPerHour: 10, microUsdPerDay: 1_000_000 }
    const spent = (day: number, hour: number, reserved = 0) =>
      statusOf(
        facts({ spending: { use: { day: { spent: day, reserved }, hour: { spent: hour, reserved: 0 } }, caps } }),
      )

    it('says what is spent, and nothing more while there is room', () => {
      const { tone, details, actions } = spent(890_000, 8)
      assert.equal(tone, 'normal')
      assert.deepEqual(details.slice(-2).map(inEnglish), ['Today: $0.89 of $1.00 spent', 'This hour: 8 of 10 asks'])
      assert.ok(!actions.includes('showCaps'))
    })

    it('warns from nine tenths of any cap on, reserved money included, with the way to the caps', () => {
      for (const status of [spent(900_000, 0), spent(0, 9), spent(800_000, 0, 100_000)]) {
        assert.equal(status.tone, 'warning')
        assert.equal(status.actions[0], 'showCaps')
      }
    })

    it('keeps an error an error, and a cap of nothing no alarm', () => {
      const use = { day: { spent: 0, reserved: 0 }, hour: { spent: 0, reserved: 0 } }
      assert.equal(statusOf(facts({ spending: { use, caps: { ...caps, microUsdPerDay: 0 } } })).tone, 'normal')
      const full = { day: { spent: 1_000_000, reserved: 0 }, hour: use.hour }
      assert.equal(statusOf(facts({ state: stopped, spending: { use: full, caps } })).tone, 'error')
    })

    it('says so when the ledger can’t be opened', () => {
      const { summary, tone, icon, click } = statusOf(facts({ spending: 'unavailable' }))
      assert.match(inEnglish(summary), /nothing is sent/)
      assert.deepEqual([tone, icon, click], ['error', 'error', 'showLog'])
      const both = statusOf(facts({ state: stopped, spending: 'unavailable' }))
      assert.deepEqual([inEnglish(both.summary), both.click], ['Run it again.', 'restartModel'])
      assert.match(inEnglish(both.details[0]!), /nothing is sent/)
    })
  })
})
