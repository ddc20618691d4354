import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import pMap from 'p-map'
import { type Clock, systemClock } from '../../src/clock.ts'
import { Failure } from '../../src/model/failure.ts'
import {
  type Attempt,
  RateLimiter,
  RateLimits,
  type RequestOptions
} from '../../src/sendgrid/rate-limiter.ts'
import type { RunEnd } from '../../src/sendgrid/run-end.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { endOfRun, never } from '../support/session.ts'

const minute = 60_000
let clock: FakeClock
let lines: string[]

beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 0, 1))
  lines = []
})

/** The first attempt of a read. */
const read: RequestOptions = { isWrite: false, last: undefined }
const write: RequestOptions = { isWrite: true, last: undefined }

const endAfter = (maxRunMs: number, by: Clock = clock): RunEnd =>
  endOfRun(by, maxRunMs, never, (line) => lines.push(line))

const limiterWith = (maxRunMs = 30 * minute, by: Clock = clock): RateLimiter =>
  new RateLimiter('/v3/path', endAfter(maxRunMs, by))

/** A server with a rate limit by the minute, on the fake clock, that says it as SendGrid does. */
class LimitedServer {
  /** How many requests came too many. */
  tooMany = 0
  readonly startedAtMs: number[] = []
  /** How many were under way when each request started, itself among them. */
  readonly underWayAtStart: number[] = []
  readonly #limit: number
  readonly #headers: 'epoch' | 'seconds-left'
  #underWay = 0
  #minute = 0
  #spent = 0

  constructor(limit: number, headers: 'epoch' | 'seconds-left' = 'epoch') {
    this.#limit = limit
    this.#headers = headers
  }

  readonly send = async (): Promise<Attempt> => {
    this.underWayAtStart.push(++this.#underWay)
    this.startedAtMs.push(clock.now())
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
    const headers = this.spend(1)
    const overLimit = this.#spent > this.#limit
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
    this.#underWay--
    if (!overLimit) return answered(headers)
    this.tooMany++
    return answeredTooMany(headers, minute - (clock.date() % minute))
  }

  /** Counts requests, those of somebody else too. */
  spend(requests: number): Record<string, string> {
    const dateMs = clock.date()
    const current = Math.floor(dateMs / minute)
    if (current !== this.#minute) this.#spent = 0
    this.#minute = current
    this.#spent += requests
    const endMs = (current + 1) * minute
    return {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(Math.max(0, this.#limit - this.#spent)),
      'x-ratelimit-reset': String(Math.ceil((this.#headers === 'epoch' ? endMs : endMs - dateMs) / 1000))
    }
  }
}

function answered(headers: Record<string, string>): Attempt {
  return { response: { status: 200, headers, body: '', complete: true }, failure: undefined }
}

function answeredTooMany(headers: Record<string, string>, waitMs: number): Attempt {
  const failure = new Failure('rate-limited', 'too many requests')
  return { response: { status: 429, headers, body: '', complete: true }, failure, waitMs }
}

/** An attempt to which no answer came. */
const unanswered: Attempt = {
  response: undefined,
  failure: new Failure('unavailable', 'It was lost.'),
  waitMs: 0
}

const refused: Attempt = {
  response: { status: 403, headers: {}, body: '', complete: true },
  failure: new Failure('forbidden', 'It was refused.'),
  waitMs: 0
}

/** A server that answers all that is under way at once, so that what goes side by side can be counted. */
class HeldServer {
  readonly #held: ((attempt: Attempt) => void)[] = []

  readonly send = (): Promise<Attempt> => new Promise((resolve) => this.#held.push(resolve))

  /** Answers round by round, with success after the rounds given, and returns how many each round had. */
  async answerRounds(...rounds: Attempt[][]): Promise<number[]> {
    const counts: number[] = []
    // Everyone who may start does so within a turn, and a wait of the fake clock takes one more.
    for (await twoTurns(); this.#held.length > 0; await twoTurns()) {
      const attempts = rounds.shift() ?? []
      const held = this.#held.splice(0)
      for (const [index, resolve] of held.entries()) resolve(attempts[index] ?? answered({}))
      counts.push(held.length)
    }
    return counts
  }
}

async function twoTurns(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

/** Sends so many requests, eight at once, as the accounts of a fleet do. */
const sendMany = (limiter: RateLimiter, requests: number, send: () => Promise<Attempt>): Promise<Attempt[]> =>
  pMap(Array.from({ length: requests }), () => limiter.run(send, read), { concurrency: 8 })

describe('with headers', () => {
  test.each(['epoch', 'seconds-left'] as const)(
    'every window is spent whole, and none is passed (%s)',
    async (headers) => {
      const server = new LimitedServer(100, headers)
      await sendMany(limiterWith(), 350, server.send)
      expect(server.tooMany).toBe(0)
      const perMinute = [0, 1, 2, 3].map(
        (n) => server.startedAtMs.filter((at) => Math.floor(at / minute) === n).length
      )
      expect(perMinute).toEqual([100, 100, 100, 50])
    }
  )

  test('everyone waits for the reset, once, and one line says so', async () => {
    await sendMany(limiterWith(), 150, new LimitedServer(100).send)
    expect(clock.sleeps).toEqual([minute])
    expect(lines).toEqual(['The rate limit of /v3/path is spent: its requests wait 60.0 s.'])
  })

  test('the first request after a reset goes alone, as a probe', async () => {
    const server = new LimitedServer(20)
    await sendMany(limiterWith(), 25, server.send)
    expect(server.startedAtMs.slice(19, 21)).toEqual([0, minute])
    expect(server.underWayAtStart.slice(20, 23)).toEqual([1, 1, 2])
  })

  test('somebody else who spends the same budget costs a few 429s, not a window of them', async () => {
    const server = new LimitedServer(100)
    let sent = 0
    await sendMany(limiterWith(), 300, async () => {
      if (sent++ % 10 === 0) server.spend(3)
      return await server.send()
    })
    expect(server.tooMany).toBeLessThanOrEqual(8)
  })
})

/** Headers with the reset in seconds left. */
const windowOf = (remaining: number, resetSeconds = 60): Record<string, string> => ({
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(resetSeconds)
})

describe('after a 429', () => {
  test('everyone waits as long as it says, whatever is known of the window', async () => {
    const limiter = limiterWith()
    await limiter.run(async () => answered(windowOf(1)), read)
    await limiter.run(async () => answeredTooMany(windowOf(0, 3_600), 2_000), read)
    await limiter.run(async () => answered({}), read)
    expect(clock.sleeps).toEqual([2_000])
  })

  test('what is known to be waited for ends with the window, or with the wait that a 429 has stated', async () => {
    const limiter = limiterWith()
    expect(limiter.knownWaitMs).toBeLessThan(0)
    await limiter.run(async () => answered(windowOf(1)), read)
    expect(limiter.knownWaitMs).toBe(60_000)
    await clock.sleep(20_000)
    expect(limiter.knownWaitMs).toBe(40_000)
    await limiter.run(async () => answeredTooMany({}, 3_000), read)
    expect(limiter.knownWaitMs).toBe(3_000)
  })
})

test('a window has what its first response shows, less what is under way', async () => {
  const server = new HeldServer()
  const ended = sendMany(limiterWith(), 20, server.send)
  const oneWithHeaders = [answered(windowOf(10)), ...Array(7).fill(answered({}))]
  expect(await server.answerRounds([answered({})], oneWithHeaders)).toEqual([1, 8, 3, 1, 7])
  expect(clock.sleeps).toEqual([60_000])
  await ended
})

describe('without headers', () => {
  test('the first request goes alone, as a probe, then the others follow side by side', async () => {
    const server = new HeldServer()
    const ended = sendMany(limiterWith(), 30, server.send)
    expect(await server.answerRounds()).toEqual([1, 8, 8, 8, 5])
    expect(clock.sleeps).toEqual([])
    await ended
  })

  test('until one is answered, each request goes alone', async () => {
    const server = new HeldServer()
    const ended = sendMany(limiterWith(), 20, server.send)
    expect(await server.answerRounds([unanswered], [unanswered], [answered({})])).toEqual([1, 1, 1, 8, 8, 1])
    await ended
  })

  test('after a 429 one request goes alone, and once it is answered the others follow side by side', async () => {
    const server = new HeldServer()
    const ended = sendMany(limiterWith(), 30, server.send)
    const oneTooMany = [answeredTooMany({}, 5_000), ...Array(7).fill(answered({}))]
    expect(await server.answerRounds([answered({})], oneTooMany)).toEqual([1, 8, 1, 8, 8, 4])
    expect(clock.sleeps).toEqual([5_000])
    await ended
  })

  test('a probe after a 429 that is not answered is no recovery: the next goes alone too', async () => {
    const server = new HeldServer()
    const ended = sendMany(limiterWith(), 20, server.send)
    const rounds = [[answeredTooMany({}, 5_000)], [unanswered], [answeredTooMany({}, 7_000)], [answered({})]]
    expect(await server.answerRounds(...rounds)).toEqual([1, 1, 1, 1, 8, 8])
    expect(clock.sleeps).toEqual([5_000, 7_000])
    await ended
  })
})

describe('the limiters of a run', () => {
  const maxRunMs = 1.5 * minute
  const paths = ['/v3/list', '/v3/settings']
  const spentOf = async (limiter: RateLimiter | undefined): Promise<void> => {
    await limiter?.run(async () => answered(windowOf(0)), read)
  }
  const hosts = ['https://global', 'https://eu']

  test('are one for each host and path', () => {
    const limits = new RateLimits(endAfter(maxRunMs))
    const all = hosts.flatMap((host) => paths.map((path) => limits.for(host, path)))
    expect(new Set(all).size).toBe(4)
    expect(hosts.flatMap((host) => paths.map((path) => limits.for(host, path)))).toEqual(all)
  })

  test.each([
    ['at another path', 'https://global', '/v3/settings'],
    ['at another host', 'https://eu', '/v3/list']
  ])('wait each by itself: a spent window holds back nothing %s', async (_, host, path) => {
    const limits = new RateLimits(endAfter(maxRunMs))
    await spentOf(limits.for('https://global', '/v3/list'))
    await limits.for('https://global', '/v3/list').run(async () => answeredTooMany({}, 9_000), read)
    const sleepsBefore = clock.sleeps.length
    for (let request = 0; request < 3; request++)
      await limits.for(host, path).run(async () => answered({}), read)
    expect(clock.sleeps).toHaveLength(sleepsBefore)
  })

  test('stop together, with one line and one reason, also those that wait for their own window', async () => {
    const limits = new RateLimits(endAfter(maxRunMs))
    const [list, settings] = paths.map((path) => limits.for('https://global', path))
    await spentOf(list)
    await clock.sleep(minute)
    await spentOf(list)
    await settings?.run(async () => answeredTooMany({}, 20_000), read)
    const ends = [settings, settings, list].map((limiter) =>
      limiter?.run(() => Promise.reject(new Error('asked')), read).catch((thrown: unknown) => thrown)
    )
    const notAsked = {
      reason: 'rate-limited',
      message: 'Not asked: the next wait of 60.0 s would pass max-minutes.'
    }
    expect(await Promise.all(ends)).toMatchObject([notAsked, notAsked, notAsked])
    expect(lines).toEqual([
      'The run stops early: the next wait of 60.0 s would pass max-minutes. The remaining accounts are not verified.'
    ])
    expect(clock.now()).toBe(minute)
  })
})

describe('max-minutes', () => {
  let limiter: RateLimiter
  beforeEach(() => {
    limiter = limiterWith(1.5 * minute)
  })

  test('stops the run when the next wait would pass it, and says so once', async () => {
    const server = new LimitedServer(10)
    const ends = await pMap(
      Array.from({ length: 50 }),
      () => limiter.run(server.send, read).catch((thrown: unknown) => thrown),
      { concurrency: 8 }
    )
    expect(server.startedAtMs).toHaveLength(20)
    const notAsked = {
      reason: 'rate-limited',
      message: 'Not asked: the next wait of 60.0 s would pass max-minutes.'
    }
    expect(ends.slice(20).filter((end) => !(end instanceof Failure))).toEqual([])
    expect(ends.slice(20)).toMatchObject(Array(30).fill(notAsked))
    expect(lines.filter((line) => line.includes('stops early'))).toEqual([
      'The run stops early: the next wait of 60.0 s would pass max-minutes. The remaining accounts are not verified.'
    ])
    expect(clock.now()).toBe(minute)
  })

  test('a request that was answered keeps what the answer said', async () => {
    const last = new Failure('rate-limited', 'It was answered 429.')
    await clock.sleep(2 * minute)
    await expect(limiter.run(new LimitedServer(10).send, { isWrite: false, last })).rejects.toMatchObject({
      reason: 'rate-limited',
      message: 'It was answered 429. Not asked again: max-minutes are over.'
    })
  })

  test('over without a wait: unavailable, as SendGrid was too slow', async () => {
    await clock.sleep(2 * minute)
    await expect(limiter.run(new LimitedServer(10).send, read)).rejects.toMatchObject({
      reason: 'unavailable',
      message: 'Not asked: max-minutes are over.'
    })
    expect(lines).toEqual([
      'The run stops early: max-minutes are over. The remaining accounts are not verified.'
    ])
  })

  test.each<[string, Attempt, string]>([
    ['nothing since', answered({}), 'rate-limited'],
    ['a refusal, which passes by no waiting', refused, 'rate-limited'],
    ['a lost request', unanswered, 'unavailable']
  ])('over after a wait for the rate limit and %s', async (_, attempt, reason) => {
    await limiter.run(async () => answered(windowOf(0)), read)
    await limiter.run(async () => attempt, read)
    await clock.sleep(minute)
    await expect(limiter.run(async () => answered({}), read)).rejects.toMatchObject({
      reason,
      message: 'Not asked: max-minutes are over.'
    })
  })

  test('reached by a wait to the millisecond leaves no time: nothing is waited for', async () => {
    const first = limiterWith(minute)
    await first.run(async () => answered(windowOf(0)), read)
    await expect(first.run(async () => answered({}), read)).rejects.toMatchObject({
      reason: 'rate-limited',
      message: 'Not asked: the next wait of 60.0 s would pass max-minutes.'
    })
    const failure = new Failure('unavailable', 'It was down.')
    await expect(endAfter(minute).sleep(minute, failure)).rejects.toThrow('max-minutes')
    expect(clock.sleeps).toEqual([])
  })

  test('a millisecond after a wait leaves time for it', async () => {
    const longer = limiterWith(minute + 1)
    await longer.run(async () => answered(windowOf(0)), read)
    await longer.run(async () => answered({}), read)
    expect(clock.sleeps).toEqual([minute])
  })

  test("a request's own wait does not pass it either", async () => {
    const failure = new Failure('unavailable', 'It was down.')
    const end = endAfter(1.5 * minute)
    await end.sleep(minute, failure)
    await expect(end.sleep(minute, failure)).rejects.toMatchObject({
      reason: 'unavailable',
      message: 'It was down. The next attempt would pass max-minutes.'
    })
  })
})

test('a window that is spent after the wait of a 429 has a line of its own', async () => {
  const limiter = limiterWith()
  await limiter.run(async () => answeredTooMany({}, 5_000), read)
  await limiter.run(async () => answered(windowOf(0, 30)), read)
  await limiter.run(async () => answered({}), read)
  expect(clock.sleeps).toEqual([5_000, 30_000])
  expect(lines).toEqual(['The rate limit of /v3/path is spent: its requests wait 30.0 s.'])
})

test('writes that wait with no read keep their order', async () => {
  const limiter = limiterWith()
  const started: number[] = []
  const send = (index: number) => async (): Promise<Attempt> => {
    started.push(index)
    return answered({})
  }
  await Promise.all([0, 1, 2, 3].map((index) => limiter.run(send(index), write)))
  expect(started).toEqual([0, 1, 2, 3])
})

test('a request that throws leaves its place to the next', async () => {
  const limiter = limiterWith()
  await expect(limiter.run(() => Promise.reject(new Error('bug')), read)).rejects.toThrow('bug')
  expect((await limiter.run(new LimitedServer(10).send, read)).failure).toBeUndefined()
})

test('writes go before reads where both wait, in their order', async () => {
  const limiter = limiterWith()
  const started: string[] = []
  const send = (name: string) => async (): Promise<Attempt> => {
    started.push(name)
    await clock.sleep(0)
    return answered({})
  }
  await Promise.all([
    limiter.run(send('first'), read),
    limiter.run(send('read 1'), read),
    limiter.run(send('read 2'), read),
    limiter.run(send('write 1'), write),
    limiter.run(send('write 2'), write)
  ])
  expect(started).toEqual(['first', 'write 1', 'write 2', 'read 1', 'read 2'])
})

test('what sends nothing after all costs nothing of the budget', async () => {
  const limiter = limiterWith()
  const server = new LimitedServer(2)
  await limiter.run(server.send, read)
  for (let time = 0; time < 5; time++) {
    const ended = await limiter.run(async () => undefined, read)
    expect({ time, ended }).toEqual({ time, ended: undefined })
  }
  await limiter.run(server.send, read)
  expect(clock.sleeps).toEqual([])
})

test('a canceled run starts nothing, and those that wait learn why', async () => {
  const canceled = new AbortController()
  const limiter = new RateLimiter('/v3/path', endOfRun(clock, 30 * minute, canceled.signal))
  const reason = new Failure('cancelled', 'The run was canceled.')
  let finish: (attempt: Attempt) => void = () => {}
  const underWay = limiter.run(
    () =>
      new Promise<Attempt>((resolve) => {
        finish = resolve
      }),
    read
  )
  const waiting = limiter.run(() => Promise.reject(new Error('started')), read)
  await clock.sleep(0)
  canceled.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(limiter.run(() => Promise.reject(new Error('started')), read)).rejects.toBe(reason)
  finish(answered({}))
  expect((await underWay).failure).toBeUndefined()
})

describe('a date that is set back, or forward', () => {
  test.each([-90_000, -86_400_000, 90_000])('by %i ms under way moves no end of the run', async (shiftMs) => {
    let shift = 0
    const shifted: Clock = { date: () => clock.date() + shift, now: clock.now, sleep: clock.sleep }
    const limiter = limiterWith(minute, shifted)
    await limiter.run(async () => answered({}), read)
    shift = shiftMs
    await clock.sleep(minute - 1)
    expect(await limiter.run(async () => answered({}), read)).toMatchObject({ failure: undefined })
    await clock.sleep(1)
    await expect(limiter.run(async () => answered({}), read)).rejects.toThrow('max-minutes are over')
  })

  test('while a window is waited for changes nothing of the wait', async () => {
    let shift = 0
    const sleep = async (milliseconds: number): Promise<void> => {
      shift = -3_600_000
      await clock.sleep(milliseconds)
    }
    const shifted: Clock = { date: () => clock.date() + shift, now: clock.now, sleep }
    const limiter = limiterWith(30 * minute, shifted)
    await limiter.run(async () => answered({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }), read)
    await limiter.run(async () => answered({}), read)
    expect(clock.sleeps).toEqual([30_000])
  })
})

describe('a run that is canceled while it waits', () => {
  const reason = new Failure('cancelled', 'The run was canceled.')
  const limiterToCancel = () => {
    const canceled = new AbortController()
    const { signal } = canceled
    const end = endOfRun(systemClock(signal), Number.POSITIVE_INFINITY, signal)
    return { canceled, end, limiter: new RateLimiter('/v3/path', end) }
  }

  test('for the rate limit ends all who wait, at once and with its reason', async () => {
    const { canceled, limiter } = limiterToCancel()
    await limiter.run(async () => answeredTooMany({}, 3_600_000), read)
    const bug = () => Promise.reject(new Error('started'))
    const waiting = [read, read, write].map((one) => limiter.run(bug, one))
    canceled.abort(reason)
    const ends = await Promise.all(waiting.map((one) => one.catch((thrown: unknown) => thrown)))
    expect(ends.filter((end) => end !== reason)).toEqual([])
    await expect(limiter.run(bug, read)).rejects.toBe(reason)
  })

  test('for itself ends that wait with its reason', async () => {
    const { canceled, end } = limiterToCancel()
    const waiting = end.sleep(3_600_000, new Failure('unavailable', 'It was down.'))
    canceled.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(end.sleep(3_600_000, new Failure('unavailable', 'It was down.'))).rejects.toBe(reason)
  })
})
