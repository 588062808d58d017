/** onnxruntime, native or WASM: loaded when first needed, and mute. */
import type { InferenceSession, Tensor } from 'onnxruntime-common'
import type { Provider } from '../core/providers.ts'
import { ModelError, messageOf } from './model-files.ts'

export interface Runtime {
  readonly InferenceSession: typeof InferenceSession
  readonly Tensor: typeof Tensor
}

/** @throws ModelError where it can't be loaded on this machine */
export async function loadRuntime(runtime: 'native' | 'wasm', threads: number): Promise<Runtime> {
  // onnxruntime writes a file and looks up a host unless this is set before it is loaded.
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
  try {
    if (runtime === 'native') return await import('onnxruntime-node')
    const ort = await import('onnxruntime-web')
    ort.env.wasm.numThreads = threads > 0 ? threads : 1
    return ort
  } catch (error) {
    throw new ModelError('native-failed', `onnxruntime (${runtime}) can't be loaded here: ${messageOf(error)}`, error)
  }
}

/** @param threads 0: half of the cores, at most four: the other half belongs to the editor */
export function threadsFor(threads: number, cores: number): number {
  return threads > 0 ? threads : Math.max(1, Math.min(4, cores >> 1))
}

/**
 * Error from onnxruntime when the graph is none.
 * @param model its content, or a file: native onnxruntime reads that without a copy in memory
 */
export async function createSession(
  ort: Runtime,
  runtime: 'native' | 'wasm',
  model: Uint8Array | string,
  threads: number,
  provider: Provider = 'cpu',
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [runtime === 'native' ? provider : 'wasm'],
    graphOptimizationLevel: 'all',
    // A plan per shape of the input is kept for ever, and hardly two inputs have the same shape.
    enableMemPattern: false,
    // An arena keeps the most that any shape has ever taken; without one a run costs as much.
    enableCpuMemArena: false,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  // Two signatures, one for each kind of model.
  return typeof model === 'string'
    ? await ort.InferenceSession.create(model, options)
    : await ort.InferenceSession.create(model, options)
}
