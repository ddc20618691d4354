/**
 * Makes docs/summary.png: the job summary of a check of 40 accounts, run against the stand-in, as a headless
 * Chromium shows it. `npm run picture -- WIDTH ACCOUNTS FILE` makes others.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { fleetInputs, makeFleet } from '../sandbox/fleet.ts'
import { runStep } from '../sandbox/runner.ts'
import { newAccount, SendGridSandbox, sandboxKey } from '../sandbox/sendgrid.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [width = '980', accounts = '40', file = join(root, 'docs/summary.png')] = process.argv.slice(2)

const html = page(await formatSummary(Number(accounts)))
const folder = mkdtempSync(join(tmpdir(), 'picture-'))
try {
  writeFileSync(join(folder, 'page.html'), html)
  const height = screenshot(join(folder, 'page.html'), Number(width), resolve(file))
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

/** Once to learn how high the page is, and once to take it. Returns the height in pixels. */
function screenshot(path: string, width: number, target: string): number {
  const measured = chromium([`--window-size=${width},100`, '--dump-dom', withHeight(path)])
  const height = Number(/data-height="(\d+)"/.exec(measured)?.[1] ?? 1000)
  chromium([`--window-size=${width},${height}`, `--screenshot=${target}`, path])
  return height
}

function withHeight(path: string): string {
  const measuring = path.replace(/\.html$/, '-measured.html')
  const script = '<script>document.body.dataset.height = document.documentElement.scrollHeight</script>'
  writeFileSync(measuring, `${readFileSync(path, 'utf8')}${script}`)
  return measuring
}

function chromium(given: readonly string[]): string {
  const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run']
  const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  for (const command of ['chromium', 'chromium-browser', 'google-chrome']) {
    const { error, status, stdout } = spawnSync(command, [...quiet, ...offline, ...given], {
      encoding: 'utf8',
      timeout: 120_000
    })
    if (error === undefined && status === 0) return stdout
    if (error === undefined) throw new Error(`${command} ended with ${status}`)
  }
  throw new Error('No Chromium is installed. On Debian: apt-get install chromium fonts-noto-color-emoji')
}
