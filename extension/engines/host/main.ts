/**
 * The model host: a process of its own, so that a crash in native code costs a suggestion and never the editor.
 * Speaks `engines/protocol.ts` over the IPC channel and ends with it.
 */
import { availableParallelism } from 'node:os'
import type { Verdict as Judgement } from '../../core/completion/engine.ts'
import { typedSince } from '../../core/completion/acceptance.ts'
import { charsAfter, charsBefore } from '../../core/completion/workspace-scope.ts'
import type { Verdict } from '../../core/governor.ts'
import type { Outcome } from '../../core/types.ts'
import type { FromHost, GoOnResult, HostOptions, ToHost } from '../protocol.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { loadEncoderAnywhere } from '../encoder/load-encoder.ts'
import { ModelError, messageOf } from '../model-files.ts'
import { Ahead } from './ahead.ts'
import { BackgroundFiles } from './background-files.ts'
import { EncoderService } from './encoder-service.ts'
import { EngineKeeper } from './engine-keeper.ts'
import { LoadWatch } from './load-watch.ts'
import { RequestQueue } from './request-queue.ts'
import type { Queued } from './request-queue.ts'
import { Shadows } from './shadows.ts'
import { timeProvider } from './time-provider.ts'
import { betweenRequests, WorkspaceFiles } from './workspace-files.ts'

interface OpenDocument {
  readonly path: string
  version: number
}

type Place = Pick<Queued, 'uri' | 'version' | 'offset'>

const documents = new Map<string, OpenDocument>()
const queue = new RequestQueue(answer)
const keeper = new EngineKeeper(send, () => queue.idle())
let options: HostOptions | undefined
let watch: LoadWatch | undefined
const shadows = new Shadows(
  () => keeper.engine.index,
  (uri, requests) => {
    send({ type: 'written', uri, requests })
    const { drift } = keeper.learning
    if (drift) send({ type: 'learned', drift })
  },
)
const ahead = new Ahead()
const background = new BackgroundFiles(
  () => keeper.engine,
  (uri) => documents.has(uri),
)
const workspace = new WorkspaceFiles(
  (files) => {
    ahead.undo()
    background.show('workspace', files)
  },
  (uri) => documents.has(uri) || background.has('beside', uri),
  () => betweenRequests(() => queue.idle()),
)
/**
 * The editor asks 50 ms after a key and paints some 30 ms later. Whatever else runs meanwhile takes the processor away
 * from it, where there are few cores.
 */
const paintingMs = 120
/** What was answered last. */
let answered: Place | undefined
/** What neither reads nor writes a document. */
const besideEngine: ReadonlySet<ToHost['type']> = new Set(['cancel', 'label', 'embed', 'time', 'learn'])
const encoders = new EncoderService(loadEncoder, () => queue.idle())

function send(message: FromHost): void {
  process.send?.(message)
}

function receive(message: ToHost): void {
  // The cursor comes to rest behind each key; an answer has read what is there.
  if (message.type === 'warm' && isAt(answered, message)) return
  if (!besideEngine.has(message.type)) ahead.undo()
  switch (message.type) {
    case 'start':
      options = message.options
      if (options.budget) watch = new LoadWatch(options.budget, restrain)
      keeper.start(options)
      return
    case 'open':
      documents.set(message.uri, { path: message.path, version: message.version })
      keeper.engine.open(message.uri, message.language, message.text)
      return
    case 'change': {
      const document = documents.get(message.uri)
      if (!document) return
      document.version = message.version
      shadows.changing(message.uri, message.edits)
      keeper.engine.change(message.uri, message.edits)
      const foreseen = ahead.cameTrue(keeper.engine, message.uri)
      if (foreseen) shadows.remember(message.uri, foreseen.offset, foreseen.verdict)
      return
    }
    case 'close':
      documents.delete(message.uri)
      answered = undefined // Opened again, its versions begin anew.
      shadows.closed(message.uri)
      keeper.engine.close(message.uri)
      background.closed(message.uri)
      return
    case 'beside':
      background.show('beside', message.files)
      return
    case 'workspace':
      workspace.within(message.folders)
      return
    case 'learn':
      keeper.learning.drift = message.drift
      return
    case 'complete':
    case 'goOn':
      queue.add(message)
      return
    case 'warm':
      queue.later(() => warm(message))
      return
    case 'cancel':
      queue.cancel(message.id)
      encoders.cancel(message.id)
      return
    case 'label':
      void encoders.label(message).then((result) => send({ type: 'label', id: message.id, result }))
      return
    case 'embed':
      void encoders.embed(message).then((result) => send({ type: 'embedded', id: message.id, result }))
      return
    case 'time':
      void timeProvider(message).then((trial) => send({ type: 'timed', trial }))
      return
    case 'stop':
      process.exit(0)
  }
}

function isAt(place: Place | undefined, { uri, version, offset }: Place): boolean {
  return place?.uri === uri && place.version === version && place.offset === offset
}

/** Someone is about to write there, or does. */
function lookAround({ uri, version, offset }: Place): void {
  if (documents.get(uri)?.version !== version || (watch && watch.effort !== 'full')) return
  const { index } = keeper.engine
  const { language } = index.document(uri)
  const text = (): string => index.linesBefore(uri, offset, charsBefore) + index.linesAfter(uri, offset, charsAfter)
  workspace
    .front(uri, () => ({ uri, language, text: text() }))
    .catch((error: unknown) => {
      send({ type: 'log', level: 'warn', text: `workspace: ${messageOf(error)}` })
    })
}

async function answer(message: Queued, cancelled: () => boolean): Promise<void> {
  await keeper.loading
  if (message.type === 'goOn') {
    send({ type: 'wentOn', id: message.id, result: await measured(() => goOn(message, cancelled)) })
    return
  }
  const { outcome, ranked } = await measured(() => judged(message, cancelled))
  watch?.answered(outcome)
  send({ type: 'outcome', id: message.id, outcome })
  if (outcome.kind !== 'done' && outcome.kind !== 'empty') return
  answered = message
  const isByHand = message.trigger === 'explicit' || message.mustStartWith !== undefined
  let suggestion: Suggestion | undefined
  if (outcome.kind === 'done' && !isByHand) {
    const { text } = outcome
    const { length } = keeper.engine.index.document(message.uri).text
    suggestion = { ...message, text, isWhole: ranked[0]?.candidate.text === text, length }
  }
  queue.later(async () => {
    lookAround(message)
    if (suggestion) await lookAhead(suggestion)
  }, paintingMs)
}

interface Suggestion extends Pick<Queued, 'uri' | 'offset' | 'threshold'> {
  readonly text: string
  /** It goes to the end of its line. */
  readonly isWhole: boolean
  /** Of the document, when it was made. */
  readonly length: number
}

/** Behind a suggestion, as if it had been accepted; it may have been typed through a little by now. */
async function lookAhead(suggestion: Suggestion): Promise<void> {
  const { uri, offset, threshold, text, isWhole, length } = suggestion
  const document = documents.get(uri)
  if (!document || (watch && watch.effort !== 'full')) return
  const source = keeper.engine.index.document(uri).text
  const { line, column } = source.find(Math.min(offset, source.length))
  const typed = typedSince(text, line.text, column, source.length - length)
  if (typed === undefined) return
  try {
    const { version } = document
    const query = { uri, offset: offset + typed, threshold }
    const seen = await measured(() => ahead.look(keeper.engine, document.path, query, text.slice(typed), isWhole))
    // Further lines are asked for as soon as a suggestion is there.
    if (seen === 'interrupted') queue.later(() => lookAhead(suggestion), paintingMs)
    else if (seen) send({ type: 'ahead', uri, version, offset: query.offset, ...seen })
  } catch (error) {
    if (!(await hasFallenBack(error))) send({ type: 'log', level: 'warn', text: `ahead: ${messageOf(error)}` })
  }
}

/** Whatever runs the model counts against the budget. */
function measured<Result>(work: () => Promise<Result>): Promise<Result> {
  return watch ? watch.measure(work) : work()
}

/** @returns whether there is something else to try again on */
async function hasFallenBack(error: unknown): Promise<boolean> {
  ahead.undo()
  keeper.engine.forget()
  return error instanceof ModelError && (await keeper.fallBack(error))
}

async function goOn(message: Extract<Queued, { type: 'goOn' }>, cancelled: () => boolean): Promise<GoOnResult> {
  const { uri, version } = message
  const document = documents.get(uri)
  const isStale = (): boolean => cancelled() || documents.get(uri) !== document || document?.version !== version
  if (!document || isStale()) return { kind: 'cancelled' }
  try {
    const query = { ...message, ...(watch && { effort: watch.effort }) }
    const found = await keeper.engine.goOn(document.path, query, isStale)
    return isStale() ? { kind: 'cancelled' } : { kind: 'done', ...found }
  } catch (error) {
    if (await hasFallenBack(error)) return await goOn(message, cancelled)
    return { kind: 'failed', reason: 'internal', message: messageOf(error) }
  }
}

async function warm({ uri, version, offset }: Extract<ToHost, { type: 'warm' }>): Promise<void> {
  await keeper.loading
  const document = documents.get(uri)
  if (document?.version !== version || watch?.effort === 'ngram') return
  try {
    await measured(() => keeper.engine.warm(document.path, uri, offset))
    lookAround({ uri, version, offset })
  } catch (error) {
    if (!(await hasFallenBack(error))) send({ type: 'log', level: 'warn', text: `warm-up: ${messageOf(error)}` })
  }
}

async function judged(message: Extract<ToHost, { type: 'complete' }>, cancelled: () => boolean): Promise<Judgement> {
  const document = documents.get(message.uri)
  const without = (outcome: Outcome): Judgement => ({ outcome, ranked: [], cuts: [], confidences: [] })
  if (cancelled() || document?.version !== message.version) return without({ kind: 'cancelled', timings: { total: 0 } })
  const { uri, offset, threshold, trigger, mustStartWith, members } = message
  const isStale = (): boolean => cancelled() || documents.get(uri) !== document || document.version !== message.version
  try {
    const verdict = await keeper.engine.judge(
      document.path,
      {
        ...{ uri, offset, threshold },
        ...(mustStartWith !== undefined && { mustStartWith }),
        ...(members && { members }),
        ...(watch && { effort: watch.effort }),
        isWritten: trigger === 'automatic' && mustStartWith === undefined,
      },
      isStale,
    )
    if (trigger === 'automatic' && mustStartWith === undefined) shadows.remember(uri, offset, verdict)
    return verdict
  } catch (error) {
    if (await hasFallenBack(error)) return await judged(message, cancelled)
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return without({ kind: 'failed', reason: 'internal', message: said })
  }
}

/** Read when the first label or embedding is asked for, so that completions come first. */
async function loadEncoder(): Promise<Encoder> {
  if (options?.encoderDir === undefined) throw new ModelError('model-missing', 'No folder of an encoder was named.')
  return await loadEncoderAnywhere(options.encoderDir, options.threads, availableParallelism())
}

/** Does what the governor says, and tells. */
function restrain({ effort, strain, trim }: Verdict): void {
  ahead.undo()
  if (trim) {
    keeper.engine.forget()
    void encoders.release()
  }
  send({ type: 'effort', effort, ...(strain && { strain }) })
  if (effort === 'ngram' && strain === 'memory') keeper.release()
  else if (effort === 'full') keeper.reload()
}

process.on('message', (message) => {
  receive(message as ToHost)
})
process.on('disconnect', () => process.exit(0))
