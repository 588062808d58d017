import assert from 'node:assert/strict'
import { parseBoostedTrees } from '../../../extension/core/completion/boosted-trees.ts'
import { bestCopies } from '../../../extension/core/completion/candidates.ts'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { BeamLimits, Judge } from '../../../extension/core/completion/card.ts'
import { cutFeatures } from '../../../extension/core/completion/confidence.ts'
import { otherCandidate } from '../../../extension/core/completion/copies.ts'
import { beamPays } from '../../../extension/core/completion/weighing.ts'
import type { Weighed } from '../../../extension/core/completion/weighing.ts'
import { tiny } from './tiny.ts'

const search = { candidates: [], longest: 0, places: 0, lineEnds: 0, votes: 0 }
const line = (text: string): ReturnType<typeof otherCandidate> => otherCandidate(search, text)

describe('weighing', () => {
  const weighed = (probability: number, ...confidences: number[]): Weighed => ({
    ranked: [{ candidate: line('a'), score: undefined, features: new Float32Array(), probability }],
    cuts: [],
    confidences,
  })
  const limits: BeamLimits = { sure: 0.8, hope: 0.5 }

  it('looks for no other lines once the best is sure, or while nothing comes near the threshold', () => {
    assert.equal(beamPays(weighed(0.81, 0.9), limits, 0.6), false)
    assert.equal(beamPays(weighed(0.5, 0.29, 0.1), limits, 0.6), false)
    assert.equal(beamPays(weighed(0.5, 0.31, 0.1), limits, 0.6), true)
    assert.equal(beamPays(weighed(0.1, 0.01), limits, 0), true, 'a whole line is wanted, whatever its confidence')
    assert.equal(beamPays(weighed(0.9), undefined, 0.6), true, 'a card without limits')
  })

  it('asks the model about two copies at least, and about others only when they are likely', () => {
    const candidates = ['b', 'aaaa', 'aa', 'aaa'].map(line)
    const trees = [
      { feature: [0, -1, -1], threshold: [3.5, 0, 0], left: [1, 0, 0], right: [2, 0, 0], value: [0, -5, 1] },
    ]
    const byLength = parseBoostedTrees({ features: ['length'], bias: 0, trees }, ['length'])
    const texts = (ranker: typeof byLength | undefined, most: number, least: number): string[] =>
      bestCopies(candidates, ({ text }) => Float32Array.of(text.length), ranker, { most, least }).map(
        ({ text }) => text,
      )
    assert.deepEqual(texts(byLength, 4, 0.01), ['aaaa', 'b'])
    assert.deepEqual(texts(byLength, 3, 0), ['aaaa', 'b', 'aa'])
    assert.deepEqual(texts(undefined, 3, 0.01), ['b', 'aaaa', 'aa'])
  })

  it('is as sure of what follows a selected item as of that alone', async () => {
    const uri = 'file:///a.ts'
    const text = 'const alpha = read(beta)\nalpha.push(beta)\nconst gamma = '
    const rank = parseBoostedTrees({ features: [], bias: 0, trees: [] }, [])
    // A third for the name, a quarter for the whole line.
    const trees = [
      { feature: [8, -1, -1], threshold: [0.5, 0, 0], left: [1, 0, 0], right: [2, 0, 0], value: [0, 0, -0.4] },
    ]
    const cut = parseBoostedTrees({ features: cutFeatures, bias: -0.7, trees }, cutFeatures)
    const judge: Judge = { full: { rank, cut }, copies: { rank, cut } }
    const engine = new CompletionEngine({ loaded: await tiny(), judge }, () => 0, new Set(['beam']))
    engine.open(uri, 'typescript', text)
    const query = { uri, offset: text.length, threshold: 0.6 }
    const alone = await engine.complete('a.ts', query, () => false)
    assert.ok(alone.kind === 'empty' && alone.reason === 'below-threshold')
    const given = await engine.complete('a.ts', { ...query, mustStartWith: 'read' }, () => false)
    assert.ok(given.kind === 'done' && given.text === 'read(beta)', JSON.stringify(given))
    assert.ok(given.confidence > 0.7 && given.confidence < 0.8, String(given.confidence))
    const half = await engine.complete('a.ts', { ...query, mustStartWith: 're' }, () => false)
    assert.equal(half.kind, 'empty', 'within a name')
  })

  it('spares the runs of the beam where the limits say so', async () => {
    const uri = 'file:///a.ts'
    const text = 'const alpha = read(beta)\nalpha.push(beta)\nconst gamma = '
    const runs = async (beam: BeamLimits | undefined): Promise<number> => {
      const rank = parseBoostedTrees({ features: [], bias: 0, trees: [] }, [])
      const cut = parseBoostedTrees({ features: [], bias: 0, trees: [] }, cutFeatures)
      const judge: Judge = { full: { rank, cut, beam }, copies: { rank, cut } }
      const engine = new CompletionEngine({ loaded: await tiny(), judge }, () => 0)
      engine.open(uri, 'typescript', text)
      const { early } = await engine.judge('a.ts', { uri, offset: text.length, threshold: 0.4 }, () => false)
      assert.equal(early === undefined, beam !== undefined && beam.sure <= 0.5)
      return engine.runs(uri)
    }
    const always = await runs(undefined)
    assert.equal(await runs({ sure: 0.6, hope: 0 }), always)
    assert.ok((await runs({ sure: 0.5, hope: 0 })) < always)
  })
})
