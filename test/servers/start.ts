/**
 * The servers as a team would run them: LiteLLM with keys and prices in front, `transformers serve` with our checkpoint
 * behind it. Everything that passes, in front of either, is recorded.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environment, stopGroup } from '../vscode/process.ts'
import { freePort } from '../vscode/server.ts'
import { installServers, serversFolder } from './install.ts'
import { makeModelFolder, modelName } from './model-folder.ts'
import { startRecorder, type Recorder } from './recorder.ts'

/** US dollars per million tokens, by the name that LiteLLM has for our model. */
export const prices = {
  [modelName]: { input: 3, output: 15 },
  [`cheap/${modelName}`]: { input: 0.15, output: 0.6 },
} as const

export const key = 'sk-good'

export interface RealServers {
  /** Before LiteLLM: what Shortline asks. */
  readonly front: Recorder
  /** Between LiteLLM and the model. */
  readonly back: Recorder
  stop(): Promise<void>
}

const patienceMs = 180_000

export async function startServers(log: (line: string) => void): Promise<RealServers> {
  const programs = await installServers(log)
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-servers-'))
  const cleanUp: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async (): Promise<void> => {
    for (const step of cleanUp.reverse()) await step()
    cleanUp.length = 0
  }
  const start = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): (() => string) => {
    const child = spawn(path.join(programs, program), args, {
      cwd: folder,
      env: { ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // Its own process group, which `stopGroup` ends as a whole.
    })
    cleanUp.push(() => stopGroup(child))
    return outputOf(child)
  }
  try {
    const model = await makeModelFolder()
    const [modelPort, proxyPort] = [await freePort(), await freePort()]
    const home = path.join(serversFolder, 'home')
    await mkdir(path.join(home, 'hub'), { recursive: true })
    const modelOutput = start(
      'transformers',
      ['serve', model, '--host', '127.0.0.1', '--port', `${modelPort}`, '--device', 'cpu', '--dtype', 'float32'],
      // One thread: two wait for each other where the machine has other work.
      { HF_HUB_OFFLINE: '1', HF_HOME: home, OMP_NUM_THREADS: '1' },
    )
    const back = await startRecorder(`http://127.0.0.1:${modelPort}`)
    cleanUp.push(() => back.close())
    await copyFile(path.join(import.meta.dirname, 'auth.py'), path.join(folder, 'auth.py'))
    // YAML holds all of JSON.
    await writeFile(path.join(folder, 'config.yaml'), JSON.stringify(proxyConfig(model, back.baseUrl)))
    const proxyOutput = start(
      'litellm',
      [
        ...['--config', 'config.yaml', '--host', '127.0.0.1', '--port', `${proxyPort}`],
        ...['--num_workers', '1', '--telemetry', 'False'],
      ],
      // It does not start without a master key; nobody uses it.
      { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_MASTER_KEY: `sk-${randomBytes(32).toString('hex')}` },
    )
    const front = await startRecorder(`http://127.0.0.1:${proxyPort}`)
    cleanUp.push(() => front.close())
    await Promise.all([
      answers(`http://127.0.0.1:${modelPort}/health`, modelOutput),
      answers(`http://127.0.0.1:${proxyPort}/health/liveliness`, proxyOutput),
    ])
    return { front, back, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A model that has nothing behind it: LiteLLM itself says what is wrong. */
const failing = (model_name: string, exception: string): object => ({
  model_name,
  litellm_params: { model: 'openai/none', api_base: nowhere, api_key: 'none', mock_response: `litellm.${exception}` },
})
/** Nothing listens on the port of the discard service. */
const nowhere = 'http://127.0.0.1:9/v1'

function proxyConfig(model: string, apiBase: string): object {
  const served = { model: `hosted_vllm/${model}`, api_base: apiBase, api_key: 'none', use_chat_completions_api: true }
  return {
    model_list: [
      ...Object.entries(prices).map(([model_name, { input, output }]) => ({
        model_name,
        litellm_params: { ...served, input_cost_per_token: input / 1e6, output_cost_per_token: output / 1e6 },
      })),
      failing('limited', 'RateLimitError'),
      failing('broken', 'InternalServerError'),
      failing('overfull', 'ContextWindowExceededError'),
      { model_name: 'unreachable', litellm_params: { ...served, api_base: nowhere } },
      { model_name: 'absent', litellm_params: { ...served, model: 'hosted_vllm/absent' } },
    ],
    litellm_settings: { include_cost_in_streaming_usage: true, num_retries: 0 },
    general_settings: { custom_auth: 'auth.user_api_key_auth' },
  }
}

/** Of a child, for when it does not come up. */
function outputOf(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk) => (output = `${output}${String(chunk)}`.slice(-4_000)))
  child.on('error', (error) => (output += error.message))
  child.on('exit', (code) => (output += `\nended with ${code}`))
  return () => output
}

async function answers(url: string, output: () => string): Promise<void> {
  const end = performance.now() + patienceMs
  while (performance.now() < end && !/\nended with /.test(output())) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`${url} does not answer:\n${output()}`)
}
