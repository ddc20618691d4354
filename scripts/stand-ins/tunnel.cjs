// The tunnel package itself, evaluated when a proxy asks for it: it loads modules that no other request needs.
'use strict'

const load = () => require('../../node_modules/tunnel')

exports.httpOverHttp = (options) => load().httpOverHttp(options)
exports.httpsOverHttp = (options) => load().httpsOverHttp(options)
exports.httpOverHttps = (options) => load().httpOverHttps(options)
exports.httpsOverHttps = (options) => load().httpsOverHttps(options)
