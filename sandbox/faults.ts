import type { ServerResponse } from 'node:http'

/** Answers one request in place of the sandbox, or does something worse to it. */
export interface Fault {
  (response: ServerResponse): void
  /** Whether the sandbox does first what it was asked to, so that only its answer is lost. */
  readonly isCarriedOut?: boolean
}

type Headers = Record<string, string>

/** SendGrid's errors in SendGrid's shape. */
export const errors =
  (status: number, message: string, headers: Headers = {}): Fault =>
  (response) =>
    answerJson(response, status, { errors: [{ message, field: null, help: null }] }, headers)

export const rateLimited = (headers: Headers = {}): Fault => errors(429, 'too many requests', headers)

/** Any status with any body. */
export const answer =
  (status: number, body: string, headers: Headers = { 'content-type': 'application/json' }): Fault =>
  (response) =>
    void response.writeHead(status, headers).end(body)

/** Where `redirect` leads: nothing is there, and nobody has to ask. */
export const elsewhere = '/elsewhere'

/** An answer that leads to another path of the same server. */
export const redirect: Fault = answer(302, '', { location: elsewhere })

/** The page that nginx shows in front of SendGrid (sendgrid-php#685). */
export const badGateway: Fault = answer(
  502,
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body bgcolor="white">\r\n' +
    '<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  { 'content-type': 'text/html' }
)

/** The connection is lost before anything is answered. */
export const reset: Fault = (response) => void response.socket?.resetAndDestroy()

/** What was asked is carried out, and then this stands in for its answer. */
export const afterwards = (fault: Fault): Fault =>
  Object.assign((response: ServerResponse) => fault(response), { isCarriedOut: true })

/** The connection is lost inside the headers. */
export const cutHeaders: Fault = ({ socket }) =>
  void socket?.write('HTTP/1.1 200 OK\r\ncontent-le', () => socket.destroy())

/** The connection is lost between the headers and the body. */
export const cutAfterHeaders: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '72' })
  response.flushHeaders()
  response.socket?.end()
}

/** The connection is lost inside the body. */
export const cutBody: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '72' })
  response.write('{"require_tls":true,', () => response.socket?.destroy())
}

/** Nothing is ever answered. */
export const silence: Fault = () => {}

/** The headers come and the body never ends. */
export const stalledBody: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '72' })
  response.write('{"require_tls":true,')
}

/** The body comes a byte at a time, for ever. */
export const drip: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const dripping = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(dripping))
}

/** A body without end, as fast as the client takes it. */
export const flood: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = (): void => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

/** A whole body without a length, and then the connection is reset where its end should be. */
export const resetAtEnd =
  (body: string): Fault =>
  (response) => {
    const { socket } = response
    socket?.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${body}`,
      () => socket.resetAndDestroy()
    )
  }

/** A whole body without a length, whose connection stays open. */
export const heldOpen =
  (body: string): Fault =>
  (response) =>
    void response.socket?.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${body}`
    )

/** An answer that Node takes for the start of another protocol, and then forgets the request. */
export const switchingProtocols: Fault = (response) =>
  void response.socket?.write(
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'
  )

/** The answer, and behind it on the same connection one that nobody has asked for. */
export const surplus =
  (body: string, surplusBody: string): Fault =>
  (response) => {
    const answer = (text: string): string =>
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
    response.socket?.write(answer(body) + answer(surplusBody))
  }

/** Ends a response with a JSON body, and with the headers that SendGrid is known to send. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Headers = {}
): void {
  response
    .writeHead(status, {
      server: 'nginx',
      'content-type': 'application/json',
      'access-control-allow-origin': 'https://sendgrid.api-docs.io',
      'access-control-max-age': '600',
      'x-no-cors-reason': 'https://sendgrid.com/docs/Classroom/Basics/API/cors.html',
      ...headers
    })
    .end(JSON.stringify(body))
}
