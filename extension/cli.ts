/** `npx shortline …`: outside the editor what the extension does inside, through the same engine. JSON lines in and out. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { complete } from './engines/cli/complete.ts'
import { judge } from './engines/cli/judge.ts'
import { engineOptions, help } from './engines/cli/options.ts'
import { replay } from './engines/cli/replay.ts'

const modelDir = fileURLToPath(new URL('../models/completion', import.meta.url))

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2)
  if (command === undefined || command === '--help' || command === 'help' || rest.includes('--help')) {
    console.log(help(command))
    return 0
  }
  if (command !== 'complete' && command !== 'replay' && command !== 'judge')
    throw new Error(`unknown command ${command}; see shortline --help`)
  const { values } = parseArgs({ args: rest, options: engineOptions, strict: true })
  const run = { complete, replay, judge }[command]
  return await run(values, modelDir, availableParallelism(), process.stdin, process.stdout)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`shortline: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
