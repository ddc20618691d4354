// In place of @actions/exec, which @actions/core loads for platform.getDetails alone. Nothing here calls that.
'use strict'

exports.getExecOutput = () => {
  throw new Error('dist/index.js has no @actions/exec: see scripts/stand-ins/actions-exec.cjs')
}
