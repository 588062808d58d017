/** What Shortline has in the editor's page, and how a test changes a setting of it. */
import type { FrameLocator, Locator, Page } from 'playwright-core'
import type { Editor } from './editor.ts'

/** The panel's own document, inside the frames that VS Code puts around it. */
export function panelOf({ page }: { readonly page: Page }): FrameLocator {
  return page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame')
}

/** The item in the status bar. */
export function statusItem({ page }: { readonly page: Page }): Locator {
  return page.locator('.statusbar-item[id^="shortline.shortline"]')
}

/** @param name without `shortline.` */
export function changeSetting(editor: Pick<Editor, 'host'>, name: string, value: unknown): Promise<void> {
  return editor.host(
    async ({ vscode }, name, value) => {
      const settings = () => vscode.workspace.getConfiguration('shortline')
      await settings().update(name, value, true)
      // The value arrives a little after the promise.
      for (let tries = 0; settings().get(name) !== value && tries < 50; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    name,
    value,
  )
}
