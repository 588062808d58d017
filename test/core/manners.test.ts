import assert from 'node:assert/strict'
import { Manners } from '../../extension/core/manners.ts'
import type { Offer, Place } from '../../extension/core/manners.ts'

const uri = 'file:///a.ts'
const above = 'const a = 1'
const offer = (typed: string, text: string): Offer => ({ uri, above, typed, text })

const place = (typed: string, line = above): Place => ({ uri, above: line, typed })

/** Types `count` suggestions away. */
function ignore(manners: Manners, count: number): void {
  for (let at = 0; at < count; at++) {
    manners.shown(offer('x.', 'abc()'))
    manners.keystroke(0, place('x.z'))
  }
}

describe('manners', () => {
  it('wait at a line’s start until a Tab that was meant as indentation is over', () => {
    const manners = new Manners()
    manners.keystroke(1000, place(''))
    assert.ok(manners.wait(1000, '    ') >= 250)
    assert.equal(manners.wait(1000, '    return '), 0)
    assert.equal(manners.wait(1400, '    '), 0)
  })

  it('wait after Esc', () => {
    const manners = new Manners()
    manners.dismissed(1000)
    assert.ok(manners.wait(1100, 'a.') > 500)
    assert.equal(manners.wait(2000, 'a.'), 0)
  })

  it('never offer again at the same place what was dismissed there, however far it is typed', () => {
    const manners = new Manners()
    manners.shown(offer('  foo.', 'bar(baz)'))
    manners.dismissed(0)
    assert.ok(manners.isRejected(offer('  foo.', 'bar(baz)')))
    assert.ok(manners.isRejected(offer('  foo.b', 'ar(baz)')))
    assert.ok(manners.isRejected(offer('  foo.', 'bar')), 'its beginning')
    assert.ok(manners.isRejected(offer('  foo.', 'bar(baz).qux()')), 'what begins with it')
    assert.ok(!manners.isRejected(offer('  foo.', 'qux(baz)')))
    assert.ok(!manners.isRejected({ ...offer('  foo.', 'bar(baz)'), above: 'const b = 2' }))
    assert.ok(!manners.isRejected(offer('  foo.bar(baz)', '.then()')), 'behind it, once it was typed')
    manners.allowAgain(offer('', ''))
    assert.ok(!manners.isRejected(offer('  foo.', 'bar(baz)')))
  })

  it('wait the longer the more suggestions in a row are typed away', () => {
    const manners = new Manners()
    ignore(manners, 4)
    assert.equal(manners.wait(0, 'x.z'), 0)
    ignore(manners, 3)
    const some = manners.wait(0, 'x.z')
    ignore(manners, 4)
    const more = manners.wait(0, 'x.z')
    assert.ok(some > 0 && more > some)
    ignore(manners, 100)
    assert.ok(manners.wait(0, 'x.z') <= 1_500)
    assert.equal(manners.wait(2_000, 'x.z'), 0, 'a pause is an invitation')
  })

  it('wait less after each one that is accepted', () => {
    const manners = new Manners()
    ignore(manners, 20)
    const before = manners.wait(0, 'x.z')
    manners.accepted()
    const after = manners.wait(0, 'x.z')
    assert.ok(after < before)
    manners.accepted()
    manners.accepted()
    assert.equal(manners.wait(0, 'x.z'), 0)
  })

  it('are as soon forgotten by someone who ignored hundreds', () => {
    const manners = new Manners()
    ignore(manners, 300)
    for (let at = 0; at < 4; at++) manners.accepted()
    assert.equal(manners.wait(0, 'x.z'), 0)
  })

  it('hold nothing against a suggestion that is typed through, deleted behind, or left', () => {
    const manners = new Manners()
    for (let at = 0; at < 30; at++) {
      manners.shown(offer('x.', 'abc()'))
      for (const typed of ['x.a', 'x.ab', 'x.abc()', 'x.abc().']) manners.keystroke(0, place(typed))
      manners.shown(offer('x.', 'abc()'))
      manners.keystroke(0, place('x'))
      manners.shown(offer('x.', 'abc()'))
      manners.keystroke(0, undefined)
    }
    assert.equal(manners.wait(0, 'x.z'), 0)
  })

  it('know what is on the screen: there is nothing to wait for', () => {
    const manners = new Manners()
    manners.shown(offer('  ', 'return a'))
    assert.ok(manners.isVisible(offer('  ', 'return a')))
    manners.keystroke(0, place('  re'))
    assert.ok(manners.isVisible(offer('  re', 'turn a')))
    manners.keystroke(0, place('  '))
    assert.ok(manners.isVisible(offer('  ', 'return a')), 'taken back')
    assert.ok(!manners.isVisible(offer('  ', 'return b')))
    manners.keystroke(0, place('  x'))
    assert.ok(!manners.isVisible(offer('  ', 'return a')))
  })

  it('know it over several lines', () => {
    const manners = new Manners()
    manners.shown(offer('if (', 'a) {\n  b()\n}'))
    manners.keystroke(0, place('if (a) {'))
    manners.keystroke(0, place('  ', 'if (a) {'))
    assert.ok(manners.isVisible({ ...place('  ', 'if (a) {'), text: 'b()\n}' }))
    manners.keystroke(0, place('  b', 'if (a) {'))
    assert.ok(manners.isVisible({ ...place('  b', 'if (a) {'), text: '()\n}' }))
  })

  it('know it over several lines of a block that began on an empty one, and hold nothing against it', () => {
    const manners = new Manners()
    for (let round = 0; round < 30; round++) {
      manners.shown(offer('', 'if (a) {\n  b()\n}'))
      manners.keystroke(0, place('if (a) {'))
      manners.keystroke(0, place('  ', 'if (a) {'))
      assert.ok(manners.isVisible({ ...place('  ', 'if (a) {'), text: 'b()\n}' }))
    }
    assert.equal(manners.wait(0, 'x.z'), 0)
  })

  it('take a word that is accepted for an acceptance, and typed letters not', () => {
    const manners = new Manners()
    ignore(manners, 20)
    const before = manners.wait(0, 'x.z')
    manners.shown(offer('x.', 'abc(def)'))
    for (const typed of ['x.a', 'x.ab', 'x.abc']) manners.keystroke(0, place(typed))
    assert.equal(manners.wait(0, 'x.z'), before)
    manners.keystroke(0, place('x.abc(def'))
    assert.ok(manners.wait(0, 'x.z') < before)
  })
})
