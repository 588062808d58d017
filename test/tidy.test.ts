/** The rules of the house as tests: what the layers may import, and what a reader never has to search for. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const MAX_LINES = 300

/** Tracked files and new ones that git does not ignore, so that a rule holds before the commit. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file !== '' && !/^test\/(workspace|cases|recordings)\//.test(file))
const code = files.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file))
const read = (file: string): string => {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return '' // Deleted, and the deletion is not committed yet.
  }
}

/** What a file imports: the specifiers of `import`, `export … from`, `import()` and `require()`. */
function imports(text: string): string[] {
  const statement = /^\s*(?:import|export)\b(?:[^'"`;]*?\bfrom\s*)?\s*['"]([^'"]+)['"]/gm
  const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g
  return [...text.matchAll(statement), ...text.matchAll(call)].map((match) => match[1]!)
}

/** `core`, `engines`, `editor`, `webview/protocol` …, or the package a specifier names. */
function target(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) {
    const name = specifier.replace(/^node:/, '')
    return builtinModules.includes(name) ? 'node' : specifier
  }
  const resolved = path.posix.join(path.posix.dirname(file), specifier).replace(/\.ts$/, '')
  const [top, second] = resolved.split('/')
  if (top === 'extension') return resolved.split('/').length > 2 ? second! : 'extension'
  return top === 'webview' ? resolved : top!
}

const packagesOfThePanel = /^(@vscode\/l10n|@vscode\/codicons\/.*|diff|markdown-it|uplot)$/

const layers: { folder: string; allows: (target: string) => boolean }[] = [
  { folder: 'extension/core/', allows: (to) => to === 'core' },
  {
    folder: 'extension/engines/',
    allows: (to) => !['vscode', 'editor', 'extension', 'main', 'test'].includes(to) && !to.startsWith('webview'),
  },
  {
    folder: 'extension/editor/',
    allows: (to) => ['core', 'editor', 'vscode', 'node', 'webview/protocol'].includes(to),
  },
  { folder: 'webview/', allows: (to) => to.startsWith('webview/') || packagesOfThePanel.test(to) },
  { folder: 'extension/cli', allows: (to) => to !== 'editor' && to !== 'vscode' },
]

function violations(file: string, text: string): string[] {
  const layer = layers.find(({ folder }) => file.startsWith(folder))
  if (!layer) return []
  return imports(text)
    .filter((specifier) => !layer.allows(target(file, specifier)))
    .map((specifier) => `${file} imports ${specifier}`)
}

describe('layers', () => {
  it('import only what their folder allows', () => {
    assert.deepEqual(
      code.flatMap((file) => violations(file, read(file))),
      [],
    )
  })

  it('are told apart by the reader of import statements', () => {
    const broken: [string, string][] = [
      ['extension/core/a.ts', "import { readFile } from 'node:fs/promises'"],
      ['extension/core/a.ts', "import type { Uri } from 'vscode'"],
      ['extension/core/deep/a.ts', "export { x } from '../../engines/x.ts'"],
      ['extension/engines/a.ts', "import * as vscode from 'vscode'"],
      ['extension/engines/host/a.ts', "const x = await import('../../editor/x.ts')"],
      ['extension/editor/a.ts', "import {\n  a,\n  b,\n} from '../engines/protocol.ts'"],
      ['webview/a.ts', "import type { Outcome } from '../extension/core/types.ts'"],
      ['webview/a.ts', "import { readFileSync } from 'node:fs'"],
      ['extension/cli.ts', "import { x } from './editor/x.ts'"],
    ]
    for (const [file, text] of broken) assert.equal(violations(file, text).length, 1, `${file}: ${text}`)
    assert.deepEqual(violations('extension/engines/a.ts', "import { x } from '../core/x.ts'"), [])
    assert.deepEqual(violations('extension/editor/a.ts', "import type { x } from '../../webview/protocol.ts'"), [])
  })

  it('core has no clock and no randomness', () => {
    const impure = /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.|setTimeout|setInterval)/
    const found = code.filter((file) => file.startsWith('extension/core/') && impure.test(withoutComments(read(file))))
    assert.deepEqual(found, [])
  })
})

describe('files', () => {
  it(`stay within ${MAX_LINES} lines`, () => {
    const long = [...code, ...files.filter((file) => file.endsWith('.py'))]
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES)
    assert.deepEqual(long, [])
  })

  it('are not called utils, helpers or index', () => {
    const vague = code.filter((file) => /(^|\/)(utils?|helpers?|misc|common|index)\.[a-z]+$/i.test(file))
    assert.deepEqual(vague, [])
  })

  it('export by name', () => {
    const standard = ['eslint.config.js'] // The linter asks for it.
    const found = code.filter((file) => !standard.includes(file) && /^export default\b/m.test(read(file)))
    assert.deepEqual(found, [])
  })

  it('do not only pass on what others export', () => {
    const barrels = code.filter((file) => {
      const statements = withoutComments(read(file)).trim()
      return statements !== '' && statements.split(/\n(?=\S)/).every((line) => /^export\b[^=]*\bfrom\b/.test(line))
    })
    assert.deepEqual(barrels, [])
  })

  it('never end a catch with a silent null', () => {
    const silent = code.filter((file) =>
      /catch\s*(\([^)]*\))?\s*\{\s*return (null|undefined)?\s*;?\s*\}/.test(read(file)),
    )
    assert.deepEqual(silent, [])
  })

  it('reach the VSIX only by name', () => {
    const rules = read('.vscodeignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    assert.equal(rules[0], '**')
    assert.deepEqual(
      rules.slice(1).filter((rule) => !rule.startsWith('!') || rule.startsWith('!*')),
      [],
    )
  })

  it('name no registry in the lock file', () => {
    assert.doesNotMatch(read('package-lock.json'), /https?:\/\/[^"]*\.tgz/)
  })
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
