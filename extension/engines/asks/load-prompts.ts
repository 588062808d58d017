import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parsePrompt, promptNames } from '../../core/asks/prompt-file.ts'
import type { Prompts } from '../../core/asks/prompt-file.ts'

/**
 * @param folder `extension/prompts`
 * @throws Error that names the prompt that is missing or broken
 */
export function loadPrompts(folder: string): Prompts {
  return Object.fromEntries(
    promptNames.map((name) => [name, parsePrompt(name, readFileSync(path.join(folder, `${name}.md`), 'utf8'))]),
  ) as Prompts
}
