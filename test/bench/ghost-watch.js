/**
 * Evaluated in the editor's page: `ghostMs` gets the time from each key to the frame in which ghost text stands that is
 * new, not what was left of the old.
 */
/* global document, performance, addEventListener, MutationObserver, requestAnimationFrame */
globalThis.ghostMs = []
let key
globalThis.forgetKey = () => (key = undefined)
const text = () =>
  [...document.querySelectorAll('.view-lines .ghost-text-decoration, .view-lines .ghost-text-decoration-preview')]
    .map(({ textContent }) => textContent)
    .join('')
addEventListener('keydown', ({ timeStamp }) => (key = { since: timeStamp, before: text() }), true)
new MutationObserver(() => {
  const now = text()
  if (!key || now === '' || now === key.before) return
  const { since, before } = key
  key = undefined
  if (before.endsWith(now)) return
  requestAnimationFrame(() => globalThis.ghostMs.push(performance.now() - since))
}).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
