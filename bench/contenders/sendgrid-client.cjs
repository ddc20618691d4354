// The same check on SendGrid's own client: reads, compares three settings, exits 1 on a difference.
'use strict'

const client = require('@sendgrid/client')

client.setApiKey(process.env.API_KEY)
client.setDefaultRequest('baseUrl', process.env.API_URL)
client.request({ method: 'GET', url: '/v3/user/settings/enforced_tls' }).then(
  ([{ body }]) => {
    const complies = body.require_tls === true && body.require_valid_cert === true && body.version >= 1.2
    process.exitCode = complies ? 0 : 1
  },
  (error) => {
    console.error(error.message)
    process.exitCode = 1
  }
)
