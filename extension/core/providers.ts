/**
 * What can run the model: the processor, or a graphics card through one of onnxruntime's execution providers. Which is
 * faster depends on the model: a small one is often done on the processor before the card has its input.
 */

export const providers = ['cpu', 'webgpu', 'dml', 'coreml', 'cuda'] as const
export type Provider = (typeof providers)[number]

/** The same work on one of them. */
export type Trial =
  | {
      readonly kind: 'done'
      /** Median of one round: a prompt, lines judged together, tokens one by one. */
      readonly ms: number
      /** Behind a fixed prompt, Float32Array[vocabulary]. */
      readonly logits: Float32Array
    }
  | { readonly kind: 'failed'; readonly message: string }

/** By `process.platform`; one that is not there fails at once. */
const worthTrying: Readonly<Record<string, readonly Provider[]>> = {
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
  linux: ['cuda', 'webgpu'],
}

/** Below this a card is not worth its memory, and its driver's moods. */
const worthwhile = 1.25
/** Products of 8-bit numbers are rounded on the processor and not on a card: that much difference is no error. */
const tolerance = 0.5
const compared = 10

export function candidates(platform: string): readonly Provider[] {
  return worthTrying[platform] ?? []
}

/** The processor unless another one is clearly faster and says the same. */
export function choose(processor: Trial, others: Readonly<Partial<Record<Provider, Trial>>>): Provider {
  if (processor.kind !== 'done') return 'cpu'
  let best: { provider: Provider; ms: number } = { provider: 'cpu', ms: processor.ms / worthwhile }
  for (const provider of providers) {
    const trial = others[provider]
    if (trial?.kind === 'done' && trial.ms < best.ms && agree(processor.logits, trial.logits))
      best = { provider, ms: trial.ms }
  }
  return best.provider
}

/** Whether both have the same favourite, and much the same log-probabilities for the likeliest tokens. */
export function agree(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length || a.length === 0 || !b.every(Number.isFinite)) return false
  const likeliest = [...a.keys()].sort((one, other) => a[other]! - a[one]!).slice(0, compared)
  const [first] = likeliest as [number]
  if (b.some((logit) => logit > b[first]!)) return false
  const shift = logSum(a) - logSum(b)
  return likeliest.every((token) => Math.abs(a[token]! - b[token]! - shift) <= tolerance)
}

function logSum(logits: Float32Array): number {
  const most = logits.reduce((one, other) => Math.max(one, other), -Infinity)
  return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0))
}
