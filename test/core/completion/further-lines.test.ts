import assert from 'node:assert/strict'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { EnginePart, FurtherQuery } from '../../../extension/core/completion/engine.ts'
import { tiny } from './tiny.ts'

const uri = 'file:///toy.ts'
const path = 'toy.ts'
/** What the small model was trained on looks like this, so that it would write the same as is copied. */
const block = 'for (const gamma of alpha) {\n  gamma.add(beta)\n}\n'
const toy = `${block}const alpha = read(beta)\n${block}const gamma = read(beta)\n`
const text = 'alpha) {'

interface Asked extends Partial<FurtherQuery> {
  readonly marked?: string
  readonly off?: readonly EnginePart[]
  readonly language?: string
}

async function open({ marked = `${toy}for (const gamma of ║`, off, language = 'typescript' }: Asked): Promise<{
  engine: CompletionEngine
  offset: number
}> {
  let time = 0
  const engine = new CompletionEngine({ loaded: await tiny() }, () => time++, new Set(off))
  engine.open(uri, language, marked.replace('║', ''))
  return { engine, offset: marked.indexOf('║') }
}

async function goOn(asked: Asked = {}): Promise<{ text: string; confidence: number }> {
  const { engine, offset } = await open(asked)
  const query = { uri, offset, text, confidence: 1, threshold: 0, lines: 'sure' as const, ...asked }
  return await engine.goOn(path, query, () => false)
}

describe('further lines, on a real model', () => {
  it('are the ones that stand elsewhere too, as deep as they belong', async () => {
    assert.equal((await goOn()).text, '\n  gamma.add(beta)\n}')
    const deeper = toy.replaceAll(/^(?=.)/gm, '  ')
    const inBlock = `${toy}if (beta) {\n${deeper}  for (const gamma of ║`
    assert.match((await goOn({ marked: inBlock })).text, /^\n {4}gamma\.\w+\(\w+\)\n {2}\}$/)
  })

  it('are less sure the more there are, and end where the whole is no longer sure enough', async () => {
    const { confidence } = await goOn()
    assert.ok(confidence > 0 && confidence < 1)
    assert.equal((await goOn({ confidence: 0.5 })).confidence, confidence / 2)
    const unsure = await goOn({ threshold: confidence + 0.001 })
    assert.equal(unsure.text, '', 'a block that can’t be closed is not begun')
    assert.equal(unsure.confidence, 1)
  })

  it('come by themselves only where they are copied; who asks gets the model’s own', async () => {
    assert.equal((await goOn({ off: ['copy'] })).text, '')
    assert.match((await goOn({ off: ['copy'], lines: 'asked' })).text, /^\n {2}\S.*\n\}$/s)
  })

  it('do not repeat what stands below', async () => {
    const below = `${toy}for (const gamma of ║\n  gamma.add(beta)\n}\n`
    assert.equal((await goOn({ marked: below })).text, '')
  })

  it('are none where text follows on the line, where the line was ended early, and without a model for the language', async () => {
    assert.equal((await goOn({ marked: `${toy}for (const gamma of ║) {\n}` })).text, '')
    assert.equal((await goOn({ threshold: 0.01, text: 'al' })).text, '')
    assert.equal((await goOn({ language: 'rust' })).text, '')
    assert.equal((await goOn({ off: ['model'] })).text, '')
    assert.equal((await goOn({ effort: 'ngram' })).text, '')
  })

  it('leave the next line’s suggestion as it would have been', async () => {
    const { engine, offset } = await open({})
    const query = { uri, offset, threshold: 0 }
    const before = await engine.complete(path, query, () => false)
    await engine.goOn(path, { ...query, text, confidence: 1, lines: 'asked' }, () => false)
    const after = await engine.complete(path, query, () => false)
    assert.ok(before.kind === 'done' && after.kind === 'done')
    assert.deepEqual([after.text, after.confidence, after.source], [before.text, before.confidence, before.source])
  })

  it('are called off between any two steps', async () => {
    for (let steps = 0; steps < 12; steps++) {
      const { engine, offset } = await open({})
      let asked = 0
      const query = { uri, offset, text, confidence: 1, threshold: 0, lines: 'sure' as const }
      const found = await engine.goOn(path, query, () => asked++ >= steps)
      assert.equal(found.text, '', `after ${steps}`)
    }
  })
})
