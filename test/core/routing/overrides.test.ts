import assert from 'node:assert/strict'
import { parseOverrides, withoutMode } from '../../../extension/core/routing/overrides.ts'
import { labels } from '../../../extension/core/types.ts'

describe('overrides', () => {
  it('read every label at the start', () => {
    for (const label of labels) assert.deepEqual(parseOverrides(`/${label} it`), { text: 'it', overrides: { label } })
  })

  it('read modes, plans and names that people know, in any order and case', () => {
    assert.deepEqual(parseOverrides('/local /Explain  what is it'), {
      text: 'what is it',
      overrides: { mode: 'local', label: 'explain' },
    })
    assert.deepEqual(parseOverrides(' /api\n/plan do all'), { text: 'do all', overrides: { mode: 'api', plan: true } })
    assert.deepEqual(parseOverrides('/doc'), { text: '', overrides: { label: 'docs' } })
  })

  it('let the first word count', () => {
    assert.deepEqual(parseOverrides('/local /api x').overrides, { mode: 'local' })
    assert.deepEqual(parseOverrides('/fix /edit x').overrides, { label: 'fix' })
  })

  it('leave paths, words further on and unknown words alone', () => {
    for (const text of [
      '/etc/hosts is what?',
      'what does /explain do',
      '/nothing x',
      '/api/users returns 500',
      '/constructor',
      '  x',
    ]) {
      assert.deepEqual(parseOverrides(text), { text, overrides: {} })
    }
  })

  it('are taken back as far as they set a mode, for whoever asks again the other way', () => {
    assert.equal(withoutMode('/local where is it'), 'where is it')
    assert.equal(withoutMode('/explain /API  /plan /local this'), '/explain /plan this')
    assert.equal(withoutMode('/etc/hosts /local'), '/etc/hosts /local')
    assert.equal(withoutMode(' why /api?'), ' why /api?')
  })
})
