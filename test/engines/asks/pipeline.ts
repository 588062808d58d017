/** What every suite of the pipeline starts from: a workspace with an index and a ledger, and a server that does as it is told. */
import { answer, begin, finish, startFaultServer } from '../flagship/fault-server.ts'
import type { Fault, FaultServer } from '../flagship/fault-server.ts'
import type { Entry } from '../../../extension/core/money/entries.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

export interface Pipeline {
  readonly server: FaultServer
  readonly workspace: Workspace
  /** What the server does next. */
  fault: Fault
  lastEntry(): Promise<Entry>
  /** All that was sent since the test began, as one text. */
  sent(): string
}

/** Registers the hooks of the suite; its fields are there once a test runs. */
export function pipeline(): Pipeline {
  let server: FaultServer
  let workspace: Workspace
  const it: Pipeline = {
    get server() {
      return server
    },
    get workspace() {
      return workspace
    },
    fault: answer,
    lastEntry: async () => (await workspace.folder.parts.store.call('entries', 0, 1))[0]!,
    sent: () => JSON.stringify(server.bodies),
  }
  before(async function () {
    this.timeout(30_000)
    server = await startFaultServer((...all) => it.fault(...all))
    workspace = await openWorkspace(server.baseUrl)
  })
  after(async () => {
    await workspace.dispose()
    await server.close()
  })
  beforeEach(() => {
    it.fault = answer
    server.bodies.length = 0
    workspace.config = {}
    workspace.label = 'explain'
  })
  return it
}

export const says =
  (...words: string[]): Fault =>
  (response, { model }) => {
    begin(response, ...words)
    finish(response, model)
  }
