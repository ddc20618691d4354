// Bundles what tsc has written: dist/index.js, which every run loads, and dist/tell/track.js, which is loaded
// by a run that keeps a tracking issue. The first has stand-ins for what no run needs of a package: see bundle/.
'use strict'

const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ncc = require('@vercel/ncc')

const root = join(__dirname, '..')

// @actions/core writes the job summary through fs.promises. Loading that, and the threads that it starts for one
// small file, is a tenth of what a whole check costs (npm run bench), so the same functions do it at once.
const asynchronous = 'const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;'
const synchronous =
  "const [access, appendFile, writeFile] = ['accessSync', 'appendFileSync', 'writeFileSync']" +
  '.map((name) => async (...given) => external_fs_namespaceObject[name](...given));'

async function main() {
  // ncc makes CommonJS where package.json does not say "module", and finds the `paths` of a project by this.
  write('lib/package.json', '{}')
  process.env.TS_NODE_PROJECT = join(root, 'bundle/tsconfig.json')
  await bundle('lib/main.js', 'dist/index.js', (code) => {
    const [before, after, ...others] = code.split(asynchronous)
    if (after === undefined || others.length > 0) throw new Error('@actions/core has changed its summary')
    return before + synchronous + after
  })
  write('dist/package.json', '{"type":"commonjs"}')

  write('lib/package.json', '{"type":"module"}')
  process.env.TS_NODE_PROJECT = join(root, 'tsconfig.build.json')
  await bundle('lib/tell/track.js', 'dist/tell/track.js')
}

async function bundle(entry, output, patch = (code) => code) {
  // A name for each chunk: of a single name only the last chunk's licenses would remain.
  const { code, assets } = await ncc(join(root, entry), { license: 'licenses-[name].txt', quiet: true })
  write(output, patch(code))
  const licenses = []
  for (const name of Object.keys(assets).sort()) {
    const content = assets[name].source.toString()
    if (name.startsWith('licenses-')) licenses.push(content)
    else write(join(dirname(output), name), content)
  }
  write(join(dirname(output), 'licenses.txt'), licenses.join('\n'))
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
