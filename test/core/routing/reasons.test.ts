import assert from 'node:assert/strict'
import { gates, matrix } from '../../../extension/core/routing/matrix.ts'
import { describeRouting, labelTitles, routingReasons } from '../../../extension/core/routing/reasons.ts'
import { labels } from '../../../extension/core/types.ts'

describe('the reasons of the router', () => {
  it('are sentences', () => {
    for (const sentence of Object.values(routingReasons)) assert.match(sentence, /^[A-Z].*\.$/)
    assert.equal(describeRouting('no-key'), routingReasons['no-key'])
    assert.equal(describeRouting('constructor'), 'constructor')
  })

  it('are all given by a row, a gate, the router or a comparison', () => {
    const given = new Set<string>([
      ...matrix.map((row) => row.reason),
      ...gates.map((gate) => gate.closedBy),
      'not-sure',
      'asked-for-plan',
      'compares-completion',
    ])
    assert.deepEqual(
      Object.keys(routingReasons).filter((reason) => !given.has(reason)),
      [],
    )
  })

  it('have a title for every label to choose', () => {
    assert.deepEqual(Object.keys(labelTitles), [...labels])
  })
})
