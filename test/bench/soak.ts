/**
 * The real model host under simulated typing in 20 open files, as fast as it answers: does its memory grow? Then it is
 * killed at random moments: how long until the next suggestion, and is every dead process gone?
 */
import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { processorMs, residentMb } from '../process-figures.ts'
import type { BenchOptions } from './benches.ts'
import { drawCases } from './cases.ts'
import { digits, printTable, sequence, spread, spreadNames } from './report.ts'
import { Typist } from './typist.ts'
import { benchWorkday } from './workday.ts'

const openFiles = 20
const parts = 4
const longestPauseMs = 400
const killsPerLine = 25
const settleMs = 3_000
const restMs = 20_000

export async function benchSoak({ seconds, hours, kills, threads }: BenchOptions): Promise<void> {
  // The bundle, as it runs in VS Code: Node's reader of TypeScript would take memory of its own.
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  const files = [...new Map((await drawCases(openFiles * 4)).map((file) => [file.path, file])).values()]
  const typist = new Typist(files.slice(0, openFiles), threads)
  try {
    await typist.client.ready()
    // The encoder is read when it is first asked.
    const label = await typist.client.label('where is the parser made?', {}, new AbortController().signal)
    if (label.kind !== 'done') throw new Error('The encoder could not be asked')
    if (hours > 0) await benchWorkday(typist, files.slice(openFiles), hours)
    else await typeFor(typist, seconds)
    await rest(typist)
    if (kills > 0) await killOften(typist, kills)
  } finally {
    typist.client.dispose()
  }
}

async function typeFor(typist: Typist, seconds: number): Promise<void> {
  // The first visits fill what is kept for each file.
  for (let n = 0; n < openFiles; n++) await typist.typeLine()
  typist.ms.length = 0
  const memory = [residentMb(typist.client.pid)]
  for (let part = 0; part < parts; part++) {
    const until = performance.now() + (seconds * 1000) / parts
    while (performance.now() < until) await typist.typeLine()
    memory.push(residentMb(typist.client.pid))
  }
  printTable(
    `${seconds} s of typing in ${openFiles} files, ${typist.ms.length} keystrokes through the host`,
    ['', ...spreadNames],
    [['keystroke', ...spread(typist.ms)]],
  )
  console.log(
    `resident memory of the host, MB, at the start and after each quarter: ${memory.map((mb) => digits(mb ?? NaN)).join(', ')}`,
  )
}

/** What the host takes while nobody types, the moment after someone did left out. */
async function rest({ client }: Typist): Promise<void> {
  await wait(settleMs)
  const before = processorMs(client.pid)
  await wait(restMs)
  const after = processorMs(client.pid)
  if (before === undefined || after === undefined) return
  console.log(`idle: ${after - before} ms of processor in ${restMs / 1000} s`)
}

async function killOften(typist: Typist, kills: number): Promise<void> {
  const random = sequence(4)
  const back: number[] = []
  const pids: number[] = []
  for (let n = 0; n < kills; n++) {
    const { pid } = typist.client
    if (pid === undefined) throw new Error('There is no host to kill')
    const typing = typist.typeLine()
    await wait(random() * longestPauseMs)
    process.kill(pid, 'SIGKILL')
    const killed = performance.now()
    pids.push(pid)
    await typing
    let suggested: number | undefined
    while (suggested === undefined) {
      // A host that is to come back later answers at once that it is not there: no reason to ask it without a pause.
      await typist.client.ready()
      suggested = await typist.typeLine()
    }
    back.push(suggested - killed)
    if (back.length % killsPerLine === 0) console.log(`${back.length} kills: ${spread(back).join(' / ')}`)
  }
  printTable(
    `${kills} kills at random moments, to the next suggestion`,
    ['', ...spreadNames, 'longest'],
    [['back', ...spread(back), digits(Math.max(...back))]],
  )
  const left = pids.filter(isAlive)
  console.log(`${left.length} of the killed processes left${typist.trouble.map((text) => `\n${text}`).join('')}`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
