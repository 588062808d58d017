import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { csvOf, rowsOf } from '../../core/money/export.ts'
import { formatUsd } from '../../core/money/format.ts'
import type { Summary } from '../../core/money/summary.ts'
import { storeFile } from '../store/store-file.ts'
import { StoreClient, storeScript } from '../store/store-client.ts'
import type { Command, Surroundings } from './command.ts'

export const ledger: Command = {
  summary: 'what asks cost, by day, route and component',
  help: `shortline ledger: prints what asks cost and saved, as a table.

  --ledger FILE   a ledger of its own (default: the extension's, ${storeFile()})
  --json          one JSON object a row instead: {"id","at","kind","route","model","component","tokens","costMicroUsd",
                  "estimated","priceRow","ms"} and more; a row a component, "component": null where an entry has none
  --csv           the same rows as CSV
  --since DATE    entries from that day on (2026-11-25)`,
  run,
}

async function run(args: readonly string[], { output }: Surroundings): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ledger: { type: 'string' },
      json: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      since: { type: 'string' },
    },
  })
  const file = values.ledger ?? storeFile()
  if (!existsSync(file)) throw new Error(`there is no ledger at ${file}: nothing has been asked yet`)
  const since = values.since === undefined ? 0 : new Date(`${values.since}T00:00:00`).getTime()
  if (Number.isNaN(since)) throw new Error('--since takes a day such as 2026-11-25')
  const store = new StoreClient(storeScript, file)
  try {
    if (values.json || values.csv) {
      const entries = (await store.call('entries', since)).toReversed()
      if (values.csv) output.write(csvOf(entries))
      else for (const row of entries.flatMap(rowsOf)) output.write(`${JSON.stringify(row)}\n`)
    } else {
      output.write(describe(await store.call('summary', since)))
    }
    return 0
  } finally {
    await store.dispose()
  }
}

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`)
const milliseconds = (ms: number | null): string => (ms === null ? '–' : String(Math.round(ms)))
/** A share of a micro-dollar still shows. */
const averageUsd = (microUsd: number): string => formatUsd(Math.ceil(microUsd))

function describe(summary: Summary): string {
  if (summary.asks === 0) return 'Nothing has been asked in that time.\n'
  const { asks, costMicroUsd, savedMicroUsd, flagshipMicroUsd, averageMicroUsd, localShare } = summary
  const saved = flagshipMicroUsd === 0 ? null : savedMicroUsd / flagshipMicroUsd
  return [
    `${asks} asks cost ${formatUsd(costMicroUsd)}, ${averageUsd(averageMicroUsd)} on average; ` +
      `${percent(localShare)} answered without an API.`,
    `With the flagship for everything: ${formatUsd(flagshipMicroUsd)}; saved ${formatUsd(savedMicroUsd)} (${percent(saved)}).`,
    '',
    ...table(
      ['day', 'asks', 'cost', 'saved'],
      summary.byDay.map((day) => [day.period, day.asks, formatUsd(day.costMicroUsd), formatUsd(day.savedMicroUsd)]),
    ),
    '',
    ...table(
      ['route', 'asks', 'share', 'cost', 'average', 'saved', 'p50 ms', 'p99 ms', 'first token p50', 'p99'],
      summary.byRoute.map((route) => [
        ...[route.route, route.asks, percent(route.share), formatUsd(route.costMicroUsd)],
        ...[averageUsd(route.averageMicroUsd), formatUsd(route.savedMicroUsd)],
        ...[route.p50Ms, route.p99Ms, route.firstTokenP50Ms, route.firstTokenP99Ms].map(milliseconds),
      ]),
    ),
    '',
    ...table(
      ['component', 'tokens', 'cost', 'per ask', 'p50 ms', 'p99 ms'],
      summary.byComponent.map((part) => [
        ...[part.component, part.tokens, formatUsd(part.costMicroUsd), averageUsd(part.averageMicroUsd)],
        ...[milliseconds(part.p50Ms), milliseconds(part.p99Ms)],
      ]),
    ),
    '',
  ].join('\n')
}

/** The first column to the left, numbers to the right. */
function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [header, ...rows].map((cells) => cells.map(String))
  const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column]!.length)))
  return all.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  )
}
