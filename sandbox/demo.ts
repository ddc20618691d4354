/**
 * The main job without a SendGrid account: the committed dist/, run as GitHub's runner runs it, against the
 * stand-in on loopback. Fails when a step does not end as it says it will.
 */
import { runStep, type Step } from './runner.ts'
import { SendGridSandbox, sandboxKey } from './sendgrid.ts'

const sandbox = await SendGridSandbox.start()
const policy = { 'require-tls': 'true', 'tls-version': '1.2' }
const scenes = [
  { says: 'A scheduled check finds that somebody switched Enforced TLS off', mode: 'check', exitCode: 1 },
  { says: 'A release applies the policy', mode: 'apply', exitCode: 0 },
  { says: 'The next scheduled check', mode: 'check', exitCode: 0 }
]

for (const { says, mode, exitCode } of scenes) {
  const from = sandbox.requests.length
  const step = await runStep({ 'api-key': sandboxKey, 'api-url': sandbox.url, ...policy, mode })
  console.log(scene(says, { ...policy, mode }, step))
  console.log('SendGrid received')
  for (const { method, path, body } of sandbox.requests.slice(from))
    console.log(`  ${method} ${path} ${body}`)
  if (step.exitCode !== exitCode) {
    console.log(`\nThe demo expected exit code ${exitCode}.`)
    process.exitCode = 1
  }
}
await sandbox.stop()

function scene(says: string, inputs: Record<string, string>, step: Step): string {
  const color = step.exitCode === 0 ? 'green' : 'red'
  return [
    '',
    `── ${says} ${'─'.repeat(Math.max(3, 90 - says.length))}`,
    ...section(
      'with',
      Object.entries(inputs).map(([name, value]) => `${name}: ${value}`)
    ),
    ...section('log', asShownByGitHub(step.log)),
    ...section(
      'outputs',
      Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`)
    ),
    ...section('job summary', step.summary.trimEnd().split('\n')),
    `The step is ${color} (exit code ${step.exitCode})`
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string[] {
  return [title, ...lines.map((line) => `  ${line}`)]
}

/** Masks are not shown, and an annotation is shown as its level and its words. */
function asShownByGitHub(log: string): string[] {
  return log
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .map((line) =>
      line.replace(
        /^::(error|warning|notice)( title=(.*?))?::/,
        (_, level, __, title) => `${level}: ${title ? `${title}%0A` : ''}`
      )
    )
    .map((line) => line.replaceAll('%3A', ':').replaceAll('%0A', '\n    ').replaceAll('%25', '%'))
}
