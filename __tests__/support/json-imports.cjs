// Two packages of GitHub's are made for bundlers: they import JSON and do not say so, of which Jest warns.
'use strict'

module.exports = {
  process: (source) => ({
    code: source.replace(/^(import .* from ".*\.json");$/gm, "$1 with { type: 'json' };")
  })
}
