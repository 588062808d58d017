/** Questions for a place in the asker's own code: “where do we …”, “which of our files …”. */

/** Places are asked for in the first clause; what is pasted behind it says nothing. */
const firstClause = /^[^?.!\n？。！]{0,120}/u

const questions: readonly RegExp[] = [
  /^(?:(?:so|and|ok|hey|hi|please|but),? )?(?:in )?(?:where|which|what)\s(?:[^\s]+\s){0,4}(?:we|our|us)(?=\s|$)/iu,
  /^(?:an |in )?(?:wo|welche[rsmn]?)\s(?:[^\s]+\s){0,4}(?:wir|unser\p{L}*)(?=\s|$)/iu,
  /^(?:dans )?(?:où|quel(?:le)?s?)\s(?:[^\s]+\s){0,4}(?:on|nous|notre|nos)(?=\s|$)/iu,
  /^¿?(?:en )?(?:dónde|donde|qué)\s(?:[^\s]+\s){0,4}(?:nuestr[oa]s?|\p{L}+[aei]mos)(?=\s|$)/iu,
  /^哪(?:段代码|个文件|个函数|个类|个模块)/u,
  /我们.*(?:在哪|哪里|哪儿)/u,
]

/** Whatever the label says, only the workspace has the answer. */
export function asksOwnCode(text: string): boolean {
  const clause = firstClause.exec(text.trim())![0]
  return questions.some((question) => question.test(clause))
}
