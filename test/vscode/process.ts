/** Running programs for the harness: the Node of this project first in the path, errors with their output. */
import { execFile, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The Node that runs this file comes first, whatever older one the machine has. */
const bin = path.dirname(process.execPath)

export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
  // A user's own `.npmrc` may name the headers of another Node.
  npm_config_nodedir: path.dirname(bin),
}

/** Runs a program to its end and gives its standard output; fails with what it wrote to standard error. */
export async function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; timeout?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { stdout } = await execute(program, args, { env: environment, maxBuffer: 64 << 20, ...options })
  return stdout
}

export function npm(args: readonly string[], cwd: string): Promise<string> {
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd })
}

/** Ends a process group that was started `detached`, first politely; resolves when its leader is gone. */
export async function stopGroup(child: ChildProcess, patience = 3000): Promise<void> {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name)
    } catch {
      // The group is gone already.
    }
  }
  signal('SIGTERM')
  const impatient = setTimeout(() => signal('SIGKILL'), patience)
  await gone
  clearTimeout(impatient)
  signal('SIGKILL') // Children that ignored the first signal.
}
