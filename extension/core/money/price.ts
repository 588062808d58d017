/**
 * Prices are dated rows of data: the ones that come with Shortline (`prices.json`), then the user's own, which win.
 * A model without a row has no price, and what has no price is not sent.
 */
import shipped from './prices.json' with { type: 'json' }

/** US dollars per million tokens; what is absent costs what `input` costs. */
export interface UsdPerMillion {
  readonly input: number
  readonly cachedInput?: number
  readonly cacheWrite?: number
  readonly output: number
}

export interface PriceRow {
  /** As a ledger row names it: model, date, and whose. */
  readonly id: string
  readonly model: string
  /** First day, `YYYY-MM-DD`, that it holds. */
  readonly from: string
  readonly source: string
  /** Integer micro-dollars for a million tokens. */
  readonly input: number
  readonly cachedInput: number
  readonly cacheWrite: number
  readonly output: number
}

interface DatedPrice extends UsdPerMillion {
  readonly model: string
  readonly from: string
}

function row(price: UsdPerMillion, id: string, model: string, from: string, source: string): PriceRow {
  const micro = (usd: number): number => Math.round(usd * 1_000_000)
  const { input, cachedInput = input, cacheWrite = input, output } = price
  return {
    id,
    model,
    from,
    source,
    input: micro(input),
    cachedInput: micro(cachedInput),
    cacheWrite: micro(cacheWrite),
    output: micro(output),
  }
}

const shippedRows: readonly PriceRow[] = (shipped.rows as readonly DatedPrice[]).map((price) =>
  row(price, `${price.model}@${price.from}`, price.model, price.from, shipped.source),
)

/** Servers name a dated build of a model: `gpt-6-luna-2026-09-30`, or a provider in front: `openai/gpt-6-luna`. */
function familyName(model: string): string {
  return model.replace(/^.*\//, '').replace(/-\d{4}-\d{2}-\d{2}$|-\d{8}$/, '')
}

/**
 * @param day `YYYY-MM-DD` of the ask
 * @param own the user's prices by model; `0` is a price, too
 * @returns undefined where nobody has said what the model costs
 */
export function priceOf(
  model: string,
  day: string,
  own: Readonly<Record<string, UsdPerMillion>> = {},
): PriceRow | undefined {
  for (const name of [model, familyName(model)]) {
    if (Object.hasOwn(own, name)) return row(own[name]!, `${name}@user`, name, day, 'setting shortline.prices')
    const rows = shippedRows
      .filter((candidate) => candidate.model === name)
      .sort((a, b) => a.from.localeCompare(b.from))
    const found = rows.findLast(({ from }) => from <= day) ?? rows[0]
    if (found) return found
  }
  return undefined
}

/** A server of one's own that a preset says costs nothing. */
export function freePrice(model: string, preset: string): PriceRow {
  return row({ input: 0, output: 0 }, `${model}@${preset}`, model, '', `preset ${preset}: own machine`)
}
