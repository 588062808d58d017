/** Numbers, money and times as people read them, in the language of the editor. */

export interface Format {
  /** Cents, and below ten of them three digits that count: $12.35, $0.0123, $0.000912. */
  money(microUsd: number): string
  /** To the micro-dollar. */
  exactMoney(microUsd: number): string
  ms(ms: number): string
  count(n: number): string
  percent(share: number): string
  /** Hours and minutes; the day too when it is not today. */
  moment(at: number, now: number): string
  /** A point of the chart's axis. */
  bucket(at: number, bucket: 'hour' | 'day' | 'month'): string
  /** For a title: everything. */
  exactMoment(at: number): string
}

/** @param timeZone the machine's, unless a test says otherwise */
export function createFormat(language: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone }
  const usd = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const
  const cents = new Intl.NumberFormat(language, { ...usd, minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const threeDigits = new Intl.NumberFormat(language, { ...usd, maximumSignificantDigits: 3 })
  const exact = new Intl.NumberFormat(language, { ...usd, minimumFractionDigits: 6, maximumFractionDigits: 6 })
  const nothing = new Intl.NumberFormat(language, { ...usd, maximumFractionDigits: 0 })
  const count = new Intl.NumberFormat(language)
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const time = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { ...zone, ...options })
  const clock = time({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = time({ day: 'numeric', month: 'short' })
  const month = time({ month: 'short', year: 'numeric' })
  const full = time({ dateStyle: 'medium', timeStyle: 'medium' })
  const date = time({ dateStyle: 'short' })

  return {
    money: (microUsd) => {
      if (microUsd === 0) return nothing.format(0)
      return (Math.abs(microUsd) < 99_500 ? threeDigits : cents).format(microUsd / 1e6)
    },
    exactMoney: (microUsd) => exact.format(microUsd / 1e6),
    ms: (ms) => {
      if (ms > 0 && ms < 1) return '< 1 ms'
      if (ms < 10) return `${oneDigit.format(ms)} ms`
      if (ms < 999.5) return `${Math.round(ms)} ms`
      if (ms < 59_950) return `${oneDigit.format(ms / 1000)} s`
      if (ms < 3_600_000) return `${oneDigit.format(ms / 60_000)} min`
      return `${oneDigit.format(ms / 3_600_000)} h`
    },
    count: (n) => count.format(n),
    percent: (share) => percent.format(share),
    moment: (at, now) =>
      date.format(at) === date.format(now) ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`,
    bucket: (at, bucket) => (bucket === 'hour' ? clock : bucket === 'day' ? day : month).format(at),
    exactMoment: (at) => full.format(at),
  }
}
