/**
 * Runs in the extension host as `extensionTestsPath` and evaluates there what a test sends over a local
 * socket: the test itself, with keyboard and page, runs in Node. One line of JSON per message.
 * VS Code ends the test run, and closes the window, when `run` resolves.
 */
const net = require('node:net')
const readline = require('node:readline')
const vscode = require('vscode')

exports.run = () =>
  new Promise((resolve, reject) => {
    const socket = net.connect(process.env.SHORTLINE_BRIDGE)
    const send = (message) => socket.write(JSON.stringify(message) + '\n')
    socket.on('connect', () =>
      send({ hello: { pid: process.pid, folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '' } }),
    )
    socket.on('error', reject)
    socket.on('close', () => resolve())
    readline.createInterface({ input: socket }).on('line', async (line) => {
      const { id, code, args } = JSON.parse(line)
      try {
        const extension = vscode.extensions.getExtension('shortline.shortline')
        const shortline = extension?.isActive ? extension.exports : undefined
        const value = await eval(`(${code})`)({ vscode, shortline, require }, ...args)
        send({ id, value })
      } catch (error) {
        send({ id, error: String(error?.stack ?? error) })
      }
    })
  })
