// In place of undici, a megabyte that @actions/http-client loads for getAgentDispatcher alone. Nothing in
// dist/index.js calls that: its own requests go through a tunnel when there is a proxy. The bundle for GitHub
// (dist/tracking-issue/track.js), which does call it, has the real one.
'use strict'

exports.ProxyAgent = class ProxyAgent {
  constructor() {
    throw new Error('dist/index.js has no undici: see scripts/stand-ins/undici.cjs')
  }
}
