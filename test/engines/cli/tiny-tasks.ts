/** A workspace of two files, and tasks of the form of the ask evaluation set about it. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

const queue = `/** Jobs wait here until a worker is free. */
export function enqueueJob(job: Job): void {
  if (jobs.length >= maxJobs) throw new QueueFull(maxJobs)
  jobs.push(job)
}
`
const cite = [{ path: 'src/queue.ts', startLine: 1, endLine: 5 }]
const base = { root: 'tiny', context: { location: 'panel' }, label: 'explain', cite: [], facts: [] }
const rag = { ...base, text: '/explain enqueueJob when the queue is full', route: 'rag', cite, outputTokens: 100 }

/** Answered, or answered from before, without anything that must be refused. */
export const answerable = [
  { ...rag, id: 'a-rag-1' },
  { ...rag, id: 'a-cached-1', route: 'cached', after: 'a-rag-1', opponentTokens: 100, outputTokens: 0 },
  {
    ...base,
    id: 'a-search-1',
    text: '/search where are jobs enqueued',
    label: 'search',
    route: 'search',
    cite,
    opponentTokens: 80,
    outputTokens: 0,
  },
  {
    ...base,
    id: 'a-direct-1',
    root: null,
    text: '/general what is a mutex',
    label: 'general',
    route: 'direct',
    outputTokens: 50,
  },
  {
    ...rag,
    id: 'a-plan-1',
    text: '/explain how jobs are enqueued, then write a test for a full queue',
    route: 'plan',
    steps: 2,
  },
]

const refused = { ...rag, route: 'refuse', opponentTokens: 9, outputTokens: 0 }

export const tasks = [
  ...answerable,
  {
    ...refused,
    id: 'a-refuse-1',
    text: '/explain nextJob',
    refuse: 'no-key',
    cite: [],
    settings: { key: false },
  },
  {
    ...refused,
    id: 'a-refuse-2',
    text: '/explain maxJobs',
    refuse: 'ledger-unavailable',
    cite: [],
    settings: { ledger: false },
  },
]

/** @returns the file with the tasks; its folder is for `--roots` */
export async function writeTasks(folder: string, those: readonly object[]): Promise<string> {
  await mkdir(path.join(folder, 'tiny/src'), { recursive: true })
  await writeFile(path.join(folder, 'tiny/src/queue.ts'), queue)
  const mail = 'export function sendMail(to: string): void {\n  relay(to)\n}\n'
  await writeFile(path.join(folder, 'tiny/src/mail.ts'), mail)
  const file = path.join(folder, 'tasks.jsonl')
  await writeFile(file, those.map((task) => JSON.stringify(task)).join('\n'))
  return file
}
