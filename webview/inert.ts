/** Text from models and repositories made visible for what it is: characters that act on a screen become signs. */

/** C0 and C1 controls but tab and line feed; embedding, override and isolate controls; line separators. */
// Controls are what this is about.
// eslint-disable-next-line no-control-regex
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb]/g

/** A carriage return before a line feed is an end of line like others. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(acting, (character) => {
    const code = character.charCodeAt(0)
    // Unicode has pictures for the C0 controls: ␛ for escape.
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    if (code === 0x7f) return '␡'
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  })
}

/** The address as the browser understands it, if it is a web page's; undefined for `command:`, `javascript:` and the like. */
export function webAddress(href: string): string | undefined {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return undefined
  return new URL(href).href
}
