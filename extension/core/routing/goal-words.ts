/** The words by which `goals.ts` tells what is asked for: English, and what is common in German, French, Spanish and Chinese. */
import type { Kind } from './goals.ts'

/** Where one clause ends and the next may start. */
export const joints =
  /,?\s+(?:and|&|\+)\s+(?:then\s+|also\s+|finally\s+|after(?:wards)?\s+)?|,\s*(?:then|also|finally|plus|afterwards|after that)?\s+|\s+(?:then|afterwards|after that|as well as|plus)\s+|,?\s+(?:und|sowie|dann|danach|et|puis|ensuite|y|luego|después)\s+(?:dann\s+|auch\s+|ensuite\s+|luego\s+)?|，|、|然后|并且|并|再/u

/** What stands in front of a verb and asks for nothing itself. */
export const preambles =
  /^(?:please|pls|plz|hey|hi|ok(?:ay)?|so|now|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|last(?:ly)?|finally|then|also|just|maybe|and|but|(?:can|could|would|will) (?:you|u|we|someone)|(?:i|we) (?:want|need|would like|'d like|wanna|have)(?: you)? (?:to )?|i'd like (?:you )?to|help (?:me|us)(?: to)?|let's|lets|let us|you should|should|to|try to|quickly|go ahead and|bitte|kannst du|zuerst|erst|dann|danach|mal|s'il te plaît|peux-tu|d'abord|ensuite|puis|por favor|puedes|primero|luego|请|先|帮我)(?=\s|,|$|[\u4e00-\u9fff]),?\s*/u

/** Two verbs that are one goal; the first group stays. */
export const idioms: readonly RegExp[] = [
  /\b(?:find|search|locate|look|identify|track down)(?: and | & |\/)(fix|replace|remove|explain|delete|rename|change)\b/g,
  /\b(?:go|try|come) and (\w+)/g,
  /\b(copy|cut) and paste\b/g,
  /\b(drag) and drop\b/g,
  /\b(read|create|load|get) and (?:write|update|save|set|read|delete)\b/g,
]

/** What is changed or written decides over the verb. */
export const nouns: readonly (readonly [RegExp, Kind])[] = [
  [
    /\b(?:unit |integration |e2e |regression |edge |snapshot )?(?:tests?|specs?|test cases?|coverage)\b|\bpruebas\b|测试/u,
    'tests',
  ],
  [
    /\b(?:docs?|docstrings?|documentation|jsdoc|tsdoc|comments?|readme|changelog|release notes?|doku(?:mentation)?|kommentare?|documentación|comentarios?|commentaires?)\b|文档|注释/u,
    'docs',
  ],
]

/** Starts with one of the words. */
function verb(...alternatives: string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_-])`, 'u')
}

export const actions: readonly (readonly [RegExp, Kind])[] = [
  [
    verb(
      'explain|describe|summari[sz]e|walk (?:me|us) through|tell me|show me how|clarify|compare|review|analy[sz]e|understand',
      'outline|sketch|show|analysiere|suggest|propose|figure out|work out|profile|benchmark|measure|check|erläutere|décris',
      'erkläre?|beschreibe|explique[sr]?|explica(?:r|me)?|resume',
    ),
    'explain',
  ],
  [
    verb(
      'fix|repair|debug|solve|resolve|correct|mend|patch|troubleshoot|repariere?|behebe?|korrigiere?',
      'corrige[rz]?|répare[rz]?|arregla(?:r)?|corrige|soluciona',
    ),
    'fix',
  ],
  [verb('test|cover|unit[- ]test|mock|teste[nrz]?|prueba'), 'tests'],
  [verb('document|comment(?! out)|annotate|dokumentiere|kommentiere|documente[rz]?|documenta|comenta'), 'docs'],
  [
    verb(
      'add|write|create|generate|implement|build|make|refactor|rename|rewrite|convert|change|replace|remove|delete|move',
      'extract|split|merge|update|upgrade|migrate|port|translate|optimi[sz]e|simplify|clean up|cleanup|format|improve',
      'extend|wrap|inline|introduce|set up|setup|scaffold|configure|enable|disable|handle|validate|cache|log|use|put',
      'seed|expose|connect|drop|bump|switch|speed .{1,20} up|write up|make sure|réécris|wire up|integrate|support|reduce|speed up|style|parse|comment out|design|draft|give me',
      'füge|schreibe?|erstelle|ändere|benenne|ersetze|baue?|mach(?:e)?|lösche',
      'ajoute[rz]?|écri(?:s|re|vez)|crée[rz]?|remplace[rz]?|renomme[rz]?|supprime[rz]?|refactorise[rz]?',
      'añade|agrega|escribe|crea|cambia|reemplaza|renombra|elimina|refactoriza|mejora',
    ),
    'change',
  ],
  [
    verb('find|search|locate|list|look up|look for|show me where|track down|finde|suche|trouve[rz]?|busca|encuentra'),
    'search',
  ],
  [
    verb(
      'run|deploy|commit|push|publish|release|install|start|launch|execute',
      'starte|installiere|lance[rz]?|ejecuta|instala',
    ),
    'run',
  ],
  [/^(?:解释|说明)/u, 'explain'],
  [/^(?:修复|修正)/u, 'fix'],
  [/^(?:重构|添加|写|编写|创建|增加|改|把|优化|生成)/u, 'change'],
  [/^(?:查找|找)/u, 'search'],
]

/** A word in front of an object is a verb, known or not, unless it is one of those that are not. */
export const unknownVerb: readonly [RegExp, Kind] = [
  new RegExp(
    '^(?!(?:in|on|at|of|for|from|with|without|into|onto|by|to|via|over|under|after|before|between|during|than|as|like' +
      '|is|are|was|were|be|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|would|not|if|when|while|because|since|that|which|who|whose|until|so' +
      '|but|or|nor|only|even|still|instead|both|all|keep|keeps|keeping|let|see|use|using|there|here|this|these|those' +
      '|it|they|we|you|she|he|i|its|their|our|my|your|the|an?|error|type|case|line)\\b)' +
      '[a-z]{2,}[a-rt-z](?<!ing)(?: (?:up|out|off|down|rid of))? ' +
      '(?:the|an?|it|them|this|that|these|those|our|my|all|both|every|each|any|some|whatever|one)(?![a-z])',
  ),
  'change',
]

const howToDo = String.raw`^(?:how (?:do|can|would|should|could) (?:i|we|you|one)|how to)\s+`

/** A question that goes on in bare verbs: "how do I stage, commit and push". */
export const asksHow = /^(?:how|where|what|when|why) (?:do|does|can|would|should|could|to)\b/

/** Tells what something is for, and goes on in verbs: "methods to add, remove and list". */
export const infinitive = /\s(?:to|that|which) \p{L}+$/u

export const questions: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:where|which (?:file|class|module|component|function)s?|who calls|wo|où|dónde|在哪)(?![\p{L}\p{N}])/u, 'search'],
  [/^which \p{L}+(?: in \S+)? (?:use|call|read|import|implement|extend|throw|export|override)s?(?!\p{L})/u, 'search'],
  [new RegExp(String.raw`${howToDo}(?:add|change|extend|write|make|replace|build)\b`), 'change'],
  [new RegExp(String.raw`${howToDo}(?:fix|solve|repair|debug)\b`), 'fix'],
  [new RegExp(String.raw`${howToDo}test\b`), 'tests'],
  [/^(?:what|why|how|when|warum|wie|was|pourquoi|comment|por qué|cómo|qué|为什么|怎么)(?![\p{L}\p{N}])/u, 'explain'],
]
