import * as faults from '../../sandbox/faults.ts'

/** What can befall a request. */
export interface FaultKind {
  readonly fault: faults.Fault
  /** Whether it lasts until whoever waits gives up. */
  readonly isEndless?: true
}

/** How a server answers. */
export interface Server {
  readonly refuse: (status: number, message: string, headers?: Record<string, string>) => faults.Fault
  /** What comes before a reset where the end of a body without a length should be. */
  readonly body: string
}

/** What can befall any request of a run, as it reads behind the name of the request. */
export const faultKindsOf = ({ refuse, body }: Server): Record<string, FaultKind> => ({
  'is cut before the headers': { fault: faults.reset },
  'is cut in the headers': { fault: faults.cutHeaders },
  'is cut after the headers': { fault: faults.cutAfterHeaders },
  'is cut in the body': { fault: faults.cutBody },
  'is cut after a body without a length': { fault: faults.resetAtEnd(body) },
  'is never answered': { fault: faults.silence, isEndless: true },
  'stalls in the body': { fault: faults.stalledBody, isEndless: true },
  'comes a byte at a time': { fault: faults.drip, isEndless: true },
  // Node forgets the request then.
  'is answered 101': { fault: faults.switchingProtocols, isEndless: true },
  'is answered 429': { fault: refuse(429, 'too many requests') },
  'is answered 429 with Retry-After': { fault: refuse(429, 'too many requests', { 'retry-after': '0' }) },
  'is answered 429 with a long Retry-After': {
    fault: refuse(429, 'too many requests', { 'retry-after': '3600' })
  },
  ...Object.fromEntries(
    [401, 403, 404, 409, 410, 422, 500].map((status) => [
      `is answered ${status}`,
      { fault: refuse(status, 'no') }
    ])
  ),
  'is answered 202': { fault: faults.answer(202, body) },
  'is answered 204': { fault: faults.answer(204, '') },
  'is answered 502 with HTML': { fault: faults.badGateway },
  'is answered 200 with HTML': {
    fault: faults.answer(200, '<html></html>', { 'content-type': 'text/html' })
  },
  'is answered 200 with other JSON': { fault: faults.answer(200, '{"result":[]}') },
  'is answered 200 without a body': { fault: faults.answer(200, '') },
  'is answered 200 with other JSON and a surplus': { fault: faults.surplus('{"result":[]}', body) },
  'is redirected': { fault: faults.redirect },
  'is carried out and cut before the headers': { fault: faults.afterwards(faults.reset) },
  'is carried out and cut in the body': { fault: faults.afterwards(faults.cutBody) },
  'is carried out and never answered': { fault: faults.afterwards(faults.silence), isEndless: true },
  'is carried out and answered 502': { fault: faults.afterwards(faults.badGateway) },
  'is carried out and answered 202': { fault: faults.afterwards(faults.answer(202, '')) },
  'is carried out and answered with other JSON': {
    fault: faults.afterwards(faults.answer(200, '{"result":[]}'))
  }
})

/** Whether a fault passes, or stays until the end of the run. */
export const timesOf = ['once', 'every time'] as const
export type Times = (typeof timesOf)[number]
