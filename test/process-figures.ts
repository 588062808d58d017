import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Megabytes that a running process holds in memory; undefined on Windows, which has no `ps`. */
export function residentMb(pid: number | undefined): number | undefined {
  if (process.platform === 'win32') return undefined
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024
}

/** Milliseconds of processor that a running process has taken so far, in steps of ten; undefined where only Linux tells. */
export function processorMs(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined
  // The name, in brackets, may hold blanks.
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
