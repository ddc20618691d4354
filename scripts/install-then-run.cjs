// Lets one command work on a fresh clone: installs the locked packages unless they are there already, then runs
// the `node` of the project with what it is given.
'use strict'

const { spawnSync } = require('node:child_process')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')

/** Whether each locked package is there in its version, but for those of another system. */
function isInstalled() {
  const installed = installedPackages()
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(packages).every(([path, { version, optional }]) => {
    const found = installed[path]
    return path === '' || (found === undefined ? optional === true : found.version === version)
  })
}

/** What npm has noted of the last install; nothing when there was none, or when it was cut off. */
function installedPackages() {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages
  } catch {
    return {}
  }
}

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

if (!isInstalled()) {
  console.log('Installing the locked packages: about 430 MB, in about two minutes (npm ci).')
  // npm is a script on Windows, which a shell alone can start. Node warns of arguments beside a shell.
  run('npm ci --progress', [], true)
}
if (!process.exitCode) run('node', ['scripts/require-node-24.cjs']) && run('node', process.argv.slice(2))
