/** Characters of a line that are not blank: what a tokenizer of words makes tokens of. */
export function leanLength(line: string): number {
  let length = 0
  for (let at = 0; at < line.length; at++) if (line.charCodeAt(at) > 32) length++
  return length
}
