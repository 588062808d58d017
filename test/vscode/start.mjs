/** `npm start`: everything from a fresh clone to VS Code with Shortline in it. `-- --check`: the same headless. */
import { prepare } from './bootstrap.mjs'

if (prepare()) {
  const { start, check } = await import('./open.ts')
  process.exitCode = await (process.argv.includes('--check') ? check() : start())
}
