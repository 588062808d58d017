/** An index service on a workspace of its own, for each test. */
import type { IndexState } from '../../../extension/core/retrieval/index-state.ts'
import type { Embed } from '../../../extension/core/retrieval/types.ts'
import { IndexService } from '../../../extension/engines/retrieval/index-service.ts'
import { TestWorkspace, dimensions, wordEmbedder } from './workspace.ts'

export const files = {
  'src/gravatar.ts': 'export function gravatarUrl(email: string): string {\n  return host + md5(email)\n}\n',
  'src/orders.ts': 'export function totalOf(orders: Order[]): number {\n  return sum(orders, "price")\n}\n',
  'lib/parse.py': 'def parse_date(text):\n    return strptime(text, FORMAT)\n',
  '.env': 'CANARY_TOKEN=gravatar\n',
}

export interface Running {
  readonly service: IndexService
  readonly states: IndexState[]
  /** Texts that were embedded as code. */
  readonly texts: string[]
}

export interface Options {
  readonly owner?: string
  /** null: no encoder. */
  readonly embed?: Embed | null
  readonly file?: string
  readonly model?: string
  readonly now?: () => number
}

export class ServiceBench {
  readonly workspace: TestWorkspace
  private readonly open: IndexService[] = []

  private constructor(workspace: TestWorkspace) {
    this.workspace = workspace
  }

  static async create(): Promise<ServiceBench> {
    return new ServiceBench(await TestWorkspace.create(files))
  }

  start(options: Options = {}): Running {
    const words = wordEmbedder()
    const embed = options.embed === null ? undefined : (options.embed ?? words.embed)
    const states: IndexState[] = []
    const service = new IndexService({
      options: {
        folders: [{ root: this.workspace.root, name: '' }],
        file: options.file ?? this.workspace.file('.git/index.db'),
        exclude: [],
        model: embed ? { id: options.model ?? 'words', dimensions } : null,
      },
      ...(embed && { embed }),
      owner: options.owner ?? 'me',
      onState: (state) => states.push(state),
      log: () => undefined,
      now: options.now ?? (() => Date.now()),
    })
    this.open.push(service)
    return { service, states, texts: words.texts }
  }

  /** Closes what is open; the workspace stays. */
  async close(): Promise<void> {
    await Promise.all(this.open.splice(0).map((service) => service.close()))
  }

  async remove(): Promise<void> {
    await this.close()
    await this.workspace.remove()
  }
}

export const first = async ({ service }: Running, query: string): Promise<string | undefined> =>
  (await service.search(query, 5))[0]?.path
