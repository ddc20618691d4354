// Bundles what tsc has written: dist/index.js, which every run loads, and dist/tracking-issue/track.js, which is loaded
// by a run that keeps a tracking issue. Both have stand-ins for what no run needs of a package: see stand-ins/.
'use strict'

const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ncc = require('@vercel/ncc')

const root = join(__dirname, '..')

/** Before anything that an older Node lacks. CommonJS may return here, and then nothing else of the bundle runs. */
const firstLines = `// Runners on 32-bit ARM start an action for Node 24 with Node 20.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.log(
    '::error title=Enforced TLS was not checked%3A the action cannot start::The action needs Node 24, and the runner has ' +
      'started it with Node ' + process.versions.node + '. Runners on 32-bit ARM have no newer one: use a runner on x64 ' +
      'or 64-bit ARM. On another system, update the runner to 2.327.1 or later.'
  )
  process.exitCode = 1
  return
}
`

async function main() {
  // ncc finds the `paths` of a project by this.
  process.env.TS_NODE_PROJECT = join(root, 'scripts/stand-ins/tsconfig.json')
  // It makes CommonJS where package.json does not say "module".
  write('lib/package.json', '{}')
  await bundle('lib/main.js', 'dist/index.js', firstLines)
  write('dist/package.json', '{"type":"commonjs"}')

  write('lib/package.json', '{"type":"module"}')
  await bundle('lib/report/tracking-issue/track.js', 'dist/tracking-issue/track.js')
}

async function bundle(entry, output, firstLines = '') {
  const { code, assets } = await ncc(join(root, entry), { license: 'licenses.txt', quiet: true })
  write(output, firstLines + code)
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
