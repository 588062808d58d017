/** The cases that models are judged and rankers fitted on see the files that the editor and the model host would read. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { filesBeside, mostChars, mostFileBytes } from '../../extension/core/completion/folder-scope.ts'
import { isNamePart, isNameStart } from '../../extension/core/completion/lexer.ts'
import {
  charsAfter,
  charsBefore,
  mostAlike,
  mostWorkspaceChars,
  namesOf,
  nearestFiles,
} from '../../extension/core/completion/workspace-scope.ts'
import { installServers, venv } from '../servers/install.ts'
import { root } from '../vscode/install.ts'
import { run } from '../vscode/process.ts'

/** @param program has `scopes`, `json` and its arguments as `given` */
async function python(program: string, ...given: unknown[]): Promise<unknown> {
  const source = ['import json, sys', 'sys.path.insert(0, sys.argv[1])', 'import scopes']
  source.push('given = [json.loads(each) for each in sys.argv[2:]]', `print(json.dumps(${program}))`)
  const args = [path.join(root, 'models/recipe'), ...given.map((each) => JSON.stringify(each))]
  return JSON.parse(await run(path.join(venv, 'bin/python'), ['-c', source.join('\n'), ...args]))
}

describe('files that cases see', () => {
  let paths: readonly string[] = []
  before(async function () {
    this.timeout(15 * 60_000)
    await installServers((line) => console.error(line))
    paths = (await run('git', ['ls-files', 'extension', 'models', 'test'], { cwd: root })).trim().split('\n')
  })

  it('of a folder are those that the editor reads', async () => {
    const names = [
      ...[
        'order.ts',
        'order.test.ts',
        'order-table.ts',
        'reorder.ts',
        'border.tsx',
        'o.ts',
        'orders.mjs',
        'order.d.ts',
      ],
      ...['order.min.js', 'order.py', 'ORDER.TS', '.order.ts', '.ts', 'order', 'table.border.ts', 'a.vue', 'order.'],
    ]
    for (const name of names) {
      assert.deepEqual(await python('scopes.files_beside(*given)', name, names), filesBeside(name, names), name)
    }
    const many = Array.from({ length: 90 }, (_, at) => `file-${at}.ts`)
    assert.deepEqual(await python('scopes.files_beside(*given)', 'file-1.ts', many), filesBeside('file-1.ts', many))
  })

  it('of a workspace are those that the model host reads, in its order', async () => {
    for (const front of ['extension/core/completion/engine.ts', 'models/recipe/train.py', 'test/run.mjs', 'LICENSE']) {
      const nearest = nearestFiles(front, paths)
      assert.deepEqual(await python('scopes.nearest_files(*given)', front, paths), nearest, front)
      assert.equal(nearest.length === 0, front === 'LICENSE')
    }
    const front = 'extension/core/completion/engine.ts'
    const near = nearestFiles(front, paths).slice(0, 60)
    const texts = await Promise.all(near.map((each) => readFile(path.join(root, each), 'utf8')))
    const around = (await readFile(path.join(root, front), 'utf8')).slice(0, 4000)
    const ranked = await python(
      'scopes.most_alike(scopes.names_of(given[0]), {path: scopes.names_of(open(path, encoding="utf8", newline="").read()) for path in given[1]})',
      around,
      near.map((each) => path.join(root, each)),
    )
    const names = new Map(near.map((each, at) => [path.join(root, each), namesOf(texts[at]!)]))
    assert.deepEqual(ranked, mostAlike(namesOf(around), names))
  })

  it('are compared by the same names', async () => {
    const texts = [
      '',
      'ab abc abcd 1abcd a1b2 $abc _x_y',
      'größe Ünsere 変数名前 имя переменная',
      '😀😀 a😀b x·yz naïve\u00a0café',
    ]
    for (const text of texts) {
      const { distinct, total } = namesOf(text)
      const theirs = (await python('scopes.names_of(*given)', text)) as [string[], number]
      assert.deepEqual([theirs[0].length, theirs[1]], [distinct.length, total], text)
    }
    const [starts, parts] = (await python(
      '[[c for c in range(65536) if not 0xd800 <= c < 0xe000 and scopes.NAME.fullmatch(before + chr(c))] for before in ("", "a")]',
    )) as [number[], number[]]
    const codes = Array.from({ length: 65_536 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff)
    assert.deepEqual(starts, codes.filter(isNameStart))
    assert.deepEqual(parts, codes.filter(isNamePart))
  })

  it('have as much room', async () => {
    assert.deepEqual(await python('[scopes.FOLDER, scopes.LARGEST, scopes.WORKSPACE, scopes.BEFORE, scopes.AFTER]'), [
      mostChars,
      mostFileBytes,
      mostWorkspaceChars,
      charsBefore,
      charsAfter,
    ])
  })
})
