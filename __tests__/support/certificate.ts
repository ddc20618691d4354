import { generate } from 'selfsigned'

/** A certificate of its own authority, for names and for IPv4 loopback. */
export async function certificateFor(...names: readonly string[]): Promise<{ cert: string; key: string }> {
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    { type: 7 as const, ip: '127.0.0.1' }
  ]
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames }]
  })
  return { cert, key }
}
