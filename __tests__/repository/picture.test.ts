import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { takePicture } from '../../scripts/chromium.ts'
import { posixFiles } from '../support/systems.ts'
import { testWorkspace } from '../support/workspace.ts'

const workspace = testWorkspace()

/**
 * A browser for one page, whose height follows from its width. As a real one it says that the page is at least as
 * high as its window. Its picture is the size of the window, as text. It sends its answers in two parts.
 */
const standIn = `
const { createReadStream, createWriteStream } = require('node:fs')
const output = createWriteStream('', { fd: 4 })
let size
const answers = {
  'Target.createTarget': () => ({ targetId: 'target' }),
  'Target.attachToTarget': () => ({ sessionId: 'session' }),
  'Emulation.setDeviceMetricsOverride': ({ width, height }) => void (size = { width, height }),
  'Page.navigate': ({ url }) => { if (url === 'file:///gone') process.exit(3) },
  'Runtime.evaluate': () => ({ result: { value: Math.max(size.height, 390_000 / size.width) } }),
  'Page.captureScreenshot': () => ({ data: Buffer.from(JSON.stringify(size)).toString('base64') })
}
let received = ''
createReadStream('', { fd: 3 }).setEncoding('utf8').on('data', (text) => {
  const messages = (received + text).split('\\0')
  received = messages.pop()
  for (const message of messages) {
    const { id, method, params } = JSON.parse(message)
    const answer = JSON.stringify({ id, result: answers[method](params) ?? {} }) + '\\0'
    output.write(answer.slice(0, 9))
    setImmediate(() => output.write(answer.slice(9)))
  }
})`

async function pictureOf(width: number, url = 'file:///page.html') {
  const command = join(workspace.path, 'browser.cjs')
  await writeFile(command, `#!${process.execPath}\n${standIn}`)
  await chmod(command, 0o755)
  const { png, height } = await takePicture(url, width, workspace.path, ['no-such-browser', command])
  return { height, size: JSON.parse(png.toString()) }
}

posixFiles.test.each([
  [390, 1000],
  [980, 398],
  [100, 3900]
])('a page is shown in its whole height, %d pixels wide', async (width, height) => {
  expect(await pictureOf(width)).toEqual({ height, size: { width, height } })
})

posixFiles.test('a browser that ends gives no picture', async () => {
  await expect(pictureOf(390, 'file:///gone')).rejects.toThrow('Chromium ended with 3')
})

posixFiles.test('where no browser is, it says so', async () => {
  await expect(takePicture('file:///page.html', 390, workspace.path, ['no-such-browser'])).rejects.toThrow(
    'No Chromium is installed'
  )
})
