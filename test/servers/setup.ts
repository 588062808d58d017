/** Root hooks: one pair of servers for all the tests here. */
import type { Context } from 'mocha'
import { startServers, type RealServers } from './start.ts'

let started: RealServers | undefined

export function servers(): RealServers {
  if (!started) throw new Error('The servers are started by the configuration in test/servers/.mocharc.json.')
  return started
}

export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    this.timeout(25 * 60_000) // The first time they are installed, too.
    started = await startServers((line) => console.error(line))
  },
  async afterAll(): Promise<void> {
    await started?.stop()
  },
}
