/** The panel's page: takes states from the host, shows the last one once a frame, and sends what the user does. */
import * as l10n from '@vscode/l10n'
import { AnswerNodes } from './answer-text.ts'
import { Chart } from './chart.ts'
import { createFormat } from './format.ts'
import { moveFocus } from './keyboard.ts'
import type { AnswerText, FromPanel, PanelState, ToPanel } from './protocol.ts'
import { actionOf, Root } from './render.ts'
import { Intake } from './intake.ts'
import { withSameParts } from './same-parts.ts'
import { view, type Ui } from './view.ts'
import type { Action, Node } from './vnode.ts'
import { sourceLink } from './views/source-link.ts'
import './panel.css'

interface VsCode {
  postMessage(message: FromPanel): void
  getState(): Ui | undefined
  setState(state: Ui): void
}

declare function acquireVsCodeApi(): VsCode

const vscode = acquireVsCodeApi()
const words = document.querySelector<HTMLMetaElement>('meta[name=words]')?.content
if (words) l10n.config({ contents: words })

const root = new Root(document.querySelector<HTMLElement>('#root')!)
const format = createFormat(document.documentElement.lang || 'en')
let state: PanelState | undefined
let ui: Ui = { tab: 'answer', selected: null, ...vscode.getState() }
let answer: { readonly id: string; readonly nodes: AnswerNodes; readonly intake: Intake } | undefined
let chart: Chart | undefined
let frame = 0
let isDrawn = false

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  const before = state as PanelState
  state = { ...before, ...withSameParts(partsOf(before, data.state), data.state) }
  if (data.text) take(data.text)
  if (data.show) remember({ ...ui, tab: data.show })
  schedule()
})

function take({ answerId, from, text }: AnswerText): void {
  if (answer?.id !== answerId || from === 0) {
    const nodes = new AnswerNodes((number, key) => sourceLink(state?.answer ?? null, number, key))
    answer = { id: answerId, nodes, intake: new Intake() }
  }
  answer.intake.receive(from, text)
}

/** What the panel had of what has arrived. */
function partsOf(before: PanelState | undefined, arrived: Partial<PanelState>): Partial<PanelState> {
  const names = Object.keys(arrived) as (keyof PanelState)[]
  return before ? Object.fromEntries(names.map((name) => [name, before[name]])) : {}
}

function schedule(): void {
  if (frame === 0) frame = requestAnimationFrame(show)
}

function show(): void {
  frame = 0
  if (!state) return
  const begun = performance.now()
  const body = bodyOf(state)
  const follow = atEnd()
  const folded = answer?.intake.folded ?? 0
  root.show(view({ state, ui, body, folded, now: Date.now(), format }))
  answer?.intake.took(performance.now() - begun)
  if (!isDrawn) performance.mark('shortline.drawn', { detail: state.decisions.rows.length })
  isDrawn = true
  if (follow) document.querySelector('.answer')?.scrollIntoView({ block: 'end' })
  showChart(state)
  if (answer?.intake.isWaiting) schedule()
}

function bodyOf({ answer: current }: PanelState): readonly Node[] {
  if (!answer || current?.id !== answer.id) return []
  const { nodes, intake } = answer
  if (intake.isWaiting) nodes.append(intake.pass())
  return nodes.nodes()
}

/** The end of a growing answer stays in sight for whoever has it in sight. */
function atEnd(): boolean {
  if (ui.tab !== 'answer' || !answer?.intake.isCaughtUp) return false
  const bottom = document.querySelector('.answer')?.getBoundingClientRect().bottom
  return bottom !== undefined && bottom > innerHeight * 0.6 && bottom <= innerHeight + 40
}

function showChart({ usage }: PanelState): void {
  const place = document.querySelector<HTMLElement>('[data-chart]')
  if (chart && !chart.isAttached) {
    chart.dispose()
    chart = undefined
  }
  if (!place || !usage) return
  chart ??= new Chart(place, format)
  chart.show(usage.series)
}

function act(action: Action): void {
  switch (action.type) {
    case 'tab':
      remember({ ...ui, tab: action.tab })
      scrollTo(0, 0)
      break
    case 'select':
      remember({ ...ui, selected: ui.selected === action.id ? null : action.id })
      break
    case 'submit-what-if':
      askWhatIf()
      break
    case 'unfold':
      answer?.intake.unfold()
      schedule()
      break
    case 'code':
      vscode.postMessage({ type: action.use, text: answer?.nodes.codeOf(action.block) ?? '' })
      break
    default:
      vscode.postMessage(action)
  }
}

function remember(changed: Ui): void {
  ui = changed
  vscode.setState(ui)
  schedule()
}

function askWhatIf(): void {
  const text = document.querySelector<HTMLInputElement>('#what-if')?.value.trim() ?? ''
  if (text !== '') vscode.postMessage({ type: 'what-if', text })
}

document.addEventListener('click', (event) => {
  const action = actionOf(event.target)
  if (action) act(action)
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.id === 'what-if') askWhatIf()
  else moveFocus(event)
})
// The chart is a picture: a new theme needs a new one.
new MutationObserver(() => chart?.draw()).observe(document.body, { attributeFilter: ['class'] })

performance.mark('shortline.ready')
vscode.postMessage({ type: 'ready' })
