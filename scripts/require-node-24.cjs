// Written for any Node, because it has to run on one that is too old to say why the rest fails.
'use strict'

var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    'This project needs Node 24, the runtime that action.yml names. This is Node ' +
      process.versions.node +
      '. On Linux x64 "npm ci" installs it; elsewhere install Node 24 and run the command again.'
  )
  process.exitCode = 1
}
