/** Integer micro-dollars for people: `$0.0009`, `$1.25`; never less than four significant places below a cent. */
export function formatUsd(microUsd: number): string {
  const sign = microUsd < 0 ? '-' : ''
  const micros = Math.abs(microUsd)
  const whole = Math.floor(micros / 1_000_000)
  const fraction = String(micros % 1_000_000).padStart(6, '0')
  const kept = fraction.replace(/0+$/, '').padEnd(2, '0')
  return `${sign}$${whole}.${kept}`
}
