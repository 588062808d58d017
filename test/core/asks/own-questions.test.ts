import assert from 'node:assert/strict'
import { asksOwnCode } from '../../../extension/core/asks/own-questions.ts'

describe('questions for a place in own code', () => {
  it('are told by who asks where', () => {
    for (const text of [
      'where do we retry uploads?',
      'Where is our theme applied',
      'which of our files set the zoom',
      'wo prüfen wir die Endung',
      'in welcher Datei setzen wir das Thema',
      'où est-ce que nous lisons les réglages',
      '¿dónde guardamos los colores?',
      '哪个文件读取主题？',
      '我们在哪里设置主题',
    ])
      assert.ok(asksOwnCode(text), text)
  })

  it('are none where the editor, a concept or a shell is asked about', () => {
    for (const text of [
      'where is the setting for word wrap',
      'which key opens the terminal',
      'where did the minimap go? we liked it',
      'what is a monad',
      'how do we squash commits',
      'wo stelle ich das Thema um',
      'où est le terminal',
      '¿dónde cambio el tema?',
      '在哪里改主题',
      '',
    ])
      assert.ok(!asksOwnCode(text), text)
  })

  it('are found in time in whatever is pasted', () => {
    for (const piece of ['where ', 'where we', '我们', 'a ', 'wo\t']) asksOwnCode(piece.repeat(200_000))
  })
})
