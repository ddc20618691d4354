/** What `GET /v3/scopes` says of the key at one host. */
export type ScopeLookup =
  | { readonly kind: 'scopes'; readonly scopes: readonly string[] }
  /** The key is refused there too. */
  | { readonly kind: 'unauthorized' }
  /** The lookup says nothing: it was refused for another reason, lost, or not understood. */
  | { readonly kind: 'nothing' }

/** What all requests of a run learn of the key, by host. */
export class KeyState {
  readonly #acceptedAt = new Set<string>()
  readonly #lookups = new Map<string, Promise<ScopeLookup>>()
  readonly #scopes = new Map<string, readonly string[]>()

  /** To be called for each host that has answered for an account: the key is neither dead nor unknown there. */
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

  /** What a lookup has found at a host by now; undefined without one. */
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
