/** A message about a request begins with it, and ends with the cause and what to do. */
const requestFirst =
  /^((?:GET|PATCH) \/v3\/.+? (?:was answered \d{3}(?: with an HTML page| \(".*"\))?\.|failed:|was not sent:)) (.+)$/s

/** A message as the request, empty where there is none, and the cause, which a person reads first. */
export function splitMessage(message: string): { readonly request: string; readonly cause: string } {
  const [, request, cause] = requestFirst.exec(message) ?? []
  if (request === undefined || cause === undefined) return { request: '', cause: message }
  return {
    request: request.replace(/:$/, '.'),
    cause: cause.replace(/^[a-z]/, (letter) => letter.toUpperCase())
  }
}
