import { execFileSync } from 'node:child_process'

/** Megabytes that a running process holds in memory; undefined on Windows, which has no `ps`. */
export function residentMb(pid: number | undefined): number | undefined {
  if (process.platform === 'win32') return undefined
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024
}
