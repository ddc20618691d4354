import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import pMap from 'p-map'
import { type Clock, systemClock } from '../../src/clock.ts'
import { Failure } from '../../src/model/failure.ts'
import { type Attempt, RateLimiter, type Turn } from '../../src/sendgrid/rate-limiter.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { never } from '../support/session.ts'

const minute = 60_000
let clock: FakeClock
let lines: string[]

beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 0, 1))
  lines = []
})

/** The first attempt of a read. */
const turn: Turn = { isWrite: false, last: undefined }

const limiterWith = (maxRunMs = 30 * minute): RateLimiter =>
  new RateLimiter(clock, maxRunMs, never, (line) => lines.push(line))

/** A server with a rate limit by the minute, on the fake clock, that says it as SendGrid does. */
class LimitedServer {
  /** How many requests came too many. */
  tooMany = 0
  readonly startedAtMs: number[] = []
  /** How many were under way when each request started, itself among them. */
  readonly underWayAtStart: number[] = []
  readonly #limit: number
  readonly #headers: 'epoch' | 'seconds-left' | 'none'
  #underWay = 0
  #minute = 0
  #spent = 0

  constructor(limit: number, headers: 'epoch' | 'seconds-left' | 'none' = 'epoch') {
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
    return answeredTooMany(headers, this.#headers === 'none' ? 5_000 : minute - (clock.date() % minute))
  }

  /** Counts requests, those of somebody else too. */
  spend(requests: number): Record<string, string> {
    const dateMs = clock.date()
    const current = Math.floor(dateMs / minute)
    if (current !== this.#minute) this.#spent = 0
    this.#minute = current
    this.#spent += requests
    if (this.#headers === 'none') return {}
    const endMs = (current + 1) * minute
    return {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(Math.max(0, this.#limit - this.#spent)),
      'x-ratelimit-reset': String(Math.ceil((this.#headers === 'epoch' ? endMs : endMs - dateMs) / 1000))
    }
  }
}

function answered(headers: Record<string, string>): Attempt {
  return { answer: { status: 200, headers, body: '', complete: true }, failure: undefined }
}

function answeredTooMany(headers: Record<string, string>, waitMs: number): Attempt {
  const failure = new Failure('rate-limited', 'too many requests')
  return { answer: { status: 429, headers, body: '', complete: true }, failure, waitMs }
}

/** An attempt to which no answer came. */
const unanswered: Attempt = {
  answer: undefined,
  failure: new Failure('unavailable', 'It was lost.'),
  waitMs: 0
}

const refused: Attempt = {
  answer: { status: 403, headers: {}, body: '', complete: true },
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
  pMap(Array.from({ length: requests }), () => limiter.run(send, turn), { concurrency: 8 })

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
    expect(lines).toEqual(['The rate limit is spent: every request waits 60.0 s.'])
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

describe('what an answer says', () => {
  const success = (headers: Record<string, string>) => async () => answered(headers)
  const tooMany = (headers: Record<string, string>, waitMs: number) => async () =>
    answeredTooMany(headers, waitMs)
  const spent = (resetSeconds: number) => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(clock.date() / 1000 + resetSeconds)
  })

  test('a 429 is waited for as long as it says, whatever its window says besides', async () => {
    const limiter = limiterWith()
    await limiter.run(tooMany(spent(3_600), 2_000), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([2_000])
  })

  test('a 429 that says nothing leaves what is known of the window', async () => {
    const limiter = limiterWith()
    await limiter.run(success({ ...spent(60), 'x-ratelimit-remaining': '1' }), turn)
    await limiter.run(tooMany({}, 500), turn)
    await limiter.run(success({}), turn)
    expect(clock.now()).toBe(60_000)
  })

  test('a reset far away is waited for 65 s, and then one request asks again', async () => {
    const limiter = limiterWith()
    await limiter.run(success(spent(3_600)), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([65_000])
  })

  test.each([0, -1])(
    'a late answer of the window before (%i s) says nothing of this one',
    async (seconds) => {
      const limiter = limiterWith()
      await limiter.run(success({ ...spent(60), 'x-ratelimit-remaining': '9' }), turn)
      await limiter.run(success(spent(seconds)), turn)
      await limiter.run(success({}), turn)
      expect(clock.sleeps).toEqual([])
    }
  )

  test('a probe that finds a window already over meets a clock that differs: a second is waited', async () => {
    const limiter = limiterWith()
    await limiter.run(success(spent(-30)), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([1_000])
  })

  test.each(['', '-0', '0.0', '0x0'])('a remaining of "%s" says nothing', async (remaining) => {
    const limiter = limiterWith()
    await limiter.run(success({ ...spent(60), 'x-ratelimit-remaining': remaining }), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([])
  })

  test('a remaining without a reset says nothing', async () => {
    const limiter = limiterWith()
    await limiter.run(success({ 'x-ratelimit-remaining': '0' }), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([])
  })

  test('a remaining with several digits is one number', async () => {
    const limiter = limiterWith()
    await limiter.run(success({ ...spent(60), 'x-ratelimit-remaining': '00' }), turn)
    await limiter.run(success({}), turn)
    expect(clock.sleeps).toEqual([60_000])
  })

  test.each(['retry-after', 'x-ratelimit-reset'])(
    'a 429 with %s alone ends what is known of the window',
    async (name) => {
      const limiter = limiterWith()
      await limiter.run(success({ ...spent(60), 'x-ratelimit-remaining': '1' }), turn)
      await limiter.run(tooMany({ [name]: '2' }, 2_000), turn)
      await limiter.run(success({}), turn)
      expect(clock.sleeps).toEqual([2_000])
    }
  )
})

/** Headers with the reset in seconds left. */
const windowOf = (remaining: number, resetSeconds = 60): Record<string, string> => ({
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(resetSeconds)
})

describe('what is left of a window', () => {
  const runAll = async (limiter: RateLimiter, ...attempts: readonly Attempt[]): Promise<void> => {
    for (const attempt of attempts) await limiter.run(async () => attempt, turn)
  }

  test('is what its first answer says, less what is under way', async () => {
    const server = new HeldServer()
    const ended = sendMany(limiterWith(), 20, server.send)
    const oneWithHeaders = [answered(windowOf(10)), ...Array(7).fill(answered({}))]
    expect(await server.answerRounds([answered({})], oneWithHeaders)).toEqual([1, 8, 3, 1, 7])
    expect(clock.sleeps).toEqual([60_000])
    await ended
  })

  test('is exact once nothing is under way: what was lost had not been counted', async () => {
    await runAll(limiterWith(), answered(windowOf(2)), unanswered, answered(windowOf(1)), answered({}))
    expect(clock.sleeps).toEqual([])
  })

  test('does not grow while others are under way, which may not have been counted yet', async () => {
    const limiter = limiterWith()
    await runAll(limiter, answered(windowOf(3)))
    const held: ((attempt: Attempt) => void)[] = []
    const send = (): Promise<Attempt> => new Promise((resolve) => held.push(resolve))
    const ended = Promise.all([1, 2, 3, 4].map(() => limiter.run(send, turn)))
    const started: number[] = []
    for (const remaining of [2, 2, 1]) {
      await twoTurns()
      started.push(held.length)
      held[started.length - 1]?.(answered(windowOf(remaining)))
    }
    await twoTurns()
    expect([...started, held.length]).toEqual([3, 3, 3, 4])
    held[3]?.(answered({}))
    await ended
  })

  test('is the lowest that was said: a higher number is of an answer that was overtaken', async () => {
    await runAll(limiterWith(), answered(windowOf(3)), answered(windowOf(1)), answered(windowOf(2)))
    expect(clock.sleeps).toEqual([])
    const overtaken = limiterWith()
    await runAll(overtaken, answered(windowOf(2)), answered(windowOf(0)))
    await runAll(overtaken, answered(windowOf(1)))
    expect(clock.sleeps).toEqual([60_000])
  })

  test('is what a probe says, which goes alone', async () => {
    const tooMany = answeredTooMany({}, 500)
    const more = Array(5).fill(answered({}))
    await runAll(limiterWith(), answered(windowOf(3)), tooMany, answered(windowOf(50)), ...more)
    expect(clock.sleeps).toEqual([500])
  })

  test.each([
    ['the same window, where its reset is 1.5 s later, as whole seconds may have it', 500, [500, 59_500]],
    ['another window, where its reset is later than that', 501, [501, 61_000]]
  ])('is that of %s', async (_, laterMs, sleeps) => {
    const limiter = limiterWith()
    await runAll(limiter, answered(windowOf(5)))
    await clock.sleep(laterMs)
    // The window of the first answer ends at 60 s; this one at 61 s and what has passed.
    await runAll(limiter, answered(windowOf(0, 61)), answered({}))
    expect(clock.sleeps).toEqual(sleeps)
  })
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

  test('a 429 stops everyone for as long as it says, and then a probe asks', async () => {
    const server = new LimitedServer(30, 'none')
    await sendMany(limiterWith(), 60, server.send)
    expect(server.tooMany).toBeGreaterThan(0)
    const beforeTheWait = server.startedAtMs.filter((at) => at === 0).length
    expect(server.startedAtMs.slice(beforeTheWait, beforeTheWait + 2)).toEqual([5_000, 10_000])
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
      () => limiter.run(server.send, turn).catch((thrown: unknown) => thrown),
      { concurrency: 8 }
    )
    expect(server.startedAtMs).toHaveLength(20)
    for (const end of ends.slice(20)) {
      expect(end).toBeInstanceOf(Failure)
      expect(end).toMatchObject({
        reason: 'rate-limited',
        message: 'Not asked: the next wait of 60.0 s would pass max-minutes.'
      })
    }
    expect(lines.filter((line) => line.includes('stops early'))).toEqual([
      'The run stops early: the next wait of 60.0 s would pass max-minutes. The accounts left are not verified.'
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
    await expect(limiter.run(new LimitedServer(10).send, turn)).rejects.toMatchObject({
      reason: 'unavailable',
      message: 'Not asked: max-minutes are over.'
    })
    expect(lines).toEqual(['The run stops early: max-minutes are over. The accounts left are not verified.'])
  })

  test.each<[string, Attempt, string]>([
    ['nothing since', answered({}), 'rate-limited'],
    ['a refusal, which passes by no waiting', refused, 'rate-limited'],
    ['a lost request', unanswered, 'unavailable']
  ])('over after a wait for the rate limit and %s', async (_, attempt, reason) => {
    await limiter.run(async () => answered(windowOf(0)), turn)
    await limiter.run(async () => attempt, turn)
    await clock.sleep(minute)
    await expect(limiter.run(async () => answered({}), turn)).rejects.toMatchObject({
      reason,
      message: 'Not asked: max-minutes are over.'
    })
  })

  test('reached by a wait to the millisecond leaves no time: nothing is waited for', async () => {
    const first = limiterWith(minute)
    await first.run(async () => answered(windowOf(0)), turn)
    await expect(first.run(async () => answered({}), turn)).rejects.toMatchObject({
      reason: 'rate-limited',
      message: 'Not asked: the next wait of 60.0 s would pass max-minutes.'
    })
    const failure = new Failure('unavailable', 'It was down.')
    await expect(limiterWith(minute).sleep(minute, failure)).rejects.toThrow('max-minutes')
    expect(clock.sleeps).toEqual([])
  })

  test('a millisecond after a wait leaves time for it', async () => {
    const longer = limiterWith(minute + 1)
    await longer.run(async () => answered(windowOf(0)), turn)
    await longer.run(async () => answered({}), turn)
    expect(clock.sleeps).toEqual([minute])
  })

  test("a request's own wait does not pass it either", async () => {
    const failure = new Failure('unavailable', 'It was down.')
    await limiter.sleep(minute, failure)
    await expect(limiter.sleep(minute, failure)).rejects.toMatchObject({
      reason: 'unavailable',
      message: 'It was down. The next attempt would pass max-minutes.'
    })
  })
})

test('a window that is spent after the wait of a 429 has a line of its own', async () => {
  const limiter = limiterWith()
  await limiter.run(async () => answeredTooMany({}, 5_000), turn)
  await limiter.run(async () => answered(windowOf(0, 30)), turn)
  await limiter.run(async () => answered({}), turn)
  expect(clock.sleeps).toEqual([5_000, 30_000])
  expect(lines).toEqual(['The rate limit is spent: every request waits 30.0 s.'])
})

test('writes that wait with no read keep their order', async () => {
  const limiter = limiterWith()
  const started: number[] = []
  const send = (index: number) => async (): Promise<Attempt> => {
    started.push(index)
    return answered({})
  }
  const write = { isWrite: true, last: undefined }
  await Promise.all([0, 1, 2, 3].map((index) => limiter.run(send(index), write)))
  expect(started).toEqual([0, 1, 2, 3])
})

test('a request that throws leaves its place to the next', async () => {
  const limiter = limiterWith()
  await expect(limiter.run(() => Promise.reject(new Error('bug')), turn)).rejects.toThrow('bug')
  expect((await limiter.run(new LimitedServer(10).send, turn)).failure).toBeUndefined()
})

test('writes go before reads where both wait, in their order', async () => {
  const limiter = limiterWith()
  const started: string[] = []
  const send = (name: string) => async (): Promise<Attempt> => {
    started.push(name)
    await clock.sleep(0)
    return answered({})
  }
  const write = { isWrite: true, last: undefined }
  await Promise.all([
    limiter.run(send('first'), turn),
    limiter.run(send('read 1'), turn),
    limiter.run(send('read 2'), turn),
    limiter.run(send('write 1'), write),
    limiter.run(send('write 2'), write)
  ])
  expect(started).toEqual(['first', 'write 1', 'write 2', 'read 1', 'read 2'])
})

test('what sends nothing after all costs nothing of the budget', async () => {
  const limiter = limiterWith()
  const server = new LimitedServer(2)
  await limiter.run(server.send, turn)
  for (let time = 0; time < 5; time++) expect(await limiter.run(async () => undefined, turn)).toBeUndefined()
  await limiter.run(server.send, turn)
  expect(clock.sleeps).toEqual([])
})

test('a canceled run starts nothing, and those that wait learn why', async () => {
  const canceled = new AbortController()
  const limiter = new RateLimiter(clock, 30 * minute, canceled.signal, () => {})
  const reason = new Failure('cancelled', 'The run was canceled.')
  let finish: (attempt: Attempt) => void = () => {}
  const underWay = limiter.run(
    () =>
      new Promise<Attempt>((resolve) => {
        finish = resolve
      }),
    turn
  )
  const waiting = limiter.run(() => Promise.reject(new Error('started')), turn)
  await clock.sleep(0)
  canceled.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(limiter.run(() => Promise.reject(new Error('started')), turn)).rejects.toBe(reason)
  finish(answered({}))
  expect((await underWay).failure).toBeUndefined()
})

test('a write that waits for the rate limit goes first when it is over', async () => {
  const limiter = limiterWith()
  const started: string[] = []
  const send = (name: string) => async (): Promise<Attempt> => {
    started.push(name)
    return answered({})
  }
  await limiter.run(async () => answeredTooMany({}, 5_000), turn)
  await Promise.all([
    limiter.run(send('read 1'), turn),
    limiter.run(send('read 2'), turn),
    limiter.run(send('write'), { isWrite: true, last: undefined })
  ])
  expect([started, clock.sleeps]).toEqual([['write', 'read 1', 'read 2'], [5_000]])
})

describe('a date that is set back, or forward', () => {
  test.each([-90_000, -86_400_000, 90_000])('by %i ms under way moves no end of the run', async (shiftMs) => {
    let shift = 0
    const shifted: Clock = { date: () => clock.date() + shift, now: clock.now, sleep: clock.sleep }
    const limiter = new RateLimiter(shifted, minute, never, (line) => lines.push(line))
    await limiter.run(async () => answered({}), turn)
    shift = shiftMs
    await clock.sleep(minute - 1)
    expect(await limiter.run(async () => answered({}), turn)).toMatchObject({ failure: undefined })
    await clock.sleep(1)
    await expect(limiter.run(async () => answered({}), turn)).rejects.toThrow('max-minutes are over')
  })

  test.each([-90_000, -86_400_000])('by %i ms makes no wait longer than 65 s', async (shiftMs) => {
    let shift = 0
    const shifted: Clock = { date: () => clock.date() + shift, now: clock.now, sleep: clock.sleep }
    const limiter = new RateLimiter(shifted, 30 * minute, never, (line) => lines.push(line))
    const spent = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(clock.date() / 1000 + 30)
    }
    shift = shiftMs
    await limiter.run(async () => answered(spent), turn)
    await limiter.run(async () => answered({}), turn)
    expect(clock.sleeps).toEqual([65_000])
  })

  test('while a window is waited for changes nothing of the wait', async () => {
    let shift = 0
    const sleep = async (milliseconds: number): Promise<void> => {
      shift = -3_600_000
      await clock.sleep(milliseconds)
    }
    const shifted: Clock = { date: () => clock.date() + shift, now: clock.now, sleep }
    const limiter = new RateLimiter(shifted, 30 * minute, never, (line) => lines.push(line))
    await limiter.run(async () => answered({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }), turn)
    await limiter.run(async () => answered({}), turn)
    expect(clock.sleeps).toEqual([30_000])
  })
})

describe('a run that is canceled while it waits', () => {
  const reason = new Failure('cancelled', 'The run was canceled.')
  const limiterToCancel = () => {
    const canceled = new AbortController()
    const { signal } = canceled
    const limiter = new RateLimiter(systemClock(signal), Number.POSITIVE_INFINITY, signal, () => {})
    return { canceled, limiter }
  }

  test('for the rate limit ends all who wait, at once and with its reason', async () => {
    const { canceled, limiter } = limiterToCancel()
    await limiter.run(async () => answeredTooMany({}, 3_600_000), turn)
    const bug = () => Promise.reject(new Error('started'))
    const waiting = [turn, turn, { isWrite: true, last: undefined }].map((one) => limiter.run(bug, one))
    canceled.abort(reason)
    for (const one of waiting) await expect(one).rejects.toBe(reason)
    await expect(limiter.run(bug, turn)).rejects.toBe(reason)
  })

  test('for itself ends that wait with its reason', async () => {
    const { canceled, limiter } = limiterToCancel()
    const waiting = limiter.sleep(3_600_000, new Failure('unavailable', 'It was down.'))
    canceled.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(limiter.sleep(3_600_000, new Failure('unavailable', 'It was down.'))).rejects.toBe(reason)
  })
})
