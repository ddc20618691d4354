/** What `GET /v3/scopes` says of the key at one host. */
export type ScopeLookup =
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  /** The key is refused there too. */
  | { readonly kind: 'unauthorized' }
  /** The lookup says nothing: it was refused for another reason, lost, or not understood. */
  | { readonly kind: 'nothing' }

/** What the requests of a run have learned of the key, by host. */
export class KeyState {
  readonly #acceptedAt = new Set<string>()
  readonly #lookups = new Map<string, Promise<ScopeLookup>>()
  readonly #scopes = new Map<string, readonly string[]>()

  /** Call it when a host has answered for an account: then it knows the key. */
  accept(host: string): void {
    this.#acceptedAt.add(host)
  }

  /** Where the key was accepted so far, seen from this host. */
  acceptedFrom(host: string): 'here' | 'elsewhere' | 'nowhere' {
    if (this.#acceptedAt.has(host)) return 'here'
    return this.#acceptedAt.size > 0 ? 'elsewhere' : 'nowhere'
  }

  /** The scopes at a host, looked up once a run by the first request that is refused there. */
  async lookUp(host: string, ask: () => Promise<ScopeLookup>): Promise<ScopeLookup> {
    const known = this.#lookups.get(host) ?? ask()
    this.#lookups.set(host, known)
    const lookup = await known
    if (lookup.kind === 'scopes') this.#scopes.set(host, lookup.scopes)
    return lookup
  }

  /** What a lookup at a host has found by now; undefined where no scopes were seen. */
  lookupAt(host: string): ScopeLookup | undefined {
    const scopes = this.#scopes.get(host)
    return scopes && { kind: 'scopes', scopes }
  }

  /** All scopes that were seen; undefined when none were. */
  get seenScopes(): readonly string[] | undefined {
    return this.#scopes.size === 0 ? undefined : [...new Set([...this.#scopes.values()].flat())]
  }

  /** Whether the scopes at a host were seen and lack this one. */
  lacks(host: string, scope: string | undefined): boolean {
    return scope !== undefined && this.#scopes.get(host)?.includes(scope) === false
  }
}
