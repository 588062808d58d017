/** Which files a file imports: they hold what it calls, so lines are copied from them first. */
import { isScript } from './places.ts'

/** Of one import, the paths where its file may be, likeliest first: with `/`, from the importing file's folder on. */
export type Alternatives = readonly string[]

const script = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"]([^'"\n]+)['"]/g
const python = /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+\(?([\w, \t]*)|import[ \t]+([\w.]+))/gm
const scriptEndings = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.vue', '.svelte']
/** A file that imports more is mostly a list of others. */
const mostImports = 16
/** Imports stand at the beginning. */
const mostChars = 20_000

/**
 * @param language VS Code language id; none in languages that name no files
 * @param depth folders between the workspace's folder and the file: no path leads out of it
 */
export function importsOf(language: string, text: string, depth: number): Alternatives[] {
  const start = text.slice(0, mostChars)
  const found =
    language === 'python' ? pythonImports(start, depth) : isScript(language) ? scriptImports(start, depth) : []
  const inside = found.map((paths) => paths.filter((path) => path.split('../').length - 1 <= depth))
  const distinct = new Map(inside.filter((paths) => paths.length > 0).map((paths) => [paths[0], paths]))
  return [...distinct.values()].slice(0, mostImports)
}

function scriptImports(text: string, depth: number): Alternatives[] {
  return [...text.matchAll(script)].map(([, name = '']) => {
    // What `@` and `~` stand for is in a bundler's settings, and is nearly always this.
    const root = /^[@~]\/(.+)$/.exec(name)?.[1]
    if (root !== undefined) return ['src/', ''].flatMap((folder) => scriptFiles('../'.repeat(depth) + folder + root))
    return /^\.\.?(\/|$)/.test(name) ? scriptFiles(tidy(name)) : []
  })
}

/** `./a/../b` is `b`. */
function tidy(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function scriptFiles(path: string): string[] {
  const ending = /\.[cm]?[jt]sx?$|\.vue$|\.svelte$/.exec(path)?.[0]
  if (ending !== undefined)
    return [path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), path].filter((a, at, all) => all.indexOf(a) === at)
  const folder = path === '' || path.endsWith('..') ? [] : scriptEndings.map((each) => path + each)
  return [...folder, ...scriptEndings.slice(0, 4).map((each) => `${path === '' ? '' : `${path}/`}index${each}`)]
}

function pythonImports(text: string, depth: number): Alternatives[] {
  return [...text.matchAll(python)].flatMap(([, dots = '', from = '', names = '', plain = '']) => {
    const module = (plain || from).replaceAll('.', '/')
    const roots =
      dots === '' ? Array.from({ length: depth + 1 }, (_, up) => '../'.repeat(up)) : ['../'.repeat(dots.length - 1)]
    // `from package import module` names a file as well as `from package.module import name`.
    const members = plain ? [] : names.split(',').flatMap((name) => /^\s*(\w+)/.exec(name)?.slice(1) ?? [])
    const modules = module === '' ? members : [module, ...members.map((member) => `${module}/${member}`)]
    return modules.map((name) => roots.flatMap((root) => [`${root}${name}.py`, `${root}${name}/__init__.py`]))
  })
}
