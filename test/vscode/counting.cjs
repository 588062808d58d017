/** Mocha's own `spec` output, and the numbers in a file for the total of `npm test`. CommonJS: mocha requires it. */
const { writeFileSync } = require('node:fs')
const { reporters } = require('mocha')

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats
      writeFileSync(process.env.SHORTLINE_COUNTS, JSON.stringify({ passes, failures, pending }))
    })
  }
}
