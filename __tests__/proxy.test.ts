import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { runStep } from '../sandbox/runner.ts'
import { SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { ConnectProxy } from './support/proxy.ts'

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
  sandbox.parent.settings = { require_tls: true, require_valid_cert: true, version: 1.3 }
})
afterAll(async () => {
  await sandbox.stop()
  await rm(folder, { recursive: true })
})

const step = (env: Record<string, string>, inputs: Record<string, string> = {}) =>
  runStep(
    {
      'api-key': sandboxKey,
      'api-url': 'https://sendgrid.test',
      'require-tls': 'true',
      'max-retries': '0',
      ...inputs
    },
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

test('a certificate that nobody vouches for is no answer', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    const { exitCode, outputs, log } = await step({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '' })
    expect([exitCode, outputs['reason']]).toEqual([1, 'unavailable'])
    expect(log).toMatch(/self.signed certificate/)
  } finally {
    await proxy.stop()
  }
})

test('NO_PROXY passes the proxy by', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    // The name leads nowhere without the proxy, which is the proof.
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
