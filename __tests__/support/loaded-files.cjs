// Preloaded into a process: when that ends, the file of LOADED_FILES lists the files and the modules of Node that
// were loaded.
'use strict'

const { writeFileSync } = require('node:fs')
const { registerHooks } = require('node:module')
const { fileURLToPath } = require('node:url')

const files = []
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(fileURLToPath(url))
    return nextLoad(url, context)
  }
})
process.on('exit', () => {
  const builtIn = process.moduleLoadList.map((line) => line.replace(/^NativeModule /, ''))
  writeFileSync(process.env.LOADED_FILES, JSON.stringify({ files, builtIn }))
})
