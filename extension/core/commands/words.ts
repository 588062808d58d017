/** From what people type to the words by which a command is found. */
import { inEnglish } from '../in-english.ts'

/** Said in asks of every kind; a command is not told by them. */
const fillers = new Set(
  (
    'a an the this that these those my your our its it i you we me us please pls plz hey hi how do does did can could ' +
    'would should want need to in on at of for with from into by is are be am was and or as so just there here where ' +
    'what which why when vs vscode code visual studio editor editors get make have has let turn switch toggle show hide ' +
    'enable disable enabled disabled activate deactivate set setting settings change use using see way possible now ' +
    'again always not no over much very too really want like text some any own only  dont doesnt cant off out up permanently default by view gone missing disappeared lost stop ' +
    'bitte wie kann man ändere ändern stelle schalte schalten mache aktiviere activar activer desactivar cambiar changer mettre poner  ich den die das der ein eine einen im in aus an ' +
    'comment puis je le la les un une dans como puedo el los las en de del'
  ).split(' '),
)

/** Different words for the same thing, whole words only; applied in this order. */
const synonyms: readonly (readonly [RegExp, string])[] = [
  [/\bvs ?code\b|\bvisual studio code\b/g, ' '],
  [/\bzoom (in|out)\b/g, 'zoom zoom$1'],
  [/\bcolou?r(?:s|ed)?\b/g, 'color'],
  [/\b(?:primary )?side ?bars?\b/g, 'sidebar'],
  [/\b(?:mini ?map)\b/g, 'minimap'],
  [/\b(?:auto ?save|save automatically)\b/g, 'autosave'],
  [/\b(?:auto ?format)\b/g, 'format'],
  [/\b(?:word|line|soft|text)[ -]?wrap(?:ping)?\b|\bwrap (?:long )?(?:lines?|text)\b/g, 'wordwrap'],
  [/\b(?:hot ?keys?|shortcuts?|key ?binds?|key ?bindings?|keyboard shortcuts?|key combo(?:s|ination)?)\b/g, 'shortcut'],
  [/\b(?:white ?spaces?)\b/g, 'whitespace'],
  [/\b(?:full ?screen)\b/g, 'fullscreen'],
  [/\b(?:intelli ?sense|auto ?complet(?:e|ion)s?)\b/g, 'autocomplete'],
  [/\b(?:multi(?:ple)?[ -]?(?:cursors?|carets?))\b/g, 'multi cursor'],
  [/\b(?:larger|bigger|increase|enlarge)\b/g, 'bigger'],
  [/\bparen(?:s|theses|thesis)?\b/g, 'bracket'],
  [/\b(?:automatic(?:ally)?)\b/g, 'auto'],
  [/\b(?:hidden|invisible)\b/g, 'invisible'],
  [/\b(?:maximi[sz]e)\b/g, 'maximize'],
  [/\b(?:directory|directories|folders)\b/g, 'folder'],
  [/\bline ?numbers?\b/g, 'linenumber'],
]

/** Without their endings words are the same that mean the same: saves, saved, saving. */
function stem(word: string): string {
  const base = word.length > 4 && word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<=\w{3}[^s])s$/, '')
  return base.length > 4 ? base.replace(/(?:ing|ed|e)$/, '') : base
}

/** Said around the name of a command by whoever asks for just that. */
const around = new Set(
  'please pls the a an my i how do can you to turn on off toggle show hide enable disable vs vscode open'.split(' '),
)

/** Whether a text names a thing and says no more: "please toggle the word wrap", but not "wrap this line". */
export function namesJust(text: string, name: string): boolean {
  const words = (of: string): string =>
    (of.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter((word) => !around.has(word)).join(' ')
  return words(text) === words(name)
}

/** Words that matter, each once. Where all are fillers ("settings"), all count. */
export function keywords(text: string): ReadonlySet<string> {
  let plain = inEnglish(text).toLowerCase().replace(/['’]/g, '')
  for (const [pattern, word] of synonyms) plain = plain.replace(pattern, word)
  const all = plain.match(/[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu) ?? []
  const telling = all.filter((word) => !fillers.has(word) && !/^\d+$/.test(word))
  return new Set((telling.length > 0 ? telling : all).map(stem))
}
