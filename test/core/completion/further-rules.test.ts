/**
 * Golden cases in `test/cases/further`, one file per rule: what stands in the file, `├` what would follow the line
 * before it `┤`; below `---` what is left of that. A case that is called `known bad` says how it should be.
 */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { blankLine } from '../../../extension/core/completion/further/blank-line.ts'
import { closedBrackets } from '../../../extension/core/completion/further/closed-brackets.ts'
import { goesInCircles } from '../../../extension/core/completion/further/goes-in-circles.ts'
import { repeatsBelow } from '../../../extension/core/completion/further/repeats-below.ts'
import type { FurtherRule } from '../../../extension/core/completion/further/rule.ts'
import { finish } from '../../../extension/core/completion/further/rules.ts'
import { sameScope } from '../../../extension/core/completion/further/same-scope.ts'

const rules: Readonly<Record<string, FurtherRule>> = {
  'blank-line': blankLine,
  'closed-brackets': closedBrackets,
  'goes-in-circles': goesInCircles,
  'repeats-below': repeatsBelow,
  'same-scope': sameScope,
}

interface Golden {
  readonly name: string
  readonly given: string
  readonly expected: string
}

function readGolden(rule: string): Golden[] {
  const text = readFileSync(new URL(`../../cases/further/${rule}.txt`, import.meta.url), 'utf8')
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...rest] = part.split('\n')
      const [given = '', expected = ''] = rest.join('\n').split('---\n')
      return { name, given, expected }
    })
}

/** The same text with what the rule leaves between the marks. */
function apply(rule: FurtherRule, given: string): string {
  const match = /^([^]*)\n├([^]*?)┤([^]*)$/.exec(given)
  assert.ok(match, `No ├…┤ in: ${given}`)
  const [, before = '', inserted = '', after = ''] = match
  const written = (line: string): boolean => line.trim() !== ''
  const above = before.split('\n').reverse()
  const first = above.shift() ?? ''
  const lines = inserted.split('\n').slice(0, -1)
  const kept = rule(lines, { first, above: above.filter(written), below: after.split('\n').filter(written) })
  const left = lines.slice(0, kept).map((line) => `${line}\n`)
  return `${before}\n├${left.join('')}┤${after}`
}

describe('rules for further lines', () => {
  const folder = new URL('../../../extension/core/completion/further/', import.meta.url)
  it('each have a file and golden cases', () => {
    const files = readdirSync(folder).filter((file) => !['rule.ts', 'rules.ts'].includes(file))
    assert.deepEqual(files.map((file) => file.replace('.ts', '')).sort(), Object.keys(rules).sort())
  })

  for (const [name, rule] of Object.entries(rules)) {
    describe(name, () => {
      const cases = readGolden(name)
      it('has a case that is known to be bad', () => assert.ok(cases.some((golden) => /^known bad/.test(golden.name))))
      for (const golden of cases) {
        it(golden.name, () => {
          const found = apply(rule, golden.given)
          // One that has become right is to lose its mark.
          if (golden.name.startsWith('known bad')) assert.notEqual(found, golden.expected)
          else assert.equal(found, golden.expected)
        })
      }
    })
  }

  it('go together: the brackets are looked at in what the other rules leave', () => {
    const block = { first: 'if (a) {', above: [], below: ['use(b)'] }
    assert.deepEqual(finish(['  one()', '}', 'use(b)'], block), ['  one()', '}'])
    assert.deepEqual(finish(['  one()', '', '}'], block), [])
  })
})
