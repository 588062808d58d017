/** `npm test`: everything from a fresh clone to one line with the total. */
import { prepare } from './vscode/bootstrap.mjs'

if (prepare()) {
  const { testEverything } = await import('./everything.ts')
  process.exitCode = await testEverything()
}
