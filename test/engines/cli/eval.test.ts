import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { labels } from '../../../extension/core/types.ts'
import { jsonLines, shortline } from './shortline.ts'

describe('shortline eval', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-eval-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function file(...lines: (object | string)[]): Promise<string> {
    const name = path.join(folder, 'set.jsonl')
    await writeFile(name, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
    return name
  }

  it('scores a file of requests', async () => {
    const set = await file(
      { text: '/fix it', label: 'fix' },
      { text: '/edit it', label: 'fix', accept: ['edit'], context: { location: 'inline' } },
      '',
      { text: '/docs it', label: 'tests', id: 'more fields are fine', topic: 'x' },
      { text: 'something else', label: 'out-of-scope' },
    )
    const { code, output, errors } = await shortline(['eval', 'intents', set, '--json'])
    assert.equal(code, 0, errors)
    const [metrics] = jsonLines(output) as [
      {
        count: number
        labels: { label: string; recall: number }[]
        confusion: number[][]
        ms: { p50: number; p99: number }
      },
    ]
    assert.equal(metrics.count, 4)
    assert.equal(metrics.labels.find(({ label }) => label === 'fix')!.recall, 1)
    assert.equal(metrics.labels.find(({ label }) => label === 'tests')!.recall, 0)
    assert.equal(metrics.confusion[labels.indexOf('tests')]![labels.indexOf('docs')], 1)
    assert.ok(metrics.ms.p99 >= metrics.ms.p50 && metrics.ms.p50 > 0)
  })

  it('prints tables for people', async () => {
    const { output } = await shortline(['eval', 'intents', await file({ text: '/fix it', label: 'fix' })])
    for (const part of [
      /^1 requests$/m,
      /^accuracy +100\.0 %/m,
      /^macro-F1 /m,
      /^calibration error /m,
      /^conformal sets /m,
      /^out of scope /m,
      /^milliseconds +p50 /m,
      /^fix +1 +100\.0 % +100\.0 % +100\.0 %$/m,
    ])
      assert.match(output, part)
  })

  it('says what is wrong with a file or a set', async () => {
    for (const [args, message] of [
      [
        ['intents', await file({ text: 'x', label: 'fix' }, { text: 'x', label: 'nonsense' })],
        /line 2: "nonsense" is not a label/,
      ],
      [['intents', path.join(folder, 'nothing.jsonl')], /ENOENT/],
      [['nonsense'], /eval takes one of: .*intents/],
      [[], /eval takes one of/],
      [['constructor'], /eval takes one of/],
    ] as const) {
      const { code, errors } = await shortline(['eval', ...args])
      assert.equal(code, 1)
      assert.match(errors, message)
    }
  })
}).timeout(60_000)
