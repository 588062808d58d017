import assert from 'node:assert/strict'
import path from 'node:path'
import { agree } from '../../extension/core/providers.ts'
import { tryProvider } from '../../extension/engines/provider-trial.ts'
import { tinyFolder } from '../core/completion/tiny.ts'

const host = path.resolve(import.meta.dirname, '../../extension/engines/host/main.ts')
const model = { modelDir: tinyFolder, threads: 1 }
const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml'

describe('trial of an execution provider', () => {
  it('times the processor, with the same numbers each time', async () => {
    const never = new AbortController().signal
    const [one, other] = [await tryProvider(host, model, 'cpu', never), await tryProvider(host, model, 'cpu', never)]
    assert.ok(one?.kind === 'done' && other?.kind === 'done', JSON.stringify([one, other]))
    assert.ok(one.ms > 0)
    assert.ok(agree(one.logits, other.logits))
  })

  it('says why one can’t be had', async () => {
    const trial = await tryProvider(host, model, elsewhere, new AbortController().signal)
    assert.ok(trial?.kind === 'failed' && trial.message.length > 10, JSON.stringify(trial))
  })

  it('says so when the process dies', async () => {
    const trial = await tryProvider(path.join(tinyFolder, 'nothing.js'), model, 'cpu', new AbortController().signal)
    assert.ok(trial?.kind === 'failed' && /process ended/.test(trial.message), JSON.stringify(trial))
  })

  it('is called off at once', async () => {
    const stop = new AbortController()
    const trial = tryProvider(host, model, 'cpu', stop.signal)
    stop.abort()
    assert.equal(await trial, undefined)
    assert.equal(await tryProvider(host, model, 'cpu', stop.signal), undefined)
  })
})
