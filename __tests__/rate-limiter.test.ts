import { beforeEach, describe, expect, test } from '@jest/globals'
import { Failure } from '../src/failure.ts'
import { Pace, type Tried } from '../src/sendgrid/pace.ts'
import { FakeClock } from './support/fake-clock.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 1)
let clock: FakeClock
let lines: string[]

beforeEach(() => {
  clock = new FakeClock(start)
  lines = []
})

const paced = (maxRunMs = 30 * minute): Pace => new Pace(clock, start + maxRunMs, (line) => lines.push(line))

/** A rate limit of `limit` a minute, told as SendGrid tells it, on the fake clock. */
class Limiter {
  inFlight = 0
  mostInFlight = 0
  refused = 0
  readonly startedAtMs: number[] = []
  readonly #limit: number
  readonly #headers: 'epoch' | 'seconds-left' | 'none'
  #minute = 0
  #spent = 0

  constructor(limit: number, headers: 'epoch' | 'seconds-left' | 'none' = 'epoch') {
    this.#limit = limit
    this.#headers = headers
  }

  readonly send = async (): Promise<Tried> => {
    this.inFlight++
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    this.startedAtMs.push(clock.now() - start)
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
    const headers = this.spend(1)
    const refused = this.#spent > this.#limit
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
    this.inFlight--
    if (refused) this.refused++
    const answer = { status: refused ? 429 : 200, headers, body: '', complete: true }
    return refused
      ? { answer, failure: new Failure('rate-limited', 'too many requests'), waitMs: this.#waitMs() }
      : { answer, failure: undefined, waitMs: undefined }
  }

  /** What a 429 says: until the reset where that is told. */
  #waitMs(): number {
    return this.#headers === 'none' ? 5_000 : minute - (clock.now() % minute)
  }

  /** Counts requests, those of somebody else too. */
  spend(requests: number): Record<string, string> {
    const nowMs = clock.now()
    const current = Math.floor(nowMs / minute)
    if (current !== this.#minute) this.#spent = 0
    this.#minute = current
    this.#spent += requests
    if (this.#headers === 'none') return {}
    const endMs = (current + 1) * minute
    return {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(Math.max(0, this.#limit - this.#spent)),
      'x-ratelimit-reset': String(Math.ceil((this.#headers === 'epoch' ? endMs : endMs - nowMs) / 1000))
    }
  }
}

const send = (pace: Pace, limiter: Limiter, requests: number): Promise<Tried[]> =>
  Promise.all(Array.from({ length: requests }, () => pace.admit(limiter.send)))

describe('with headers', () => {
  test.each(['epoch', 'seconds-left'] as const)(
    'every window is spent whole, and none is passed (%s)',
    async (headers) => {
      const limiter = new Limiter(100, headers)
      await send(paced(), limiter, 350)
      expect(limiter.refused).toBe(0)
      const perMinute = [0, 1, 2, 3].map(
        (n) => limiter.startedAtMs.filter((at) => Math.floor(at / minute) === n).length
      )
      expect(perMinute).toEqual([100, 100, 100, 50])
    }
  )

  test('everyone waits for the reset, once, and one line says so', async () => {
    const limiter = new Limiter(100)
    await send(paced(), limiter, 150)
    expect(clock.sleeps).toEqual([minute])
    expect(lines).toEqual(['The rate limit is spent: every request waits 60.0 s.'])
  })

  test('what comes after a reset is one request alone', async () => {
    const limiter = new Limiter(20)
    const pace = paced()
    await send(pace, limiter, 20)
    limiter.mostInFlight = 0
    const watched: number[] = []
    const watching = async (): Promise<Tried> => {
      const tried = limiter.send()
      watched.push(limiter.inFlight)
      return await tried
    }
    await Promise.all(Array.from({ length: 5 }, () => pace.admit(watching)))
    expect(watched.slice(0, 2)).toEqual([1, 1])
  })

  test('somebody else who spends the same budget costs a few refusals, not a window of them', async () => {
    const limiter = new Limiter(100)
    const pace = paced()
    let sent = 0
    const greedy = async (): Promise<Tried> => {
      if (sent++ % 10 === 0) limiter.spend(3)
      return await limiter.send()
    }
    await Promise.all(Array.from({ length: 300 }, () => pace.admit(greedy)))
    expect(limiter.refused).toBeLessThanOrEqual(8)
  })
})

describe('what an answer says', () => {
  const answers = (headers: Record<string, string>, waitMs?: number) => async (): Promise<Tried> => {
    const answer = { status: waitMs === undefined ? 200 : 429, headers, body: '', complete: true }
    const failure = waitMs === undefined ? undefined : new Failure('rate-limited', 'too many requests')
    return { answer, failure, waitMs }
  }
  const spent = (resetSeconds: number) => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(start / 1000 + resetSeconds)
  })

  test('a 429 is waited for as long as it says, whatever its window says besides', async () => {
    const pace = paced()
    await pace.admit(answers(spent(3_600), 2_000))
    await pace.admit(answers({}))
    expect(clock.sleeps).toEqual([2_000])
  })

  test('a 429 that says nothing leaves what is known of the window', async () => {
    const pace = paced()
    await pace.admit(answers({ ...spent(60), 'x-ratelimit-remaining': '1' }))
    await pace.admit(answers({}, 500))
    await pace.admit(answers({}))
    expect(clock.now() - start).toBe(60_000)
  })

  test('a reset far away is waited for 65 s, and then one request asks again', async () => {
    const pace = paced()
    await pace.admit(answers(spent(3_600)))
    await pace.admit(answers({}))
    expect(clock.sleeps).toEqual([65_000])
  })

  test('a remaining that is no number says nothing', async () => {
    const pace = paced()
    await pace.admit(answers({ ...spent(60), 'x-ratelimit-remaining': '' }))
    await pace.admit(answers({}))
    expect(clock.sleeps).toEqual([])
  })
})

describe('without headers', () => {
  test('one request goes alone, then eight at once', async () => {
    const limiter = new Limiter(1000, 'none')
    await send(paced(), limiter, 100)
    expect(limiter.mostInFlight).toBe(8)
  })

  test('a 429 stops everyone for as long as it says, and half as many go on', async () => {
    const limiter = new Limiter(30, 'none')
    const pace = paced()
    await send(pace, limiter, 60)
    expect(limiter.refused).toBeGreaterThan(0)
    const firstPauseAt = limiter.startedAtMs.filter((at) => at === 0).length
    expect(limiter.startedAtMs[firstPauseAt]).toBe(5_000)
    limiter.mostInFlight = 0
    await clock.sleep(minute)
    await send(pace, limiter, 20)
    expect(limiter.mostInFlight).toBeLessThanOrEqual(4)
  })
})

describe('max-minutes', () => {
  test('stops the run when the next wait would pass it, and says so once', async () => {
    const limiter = new Limiter(10)
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => undefined).map(() => pace.admit(limiter.send))
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
    for (const result of results.slice(20)) {
      expect(result).toMatchObject({
        reason: { reason: 'rate-limited', message: expect.stringContaining('max-minutes') }
      })
    }
    expect(lines.filter((line) => line.includes('stops early'))).toHaveLength(1)
    expect(clock.now() - start).toBe(minute)
  })

  let pace: Pace
  beforeEach(() => {
    pace = paced(1.5 * minute)
  })

  test('a request that was answered keeps what it was told', async () => {
    const last = new Failure('rate-limited', 'It was told to wait.')
    await clock.sleep(2 * minute)
    await expect(pace.admit(new Limiter(10).send, last)).rejects.toMatchObject({
      reason: 'rate-limited',
      message: 'It was told to wait. Not asked again: max-minutes are over.'
    })
  })

  test('over without a wait: unavailable, as SendGrid was too slow', async () => {
    await clock.sleep(2 * minute)
    await expect(pace.admit(new Limiter(10).send)).rejects.toMatchObject({ reason: 'unavailable' })
  })

  test("a request's own wait does not pass it either", async () => {
    const failure = new Failure('unavailable', 'It was down.')
    await pace.sleep(minute, failure)
    await expect(pace.sleep(minute, failure)).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('max-minutes')
    })
  })
})

test('a request that throws leaves its place to the next', async () => {
  const pace = paced()
  const limiter = new Limiter(10)
  await expect(pace.admit(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
  expect((await pace.admit(limiter.send)).failure).toBeUndefined()
})
