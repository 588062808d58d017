/** Root hooks of the suites that run in a real VS Code. */
import type { Context } from 'mocha'
import { closeBrowser, takePictures } from '../vscode/editor.ts'

export const mochaHooks = {
  async afterEach(this: Context): Promise<void> {
    const test = this.currentTest!
    if (test.state !== 'failed') return
    for (const file of await takePictures(test.fullTitle())) console.error(`      picture: ${file}`)
  },
  afterAll: closeBrowser,
}
