import { repeatsItself } from '../../../../extension/core/completion/rules/repeats-itself.ts'
import { check } from './marked.ts'

describe('rule: no text that goes round in circles', () => {
  it('the same name four times', () => check(repeatsItself, 'x = ║├a, a, a, a┤', 'repeats-itself'))
  it('the same call four times', () => check(repeatsItself, 'x║├.then(f).then(f).then(f).then(f)┤', 'repeats-itself'))
  it('three times is real code', () => check(repeatsItself, 'Map<║├any, any, any>┤', 'Map<║├any, any, any>┤'))
  it('numbers and brackets may repeat', () => check(repeatsItself, 'x = ║├[0, 0, 0, 0, 0]┤', 'x = ║├[0, 0, 0, 0, 0]┤'))
  it('a third line alike', () => check(repeatsItself, 'a.push(b)\na.push(b)\na.║├push(b)┤', 'repeats-itself'))
  it('a second line alike is real code', () => check(repeatsItself, 'next()\n║├next()┤', 'next()\n║├next()┤'))
  it('closing brackets may stand in many lines', () => check(repeatsItself, '    }\n  }\n║├}┤', '    }\n  }\n║├}┤'))
  // Known to be wrong: code that does the same three times, or lists four alike.
  it('wrong: a third step that is meant', () =>
    check(repeatsItself, 'await tick()\nawait tick()\nawait ║├tick()┤', 'repeats-itself'))
  it('wrong: four parameters of one type', () =>
    check(repeatsItself, 'f: (║├string, string, string, string┤', 'repeats-itself'))
})
