/** `npm start -- --check`: types beginnings of lines into a real VS Code until the model has had its say. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from '../../extension/core/types.ts'
import { closeBrowser, sampleWorkspace, startEditor } from './editor.ts'
import { cacheFolder } from './install.ts'
import { originOf, outcomes, recordOutcomes } from './outcomes.ts'
import { typeText, waitForGhost } from './page.ts'

/** Their continuations are everyday TypeScript and stand nowhere in the sample workspace. */
const beginnings = [
  'for (let i = 0; i < lines.length; ',
  'import { readFileSync } from ',
  'const text = JSON.str',
  'if (typeof value === ',
  'throw new ',
]

export interface CheckResult {
  ok: boolean
  typed?: string
  suggestion?: string
  source?: Source
  /** From the last key until the ghost text stood on the screen. */
  ms?: number
  engine?: string
  modelLoadMs?: number
  editor?: string
  /** From opening the window to a running extension host. */
  windowMs?: number
  screenshot: string
  /** What was tried before, with what came of it. */
  tried: unknown[]
}

export async function tryCompletions(): Promise<CheckResult> {
  const result: CheckResult = { ok: false, screenshot: path.join(cacheFolder, 'check.png'), tried: [] }
  const known = await workspaceText()
  const editor = await startEditor({ extension: 'unpacked' })
  try {
    const { page } = editor
    await editor.open('src/report.ts')
    const { engine, loadMs, trouble } = await editor.ready()
    Object.assign(result, {
      editor: editor.kind,
      windowMs: Math.round(editor.startMs),
      engine,
      modelLoadMs: Math.round(loadMs),
    })
    if (trouble) result.tried.push(trouble)
    await recordOutcomes(editor)
    for (const typed of beginnings) {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+End')
      await typeText(page, `\n${typed}`)
      const ghost = await waitForGhost(page, 5000).catch(() => undefined)
      const said = await outcomes(editor)
      const source = ghost && originOf(ghost.text, said)
      const isNew = ghost !== undefined && !known.includes(typed + ghost.text) && !known.includes(ghost.text.trim())
      if (isNew && (source === 'model' || source === 'both')) {
        return Object.assign(result, { ok: true, typed, suggestion: ghost.text, source, ms: Math.round(ghost.ms) })
      }
      result.tried.push({ typed, ghost: ghost?.text, source, last: said.at(-1) })
    }
    return result
  } finally {
    await editor.page.screenshot({ path: result.screenshot })
    await editor.close()
    await closeBrowser()
  }
}

async function workspaceText(): Promise<string> {
  const entries = await readdir(sampleWorkspace, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n')
}
