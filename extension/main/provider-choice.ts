/**
 * What runs the model: the setting, or what was fastest when the machine was idle for the first time. A card that fails
 * is not asked again. What was chosen is remembered for all windows.
 */
import * as vscode from 'vscode'
import type { HostState } from '../core/host-state.ts'
import { candidates, choose } from '../core/providers.ts'
import type { Provider, Trial } from '../core/providers.ts'
import { readSetting, tellAbout } from '../editor/settings.ts'
import { tryProvider } from '../engines/provider-trial.ts'
import type { TimedModel } from '../engines/protocol.ts'

interface Remembered {
  /** Another version of Shortline, or another model, is timed again. */
  readonly of: string
  readonly provider: Provider
}

const memory = 'provider'
/** Nothing was asked for this long. */
const idleMs = 30_000
/** Whoever kills a process once may have had another reason. */
const mostDeaths = 2

export class ProviderChoice {
  private readonly setup: ProviderChoiceSetup
  private deaths = 0
  private failed = false
  /** Something is still to be timed. Looked up when the host changes, which every setting that counts makes it do. */
  private isOpen = false
  private timer: NodeJS.Timeout | undefined
  private trial: AbortController | undefined

  constructor(setup: ProviderChoiceSetup) {
    this.setup = setup
  }

  get provider(): Provider {
    const wanted = readSetting('provider')
    if (this.failed || wanted === 'cpu') return 'cpu'
    return wanted === 'auto' ? (this.remembered ?? 'cpu') : wanted
  }

  become(state: HostState): void {
    if (state.kind === 'ready' && state.trouble?.reason === 'provider-failed') void this.fail()
    this.callOff()
    this.isOpen = readSetting('provider') === 'auto' && !this.failed && !this.remembered
    this.busy()
  }

  /** Somebody types: a trial waits. */
  busy(): void {
    if (!this.isOpen) return
    this.callOff()
    this.timer = setTimeout(() => void this.try(), idleMs)
  }

  /** The host died in that state. */
  died(state: HostState): void {
    if (this.provider === 'cpu' || ++this.deaths < (state.kind === 'ready' ? mostDeaths : 1)) return
    const text = vscode.l10n.t(
      'The model process failed on the graphics card ({0}). From now on the processor runs the model.',
      this.provider,
    )
    void this.fail()
    void tellAbout('provider', `Shortline: ${text}`)
  }

  dispose(): void {
    this.callOff()
  }

  private callOff(): void {
    clearTimeout(this.timer)
    this.trial?.abort()
  }

  private get remembered(): Provider | undefined {
    const known = this.setup.memento.get<Remembered>(memory)
    return known?.of === this.setup.model().key ? known.provider : undefined
  }

  private async fail(): Promise<void> {
    this.failed = true
    this.isOpen = false
    if (readSetting('provider') === 'auto') await this.remember('cpu')
  }

  private async remember(provider: Provider): Promise<void> {
    this.isOpen = false
    const known: Remembered = { of: this.setup.model().key, provider }
    await this.setup.memento.update(memory, known)
  }

  private async try(): Promise<void> {
    const { signal } = (this.trial = new AbortController())
    const { file, model, isReady, log, restart } = this.setup
    if (!isReady()) return
    const { timed } = model()
    const trials: Partial<Record<Provider, Trial>> = {}
    for (const provider of ['cpu' as const, ...candidates(process.platform)]) {
      const trial = await tryProvider(file, timed, provider, signal)
      if (!trial) return
      trials[provider] = trial
      log(`${provider}: ${trial.kind === 'done' ? `${trial.ms.toFixed(1)} ms` : trial.message.split('\n', 1)[0]}`)
    }
    const { cpu, ...others } = trials
    const chosen = cpu ? choose(cpu, others) : 'cpu'
    await this.remember(chosen)
    log(`the model runs on: ${chosen}`)
    if (chosen !== 'cpu') restart()
  }
}

export interface ProviderChoiceSetup {
  readonly memento: vscode.Memento
  /** The host's bundle. */
  readonly file: string
  readonly model: () => { readonly key: string; readonly timed: TimedModel }
  /** Whether native onnxruntime runs the model now. */
  readonly isReady: () => boolean
  readonly restart: () => void
  readonly log: (text: string) => void
}
