import assert from 'node:assert/strict'
import {
  afterLine,
  freshShadow,
  mostStep,
  readShadows,
  shadowFor,
  stepSize,
  thresholdOf,
  withShadow,
} from '../../extension/core/shadow.ts'
import type { Shadow, Shades } from '../../extension/core/shadow.ts'
import { sequence } from '../bench/report.ts'

const setting = 0.65

/** A workspace where what the engine claims is off by `bias`. */
function write(lines: number, bias: number, from = freshShadow(setting)): Shadow {
  const random = sequence(11)
  let shadow = from
  for (let line = 0; line < lines; line++) {
    const requests = Array.from({ length: 1 + Math.floor(random() * 4) }, (): Shades => {
      const confidence = random()
      return [{ confidence, length: 12, clean: random() < confidence + bias }]
    })
    shadow = afterLine(shadow, requests)
  }
  return shadow
}

describe('shadow evaluation', () => {
  it('stays with the setting where the engine is as good as it claims', () => {
    const threshold = thresholdOf(write(3_000, 0))
    assert.ok(Math.abs(threshold - setting) <= stepSize + 1e-9, String(threshold))
  })

  it('shows more where the engine is better than it claims, and less where it is worse', () => {
    const better = write(3_000, 0.15)
    assert.ok(thresholdOf(better) <= setting - 2 * stepSize, String(thresholdOf(better)))
    const worse = write(3_000, -0.15)
    assert.ok(thresholdOf(worse) >= setting + 2 * stepSize, String(thresholdOf(worse)))
  })

  it('has a gain to show for it', () => {
    const better = write(3_000, 0.2)
    assert.ok(better.with.saved > better.without.saved * 1.05, JSON.stringify(better))
    const worse = write(3_000, -0.2)
    const wrong = ({ shown, clean }: Shadow['with']): number => shown - clean
    assert.ok(wrong(worse.with) < wrong(worse.without) * 0.95, JSON.stringify(worse))
  })

  it('keeps to its bounds, whatever happens', () => {
    assert.ok(Math.abs(thresholdOf(write(20_000, 1)) - (setting - mostStep * stepSize)) < 1e-9)
    assert.ok(Math.abs(thresholdOf(write(20_000, -1)) - (setting + mostStep * stepSize)) < 1e-9)
    const least = { ...freshShadow(0.35), step: -mostStep }
    const most = { ...freshShadow(0.9), step: mostStep }
    assert.deepEqual([thresholdOf(least), thresholdOf(most)], [0.3, 0.95])
  })

  it('takes who wants everything or nothing at his word', () => {
    for (const wish of [0, 1]) assert.equal(thresholdOf(write(1_000, 0.3, freshShadow(wish))), wish)
  })

  it('moves after some lines at the earliest, and comes back when the code changes', () => {
    assert.equal(write(59, 1).step, 0)
    const low = write(3_000, 0.2)
    assert.ok(low.step < -1)
    assert.ok(write(3_000, -0.2, low).step > 1)
  })

  it('counts longer texts of the same request as what a lower threshold would show', () => {
    const shades: Shades = [
      { confidence: 0.9, length: 5, clean: true },
      { confidence: 0.5, length: 20, clean: false },
    ]
    const shadow = afterLine(freshShadow(setting), [shades, shades])
    assert.deepEqual(shadow.without, { shown: 1, clean: 1, saved: 5 })
    assert.ok(
      shadow.gains.some(({ sum }) => sum < 0),
      'a step down would have shown the wrong text',
    )
  })

  it('knows what it can read again', () => {
    const kept: unknown = JSON.parse(JSON.stringify(write(10, 0)))
    assert.deepEqual(readShadows(kept), [kept], 'of a version with one setting')
    assert.deepEqual(readShadows([{}, kept]), [kept])
    for (const other of [undefined, null, {}, { ...(kept as object), step: 40 }, { ...(kept as object), gains: [] }])
      assert.deepEqual(readShadows(other), [])
  })

  it('are learned apart where folders have settings of their own', () => {
    let shadows = readShadows(undefined)
    for (let line = 0; line < 500; line++)
      for (const setting of [0.5, 0.65]) {
        const right = setting === 0.65 || line % 10 === 0
        const shades: Shades = [{ confidence: setting - 0.02, length: 20, clean: right }]
        shadows = withShadow(shadows, afterLine(shadowFor(shadows, setting), [shades]))
      }
    assert.ok(thresholdOf(shadowFor(shadows, 0.65)) < 0.65)
    assert.equal(thresholdOf(shadowFor(shadows, 0.5)), 0.5)
    for (let at = 1; at < 50; at++) shadows = withShadow(shadows, freshShadow(at / 100))
    assert.ok(shadows.length < 10)
  })
})
