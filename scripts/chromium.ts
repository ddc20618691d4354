/** A page as an installed Chromium shows it, over the pipe of its DevTools protocol. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

const commands = ['chromium', 'chromium-browser', 'google-chrome']
const switches = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** A page of this many pixels in width, and as high as it is. */
export interface Picture {
  readonly png: Buffer
  readonly height: number
}

/**
 * Takes the picture of a whole page. Its width is emulated, since no window of Chromium is narrower than 500 pixels.
 * All that Chromium writes goes into the folder.
 */
export async function takePicture(
  url: string,
  width: number,
  folder: string,
  candidates: readonly string[] = commands
): Promise<Picture> {
  const browser = await startFirst(candidates, folder)
  try {
    const send = channelOf(browser)
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
    const ask = <Method extends keyof Results>(method: Method, params: object) =>
      send(method, params, sessionId)
    const resize = (height: number) =>
      ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })

    // A page is never lower than its window.
    await resize(1)
    await ask('Page.navigate', { url })
    const measured = await ask('Runtime.evaluate', { expression: heightOnceLoaded, awaitPromise: true })
    const height = Math.ceil(measured.result.value)
    await resize(height)
    const { data } = await ask('Page.captureScreenshot', { format: 'png' })
    return { png: Buffer.from(data, 'base64'), height }
  } finally {
    browser.kill()
    if (browser.exitCode === null && browser.signalCode === null) await once(browser, 'exit')
  }
}

const heightOnceLoaded = `new Promise((resolve) => {
  const measure = () => resolve(document.documentElement.scrollHeight)
  if (document.readyState === 'complete') measure()
  else addEventListener('load', measure)
})`

async function startFirst(candidates: readonly string[], folder: string): Promise<ChildProcess> {
  const given = [...switches, `--user-data-dir=${join(folder, 'profile')}`]
  for (const command of candidates) {
    const browser = spawn(command, given, {
      env: { ...process.env, TMPDIR: folder },
      timeout: 120_000,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
    })
    const isThere = await new Promise((resolve) => {
      browser.once('spawn', () => resolve(true)).once('error', () => resolve(false))
    })
    if (isThere) return browser
  }
  throw new Error('No Chromium is installed. On Debian: apt-get install chromium fonts-noto-color-emoji')
}

/** The methods that are called, each with what is used of its result. */
interface Results {
  readonly 'Target.createTarget': { readonly targetId: string }
  readonly 'Target.attachToTarget': { readonly sessionId: string }
  readonly 'Emulation.setDeviceMetricsOverride': object
  readonly 'Page.navigate': object
  readonly 'Runtime.evaluate': { readonly result: { readonly value: number } }
  readonly 'Page.captureScreenshot': { readonly data: string }
}

type Send = <Method extends keyof Results>(
  method: Method,
  params: object,
  sessionId?: string
) => Promise<Results[Method]>

/** Chromium reads messages from its descriptor 3 and writes to 4, each JSON with a zero byte at its end. */
function channelOf(browser: ChildProcess): Send {
  const [, , , requests, responses] = browser.stdio as unknown as [0, 0, 0, Writable, Readable]
  const ended = new Promise<never>((_resolve, reject) => {
    browser.once('exit', (code) => reject(new Error(`Chromium ended with ${code}`)))
  })
  ended.catch(() => {}) // It may also end when nobody waits.
  requests.on('error', () => {}) // Then it has ended.
  const open = new Map<number, Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'>>()
  let received = ''
  responses.setEncoding('utf8').on('data', (text) => {
    const messages = (received + text).split('\0')
    received = messages.pop() ?? ''
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message)
      if (error) open.get(id)?.reject(new Error(error.message))
      else open.get(id)?.resolve(result)
      open.delete(id)
    }
  })
  let lastId = 0
  return <Method extends keyof Results>(method: Method, params: object, sessionId?: string) => {
    const id = ++lastId
    const response = Promise.withResolvers<Results[Method]>()
    open.set(id, {
      resolve: (result) => response.resolve(result as Results[Method]),
      reject: response.reject
    })
    requests.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return Promise.race([response.promise, ended])
  }
}
