/**
 * Makes docs/summary.png: the job summary of a check of 40 accounts, run against the stand-in, as a headless
 * Chromium shows it. `npm run picture -- WIDTH ACCOUNTS FILE` makes others.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { fleetInputs, makeFleet } from '../sandbox/fleet.ts'
import { runStep } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'
import { takePicture } from './chromium.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [width = '980', accounts = '40', file = join(root, 'docs/summary.png')] = process.argv.slice(2)

const html = page(await formatSummary(Number(accounts)))
const folder = mkdtempSync(join(tmpdir(), 'picture-'))
try {
  const path = join(folder, 'page.html')
  writeFileSync(path, html)
  const { png, height } = await takePicture(pathToFileURL(path).href, Number(width), folder)
  writeFileSync(resolve(file), png)
  console.log(`${resolve(file)}: ${width} × ${height}`)
} finally {
  rmSync(folder, { recursive: true })
}

async function formatSummary(number: number): Promise<string> {
  const sandbox = await SendGridSandbox.start()
  try {
    makeFleet(sandbox)
    if (number === 1) sandbox.parent.settings = newAccount().settings
    for (let extra = 40; extra < number; extra++) {
      const deviates = extra % 100 === 0
      const settings = { require_tls: !deviates, require_valid_cert: true, version: 1.2 }
      sandbox.accounts.set(`subuser-${extra}`, newAccount(settings))
    }
    const inputs = number === 1 ? { 'require-tls': 'true', 'tls-version': '1.2' } : fleetInputs
    const stated = { 'api-key': sandboxKey, 'api-url': sandbox.url, 'max-retries': '0', ...inputs }
    // The address of the stand-in is no part of the picture.
    const { summary } = await runStep(stated)
    return summary.replaceAll(/127\.0\.0\.1:\d+/g, 'api.sendgrid.com')
  } finally {
    await sandbox.stop()
  }
}

function page(markdown: string): string {
  const body = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()]
  })
  const style = readFileSync(join(root, 'node_modules/github-markdown-css/github-markdown-light.css'), 'utf8')
  return `<!doctype html><meta charset="utf-8"><style>${style} body { margin: 0; padding: 24px; background: #fff }</style>
<body class="markdown-body">${body}</body>`
}
