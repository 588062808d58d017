/**
 * A host that fails on demand. Its faults are named by what it is sent anyway: a start fault by `modelDir`, a request
 * fault by the document's address or the text. Everything else it answers with the documents it knows.
 */
import type { FromHost, ToHost } from '../../extension/engines/protocol.ts'

const known = new Map<string, number>()
const send = (message: FromHost): void => void process.send!(message)

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToHost) => {
  switch (message.type) {
    case 'start':
      if (message.options.modelDir === 'die') process.exit(3)
      if (message.options.modelDir === 'complain') {
        process.stderr.write('no such processor\n', () => process.exit(4))
        return
      }
      if (message.options.modelDir !== 'hang') send({ type: 'ready', engine: 'ngram', loadMs: 1 })
      return
    case 'open':
    case 'change':
      known.set(message.uri, message.version)
      return
    case 'close':
      known.delete(message.uri)
      return
    case 'cancel':
      send({ type: 'log', level: 'info', text: `cancel ${message.id}` })
      send({ type: 'outcome', id: message.id, outcome: { kind: 'cancelled', timings: { total: 0 } } })
      return
    case 'complete':
      if (message.uri === 'strained') send({ type: 'effort', effort: 'ngram', strain: 'slow' })
      if (message.uri === 'rested') send({ type: 'effort', effort: 'full' })
      if (message.uri === 'die') process.kill(process.pid, 'SIGKILL')
      else if (message.uri === 'garbage') {
        for (const garbage of [null, 7, 'text', {}, { type: 'nonsense' }]) process.send!(garbage)
        send({ type: 'outcome', id: -1, outcome: done('for nobody') })
        send({ type: 'outcome', id: message.id, outcome: done('after garbage') })
      } else if (message.uri !== 'hang') {
        send({ type: 'outcome', id: message.id, outcome: done([...known].join(' ')) })
      }
      return
    case 'goOn':
      if (message.uri === 'hang') return
      send({ type: 'wentOn', id: message.id, result: { kind: 'done', text: '\n}', confidence: 0.5 } })
      return
    case 'label':
      if (message.text === 'die') process.kill(process.pid, 'SIGKILL')
      else if (message.text !== 'hang') {
        const intent = { label: 'fix', p: 1, set: ['fix'], ms: 1 } as const
        send({ type: 'label', id: message.id, result: { kind: 'done', intent } })
      }
      return
    case 'embed':
      send({
        type: 'embedded',
        id: message.id,
        result: { kind: 'failed', reason: 'model-missing', message: `${message.texts.length} texts` },
      })
      return
    case 'beside':
    case 'workspace':
    case 'learn':
    case 'warm':
    case 'time':
      return
    case 'stop':
      process.exit(0)
  }
})

function done(text: string): Extract<FromHost, { type: 'outcome' }>['outcome'] {
  return { kind: 'done', text, confidence: 1, source: 'copy', tokens: 0, timings: { total: 1 } }
}
