import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { SendGridSandbox } from '../sandbox/sendgrid.ts'
import { ConnectProxy } from './support/proxy.ts'
import { secure, stepOf } from './support/step.ts'

let folder: string
let certificateFile: string
let sandbox: SendGridSandbox

beforeAll(async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sendgrid.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'sendgrid.test' }] }]
  })
  folder = await mkdtemp(join(tmpdir(), 'proxy-'))
  certificateFile = join(folder, 'ca.pem')
  await writeFile(certificateFile, cert)
  sandbox = await SendGridSandbox.start('127.0.0.1', { cert, key })
  sandbox.parent.settings = secure
})
afterAll(async () => {
  await sandbox.stop()
  await rm(folder, { recursive: true })
})

const step = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
  stepOf(
    sandbox,
    { 'api-url': 'https://sendgrid.test', ...inputs },
    { env: { NODE_EXTRA_CA_CERTS: certificateFile, ...env } }
  )

test('HTTPS_PROXY leads to SendGrid, with a certificate of NODE_EXTRA_CA_CERTS', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    const { exitCode, outputs } = await step({ HTTPS_PROXY: proxy.url })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
    expect(proxy.asked).toEqual(['sendgrid.test:443'])
  } finally {
    await proxy.stop()
  }
})

test('a certificate of no known authority ends the request', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    const { exitCode, outputs, log } = await step({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '' })
    expect([exitCode, outputs['reason']]).toEqual([1, 'unavailable'])
    expect(log).toMatch(/self.signed certificate/)
  } finally {
    await proxy.stop()
  }
})

test('NO_PROXY keeps the request away from the proxy', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    // No server has this name: without the proxy, the request cannot get there.
    const { outputs } = await step({ HTTPS_PROXY: proxy.url, NO_PROXY: 'sendgrid.test' })
    expect(outputs['reason']).toBe('unavailable')
    expect(proxy.asked).toEqual([])
  } finally {
    await proxy.stop()
  }
})

test('a proxy that accepts and never answers ends at the deadline, and the process with it', async () => {
  const proxy = await ConnectProxy.start()
  try {
    const { exitCode, outputs, log } = await step(
      { HTTPS_PROXY: proxy.url },
      { 'request-timeout-seconds': '1' }
    )
    expect([exitCode, outputs['reason']]).toEqual([1, 'unavailable'])
    expect(log).toContain('no complete answer within 1 s')
    expect(proxy.asked).toEqual(['sendgrid.test:443'])
  } finally {
    await proxy.stop()
  }
})
