/**
 * From the key to the ghost text in the real VS Code: Shortline beside a provider that returns a constant, so that the
 * editor's own delay and drawing are in both. Two windows take turns on the same keys in the same files. Counted is a
 * suggestion that is new on the screen; what is left of one that is typed through is drawn without asking anyone. What is
 * typed is the rest of the cursor's line and the lines below it, which the file lacks.
 */
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { placeCursor, plainTyping } from '../e2e/scenarios.ts'
import { closeBrowser, startEditor, type Editor } from '../vscode/editor.ts'
import { root } from '../vscode/install.ts'
import type { BenchOptions } from './benches.ts'
import { casesFor } from './cases.ts'
import type { BenchCase } from './cases.ts'
import { digits, percentiles, printTable, quantile, spread, spreadNames } from './report.ts'

/** In a file; a line is finished. */
const keysPerFile = 60
/** Twenty seconds each. */
const mostFiles = 60
/** A constant is shown behind every key, a suggestion of ours behind every eighth. */
const filesPerConstant = 4
/** They warm both up. */
const firstFiles = 2
const filesPerLine = 10
/** Slower than any answer, as fast as people type. */
const betweenKeysMs = 250
/** The text around the cursor is read when the cursor has come to rest. */
const restMs = 500
const suffixes: Readonly<Record<string, string>> = { typescript: 'ts', javascript: 'js', python: 'py' }

export async function benchEditor(options: BenchOptions): Promise<void> {
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  const cases = await casesFor({ ...options, cases: Math.min(options.cases, mostFiles) })
  const typings = cases.map((file, at) => typingOf(file, `case-${at}.${suffixes[file.language] ?? 'ts'}`))
  const files = Object.fromEntries(typings.map(({ name, prefix, suffix }) => [name, prefix + suffix]))
  // Holding a suggestion back is manners, not slowness.
  const settings = { ...plainTyping, 'shortline.multiLine': 'auto', 'shortline.pace': 'eager' }
  const ours = await startEditor({ extension: 'unpacked', files, settings })
  try {
    const constant = await startEditor({ extension: 'none', files, settings })
    try {
      await ours.open('src/report.ts')
      await ours.ready()
      await constant.host(provideConstant)
      const watch = await readFile(path.join(import.meta.dirname, 'ghost-watch.js'), 'utf8')
      for (const { page } of [ours, constant]) await page.evaluate(watch)
      const ms: { ours: number[]; constant: number[] } = { ours: [], constant: [] }
      for (const [number, typing] of typings.entries()) {
        const turns = number % 2 === 0 ? (['ours', 'constant'] as const) : (['constant', 'ours'] as const)
        for (const who of turns) {
          if (who === 'constant' && number >= firstFiles && number % filesPerConstant > 0) continue
          const found = await typeIn(who === 'ours' ? ours : constant, typing)
          if (number >= firstFiles) ms[who].push(...found)
        }
        if ((number + 1) % filesPerLine === 0) console.log(`${number + 1} of ${typings.length} files`)
      }
      print(ms)
    } finally {
      await constant.close()
    }
  } finally {
    await ours.close()
    await closeBrowser()
  }
}

function print({ ours, constant }: { readonly ours: readonly number[]; readonly constant: readonly number[] }): void {
  const over = percentiles.map((share) => digits(quantile(ours, share) - quantile(constant, share)))
  printTable(
    'from the key to new ghost text on the screen',
    ['', 'suggestions', ...spreadNames],
    [
      ['constant provider', String(constant.length), ...spread(constant)],
      ['Shortline', String(ours.length), ...spread(ours)],
      ['over the constant', '', ...over],
    ],
  )
}

interface Typing {
  readonly name: string
  readonly prefix: string
  readonly lines: readonly string[]
  readonly suffix: string
}

function typingOf({ prefix, target, suffix }: BenchCase, name: string): Typing {
  const [end = '', ...below] = suffix.split('\n')
  const lines = [target + end]
  let keys = target.length
  // What no key types is left in the file, with all behind it.
  while (keys < keysPerFile && below[0] !== undefined && /^[\x20-\x7e]*$/.test(below[0])) {
    const line = below.shift()!
    lines.push(line)
    keys += line.trimStart().length
  }
  return { name, prefix, lines, suffix: ['', ...below].join('\n') }
}

/** @returns milliseconds to each new suggestion */
async function typeIn(editor: Editor, { name, prefix, lines }: Typing): Promise<number[]> {
  const { page } = editor
  await editor.open(name)
  const above = prefix.split('\n')
  await placeCursor(editor, above.length - 1, above.at(-1)!.length)
  await page.waitForTimeout(restMs)
  await page.evaluate(() => ((globalThis as unknown as Watch).ghostMs = []))
  for (const [number, line] of lines.entries()) {
    const code = line.trimStart()
    if (number > 0) {
      // The indentation is the editor's work, which is switched off.
      await page.evaluate(() => (globalThis as unknown as Watch).forgetKey())
      await page.keyboard.insertText(`\n${line.slice(0, line.length - code.length)}`)
      await page.waitForTimeout(betweenKeysMs)
    }
    await page.keyboard.type(code.replace(/[^\x20-\x7e].*$/s, ''), { delay: betweenKeysMs })
  }
  await page.waitForTimeout(betweenKeysMs)
  const ms = await page.evaluate(() => (globalThis as unknown as Watch).ghostMs)
  await editor.host(async ({ vscode }) => {
    await vscode.commands.executeCommand('workbench.action.files.revert')
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
  })
  return ms
}

/** What `ghost-watch.js` keeps in the page. */
interface Watch {
  ghostMs: number[]
  /** What comes next is not of a key. */
  forgetKey(): void
}

/** Runs in the extension host. A text of its own each time, so that a new suggestion is told from the last one. */
function provideConstant({ vscode }: Parameters<Parameters<Editor['host']>[0]>[0]): void {
  let count = 0
  vscode.languages.registerInlineCompletionItemProvider(
    { pattern: '**' },
    {
      provideInlineCompletionItems: (_document, position) => [
        new vscode.InlineCompletionItem(`~constant${count++}()`, new vscode.Range(position, position)),
      ],
    },
  )
}
