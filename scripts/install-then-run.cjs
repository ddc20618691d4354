// Lets one command work on a fresh clone: installs the locked packages unless they are there already, then runs
// the script it is given with the `node` of the project.
'use strict'

const { spawnSync } = require('node:child_process')
const { existsSync, statSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const installed = join(root, 'node_modules', '.package-lock.json')
const wanted = join(root, 'package-lock.json')

function run(command, given, shell = false) {
  // By its name and anew each time, since the install brings a `node` that stands first on the path.
  const { status, error } = spawnSync(command, given, {
    cwd: root,
    stdio: 'inherit',
    shell
  })
  if (status === 0) return true
  if (error) console.error(error.message)
  process.exitCode = status ?? 1
  return false
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.log('The first run installs the locked packages: about 430 MB, in about two minutes (npm ci).')
  // npm is a script on Windows, which a shell alone can start. Node warns of arguments beside a shell.
  run('npm ci --progress', [], true)
}
if (!process.exitCode) run('node', ['scripts/require-node-24.cjs']) && run('node', process.argv.slice(2))
