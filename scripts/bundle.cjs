// Bundles what tsc has written: dist/index.js, which every run loads, and dist/tracking-issue/track.js, which is loaded
// by a run that keeps a tracking issue. Both have stand-ins for what no run needs of a package: see stand-ins/.
'use strict'

const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ncc = require('@vercel/ncc')

const root = join(__dirname, '..')

async function main() {
  // ncc finds the `paths` of a project by this.
  process.env.TS_NODE_PROJECT = join(root, 'scripts/stand-ins/tsconfig.json')
  // It makes CommonJS where package.json does not say "module".
  write('lib/package.json', '{}')
  await bundle('lib/main.js', 'dist/index.js')
  write('dist/package.json', '{"type":"commonjs"}')

  write('lib/package.json', '{"type":"module"}')
  await bundle('lib/report/tracking-issue/track.js', 'dist/tracking-issue/track.js')
}

async function bundle(entry, output) {
  const { code, assets } = await ncc(join(root, entry), { license: 'licenses.txt', quiet: true })
  write(output, code)
  for (const [name, { source }] of Object.entries(assets))
    write(join(dirname(output), name), source.toString())
}

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
  console.log(`${path}: ${content.length} bytes`)
}

main().catch((error) => {
  // Not the stack, in which the whole of ncc stands.
  console.error(error.message)
  process.exitCode = 1
})
