/** The periods that caps and totals go by, in the user's own time zone. */

const two = (value: number): string => String(value).padStart(2, '0')

/** `YYYY-MM-DD` of a time in milliseconds since 1970. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** `YYYY-MM-DD HH` */
export function hourOf(at: number): string {
  return `${dayOf(at)} ${two(new Date(at).getHours())}`
}

/** `YYYY-MM` of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}
