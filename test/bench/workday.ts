/**
 * Hours of a person's work through the model host, as fast as it answers: does its memory grow? Lines are typed, half
 * of them stay; tabs are closed and others opened; now and then something is asked.
 */
import { residentMb } from '../process-figures.ts'
import type { BenchCase } from './cases.ts'
import { digits, printTable, sequence, spread, spreadNames } from './report.ts'
import type { Typist } from './typist.ts'

/** Net of all the reading and thinking, hour after hour. */
const keysPerMinute = 40
const keysPerHalfHour = keysPerMinute * 30
const keysPerTab = keysPerMinute * 4
const asksPerHalfHour = 5
/** Of the mean, over all the hours behind the first turn: less is the noise of a garbage collector. */
const levelShare = 0.05
/** Two hours. */
const leastPoints = 4

/** @param others files that are opened in turn, beside those that are open */
export async function benchWorkday(typist: Typist, others: readonly BenchCase[], hours: number): Promise<void> {
  const random = sequence(5)
  const memory: { hour: number; mb: number }[] = []
  const rows: string[][] = []
  let keys = 0
  let turned = 0
  for (let half = 1; half <= hours * 2; half++) {
    typist.ms.length = 0
    let asked = 0
    while (typist.ms.length < keysPerHalfHour) {
      await typist.typeLine(random() < 0.5)
      if (typist.client.state.kind !== 'ready') throw new Error(`The host is ${typist.client.state.kind}`)
      if (keys + typist.ms.length >= (turned + 1) * keysPerTab) {
        typist.turnTo(others[turned++ % others.length] as BenchCase)
      }
      if (typist.ms.length >= ((asked + 1) * keysPerHalfHour) / asksPerHalfHour) {
        await typist.client.label(`where is question ${asked++} of ${half}?`, {}, new AbortController().signal)
      }
    }
    keys += typist.ms.length
    const mb = residentMb(typist.client.pid) ?? NaN
    memory.push({ hour: half / 2, mb })
    rows.push([`${half / 2} h`, digits(mb), ...spread(typist.ms)])
    console.log(`${half / 2} h: ${digits(mb)} MB`)
  }
  const head = ['', 'MB', ...spreadNames]
  printTable(`${hours} hours at ${keysPerMinute} keys a minute: ${keys} keys, ${turned} tabs turned to`, head, rows)
  // Until each file has been opened once, what is kept for each of them fills.
  const turnHours = (others.length * keysPerTab) / keysPerMinute / 60
  console.log(verdict(memory, turnHours))
}

function verdict(all: readonly { hour: number; mb: number }[], turnHours: number): string {
  const memory = all.filter(({ hour }) => hour >= turnHours)
  const turn = `the first turn through all files (${digits(turnHours)} hours)`
  if (memory.length < leastPoints) return `too few hours behind ${turn} to say whether it grows`
  const mean = average(memory.map(({ mb }) => mb))
  const middle = average(memory.map(({ hour }) => hour))
  const spreadOfHours = memory.reduce((sum, { hour }) => sum + (hour - middle) ** 2, 0)
  const slope = memory.reduce((sum, { hour, mb }) => sum + (hour - middle) * (mb - mean), 0) / spreadOfHours
  const grown = slope * (memory.at(-1)!.hour - memory[0]!.hour)
  const most = Math.max(...memory.map(({ mb }) => mb))
  const says = grown > mean * levelShare ? 'it grows' : 'level'
  return `behind ${turn} ${digits(slope)} MB an hour (least squares), mean ${digits(mean)}, most ${digits(most)}: ${says}`
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
