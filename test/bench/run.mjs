/** `npm run bench [-- NAME …] [--cases N] [--kills N] …`: figures side by side, from a fresh clone. */
import { prepare } from '../vscode/bootstrap.mjs'

if (prepare()) {
  const { runBenches } = await import('./benches.ts')
  process.exitCode = await runBenches(process.argv.slice(2))
}
