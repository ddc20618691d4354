import { describe, expect, test } from '@jest/globals'
import { readWorkflowRun } from '../../src/report/workflow-run.ts'
import { githubRun } from '../support/github-run.ts'

describe('a run that was repeated', () => {
  const repeated = {
    ...githubRun(),
    GITHUB_RUN_ATTEMPT: '3',
    GITHUB_TRIGGERING_ACTOR: 'hubot'
  }

  test('names who triggered it and the attempt, beside who triggered the first one', () => {
    expect(readWorkflowRun(repeated)).toMatchObject({
      actor: 'octocat',
      triggeringActor: 'hubot',
      attempt: '3'
    })
  })

  test('links to the attempt', () => {
    expect(readWorkflowRun(repeated).runUrl).toBe(
      'https://github.com/octocat/hello/actions/runs/42/attempts/3'
    )
  })

  test('links to the attempt on a server of its own', () => {
    expect(readWorkflowRun({ ...repeated, GITHUB_SERVER_URL: 'https://git.example' }).runUrl).toBe(
      'https://git.example/octocat/hello/actions/runs/42/attempts/3'
    )
  })
})

test.each([undefined, ''])('without an attempt (%j) the link is to the run', (attempt) => {
  expect(readWorkflowRun({ ...githubRun(), GITHUB_RUN_ATTEMPT: attempt })).toMatchObject({
    runUrl: 'https://github.com/octocat/hello/actions/runs/42',
    attempt: '',
    triggeringActor: ''
  })
})

test.each(['GITHUB_REPOSITORY', 'GITHUB_RUN_ID'])('without %s there is no link', (name) => {
  expect(readWorkflowRun({ ...githubRun(), GITHUB_RUN_ATTEMPT: '2', [name]: '' }).runUrl).toBe('')
})

test('the page of the action is the one that the workflow uses', () => {
  expect(readWorkflowRun({ GITHUB_ACTION_REPOSITORY: 'fork/action' }).actionUrl).toBe(
    'https://github.com/fork/action'
  )
})

test.each([
  ['', 'https://api.github.com'],
  ['https://api.octocorp.ghe.com/', 'https://api.octocorp.ghe.com'],
  ['http://ghe.corp:8080/api/v3', 'http://ghe.corp:8080/api/v3'],
  ['https://ghe.corp/api/v3//', 'https://ghe.corp/api/v3'],
  ['ghe.corp/api/v3', ''],
  ['file:///etc', ''],
  ['https://user@ghe.corp', ''],
  ['https://:word@ghe.corp', ''],
  ['https://ghe.corp/?a', ''],
  ['https://ghe.corp/#', ''],
  ['https://', '']
])('GITHUB_API_URL=%s is read as %j', (stated, apiUrl) => {
  expect(readWorkflowRun({ GITHUB_API_URL: stated }).apiUrl).toBe(apiUrl)
})
