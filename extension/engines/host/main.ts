/**
 * The model host: a process of its own, so that a crash in native code costs a suggestion and never the editor.
 * Speaks `engines/protocol.ts` over the IPC channel and ends with it.
 */
import { availableParallelism } from 'node:os'
import { CompletionEngine } from '../../core/completion/engine.ts'
import type { Judge } from '../../core/completion/card.ts'
import type { Verdict } from '../../core/governor.ts'
import type { Outcome } from '../../core/types.ts'
import type { FromHost, HostOptions, ToHost } from '../protocol.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { loadEncoderAnywhere } from '../encoder/load-encoder.ts'
import { ModelError, messageOf } from '../model-files.ts'
import { EncoderService } from './encoder-service.ts'
import { loadJudge, loadModel } from './load-model.ts'
import { LoadWatch } from './load-watch.ts'
import type { OnnxModel } from './onnx-model.ts'
import { RequestQueue } from './request-queue.ts'

interface OpenDocument {
  readonly path: string
  version: number
}

const documents = new Map<string, OpenDocument>()
let engine = new CompletionEngine({}, () => performance.now())
const queue = new RequestQueue(answer)
let options: HostOptions | undefined
let watch: LoadWatch | undefined
/** What is let go of when memory is short. */
let models: { loaded: { model: OnnxModel }; judge?: Judge | undefined } | undefined
let isReleased = false
const encoders = new EncoderService(loadEncoder, () => queue.idle())
/** Documents that arrive while the model loads are opened once it is there, in order. */
let loading: Promise<void> = Promise.resolve()

function send(message: FromHost): void {
  process.send?.(message)
}

function receive(message: ToHost): void {
  switch (message.type) {
    case 'start':
      options = message.options
      if (options.budget) watch = new LoadWatch(options.budget, restrain)
      loading = start(options)
      return
    case 'open':
      documents.set(message.uri, { path: message.path, version: message.version })
      engine.open(message.uri, message.language, message.text)
      return
    case 'change': {
      const document = documents.get(message.uri)
      if (!document) return
      document.version = message.version
      engine.change(message.uri, message.edits)
      return
    }
    case 'close':
      documents.delete(message.uri)
      engine.close(message.uri)
      return
    case 'complete':
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
    case 'stop':
      process.exit(0)
  }
}

async function answer(message: Extract<ToHost, { type: 'complete' }>, cancelled: () => boolean): Promise<void> {
  await loading
  const run = (): Promise<Outcome> => outcomeOf(message, cancelled)
  send({ type: 'outcome', id: message.id, outcome: watch ? await watch.measure(run) : await run() })
}

async function warm({ uri, version, offset }: Extract<ToHost, { type: 'warm' }>): Promise<void> {
  await loading
  const document = documents.get(uri)
  if (document?.version !== version || watch?.effort === 'ngram') return
  try {
    await engine.warm(document.path, uri, offset)
  } catch (error) {
    engine.forget()
    send({ type: 'log', level: 'warn', text: `warm-up: ${messageOf(error)}` })
  }
}

async function outcomeOf(message: Extract<ToHost, { type: 'complete' }>, cancelled: () => boolean): Promise<Outcome> {
  const document = documents.get(message.uri)
  if (cancelled() || document?.version !== message.version) return { kind: 'cancelled', timings: { total: 0 } }
  const { uri, offset, threshold, mustStartWith } = message
  const isStale = (): boolean => cancelled() || documents.get(uri) !== document || document.version !== message.version
  try {
    return await engine.complete(
      document.path,
      {
        ...{ uri, offset, threshold },
        ...(mustStartWith !== undefined && { mustStartWith }),
        ...(watch && { effort: watch.effort }),
      },
      isStale,
    )
  } catch (error) {
    engine.forget()
    return {
      kind: 'failed',
      reason: 'internal',
      message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
  }
}

/** Read when the first label or embedding is asked for, so that completions come first. */
async function loadEncoder(): Promise<Encoder> {
  if (options?.encoderDir === undefined) throw new ModelError('model-missing', 'No folder of an encoder was named.')
  return await loadEncoderAnywhere(options.encoderDir, options.threads, availableParallelism())
}

async function start(options: HostOptions): Promise<void> {
  const begun = performance.now()
  const wanted =
    options.engine === 'auto' ? (['native', 'wasm'] as const) : options.engine === 'ngram' ? [] : [options.engine]
  let trouble: ModelError | undefined
  for (const runtime of options.modelDir === '' ? [] : wanted) {
    try {
      const all = await loadModel(options.modelDir, runtime, options.threads, availableParallelism())
      use(new CompletionEngine(all, () => performance.now()))
      models = all
      send({
        type: 'ready',
        engine: runtime,
        loadMs: performance.now() - begun,
        ...(trouble && { trouble: describe(trouble) }),
      })
      return
    } catch (error) {
      trouble = error instanceof ModelError ? error : new ModelError('model-broken', String(error), error)
      send({ type: 'log', level: 'warn', text: trouble.message })
      // A missing or damaged file is the same for every runtime.
      if (trouble.reason === 'model-missing') break
    }
  }
  use(new CompletionEngine({ judge: await loadJudge(options.modelDir) }, () => performance.now()))
  send({
    type: 'ready',
    engine: 'ngram',
    loadMs: performance.now() - begun,
    ...(trouble && { trouble: describe(trouble) }),
  })
}

/** Does what the governor says, and tells. */
function restrain({ effort, strain, trim }: Verdict): void {
  if (trim) {
    engine.forget()
    void encoders.release()
  }
  send({ type: 'effort', effort, ...(strain && { strain }) })
  if (effort === 'ngram' && strain === 'memory') release()
  else if (effort === 'full' && isReleased && options) {
    isReleased = false
    loading = start(options)
  }
}

/** Lets go of the model: requests that run on it end first. */
function release(): void {
  if (!models) return
  const { loaded, judge } = models
  models = undefined
  isReleased = true
  use(new CompletionEngine({ judge }, () => performance.now()))
  void queue.idle().then(() => loaded.model.dispose())
}

/** Moves the open documents over. */
function use(next: CompletionEngine): void {
  for (const { uri, language, text } of engine.index.all()) next.open(uri, language, text.toString())
  engine = next
}

function describe(error: ModelError): { reason: ModelError['reason']; message: string } {
  return { reason: error.reason, message: error.message }
}

process.on('message', (message) => {
  receive(message as ToHost)
})
process.on('disconnect', () => process.exit(0))
