import assert from 'node:assert/strict'
import { rankFeatures } from '../../../extension/core/completion/candidates.ts'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { EnginePart, EngineModels, Query, Verdict } from '../../../extension/core/completion/engine.ts'
import type { Judge } from '../../../extension/core/completion/card.ts'
import { parseBoostedTrees } from '../../../extension/core/completion/boosted-trees.ts'
import { cutFeatures } from '../../../extension/core/completion/confidence.ts'
import type { LanguageModel } from '../../../extension/core/completion/language-model.ts'
import type { Outcome } from '../../../extension/core/types.ts'
import { tiny } from './tiny.ts'

const uri = 'file:///toy.ts'
const path = 'toy.ts'
const toy =
  'const alpha = read(beta)\nalpha.push(beta)\nbeta = beta + alpha\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'

interface Setting {
  readonly off?: readonly EnginePart[]
  readonly judge?: Judge
  readonly language?: string
  readonly neighbours?: readonly string[]
  readonly models?: EngineModels
}

async function open(marked: string, setting: Setting = {}): Promise<{ engine: CompletionEngine; offset: number }> {
  const models = setting.models ?? { loaded: await tiny(), judge: setting.judge }
  let time = 0
  const engine = new CompletionEngine(models, () => time++, new Set(setting.off))
  setting.neighbours?.forEach((text, at) => engine.open(`file:///${at}.ts`, 'typescript', text))
  engine.open(uri, setting.language ?? 'typescript', marked.replace('║', ''))
  return { engine, offset: marked.indexOf('║') }
}

async function judge(marked: string, setting: Setting = {}, query: Partial<Query> = {}): Promise<Verdict> {
  const { engine, offset } = await open(marked, setting)
  return await engine.judge(path, { uri, offset, threshold: 0, ...query }, () => false)
}

const complete = async (marked: string, setting: Setting = {}, query: Partial<Query> = {}): Promise<Outcome> =>
  (await judge(marked, setting, query)).outcome

/** The line and where it came from, or why there is none. */
function brief(outcome: Outcome): string {
  if (outcome.kind === 'done') return `${outcome.source}: ${outcome.text}`
  return 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind
}

/** Sure of every line; of its beginning as `cut` says: leaves of a tree on one feature. */
function judgeWith(cut: {
  feature: (typeof cutFeatures)[number]
  threshold: number
  low: number
  high: number
}): Judge {
  const rank = parseBoostedTrees({ features: [], bias: 0, trees: [] }, [])
  const tree = { feature: [0, -1, -1], threshold: [cut.threshold, 0, 0], left: [1, 0, 0], right: [2, 0, 0] }
  const trees = [{ ...tree, value: [0, cut.low, cut.high] }]
  const cuts = parseBoostedTrees({ features: [cut.feature], bias: 0, trees }, cutFeatures)
  return { full: { rank, cut: cuts }, copies: { rank, cut: cuts } }
}

describe('completion engine, on a real model', () => {
  it('offers what the model writes and what can be copied, and says which', async () => {
    assert.match(brief(await complete(`${toy}for (const delta of gam║`, { off: ['copy'] })), /^model: ma\) \{$/)
    assert.match(brief(await complete('zebra.run(1)\nzebra.║', { off: ['model'] })), /^copy: run\(1\)$/)
    const { outcome, ranked } = await judge(`${toy}for (const gamma of ║`)
    assert.equal(brief(outcome).replace(/^(both|copy|model)/, 'x'), 'x: alpha) {')
    assert.ok(ranked.every(({ score }) => score !== undefined))
    assert.equal(new Set(ranked.map(({ candidate }) => candidate.text)).size, ranked.length)
    assert.ok(outcome.kind === 'done' && outcome.tokens > 0 && outcome.timings.decode !== undefined)
  })

  it('scores a whole line of the model as decoding did: the same tokens, the same probabilities', async () => {
    const column = (name: string): number => rankFeatures.full.indexOf(name as never)
    let withBlanks = 0
    for (const start of [
      '',
      'alpha = alpha + beta\n',
      'const gamma = read(alpha)\n',
      'beta.push(alpha)\n',
      'return beta\n}\n',
    ]) {
      const { ranked } = await judge(`${toy}${start}║`, { off: ['ngram'] })
      const own = ranked.find(({ features }) => features[column('isModelLine')] === 1)
      assert.ok(own, 'the model ends its line')
      const sum = own.features[column('modelSum')] as number
      const decoded = Math.log(own.features[column('modelLineProbability')] as number)
      assert.ok(Math.abs(sum - decoded) < 0.05, `${own.candidate.text}: ${sum}, not ${decoded}`)
      if (/ [=+] /.test(own.candidate.text)) withBlanks++
    }
    assert.ok(withBlanks > 0, 'a line with blanks in the middle')
  })

  it('answers the same warm, keystroke by keystroke, as cold', async () => {
    const line = 'for (const gamma of alpha) {'
    const { engine, offset } = await open(`${toy}║\n}\n`)
    for (let typed = 0; typed < line.length; typed++) {
      const at = offset + typed
      const warm = await engine.complete(path, { uri, offset: at, threshold: 0 }, () => false)
      const cold = await complete(`${toy}${line.slice(0, typed)}║\n}\n`)
      assert.equal(brief(warm), brief(cold), `behind ${line.slice(0, typed)}`)
      engine.change(uri, [{ offset: at, deleted: 0, inserted: line[typed] as string }])
    }
  })

  it('needs one run less after it was warmed, and for each document that it has visited', async () => {
    // Two lines to copy, so that they are read in a run of their own behind a prompt that is new.
    const { engine, offset } = await open(`${toy}for (const gamma of beta) {\n}\nfor (const gamma of ║\n}\n`)
    const other = 'file:///other.ts'
    engine.open(other, 'typescript', toy)
    const ask = async (): Promise<number> => {
      const before = engine.runs(uri)
      await engine.complete(path, { uri, offset, threshold: 0 }, () => false)
      return engine.runs(uri) - before
    }
    await engine.warm(path, uri, offset)
    const warmed = await ask()
    engine.forget()
    assert.equal(await ask(), warmed + 1)
    await engine.complete(path, { uri: other, offset: 0, threshold: 0 }, () => false)
    assert.ok((await ask()) <= warmed + 1)
  })

  it('reads next to nothing after a suggestion was accepted: it stands in the tree already', async () => {
    const { engine, offset } = await open(`${toy}for (const gamma of ║`)
    const { outcome } = await engine.judge(path, { uri, offset, threshold: 0 }, () => false)
    assert.ok(outcome.kind === 'done')
    engine.change(uri, [{ offset, deleted: 0, inserted: outcome.text }])
    const before = engine.runs(uri)
    await engine.warm(path, uri, offset + outcome.text.length)
    assert.ok(engine.runs(uri) - before <= 1)
  })

  it('copies from neighbours unless they are off', async () => {
    const neighbours = ['quux.frobnicate(1, 2)\n']
    assert.equal(brief(await complete('quux.║', { neighbours, off: ['model'] })), 'copy: frobnicate(1, 2)')
    assert.equal(brief(await complete('quux.║', { neighbours, off: ['model', 'neighbours'] })), 'empty: no-candidate')
  })

  it('copies from below the cursor unless that is off', async () => {
    assert.equal(brief(await complete('quux.║\nquux.end(3)\n', { off: ['model'] })), 'copy: end(3)')
    assert.equal(brief(await complete('quux.║\nquux.end(3)\n', { off: ['model', 'suffix'] })), 'empty: no-candidate')
  })

  it('has nothing when all its parts are off', async () =>
    assert.equal(brief(await complete(`${toy}alpha.║`, { off: ['model', 'copy'] })), 'empty: no-candidate'))

  it('works without a model, and in a language that the model does not know', async () => {
    assert.equal(brief(await complete('a.b(c)\na.║', { models: {} })), 'copy: b(c)')
    const { outcome } = await judge('a.b(c)\na.║', { language: 'rust' })
    assert.equal(brief(outcome), 'copy: b(c)')
    assert.ok(outcome.kind === 'done' && outcome.tokens === 0)
  })

  it('starts with the selected item, wherever its line comes from', async () => {
    const marked = `${toy}zebra.push(1)\nzebra.pop(2)\nzebra.║`
    assert.equal(brief(await complete(marked, { off: ['model'] }, { mustStartWith: 'pu' })), 'copy: push(1)')
    assert.equal(brief(await complete(marked, { off: ['model'] }, { mustStartWith: 'po' })), 'copy: pop(2)')
    for (const mustStartWith of ['push(', 'qqq', 'add(', 'alpha']) {
      const outcome = await complete(marked, {}, { mustStartWith })
      assert.ok(outcome.kind !== 'done' || outcome.text.startsWith(mustStartWith), brief(outcome))
    }
  })

  it('ends the line where confidence ends, and shows nothing below the threshold', async () => {
    const marked = 'zebra.run(one, two)\nzebra.║'
    const wholeDoubtful = judgeWith({ feature: 'isWhole', threshold: 0.5, low: 3, high: -3 })
    const show = async (setting: Judge, threshold: number, mustStartWith?: string): Promise<string> =>
      brief(
        await complete(
          marked,
          { off: ['model'], judge: setting },
          { threshold, ...(mustStartWith && { mustStartWith }) },
        ),
      )
    assert.equal(await show(wholeDoubtful, 0), 'copy: run(one, two)')
    assert.match(await show(wholeDoubtful, 0.5), /^copy: run\(one, two$|^empty: unbalanced-brackets$/)
    const tailDoubtful = judgeWith({ feature: 'fraction', threshold: 0.3, low: 3, high: -3 })
    assert.equal(await show(tailDoubtful, 0.5), 'copy: run')
    assert.equal(await show(tailDoubtful, 0.99), 'empty: below-threshold')
    assert.equal(await show(tailDoubtful, 0.5, 'run(on'), 'empty: below-threshold')
    // Who has selected that much has taken the doubt away.
    assert.equal(await show(tailDoubtful, 0.5, 'run(one'), 'copy: run(one, two)')
    const { outcome } = await judge(marked, { off: ['model'], judge: tailDoubtful }, { threshold: 0.5 })
    assert.ok(outcome.kind === 'done' && Math.abs(outcome.confidence - 1 / (1 + Math.exp(-3))) < 1e-9)
  })

  it('hides a line below the threshold without a fitted judge too', async () => {
    const at = 'const alpha = read(beta)\nconst gamma = ║'
    const { outcome, ranked } = await judge(at, { off: ['model'] }, { threshold: 0.001 })
    assert.equal(outcome.kind, 'done')
    const above = { threshold: ranked[0]!.probability + 0.001 }
    assert.equal(brief(await complete(at, { off: ['model'] }, above)), 'empty: below-threshold')
  })

  it('goes through the rules once something may be hidden', async () => {
    const sure = judgeWith({ feature: 'isWhole', threshold: 0.5, low: 3, high: 3 })
    const marked = 'zebra.run(1)\n// zebra.║'
    assert.equal(
      brief(await complete(marked, { off: ['model'], judge: sure }, { threshold: 0.5 })),
      'empty: comment-or-string',
    )
    assert.equal(brief(await complete(marked, { off: ['model'], judge: sure })), 'copy: run(1)')
  })

  it('is cancelled between two tokens and before the scores are read', async () => {
    const { engine, offset } = await open(`${toy}alpha.║`)
    for (const after of [0, 1, 2]) {
      let asked = 0
      const outcome = await engine.complete(path, { uri, offset, threshold: 0 }, () => asked++ >= after)
      assert.equal(outcome.kind, 'cancelled')
    }
    assert.equal((await engine.complete(path, { uri, offset, threshold: 0 }, () => false)).kind, 'done')
  })

  it('is cancelled, not broken, when the text goes away during any of its runs', async () => {
    const loaded = await tiny()
    for (const close of [false, true]) {
      for (let after = 1; after < 14; after++) {
        let runs = 0
        const state = { gone: false }
        const model: LanguageModel = {
          vocabulary: loaded.model.vocabulary,
          maxLength: loaded.model.maxLength,
          release: (cache) => loaded.model.release(cache),
          select: (cache, slots) => loaded.model.select(cache, slots),
          run: async (...input) => {
            const step = await loaded.model.run(...input)
            if (++runs === after) {
              state.gone = true
              if (close) engine.close(uri)
              else engine.change(uri, [{ offset: 0, deleted: offset, inserted: '' }])
            }
            return step
          },
        }
        const { engine, offset } = await open(`${toy}for (const gamma of ║`, {
          models: { loaded: { ...loaded, model } },
        })
        const outcome = await engine.complete(path, { uri, offset, threshold: 0.1 }, () => state.gone)
        assert.equal(outcome.kind, state.gone ? 'cancelled' : 'done', `after run ${after}`)
      }
    }
  })

  describe('on odd text', () => {
    const outcomeIn = async (marked: string): Promise<string> => {
      const outcome = await complete(marked)
      assert.ok(outcome.kind === 'done' || outcome.kind === 'empty' || outcome.kind === 'refused')
      if (outcome.kind === 'done') assert.doesNotMatch(outcome.text, /[\r\n]/)
      return brief(outcome)
    }

    it('answers in an empty file', async () => {
      assert.ok(await outcomeIn('║'))
      assert.equal(brief(await complete('║', { off: ['model'] })), 'empty: no-candidate')
    })

    it('says that a line of a megabyte is too long, in the middle and behind it', async () => {
      const long = 'x = 1; '.repeat(75_000)
      assert.equal(await outcomeIn(`a\n${long}║${long}\nb\n`), 'empty: line-too-long')
      assert.notEqual(await outcomeIn(`${long}\n${toy}alpha.║`), 'empty: line-too-long')
    })

    it('answers behind 1,990 characters of many tokens each', async () => {
      for (const wide of ['変'.repeat(1_980), '😀'.repeat(990)]) assert.ok(await outcomeIn(`${toy}x = ${wide}║`))
    })

    it('says that a file is too large rather than its lines', async () =>
      assert.equal(await outcomeIn(`${'const a = 1\n'.repeat(200_000)}a║\n`), 'refused: file-too-large'))

    it('answers within and beside surrogate pairs and combining characters', async () => {
      const text = 'say("😀é e\u0301 👨‍👩‍👧")\nsay("😀é e\u0301 👨‍👩‍👧"'
      for (let at = text.indexOf('\n') + 1; at <= text.length; at++) {
        assert.ok(await outcomeIn(`${text.slice(0, at)}║${text.slice(at)}`))
      }
    })

    it('knows no carriage returns', async () => {
      const unix = `${toy}for (const gamma of ║\n}\n`
      assert.equal(await outcomeIn(unix.replaceAll('\n', '\r\n')), await outcomeIn(unix))
    })

    it('refuses an offset outside of the text and a document that is not open', async () => {
      const { engine } = await open('abc║')
      await assert.rejects(
        engine.complete(path, { uri, offset: 4, threshold: 0 }, () => false),
        RangeError,
      )
      await assert.rejects(
        engine.complete(path, { uri: 'other', offset: 0, threshold: 0 }, () => false),
        /not open/,
      )
    })
  })
})
