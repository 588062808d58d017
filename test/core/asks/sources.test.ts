import assert from 'node:assert/strict'
import { chooseSources } from '../../../extension/core/asks/sources.ts'
import type { Hit } from '../../../extension/core/retrieval/types.ts'

const hit = (path: string, score: number, startLine = 1, endLine = 9): Hit => ({
  ...{ path, startLine, endLine, score },
  ...{ text: `text of ${path}`, hash: `${path}:${startLine}` },
})

const paths = (hits: readonly { readonly path: string }[]): string => hits.map(({ path }) => path).join(' ')

describe('sources', () => {
  it('leaves out what is weak, without room or not to be read, and says so', () => {
    const hits = [hit('a', 10), hit('.env', 9), hit('b', 8), hit('weak', 1), hit('c', 7)]
    const { sources, leftOut } = chooseSources(hits, { count: 2, characters: 1000 }, (path) =>
      path === '.env' ? 'secret-file' : undefined,
    )
    assert.equal(paths(sources), 'a b')
    assert.deepEqual(
      leftOut.map(({ path, why }) => `${path} ${why}`),
      ['.env secret-file', 'weak weak', 'c no-room'],
    )
  })
})
