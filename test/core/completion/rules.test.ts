import { cleanUp, rules } from '../../../extension/core/completion/rules.ts'
import { readdirSync } from 'node:fs'
import assert from 'node:assert/strict'
import { check } from './rules/marked.ts'

describe('clean-up', () => {
  it('applies one rule after the other', () => {
    check(cleanUp, 'f(║├a, b);  \n}┤)', 'f(║├a, b┤)')
    check(cleanUp, 'a = ║├ b;\nc┤\n', 'a = ║├b;┤\n')
  })
  it('says the first reason', () => {
    check(cleanUp, 'a ║├\nb┤c', 'mid-line')
    check(cleanUp, 'a ║├\nb┤', 'blank')
  })
  it('knows every rule of the folder', () => {
    const folder = new URL('../../../extension/core/completion/rules/', import.meta.url)
    assert.equal(rules.length, readdirSync(folder).length - 1) // without rule.ts, the types
  })
  it('has a golden test for every rule', () => {
    const tests = readdirSync(new URL('rules/', import.meta.url)).filter((file) => file.endsWith('.test.ts'))
    assert.equal(tests.length, rules.length)
  })
})
