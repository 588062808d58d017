/** Runs tasks, each in its workspace and with its settings, on one ledger. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AskEvent, Source } from '../../core/ask-service.ts'
import { codeCall, questionCall } from '../../core/asks/calls.ts'
import { priceFor, sourceLimits } from '../../core/asks/pricing.ts'
import { chooseSources, overlaps } from '../../core/asks/sources.ts'
import type { Judged, Observed, Opponent } from '../../core/evaluation/ask-metrics.ts'
import { answerTokens, rightLabels } from '../../core/evaluation/ask-tasks.ts'
import type { AskTask } from '../../core/evaluation/ask-tasks.ts'
import { componentCosts, noUsage, totalCost } from '../../core/money/cost.ts'
import { dayOf } from '../../core/money/periods.ts'
import type { Summary } from '../../core/money/summary.ts'
import { paidRoutes } from '../../core/routing/matrix.ts'
import type { AskRequest } from '../../core/types.ts'
import { loadPrompts } from '../asks/load-prompts.ts'
import type { AskConfig, AskParts } from '../asks/parts.ts'
import { Asker } from '../asks/service.ts'
import { openAskFolder } from '../cli/ask-folder.ts'
import type { AskFolder } from '../cli/ask-folder.ts'
import type { Surroundings } from '../cli/command.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { StoreClient, storeScript } from '../store/store-client.ts'
import { StandIn, inputTokens, tokenCounter } from './stand-in.ts'
import type { CountTokens } from './stand-in.ts'

export interface BenchSetup {
  readonly surroundings: Surroundings
  readonly config: Omit<AskConfig, 'policy' | 'workspace'>
  readonly isReal: boolean
  /** Folder with a workspace for each name. */
  readonly roots: string
  /** Undefined: one for this run. */
  readonly ledger: string | undefined
  readonly encoder: Encoder | undefined
  readonly byWords: boolean
  /** Service tier that everything is priced by. */
  readonly tier: 'default' | 'batch'
}

const never = new AbortController().signal
/** The set is asked at a stretch, as nobody asks by hand. */
const hourOfTheRun = 10_000
const opponentCandidates = 16

export class AskBench {
  readonly #setup: BenchSetup
  readonly #scratch: string
  readonly #store: StoreClient
  readonly #countTokens: CountTokens
  readonly #standIn: StandIn
  readonly #folders = new Map<string | null, AskFolder>()

  private constructor(setup: BenchSetup, scratch: string, countTokens: CountTokens) {
    this.#setup = setup
    this.#scratch = scratch
    this.#store = new StoreClient(storeScript, setup.ledger ?? path.join(scratch, 'store.db'))
    this.#countTokens = countTokens
    this.#standIn = new StandIn(
      loadPrompts(path.join(setup.surroundings.modelsDir, '../extension/prompts')),
      countTokens,
    )
  }

  static async open(setup: BenchSetup): Promise<AskBench> {
    const scratch = await mkdtemp(path.join(tmpdir(), 'shortline-eval-asks-'))
    return new AskBench(setup, scratch, await tokenCounter())
  }

  /** @param others in place of what answers asks elsewhere */
  async judge(task: AskTask, others: Partial<Pick<AskParts, 'client' | 'clock'>> = {}): Promise<Judged> {
    const { parts } = await this.#folder(task.root)
    const lost = task.settings?.ledger === false ? new StoreClient(storeScript, this.#scratch) : undefined
    const text = Array.from({ length: task.repeat ?? 1 }, () => task.text).join('\n')
    const config = configFor(task, this.#setup)
    this.#standIn.task = { text, answerTokens: answerTokens(task) }
    const all: AskParts = {
      ...parts,
      config: async () => ({ ...(await parts.config()), ...config }),
      ...(lost && { store: lost }),
      ...(!this.#setup.isReal && { client: this.#standIn }),
      ...others,
    }
    const request: AskRequest = {
      ...{ kind: 'ask', id: randomUUID(), text, context: task.context, mode: task.mode ?? 'auto' },
      ...(task.file && { file: task.file }),
    }
    try {
      const observed = await observe(all, task, request)
      return { task, observed, opponent: await this.#opponent(all, task, request) }
    } finally {
      await lost?.dispose()
    }
  }

  async summary(): Promise<Summary> {
    return await this.#store.call('summary', 0)
  }

  async dispose(): Promise<void> {
    for (const folder of this.#folders.values()) await folder.dispose()
    await this.#store.dispose()
    await rm(this.#scratch, { recursive: true, force: true })
  }

  async #folder(root: string | null): Promise<AskFolder> {
    const { encoder, byWords, surroundings, roots } = this.#setup
    const open = this.#folders.get(root)
    if (open) return open
    const folder = await openAskFolder({
      root: root === null ? undefined : path.join(roots, root),
      ...{ store: this.#store, config: () => this.#setup.config, exclude: [], encoder, byWords, surroundings },
    })
    this.#folders.set(root, folder)
    return folder
  }

  /**
   * One call of the flagship for every task, by the prompt of its kind: with the file for changes of code, with passages
   * where a folder is open, without where none is. What a plan takes several calls for, it answers with one.
   */
  async #opponent(parts: AskParts, task: AskTask, request: AskRequest): Promise<Opponent> {
    if (task.refuse !== undefined) return { costMicroUsd: 0, sources: [] }
    const { selection, config } = await new Asker(parts).decide(request, never)
    const { rag, direct, code } = parts.prompts
    const limits = task.route === 'code' ? sourceLimits.code : sourceLimits.rag
    const hits = (await parts.search()?.search(request.text, opponentCandidates, never)) ?? []
    const { sources } = chooseSources(hits, limits, config.policy, selection?.source)
    const call =
      task.route === 'code' && selection
        ? codeCall(code, '', selection.excerpt, others(sources, selection.excerpt), request.text)
        : questionCall(sources.length > 0 ? rag : direct, '', sources, request.text)
    const price = priceFor(config.models.rag, dayOf(Date.now()), config)
    if (!price) throw new Error(`${config.models.rag} has no known price; --price IN,OUT gives it one`)
    const usage = { ...noUsage, input: inputTokens(call, this.#countTokens), output: answerTokens(task) }
    return { costMicroUsd: totalCost(componentCosts(usage, price, this.#setup.tier)), sources }
  }
}

const others = (sources: readonly Source[], shown: Parameters<typeof overlaps>[0]): readonly Source[] =>
  sources.filter((source) => !overlaps(source, shown))

function configFor({ settings = {} }: AskTask, { config, isReal }: BenchSetup): BenchSetup['config'] {
  const { key, queryCapTokens, hourCap, dayCapMicroUsd, model, trusted } = settings
  const { caps } = config
  return {
    ...config,
    key: key === false ? null : isReal ? config.key : 'none is needed',
    trusted: trusted ?? config.trusted,
    models: model === undefined ? config.models : allRoutes(model),
    caps: {
      tokensPerQuery: queryCapTokens ?? caps.tokensPerQuery,
      queriesPerHour: hourCap ?? hourOfTheRun,
      microUsdPerDay: dayCapMicroUsd ?? caps.microUsdPerDay,
    },
  }
}

const allRoutes = (model: string): AskConfig['models'] =>
  Object.fromEntries(paidRoutes.map((route) => [route, model])) as Record<(typeof paidRoutes)[number], string>

/** An open choice is settled as a person would who knows what is meant, if that is offered. */
async function observe(parts: AskParts, task: AskTask, request: AskRequest): Promise<Observed> {
  const first = await collect(parts, request)
  const observed = observedOf(first, false)
  const choice = first.find((event) => event.kind === 'choice')
  if (!choice) return observed
  const taken = rightLabels(task).find((label) => choice.labels.includes(label))
  if (taken === undefined) return { ...observed, route: null, reason: 'not-sure' }
  const second = await collect(parts, { ...request, id: randomUUID(), text: `/${taken} ${request.text}` })
  const { ms, ...settled } = observedOf(second, true)
  return { ...settled, ms: ms + observed.ms }
}

async function collect(parts: AskParts, request: AskRequest): Promise<readonly AskEvent[]> {
  const events: AskEvent[] = []
  for await (const event of new Asker(parts).ask(request, never)) events.push(event)
  return events
}

function observedOf(events: readonly AskEvent[], asked: boolean): Observed {
  const decision = events.find((event) => event.kind === 'decision')?.decision
  const outcome = events.findLast((event) => event.kind === 'outcome')?.outcome
  if (!decision || !outcome) throw new Error('An ask ended without a decision or an outcome.')
  const command = events.find((event) => event.kind === 'command')
  const isLabelled = decision.intent.p > 0
  return {
    ...{ route: decision.route, reason: decision.reason, label: isLabelled ? decision.intent.label : null, asked },
    refused: outcome.kind === 'refused' ? outcome.reason : null,
    command: command ? commandId(command.command, command.args) : null,
    sources: events.flatMap((event) => (event.kind === 'sources' ? event.sources : [])),
    ...{ ms: outcome.spent.ms, costMicroUsd: outcome.spent.costMicroUsd, model: decision.model },
    failure: outcome.kind === 'failed' ? outcome.reason : null,
  }
}

function commandId(command: string, args: readonly unknown[]): string {
  const [first] = args
  return command === 'workbench.action.openSettings' && typeof first === 'string'
    ? `setting:${first.replace(/^@id:/, '')}`
    : command
}
