import assert from 'node:assert/strict'
import { foldAt, Intake } from '../../webview/intake.ts'

describe('text on its way to the page', () => {
  const text = Array.from({ length: 100_000 }, (_, n) => String(n)).join(' ')

  /** @param msOf what a frame takes that draws so many characters */
  function frames(intake: Intake, msOf: (length: number) => number = () => 1): string[] {
    const drawn: string[] = []
    while (intake.isWaiting) {
      const frame = intake.pass()
      intake.took(msOf(frame.length))
      drawn.push(frame)
    }
    return drawn
  }

  it('arrives whole and in order, however long frames take', () => {
    for (const ms of [0, 100]) {
      const intake = new Intake()
      intake.receive(0, text.slice(0, 100_000))
      assert.equal(frames(intake, () => ms).join(''), text.slice(0, 100_000))
      assert.ok(intake.isCaughtUp)
    }
  })

  it('comes in larger parts where that is quick, and in smaller ones where it is not', () => {
    const partsWhere = (charactersPerMs: number): number => {
      const intake = new Intake()
      intake.receive(0, text.slice(0, foldAt))
      const lengths = frames(intake, (length) => length / charactersPerMs).map(({ length }) => length)
      return lengths.reduce((sum, length) => sum + length, 0) / lengths.length
    }
    assert.ok(partsWhere(100_000) > 4 * partsWhere(1000))
    assert.ok(partsWhere(1000) < 8 * 1024, 'a few milliseconds each')
  })

  it('comes in parts of some size even where that is slow, once someone has asked for all of it', () => {
    const intake = new Intake()
    intake.receive(0, text)
    frames(intake, () => 100)
    intake.unfold()
    const lengths = frames(intake, () => 100).map(({ length }) => length)
    assert.ok(
      Math.min(...lengths.slice(1, -1)) >= 6 * 1024,
      `${Math.min(...lengths.slice(1, -1))} characters in a frame`,
    )
  })

  it('is taken once where parts overlap', () => {
    const intake = new Intake()
    intake.receive(0, text.slice(0, 50))
    intake.receive(20, text.slice(20, 80))
    assert.equal(frames(intake).join(''), text.slice(0, 80))
  })

  it('stops at a length until someone wants the rest', () => {
    const intake = new Intake()
    intake.receive(0, text)
    assert.equal(frames(intake).join(''), text.slice(0, foldAt))
    assert.deepEqual([intake.folded, intake.isCaughtUp], [text.length - foldAt, false])
    intake.unfold()
    assert.equal(frames(intake).join(''), text.slice(foldAt))
    assert.deepEqual([intake.folded, intake.isCaughtUp], [0, true])
  })
})
