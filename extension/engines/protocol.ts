/**
 * The contract between the extension host and the model host (a forked child process).
 *
 * The client mirrors open documents into the host once, then sends edits; a request names a document
 * and an offset, so that a keystroke in a large file costs a few bytes. Messages are handled in order.
 * After a restart the host knows nothing: the client opens every document again.
 * Versions are VS Code's document versions; a request for a version the host has not seen is `cancelled`.
 */
import type { Drift } from '../core/completion/drift.ts'
import type { Budget, Effort, Strain } from '../core/governor.ts'
import type { Provider, Trial } from '../core/providers.ts'
import type { Shades } from '../core/shadow.ts'
import type { AskContext, FailedReason, Intent, Outcome } from '../core/types.ts'

export interface TextEdit {
  /** UTF-16 offset in the text as it was before this edit; edits of one message are applied in order. */
  readonly offset: number
  readonly deleted: number
  readonly inserted: string
}

export interface BesideFile {
  readonly uri: string
  readonly language: string
  readonly text: string
}

/** A folder whose files may be read, but for what its globs exclude (as `pathPolicy` takes them). */
export interface ReadableFolder {
  /** Absolute path. */
  readonly root: string
  readonly exclude: readonly string[]
}

export interface HostOptions {
  /** Folder with model.onnx, tokenizer.json and card.json, or a checkpoint; empty: copies and n-gram only. */
  readonly modelDir: string
  /** File that says of a checkpoint what it does not say itself, and whose rankers serve where no model can be used. */
  readonly baseCard?: string
  readonly engine: 'auto' | 'native' | 'wasm' | 'ngram'
  readonly threads: number
  /** What native onnxruntime runs the completion model on; absent: the processor. */
  readonly provider?: Provider
  /** Folder of the encoder, read when it is first asked; without it labels and embeddings fail. */
  readonly encoderDir?: string
  /** What completions may take of the machine; without it there is no limit. */
  readonly budget?: Budget
}

/** What of a model its time depends on. */
export type TimedModel = Pick<HostOptions, 'modelDir' | 'baseCard' | 'threads'>

/** Why it is less than what was asked for, with what to do about it. */
export interface Trouble {
  readonly reason: 'model-missing' | 'model-broken' | 'native-failed' | 'provider-failed'
  readonly message: string
}

/** What came of a label: always exactly one of these. */
export type LabelResult =
  | { readonly kind: 'done'; readonly intent: Intent }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: FailedReason; readonly message: string }

/** What came of asking for the lines behind a suggestion. */
export type GoOnResult =
  | {
      readonly kind: 'done'
      /** Starts with a line break; `''`: none. */
      readonly text: string
      /** Of the suggestion together with them. */
      readonly confidence: number
    }
  | Exclude<LabelResult, { readonly kind: 'done' }>

/** What came of texts to embed. */
export type EmbedResult =
  | {
      readonly kind: 'done'
      /** float32[texts * dimensions], each row of length 1. */
      readonly vectors: Float32Array
      readonly dimensions: number
    }
  | Exclude<LabelResult, { readonly kind: 'done' }>

export type ToHost =
  | { readonly type: 'start'; readonly options: HostOptions }
  | {
      readonly type: 'open'
      readonly uri: string
      readonly path: string
      readonly language: string
      readonly version: number
      readonly text: string
    }
  | { readonly type: 'change'; readonly uri: string; readonly version: number; readonly edits: readonly TextEdit[] }
  | { readonly type: 'close'; readonly uri: string }
  /** Files that are not open, likeliest to be of use first, in place of those of the last such message. */
  | { readonly type: 'beside'; readonly files: readonly BesideFile[] }
  /** Where the host may look for files like the one in front, in place of what the last such message said. */
  | { readonly type: 'workspace'; readonly folders: readonly ReadableFolder[] }
  | {
      readonly type: 'complete'
      readonly id: number
      readonly uri: string
      readonly version: number
      readonly offset: number
      /** Shown when the confidence reaches it; 0 shows whole lines, whatever the confidence. */
      readonly threshold: number
      readonly trigger: 'automatic' | 'explicit'
      /** Text of the selected IntelliSense item from the cursor on: the suggestion must start with it. */
      readonly mustStartWith?: string
      /** Names behind the dot before the cursor, as the language server has them; absent: not known. */
      readonly members?: readonly string[]
    }
  /** What follows a suggestion that has been made for that place, on the lines below it. */
  | {
      readonly type: 'goOn'
      readonly id: number
      readonly uri: string
      readonly version: number
      readonly offset: number
      readonly text: string
      readonly confidence: number
      readonly threshold: number
      readonly lines: 'sure' | 'asked'
    }
  /** What was learned in this workspace so far, to go on from; absent: nothing is to be learned. */
  | { readonly type: 'learn'; readonly drift?: Drift }
  /** The cursor stands here and somebody may type soon: no answer, and only when there is nothing else to do. */
  | { readonly type: 'warm'; readonly uri: string; readonly version: number; readonly offset: number }
  | { readonly type: 'label'; readonly id: number; readonly text: string; readonly context: AskContext }
  | {
      readonly type: 'embed'
      readonly id: number
      /** Of similar length: they are padded to the longest of a batch. */
      readonly texts: readonly string[]
      /** `query`: someone waits for it. `code`: between whatever else is to do. */
      readonly kind: 'query' | 'code'
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** Instead of `start`, in a process of its own: how fast is a provider? */
  | ({ readonly type: 'time'; readonly provider: Provider } & TimedModel)
  | { readonly type: 'stop' }

export type FromHost =
  | {
      readonly type: 'ready'
      /** What really runs: `native` or `wasm` onnxruntime, or `ngram` without a model. */
      readonly engine: 'native' | 'wasm' | 'ngram'
      readonly loadMs: number
      readonly provider?: Provider
      readonly trouble?: Trouble
    }
  /** From here on less, or more again, of the engine runs. */
  | { readonly type: 'effort'; readonly effort: Effort; readonly strain?: Strain }
  /** A line has been left: what could have been shown at each request on it, and whether it was right. */
  | { readonly type: 'written'; readonly uri: string; readonly requests: readonly Shades[] }
  /** The same line taught this about how much the text around counts. */
  | { readonly type: 'learned'; readonly drift: Drift }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: Outcome }
  /** The outcome that a request will have once `inserted` stands at the offset of this version. */
  | {
      readonly type: 'ahead'
      readonly uri: string
      readonly version: number
      readonly offset: number
      readonly inserted: string
      readonly outcome: Outcome
    }
  | { readonly type: 'wentOn'; readonly id: number; readonly result: GoOnResult }
  | { readonly type: 'label'; readonly id: number; readonly result: LabelResult }
  | { readonly type: 'embedded'; readonly id: number; readonly result: EmbedResult }
  | { readonly type: 'timed'; readonly trial: Trial }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }
