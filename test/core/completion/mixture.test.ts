import assert from 'node:assert/strict'
import { mixingFeatures } from '../../../extension/core/completion/mixing.ts'
import { Mixture } from '../../../extension/core/completion/mixture.ts'
import { TokenTree } from '../../../extension/core/completion/token-tree.ts'
import { tiny } from './tiny.ts'

const toy =
  'const alpha = read(beta)\nalpha.push(beta)\nbeta = beta + alpha\nfor (const gamma of alpha) {\n  gamma.add(beta)\n'

describe('mixture, on a real model', () => {
  it('finds the likeliest tokens among all of the vocabulary, however much the text around counts', async () => {
    const { model, tokenizer } = await tiny()
    const texts = [{ ids: Int32Array.from(tokenizer.encode(toy + toy.replaceAll('beta', 'gamma'))) }]
    const tokens = [
      tokenizer.special.path,
      ...tokenizer.encode('toy.ts\n'),
      tokenizer.special.prefix,
      ...tokenizer.encode(toy),
    ]
    let fromText = 0
    const fitted = { features: mixingFeatures, weights: [-0.5, 0.1, 0.3, 0.2, -0.2, 0.5, -0.3, 0.1] }
    for (const mixing of [...[0, 0.05, 0.3, 0.6, 1].map((share) => [0, share]), fitted]) {
      const mixture = new Mixture(tokenizer, texts, mixing)
      const tree = new TokenTree(model)
      for (let length = tokens.length - 30; length <= tokens.length; length++) {
        const tip = tree.begin(tokens.slice(0, length))
        await tree.read(tip)
        for (const count of [1, 3]) {
          const all = tokenizer.tokens.map((_, id) => mixture.probability(tip, id)).slice(1)
          const wanted = all.sort((a, b) => b - a).slice(0, count)
          const found = mixture.best(tip, '', count)
          assert.equal(found.length, count)
          found.forEach(({ id, probability }, at) => {
            assert.ok(
              Math.abs(probability - wanted[at]!) < 1e-6,
              `${JSON.stringify(mixing)} ${length} ${count}: ${probability}, not ${wanted[at]!}`,
            )
            assert.equal(probability, mixture.probability(tip, id))
          })
          if (found[0]!.id !== new Mixture(tokenizer, [], []).best(tip, '', 1)[0]!.id) fromText++
        }
      }
    }
    assert.ok(fromText > 10, 'the text around decides now and then')
  })
})
