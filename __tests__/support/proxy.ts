import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** A CONNECT proxy on loopback that leads every tunnel to one port, whatever host was asked for. */
export class ConnectProxy {
  readonly asked: (string | undefined)[] = []
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()

  /** Without a target the proxy accepts and never answers. */
  private constructor(target: string | undefined) {
    this.#server = createServer((_, response) => response.writeHead(405).end())
    this.#server.on('connect', (request, socket) => {
      this.asked.push(request.url)
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy())
      if (target === undefined) return
      const tunnel = connect(Number(new URL(target).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        tunnel.pipe(socket).pipe(tunnel)
      })
      tunnel.on('error', () => socket.destroy())
    })
  }

  static async start(target?: string): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
