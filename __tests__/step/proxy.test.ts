import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GitHubSandbox } from '../../sandbox/github.ts'
import { SendGridSandbox } from '../../sandbox/sendgrid.ts'
import { certificateFor } from '../support/certificate.ts'
import { githubRun } from '../support/github-run.ts'
import { ConnectProxy } from '../support/proxy.ts'
import { secure, stepOf } from '../support/step.ts'
import { openSslStore } from '../support/systems.ts'

let folder: string
let certificateFile: string
let certificate: { cert: string; key: string }
let sandbox: SendGridSandbox

beforeAll(async () => {
  certificate = await certificateFor('sendgrid.test', 'github.test')
  folder = await mkdtemp(join(tmpdir(), 'proxy-'))
  certificateFile = join(folder, 'ca.pem')
  await writeFile(certificateFile, certificate.cert)
  sandbox = await SendGridSandbox.start('127.0.0.1', certificate)
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

/** `host:port` with a name: the URL parser takes that for a scheme. */
const withName = (proxy: ConnectProxy): string => `localhost:${new URL(proxy.url).port}`

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

test('host:port means http, as with curl', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    const { exitCode, outputs } = await step({ https_proxy: withName(proxy) })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
    expect(proxy.asked).toEqual(['sendgrid.test:443'])
  } finally {
    await proxy.stop()
  }
})

test.each([
  { 'api-url': 'https://sendgrid.test' },
  { 'api-url': 'https://sendgrid.test', 'confirm-identity': 'true' },
  { 'api-url': '', 'confirm-identity': 'true' }
])(
  'a name and a password go to the proxy alone, and once where they are refused, whatever is asked: %j',
  async (inputs) => {
    const given: (string | undefined)[] = []
    const proxy = createServer().on('connect', (request, socket) => {
      given.push(request.headers['proxy-authorization'])
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    try {
      const { exitCode, outputs, log, report } = await step(
        {
          HTTPS_PROXY: `acme:hunter%402@127.0.0.1:${port}`
        },
        { 'on-behalf-of': 'a\nb\nc\nd\n', 'max-retries': '4', ...inputs }
      )
      expect(log).toContain('the proxy refuses its login (407). Check USER:PASSWORD')
      expect([exitCode, outputs['reason']]).toEqual([1, 'rejected'])
      expect(given).toEqual([`Basic ${Buffer.from('acme:hunter@2').toString('base64')}`])
      expect(log + report).not.toContain('hunter')
    } finally {
      await new Promise((resolve) => proxy.close(resolve))
    }
  }
)

test('GitHub is asked by the proxy too, as host:port', async () => {
  // On loopback, and so asked without a proxy.
  const plain = await SendGridSandbox.start()
  plain.parent.settings = secure
  const github = await GitHubSandbox.start(certificate)
  const proxy = await ConnectProxy.start(github.url)
  try {
    const { exitCode, log } = await stepOf(
      plain,
      { 'tracking-issue': 'true' },
      {
        env: {
          ...githubRun(),
          GITHUB_API_URL: 'https://github.test',
          HTTPS_PROXY: withName(proxy),
          NODE_EXTRA_CA_CERTS: certificateFile
        }
      }
    )
    expect(exitCode).toBe(0)
    expect(log).not.toContain('Tracking issue')
    expect(new Set(proxy.asked)).toEqual(new Set(['github.test:443']))
    expect(github.requests).toContain('GET /repos/octocat/hello/issues')
  } finally {
    await proxy.stop()
    await github.stop()
    await plain.stop()
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

openSslStore.test('NODE_USE_SYSTEM_CA=1 trusts the certificates of the system', async () => {
  const proxy = await ConnectProxy.start(sandbox.url)
  try {
    // OpenSSL's variable is the system's store for this process alone.
    const env = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: certificateFile }
    const { exitCode, outputs } = await step({ ...env, NODE_USE_SYSTEM_CA: '1' })
    expect([exitCode, outputs['result']]).toEqual([0, 'compliant'])
    expect((await step(env)).outputs['reason']).toBe('unavailable')
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
    // Nor does it matter whether the variable can be used.
    const broken = await step({ HTTPS_PROXY: 'http://a:hunter2%@127.0.0.1:9', NO_PROXY: '.test' })
    expect(broken.outputs['reason']).toBe('unavailable')
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

test('a proxy variable that cannot be used ends the run, and nobody is asked', async () => {
  const connections = sandbox.connections
  const { exitCode, outputs, log, report, summary } = await step({
    HTTPS_PROXY: `http://a:hunter2%@127.0.0.1:${new URL(sandbox.url).port}`
  })
  expect([exitCode, outputs['reason']]).toEqual([1, 'invalid-input'])
  expect(log).toMatch(/::error title=.*HTTPS_PROXY is not a usable proxy/)
  expect(log + report + summary).not.toContain('hunter2')
  expect(sandbox.connections).toBe(connections)
})
