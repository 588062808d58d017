/** The panel's page: takes states from the host, shows the last one once a frame, and sends what the user does. */
import * as l10n from '@vscode/l10n'
import { AnswerNodes } from './answer-text.ts'
import { Chart } from './chart.ts'
import { createFormat } from './format.ts'
import { moveFocus } from './keyboard.ts'
import type { AnswerText, FromPanel, PanelState, ToPanel } from './protocol.ts'
import { actionOf, Root } from './render.ts'
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

/** Characters of the answer that one frame takes up; the rest waits for the next. */
const perFrame = 64 * 1024

const vscode = acquireVsCodeApi()
const words = document.querySelector<HTMLMetaElement>('meta[name=words]')?.content
if (words) l10n.config({ contents: words })

const root = new Root(document.querySelector<HTMLElement>('#root')!)
const format = createFormat(document.documentElement.lang || 'en')
let state: PanelState | undefined
let ui: Ui = { tab: 'answer', selected: null, ...vscode.getState() }
let answer: { readonly id: string; readonly nodes: AnswerNodes; received: number; waiting: string } | undefined
let chart: Chart | undefined
let frame = 0

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  state = { ...(state as PanelState), ...data.state }
  if (data.text) take(data.text)
  if (data.show) remember({ ...ui, tab: data.show })
  schedule()
})

function take({ answerId, from, text }: AnswerText): void {
  if (answer?.id !== answerId || from === 0) {
    const nodes = new AnswerNodes((number, key) => sourceLink(state?.answer ?? null, number, key))
    answer = { id: answerId, nodes, received: 0, waiting: '' }
  }
  // A part that arrives twice is taken once.
  const added = text.slice(Math.max(0, answer.received - from))
  answer.received += added.length
  answer.waiting += added
}

function schedule(): void {
  if (frame === 0) frame = requestAnimationFrame(show)
}

function show(): void {
  frame = 0
  if (!state) return
  const body = bodyOf(state)
  const follow = atEnd()
  root.show(view({ state, ui, body, now: Date.now(), format }))
  if (follow) document.querySelector('.answer')?.scrollIntoView({ block: 'end' })
  showChart(state)
  if (answer && answer.waiting !== '') schedule()
}

function bodyOf({ answer: current }: PanelState): readonly Node[] {
  if (!answer || current?.id !== answer.id) return []
  if (answer.waiting !== '') {
    answer.nodes.append(answer.waiting.slice(0, perFrame))
    answer.waiting = answer.waiting.slice(perFrame)
  }
  return answer.nodes.nodes()
}

/** The end of a growing answer stays in sight for whoever has it in sight. */
function atEnd(): boolean {
  if (ui.tab !== 'answer' || answer?.waiting === '') return false
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

vscode.postMessage({ type: 'ready' })
