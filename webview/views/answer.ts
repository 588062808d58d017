/** The answer on top of the panel: what was asked, how far it is, what came of it, and what can be done with it. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import { visible } from '../inert.ts'
import type { Answer } from '../protocol.ts'
import { h, type Element, type Node } from '../vnode.ts'
import { leftOutReason, modeName } from '../words.ts'
import { button, emptyState, linkButton, placeLink } from './parts.ts'

/**
 * @param body the answer's text, rendered
 * @param folded characters of it that are not in `body`
 */
export function answerView(answer: Answer | null, body: readonly Node[], folded: number, f: Format): Element {
  if (!answer) {
    const text = t(
      'Ask in plain words. Shortline answers on your machine where it can, and says what the flagship would cost where it cannot.',
    )
    return emptyState('comment', t('No question yet'), text, linkButton('ask'), linkButton('walkthrough'))
  }
  const runs = isRunning(answer)
  return h(
    'section.answer',
    { 'aria-labelledby': 'question', 'aria-busy': String(runs), key: answer.id },
    h(
      'header.ask',
      { key: 'ask' },
      h('h2.question', { id: 'question', dir: 'auto' }, visible(answer.question)),
      runs && button(t('Stop'), { type: 'stop' }, 'stop', { class: 'action stop', title: t('Stop the answer') }),
    ),
    h('div.progress', { key: 'progress', ...(runs ? { 'data-runs': '' } : {}), 'aria-hidden': 'true' }),
    meta(answer, f),
    answer.steps.length > 0 && stepList(answer),
    h('div.markdown', { dir: 'auto', key: 'text' }, body),
    folded > 0 && fold(folded, f),
    waiting(answer),
    notice(answer),
    choices(answer),
    command(answer),
    ...answer.edits.map((edit, index) => editOffer(edit, index)),
    sourceList(answer),
    !runs && afterwards(answer),
  )
}

export const isRunning = ({ phase }: Answer): boolean => phase === 'deciding' || phase === 'answering'

/** What a screen reader hears: beginnings and ends, never each word. */
export function announcement(answer: Answer | null, f: Format): string {
  if (!answer) return ''
  const { decision, message, phase } = answer
  switch (phase) {
    case 'deciding':
    case 'answering':
      return t('Answering')
    case 'done': {
      const spent = decision?.costMicroUsd ?? 0
      return t('Answer complete, {0}, {1}', f.ms(decision?.ms ?? 0), f.money(spent))
    }
    default:
      return message ?? (phase === 'cancelled' ? t('Answer stopped') : '')
  }
}

function meta({ place, mode, cachedAgeMs }: Answer, f: Format): Element {
  return h(
    'p.meta',
    { key: 'meta' },
    h('span.muted', {}, modeName(mode)),
    place && placeLink(place),
    cachedAgeMs !== null && h('span.chip', {}, t('from the cache, {0} old', f.ms(cachedAgeMs))),
  )
}

function stepList({ steps, phase }: Answer): Element {
  const last = steps.at(-1)!
  const done = phase === 'done'
  return h(
    'ol.steps',
    { key: 'steps', 'aria-label': t('Steps') },
    steps.map((step) => {
      const current = step === last && !done
      return h(
        'li',
        { key: String(step.number), ...(current ? { 'aria-current': 'step' } : {}) },
        h('span.icon', { icon: current ? 'circle' : 'check' }),
        h('span', {}, visible(step.title)),
      )
    }),
    last.number < last.of && h('li.muted', { key: 'left' }, t('{0} more', last.of - last.number)),
  )
}

function waiting({ phase, length }: Answer): Element | null {
  if (phase !== 'deciding' && !(phase === 'answering' && length === 0)) return null
  const text = phase === 'deciding' ? t('Deciding where this goes…') : t('Waiting for the first word…')
  return h('p.muted.waiting', { key: 'waiting' }, text)
}

function notice({ id, phase, message, fix }: Answer): Element | null {
  if (message === null) return phase === 'cancelled' ? h('p.muted', { key: 'notice' }, t('Stopped.')) : null
  const failed = phase === 'failed' || phase === 'refused'
  return h(
    'div.notice',
    { key: 'notice', 'data-kind': failed ? 'error' : 'info' },
    h('span.icon', { icon: failed ? 'error' : 'info' }),
    h('p', { dir: 'auto' }, visible(message)),
    fix !== null && button(fix, { type: 'fix', of: id }),
  )
}

/** A very long answer is shown to here, so that it does not cost more than it is worth. */
function fold(characters: number, f: Format): Element {
  return h(
    'div.offer',
    { key: 'fold' },
    h('p.muted', {}, t('{0} more characters', f.count(characters))),
    button(t('Show All'), { type: 'unfold' }, 'unfold'),
    button(t('Open as Document'), { type: 'open-answer' }, 'markdown'),
  )
}

function choices({ choices }: Answer): Element | null {
  if (choices.length === 0) return null
  return h(
    'div.choices',
    { key: 'choices', role: 'group', 'aria-label': t('What do you want?') },
    h('p', {}, t('This can be read in more than one way. What do you want?')),
    h(
      'div.actions',
      {},
      choices.map(({ label, title }) => button(visible(title), { type: 'choose', label })),
    ),
  )
}

function command({ command }: Answer): Element | null {
  if (!command) return null
  return h(
    'div.offer',
    { key: 'command' },
    h('div', {}, h('p.strong', {}, visible(command.title)), h('p.muted', {}, h('code', {}, visible(command.id)))),
    button(t('Run'), { type: 'run-command' }, 'play', { class: 'action primary' }),
  )
}

function editOffer({ path, startLine, endLine, text }: Answer['edits'][number], index: number): Element {
  const lines = text === '' ? 0 : text.split('\n').length
  return h(
    'div.offer',
    { key: `edit-${index}` },
    h(
      'div',
      {},
      placeLink({ path, startLine, endLine }),
      h('p.muted', {}, t('{0} lines become {1}', endLine - startLine + 1, lines)),
    ),
    button(t('Review'), { type: 'edit', index }, 'diff', { class: 'action primary' }),
  )
}

function sourceList({ sources, leftOut }: Answer): Element | null {
  if (sources.length === 0 && leftOut.length === 0) return null
  return h(
    'div.sources',
    { key: 'sources' },
    sources.length > 0 && h('h3.heading', {}, t('Sources')),
    h(
      'ul.plain',
      {},
      sources.map((source) => h('li', { key: String(source.number) }, placeLink(source, String(source.number)))),
    ),
    leftOut.length > 0 &&
      h(
        'details',
        { key: 'left-out' },
        h('summary.muted', {}, t('{0} left out', leftOut.length)),
        h(
          'ul.plain',
          {},
          leftOut.map(({ path, why }) => h('li', {}, visible(path), h('span.muted', {}, ` ${leftOutReason(why)}`))),
        ),
        leftOut.some(({ why }) => why === 'excluded-path') && linkButton('exclude'),
      ),
  )
}

function afterwards({ otherMode: other, length }: Answer): Element {
  return h(
    'div.actions',
    { key: 'actions' },
    length > 0 && button(t('Copy'), { type: 'copy-answer' }, 'copy'),
    length > 0 && button(t('Open as Document'), { type: 'open-answer' }, 'markdown'),
    button(t('Again'), { type: 'again' }, 'refresh'),
    button(other === 'api' ? t('Again by API') : t('Again, Local'), { type: 'again', mode: other }, 'arrow-swap'),
  )
}
