/** A server with the Batch API: the endpoints, files and states as OpenAI documents them, its work as a test says. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Json } from './fault-server.ts'

export interface BatchLine {
  readonly custom_id: string
  readonly method: string
  readonly url: string
  readonly body: Json
}

interface Batch {
  readonly id: string
  readonly endpoint: string
  readonly lines: readonly BatchLine[]
  status: string
  output_file_id?: string
  error_file_id?: string
  errors?: object
}

/** A line of the result file, without its ids; an `error` goes to the file of errors. */
export interface BatchAnswer {
  readonly response?: { readonly status_code: number; readonly body: object }
  readonly error?: { readonly code: string; readonly message: string }
}

export class BatchServer {
  baseUrl = ''
  readonly batches: Batch[] = []
  /** While it is true, batches stay in progress. */
  held = false
  /** Not undefined: batches are not taken, and this is why. */
  refusal: string | undefined
  readonly #answer: (line: BatchLine) => BatchAnswer
  readonly #files = new Map<string, string>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  private constructor(answer: (line: BatchLine) => BatchAnswer) {
    this.#answer = answer
  }

  static async start(answer: (line: BatchLine) => BatchAnswer): Promise<BatchServer> {
    const server = new BatchServer(answer)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    server.baseUrl = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}/v1`
    return server
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const [, , kind, id, action] = request.url!.split('/')
    const json = (value: object): unknown =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    const batch = this.batches.find((each) => each.id === id)
    if (kind === 'files' && request.method === 'POST') {
      const type = request.headers['content-type']!
      // Enough for files of our own.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      const form = await new Response(body, { headers: { 'content-type': type } }).formData()
      if (form.get('purpose') !== 'batch') throw new Error('not for a batch')
      json({ id: this.#keep(await (form.get('file') as File).text()), object: 'file' })
    } else if (kind === 'files' && action === 'content') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(this.#files.get(id!))
    } else if (kind === 'batches' && batch) {
      if (action === 'cancel') batch.status = 'cancelling'
      else this.#work(batch)
      json(shown(batch))
    } else if (kind === 'batches' && id === undefined) json(shown(this.#create(JSON.parse(body.toString()) as Json)))
    else response.writeHead(404).end('{"error":{"message":"no such thing"}}')
  }

  #create({ input_file_id, endpoint, completion_window }: Json): Batch {
    const text = this.#files.get(String(input_file_id))
    if (text === undefined || completion_window !== '24h') throw new Error('a batch that nobody would take')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BatchLine)
    const batch: Batch = { id: `batch_${randomUUID()}`, endpoint: String(endpoint), lines, status: 'validating' }
    this.batches.push(batch)
    return batch
  }

  /** One state further with each look, as long as nothing holds it. */
  #work(batch: Batch): void {
    if (batch.status === 'validating' && this.refusal !== undefined) {
      batch.status = 'failed'
      batch.errors = { data: [{ code: 'invalid', message: this.refusal }] }
    } else if (batch.status === 'validating') batch.status = 'in_progress'
    else if (batch.status === 'cancelling') this.#end(batch, 'cancelled', cancelled)
    else if (batch.status === 'in_progress' && !this.held) this.#end(batch, 'completed', this.#answer)
  }

  /** Of a batch that was called off, the first request had been answered. */
  #end(batch: Batch, status: string, answer: (line: BatchLine) => BatchAnswer): void {
    const lines = batch.lines.map((line, index) => ({
      ...{ id: `batch_req_${index}`, custom_id: line.custom_id },
      ...{ response: null, error: null },
      ...(index === 0 ? this.#answer(line) : answer(line)),
    }))
    const file = (those: readonly object[]): string =>
      this.#keep(those.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const [good, bad] = [lines.filter(({ error }) => error === null), lines.filter(({ error }) => error !== null)]
    batch.status = status
    // As there: in no order, and no file where it would be empty.
    if (good.length > 0) batch.output_file_id = file(good.reverse())
    if (bad.length > 0) batch.error_file_id = file(bad)
  }

  #keep(text: string): string {
    const id = `file-${randomUUID()}`
    this.#files.set(id, text)
    return id
  }
}

const cancelled = (): BatchAnswer => ({ error: { code: 'batch_cancelled', message: 'It was cancelled.' } })

function shown({ lines, ...batch }: Batch): object {
  const isOver = ['completed', 'cancelled'].includes(batch.status)
  return {
    ...batch,
    object: 'batch',
    request_counts: { total: lines.length, completed: isOver ? lines.length : 0, failed: 0 },
  }
}
