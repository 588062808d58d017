/** Root hooks of the suites that run in a real VS Code. */
import { closeBrowser } from '../vscode/editor.ts'

export const mochaHooks = {
  afterAll: closeBrowser,
}
