// Preloaded into a process: when that ends, it says for how many milliseconds one address is tried.
'use strict'

const { getDefaultAutoSelectFamilyAttemptTimeout } = require('node:net')

process.on('exit', () => process.stderr.write(String(getDefaultAutoSelectFamilyAttemptTimeout())))
