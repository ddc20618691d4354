// Removes what the build writes, so that nothing of an earlier build stays in dist/.
'use strict'

const { rmSync } = require('node:fs')
const { join } = require('node:path')

for (const folder of ['lib', 'dist']) rmSync(join(__dirname, '..', folder), { recursive: true, force: true })
