// The least that an HTTPS action in Node can be: what any request needs, loaded, and the same one request.
'use strict'

const http = require('node:http')
require('node:https')
require('node:crypto')
require('node:child_process')

const { API_URL, API_KEY } = process.env
const headers = { authorization: `Bearer ${API_KEY}` }
http.get(`${API_URL}/v3/user/settings/enforced_tls`, { headers }, (response) => response.resume())
