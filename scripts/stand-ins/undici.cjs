// In place of undici, a megabyte for what nothing here calls: the getAgentDispatcher of @actions/http-client, and the
// fetch of @actions/github, which makes one of it when it is loaded. All requests go by node:http, and through a
// tunnel when there is a proxy.
'use strict'

exports.ProxyAgent = class ProxyAgent {}

exports.fetch = () => {
  throw new Error('dist/ has no undici: see scripts/stand-ins/undici.cjs')
}
