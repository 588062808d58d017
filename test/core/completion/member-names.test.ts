import assert from 'node:assert/strict'
import path from 'node:path'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { EngineModels } from '../../../extension/core/completion/engine.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { MemberNames } from '../../../extension/core/completion/member-names.ts'
import { Readings } from '../../../extension/core/completion/reading.ts'
import type { Reading } from '../../../extension/core/completion/reading.ts'
import { loadModel } from '../../../extension/engines/host/load-model.ts'

const uri = 'file:///zebra.ts'
const parts = { neighbours: true, near: true, suffix: true, ngram: true }
const stripes = 'export function stripes(zebra: Zebra): number {\n  return zebra.'

describe('names of members, with the shipped model', () => {
  let models: EngineModels
  before(async () => {
    models = await loadModel(path.resolve(import.meta.dirname, '../../../models/completion'), 'native', 1, 2)
  })

  async function read(text: string): Promise<Reading> {
    const index = new LiveIndex()
    index.open(uri, 'typescript', text)
    const reading = new Readings(models.loaded!, index, parts).begin('zebra.ts', uri, text.length)
    await reading.tree.read(reading.tip)
    return reading
  }

  async function ranked(text: string, members?: readonly string[]): Promise<string[]> {
    const engine = new CompletionEngine(models, () => 0)
    engine.open(uri, 'typescript', text)
    const query = { uri, offset: text.length, threshold: 0, ...(members && { members }) }
    return (await engine.judge('zebra.ts', query, () => false)).ranked.map(({ candidate }) => candidate.text)
  }

  it('are nothing to go by where there are none, or where one has been typed in full', async () => {
    const reading = await read(`${stripes}gr`)
    const behind = (typed: string, members?: string[]): unknown => MemberNames.behind(typed, members, reading)
    assert.equal(behind('zebra.gr', undefined), undefined)
    assert.equal(behind('zebra.gr', ['trot']), undefined)
    assert.equal(behind('zebra.gr', ['gr', 'graze']), undefined)
    assert.equal(behind('zebra gr', ['graze']), undefined)
    assert.ok(behind('zebra.gr', ['graze']))
  })

  it('are chosen as the model finds them likely, whole and never longer', async () => {
    const chosen = async (typed: string, members: readonly string[]): Promise<string | undefined> => {
      const reading = await read(typed)
      const names = MemberNames.behind(typed.split('\n').at(-1)!, members, reading)
      return await names?.choose(reading.tree, reading.tip, reading.mixture, () => false)
    }
    assert.match((await chosen(stripes, ['zoo', 'stripeCount', 'xylophoneQuarrel']))!, /^stripeCount\b/)
    assert.match((await chosen(`${stripes}str`, ['strut', 'stripeCount']))!, /^(ut|ipeCount)\b/)
    assert.match((await chosen(stripes, ['xylophone', 'xylophoneQuarrel']))!, /^xylophone(Quarrel)?\b/)
    assert.match((await chosen(stripes, ['größe']))!, /^größe(?!\p{L})/u)
    const reading = await read(stripes)
    const names = MemberNames.behind('  return zebra.', ['graze'], reading)!
    assert.equal(await names.choose(reading.tree, reading.tip, reading.mixture, () => true), undefined)
  })

  it('are candidates where the model would write a name that does not exist', async () => {
    const free = await ranked(stripes)
    assert.ok(free.length > 0 && free.every((text) => !text.startsWith('stripeCount')), free.join(' | '))
    const known = await ranked(stripes, ['forEachStripe', 'graze', 'stripeCount'])
    assert.ok(known.length > 0, 'one of them at least')
    assert.ok(
      known.every((text) => /^(forEachStripe|graze|stripeCount)\b/.test(text)),
      known.join(' | '),
    )
  })

  it('leave a line as it is whose name is one of them', async () => {
    const [best] = await ranked(stripes)
    const name = /^\w+/.exec(best!)![0]
    assert.equal((await ranked(stripes, [name, 'graze', 'stripeCount']))[0], best)
  })
})
