/** `npx shortline …`: outside the editor what the extension does inside, through the same engine. JSON lines in and out. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Command } from './engines/cli/command.ts'

/** Loaded when asked for: none waits for what another needs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  complete: async () => (await import('./engines/cli/complete.ts')).complete,
  replay: async () => (await import('./engines/cli/replay.ts')).replay,
  judge: async () => (await import('./engines/cli/judge.ts')).judge,
  search: async () => (await import('./engines/cli/search.ts')).search,
  label: async () => (await import('./engines/cli/label.ts')).label,
  eval: async () => (await import('./engines/cli/eval.ts')).evaluate,
  ask: async () => (await import('./engines/cli/ask.ts')).ask,
  ledger: async () => (await import('./engines/cli/ledger.ts')).ledger,
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2)
  const asksForHelp = name === undefined || name === '--help' || name === 'help'
  if (asksForHelp && args.length === 0) {
    console.log(await overview())
    return 0
  }
  const wanted = asksForHelp ? args[0]! : name
  const load = commands[wanted]
  if (!load) throw new Error(`unknown command ${wanted}; see shortline --help`)
  const command = await load()
  if (asksForHelp || args.includes('--help')) {
    console.log(command.help)
    return 0
  }
  return await command.run(args, {
    input: process.stdin,
    output: process.stdout,
    modelsDir: fileURLToPath(new URL('../models', import.meta.url)),
    cores: availableParallelism(),
  })
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}`),
  )
  return `usage: shortline COMMAND [options], JSON lines in, JSON lines out

${lines.join('\n')}

shortline COMMAND --help tells more.`
}

// Whoever reads has seen enough: `shortline ledger --json | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`shortline: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
