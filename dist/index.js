/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 926:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HR: () => (/* binding */ Failure),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   zU: () => (/* binding */ whyNoVerdict)
/* harmony export */ });
/** The one error of this program: no verdict, for a reason from a closed list. */
class Failure extends Error {
    name = 'Failure';
    reason;
    constructor(reason, message, options) {
        super(message, options);
        this.reason = reason;
    }
}
/** Whatever was thrown, as a Failure: what is not one already is a bug and carries its stack. */
function asFailure(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return new Failure('bug', `This is a bug in the action, please report it. ${trace}`, { cause: thrown });
}
/** What to keep of whatever was thrown. */
function whyNoVerdict(thrown) {
    const { reason, message } = asFailure(thrown);
    return { reason, message };
}


/***/ }),

/***/ 116:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RK: () => (/* binding */ actionVersion),
/* harmony export */   aM: () => (/* binding */ actionName),
/* harmony export */   ln: () => (/* binding */ actionRepository)
/* harmony export */ });
/** What the program says of itself. A test holds these to package.json. */
const actionName = 'sendgrid-enforced-tls-action';
const actionVersion = '1.0.0';
const actionRepository = 'enforced-tls/sendgrid-enforced-tls-action';


/***/ }),

/***/ 603:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ parentAccount)
/* harmony export */ });
/** The name of the key's own account in inputs, outputs and reports. */
const parentAccount = '@parent';


/***/ }),

/***/ 245:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   Ew: () => (/* binding */ wasChanged),
/* harmony export */   WE: () => (/* binding */ passes),
/* harmony export */   Yf: () => (/* binding */ accountReason)
/* harmony export */ });
/* unused harmony export results */
/** The result of a run, worst first. */
const results = ['unverified', 'deviating', 'applied', 'compliant'];
/** The worst result of the accounts. Waived and skipped ones do not count. */
function resultOf(run) {
    if ('failure' in run)
        return 'unverified';
    const worst = results.find((result) => run.accounts.some(({ outcome }) => outcome.result === result));
    return worst ?? 'compliant';
}
/** The reason of the first account that has the worst result. */
function reasonOf(run) {
    if ('failure' in run)
        return run.failure.reason;
    const result = resultOf(run);
    const first = run.accounts.find(({ outcome }) => outcome.result === result);
    return first === undefined ? '' : accountReason(first);
}
/** Why one account is not well; empty for one that is. */
function accountReason({ outcome }) {
    switch (outcome.result) {
        case 'deviating':
            return outcome.refused.length > 0 ? 'loosening-refused' : 'deviation';
        case 'unverified':
            return outcome.failure.reason;
        default:
            return '';
    }
}
/** Whether SendGrid accepted a change, whatever came after. */
function wasChanged({ outcome }) {
    return outcome.result === 'applied' || (outcome.result === 'unverified' && outcome.changed);
}
/** Whether the step passes: a deviation may be softened to a warning, nothing else. */
function passes(run, failOnDeviation) {
    return !('failure' in run) && run.accounts.every(({ outcome }) => isWell(outcome, failOnDeviation));
}
function isWell(outcome, failOnDeviation) {
    switch (outcome.result) {
        case 'compliant':
        case 'applied':
        case 'waived':
        case 'skipped':
            return true;
        case 'deviating':
            return !failOnDeviation && outcome.refused.length === 0;
        case 'unverified':
            return false;
    }
}


/***/ }),

/***/ 20:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ createClient),
/* harmony export */   z: () => (/* binding */ pastTheClient)
/* harmony export */ });
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(942);

/** The name of a header that carries the passenger to the handler, and is never sent. */
const carrier = 'x-carried';
/**
 * The client of a run: no redirects, connections kept alive. Handlers belong to a client and not to a request,
 * so this one keeps nothing: all that it sets it finds in the request at hand.
 */
function createClient(userAgent) {
    return new _actions_http_client__WEBPACK_IMPORTED_MODULE_0__/* .HttpClient */ .Qq(userAgent, [{ ...noAuthentication, prepareRequest }], {
        allowRedirects: false,
        keepAlive: true
    });
}
/** The header to give to the client's `request` for what is to be set on the way. */
function pastTheClient(passenger) {
    return { [carrier]: passenger };
}
function prepareRequest(options) {
    const headers = options.headers;
    const { onBehalfOf, signal } = headers[carrier];
    delete headers[carrier];
    // The client lower-cases the names it is given. SendGrid has been seen to ignore the lower-case header
    // and to answer for the parent (sendgrid/docs#3751), which would be a false verdict.
    if (onBehalfOf !== undefined)
        headers['On-Behalf-Of'] = onBehalfOf;
    options.signal = signal;
    // node:http takes an IPv6 address without the brackets of the URL.
    options.host = options.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
    // A proxy that never answers CONNECT is beyond the reach of the request's own signal. The tunnel reads this
    // at once, within the call that is being prepared.
    const { proxyOptions } = options.agent;
    if (proxyOptions !== undefined)
        proxyOptions.signal = signal;
}
const noAuthentication = {
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('SendGrid keys do not take part in challenges'))
};


/***/ }),

/***/ 566:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ exchange)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(926);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(653);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(20);
/* harmony import */ var _messages_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(875);
/* harmony import */ var _refusal_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(51);
/* harmony import */ var _retry_wait_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(55);






/** The setting is under 100 bytes; 64 KiB leaves room for any error page. */
const usualBodyBoundBytes = 64 * 1024;
/**
 * Sends the request, again where it failed in passing (lost connection, timeout, 429, 5xx), and resolves to
 * the body of a complete 200. Throws a Failure for everything else.
 */
async function exchange(connection, request) {
    const { pace, maxRetries, log } = connection;
    let last;
    for (let retry = 0;; retry++) {
        const { answer, failure, waitMs } = await pace.admit(async () => {
            count(request, retry);
            const answer = await tryOnce(connection, request);
            const failure = failureOf(answer, connection, request);
            return { answer, failure, waitMs: failure && (0,_retry_wait_js__WEBPACK_IMPORTED_MODULE_3__/* .retryWaitMs */ .Ko)(answer, retry, connection) };
        }, last);
        if (failure === undefined)
            return answer.body;
        if (!isPassing(failure) || retry === maxRetries || waitMs === undefined)
            throw failure;
        log(`Retry ${retry + 1} of ${maxRetries} in ${(waitMs / 1000).toFixed(1)} s: ${failure.message}`);
        // After a 429 the gate makes everyone wait; any other trouble is this request's own.
        if (failure.reason === 'unavailable')
            await pace.sleep(waitMs, failure);
        last = failure;
    }
}
function count({ effort }, retry) {
    if (effort === undefined)
        return;
    effort.requests++;
    if (retry > 0)
        effort.retries++;
}
function failureOf(answer, connection, request) {
    if (answer instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR)
        return answer;
    return answer.status === 200 && answer.complete ? undefined : (0,_refusal_js__WEBPACK_IMPORTED_MODULE_2__/* .refusal */ .x)(answer, connection, request);
}
function isPassing({ reason }) {
    return reason === 'unavailable' || reason === 'rate-limited';
}
/** One try under one deadline. A try that brings no answer is an `unavailable` Failure, returned. */
async function tryOnce(connection, request) {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), connection.requestTimeoutMs);
    try {
        const response = await send(connection, request, deadline.signal);
        const { text, complete } = await readBody(response, request.bodyBoundBytes ?? usualBodyBoundBytes);
        return {
            status: response.message.statusCode ?? 0,
            headers: response.message.headers,
            body: text,
            complete
        };
    }
    catch (thrown) {
        const why = deadline.signal.aborted
            ? `no complete answer within ${connection.requestTimeoutMs / 1000} s`
            : (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .oneLine */ .T)(errorText(thrown));
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unavailable', `${(0,_messages_js__WEBPACK_IMPORTED_MODULE_5__/* .describe */ .q)(request)} failed: ${why}.`, { cause: thrown });
    }
    finally {
        clearTimeout(timer);
    }
}
function send({ client, apiKey }, request, signal) {
    const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };
    const past = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .pastTheClient */ .z)({ onBehalfOf: request.onBehalfOf, signal });
    const url = request.apiUrl + request.path;
    return request.body === undefined
        ? client.request(request.method, url, null, { ...headers, ...past })
        : client.request(request.method, url, JSON.stringify(request.body), {
            ...headers,
            ...past,
            'content-type': 'application/json'
        });
}
/** Rejects when the connection is lost inside the body, where the client's own readBody never settles. */
function readBody({ message }, boundBytes) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let bytes = 0;
        const end = (complete) => resolve({ text: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete });
        message.on('data', (chunk) => {
            chunks.push(chunk);
            bytes += chunk.length;
            if (bytes <= boundBytes)
                return;
            end(false);
            message.destroy();
        });
        message.on('end', () => end(true));
        message.on('error', reject);
        message.on('close', () => reject(new Error('the connection was lost inside the answer')));
    });
}
/** Node's error for several refused addresses has a code and no message. */
function errorText(thrown) {
    if (!(thrown instanceof Error))
        return String(thrown);
    return thrown.message || thrown.code || thrown.name;
}


/***/ }),

/***/ 413:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ parseJson)
/* harmony export */ });
/** The value, or undefined when the text is not JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 875:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ describe)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(653);

/** The request in words, for errors and the log. */
function describe({ method, path, onBehalfOf }) {
    return `${method} ${path} for ${onBehalfOf === undefined ? "the key's own account" : (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(onBehalfOf)}`;
}


/***/ }),

/***/ 51:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ quoteErrors),
/* harmony export */   x: () => (/* binding */ refusal)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(926);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(653);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(413);
/* harmony import */ var _messages_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(875);




/** Why an answer is of no use, with SendGrid's own words and what a person can do. */
function refusal(answer, connection, request) {
    const said = quoteErrors(answer.body, connection.apiKey);
    const told = `${(0,_messages_js__WEBPACK_IMPORTED_MODULE_1__/* .describe */ .q)(request)} was answered ${answer.status}${said === '' ? '' : ` ("${said}")`}.`;
    const { status } = answer;
    const subject = request.onBehalfOf === undefined
        ? ''
        : `, or ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .T)(request.onBehalfOf)} is not an account of this key`;
    if (status === 401) {
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unauthorized', `${told} The key is wrong, expired or revoked, or it belongs to another region than ${request.apiUrl}${subject}.`);
    }
    if (status === 403) {
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('forbidden', `${told} The key lacks the scope ${request.scope}, or IP Access Management does not list the address ` +
            `of this runner${subject}.`);
    }
    if (status === 404) {
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('not-found', `${told} ${request.apiUrl} has no such resource${subject}.`);
    }
    if (status === 429)
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('rate-limited', `${told} The rate limit is spent.`);
    if (status >= 500)
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unavailable', `${told} SendGrid is not available.`);
    if (status >= 400)
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('rejected', `${told} SendGrid refuses the request.`);
    if (status === 200)
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unexpected-response', `${told} The body is too large to be what was asked for.`);
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unexpected-response', `${told} Only 200 is an answer; redirects are not followed.`);
}
/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
function quoteErrors(body, apiKey) {
    const value = (0,_json_js__WEBPACK_IMPORTED_MODULE_3__/* .parseJson */ .q)(body);
    if (typeof value !== 'object' || value === null)
        return '';
    const { errors, error } = value;
    const messages = Array.isArray(errors)
        ? errors.map((entry) => entry?.message)
        : [error];
    const said = messages.filter((message) => typeof message === 'string').join('; ');
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .T)((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .T)(said, said.length * 2).replaceAll(apiKey, '***'));
}


/***/ }),

/***/ 55:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JC: () => (/* binding */ resetTime),
/* harmony export */   Ko: () => (/* binding */ retryWaitMs),
/* harmony export */   tl: () => (/* binding */ longestRateLimitWaitMs)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(926);

const backoffBaseMs = 1_000;
const backoffCapMs = 20_000;
const leastRateLimitWaitMs = 1_000;
/** SendGrid's windows last a minute; five seconds more for clocks that differ. */
const longestRateLimitWaitMs = 65_000;
/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 says itself how long; otherwise backoff
 * with full jitter.
 */
function retryWaitMs(answer, retry, connection) {
    const told = !(answer instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR) && answer.status === 429
        ? rateLimitWaitMs(answer, connection.clock.now())
        : undefined;
    if (told !== undefined)
        return Math.min(Math.max(told, leastRateLimitWaitMs), longestRateLimitWaitMs);
    return connection.random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** retry);
}
function rateLimitWaitMs({ headers }, nowMs) {
    const retryAfter = headers['retry-after'];
    if (retryAfter !== undefined) {
        if (/^\s*\d+\s*$/.test(retryAfter))
            return Number(retryAfter) * 1000;
        // HTTP's dates begin with a day; of other text Date.parse makes dates too.
        const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
        if (!Number.isNaN(date))
            return date - nowMs;
    }
    const resetMs = resetTime(headers, nowMs);
    return resetMs === undefined ? undefined : resetMs - nowMs;
}
/**
 * When the rate limit window ends by `X-RateLimit-Reset`, in milliseconds since the epoch. The header tells
 * seconds since the epoch on the classic API and seconds left on newer parts of it (sendgrid-oai,
 * tsg_recipients_data_erasure_v3); no wait is 30 years long.
 */
function resetTime(headers, nowMs) {
    const reset = String(headers['x-ratelimit-reset'] ?? '').trim();
    if (!/^\d+(\.\d+)?$/.test(reset))
        return undefined;
    const seconds = Number(reset);
    return seconds < 1e9 ? nowMs + seconds * 1000 : seconds * 1000;
}


/***/ }),

/***/ 883:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DO: () => (/* binding */ remarkInWords),
/* harmony export */   H$: () => (/* binding */ settingNames),
/* harmony export */   Pe: () => (/* binding */ countsInWords),
/* harmony export */   Qp: () => (/* binding */ deviationInWords),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   US: () => (/* binding */ verdictCounts),
/* harmony export */   Ve: () => (/* binding */ policyInWords),
/* harmony export */   W1: () => (/* binding */ changesInWords),
/* harmony export */   dZ: () => (/* binding */ statedValue),
/* harmony export */   vj: () => (/* binding */ inputNames),
/* harmony export */   vm: () => (/* binding */ digits)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(653);

/** The settings by the names of their inputs. */
const inputNames = {
    requireTls: 'require-tls',
    requireValidCert: 'require-valid-cert',
    tlsVersion: 'tls-version'
};
/** The settings, in the order in which people read them. */
const settingNames = Object.keys(inputNames);
/** What the policy states of a setting: `true`, `at least 1.2`, or `not stated`. */
function statedValue(policy, setting) {
    if (setting !== 'tlsVersion')
        return String(policy[setting] ?? 'not stated');
    if (policy.tlsVersion === undefined)
        return 'not stated';
    const { match, version } = policy.tlsVersion;
    return match === 'minimum' ? `at least ${version}` : `exactly ${version}`;
}
/** The stated settings in one line. */
function policyInWords(policy) {
    return settingNames
        .filter((setting) => policy[setting] !== undefined)
        .map((setting) => `${inputNames[setting]} ${statedValue(policy, setting)}`)
        .join(', ');
}
/** One deviation in words. */
function deviationInWords({ setting, actual }, policy) {
    return `${inputNames[setting]} is ${actual}, and the policy states ${statedValue(policy, setting)}`;
}
/** What changed between two readings, in words: `require-tls from false to true`. */
function changesInWords(before, after) {
    return settingNames
        .filter((setting) => before[setting] !== after[setting])
        .map((setting) => `${inputNames[setting]} from ${before[setting]} to ${after[setting]}`)
        .join(', ');
}
/** A waiver remark in words; `account` is its name as it is to be shown. */
function remarkInWords({ kind, waiver }, account = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(waiver.account)) {
    const waived = `The waiver of ${account} until ${waiver.until}`;
    switch (kind) {
        case 'expired':
            return `${waived} has expired: the account counts again.`;
        case 'expires-soon':
            return `${waived} expires soon.`;
        case 'not-needed':
            return `${waived} is not needed: the account complies.`;
        case 'not-judged':
            return `${waived} names an account that was not judged.`;
    }
}
/** What an account can end as, in the order in which people read it. */
const verdicts = ['compliant', 'applied', 'deviating', 'unverified', 'waived', 'skipped'];
/** How many accounts ended how, without what did not happen. */
function verdictCounts(accounts) {
    return verdicts
        .map((verdict) => ({
        verdict,
        number: accounts.filter(({ outcome }) => outcome.result === verdict).length
    }))
        .filter(({ number }) => number > 0);
}
/** How many accounts ended how: `3 accounts: 2 compliant, 1 deviating.` */
function countsInWords(accounts) {
    const counts = verdictCounts(accounts).map(({ verdict, number }) => `${digits(number)} ${verdict}`);
    return `${count(accounts.length, 'account')}: ${counts.join(', ')}.`;
}
/** `1 account`, `10,000 accounts`. */
function count(number, noun) {
    return `${digits(number)} ${noun}${number === 1 ? '' : 's'}`;
}
/** A whole number as people read it: `10,000`. `toLocaleString` takes 20 ms to start. */
function digits(number) {
    return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}


/***/ }),

/***/ 653:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

"use strict";
/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine)
/* harmony export */ });
/** Nothing that has to go. Compiling the classes below takes milliseconds, and few texts need them. */
const harmless = /^[\x20-\x7e]*$/;
const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]+/gu;
/**
 * Foreign text as one harmless line of at most `limit` characters: no control, format or separator
 * characters, and nothing the runner takes for a workflow command (`::name::`, or the older `##[name]`,
 * which it obeys anywhere in a line).
 */
function oneLine(text, limit = 300) {
    const line = (harmless.test(text) ? text : text.replace(forbidden, ' '))
        .replace(/\s+/gu, ' ')
        .trim()
        .replace(/:(?=:)/g, ': ')
        .replace(/##(?=\[)/g, '# #');
    return line.length > limit ? `${line.slice(0, limit - 1)}\u2026` : line;
}


/***/ }),

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 598:
/***/ ((module) => {

"use strict";
module.exports = require("node:crypto");

/***/ }),

/***/ 877:
/***/ ((module) => {

"use strict";
module.exports = require("node:v8");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ }),

/***/ 321:
/***/ ((__unused_webpack_module, exports) => {

"use strict";
var __webpack_unused_export__;
// In place of @actions/exec, which @actions/core loads for platform.getDetails alone. Nothing here calls that.


__webpack_unused_export__ = () => {
  throw new Error('dist/index.js has no @actions/exec: see bundle/actions-exec.cjs')
}


/***/ }),

/***/ 322:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
// The tunnel package itself, evaluated when a proxy asks for it: it loads modules that no other request needs.


const load = () => __nccwpck_require__(770)

exports.xj = (options) => load().httpOverHttp(options)
exports.I9 = (options) => load().httpsOverHttp(options)
exports.aQ = (options) => load().httpOverHttps(options)
exports.vX = (options) => load().httpsOverHttps(options)


/***/ }),

/***/ 264:
/***/ ((__unused_webpack_module, exports) => {

"use strict";
// In place of undici, a megabyte that @actions/http-client loads for getAgentDispatcher alone. Nothing in
// dist/index.js calls that: its own requests go through a tunnel when there is a proxy. The bundle for GitHub
// (dist/tell/track.js), which does call it, has the real one.


exports.k = class ProxyAgent {
  constructor() {
    throw new Error('dist/index.js has no undici: see bundle/undici.cjs')
  }
}


/***/ }),

/***/ 942:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

"use strict";

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Qq: () => (/* binding */ HttpClient)
});

// UNUSED EXPORTS: Headers, HttpClientError, HttpClientResponse, HttpCodes, MediaTypes, getProxyUrl, isHttps

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./bundle/tunnel.cjs
var tunnel = __nccwpck_require__(322);
// EXTERNAL MODULE: ./bundle/undici.cjs
var undici = __nccwpck_require__(264);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel/* httpsOverHttps */.vX : tunnel/* httpsOverHttp */.I9;
            }
            else {
                tunnelAgent = overHttps ? tunnel/* httpOverHttps */.aQ : tunnel/* httpOverHttp */.xj;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new undici/* ProxyAgent */.k(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map

/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __nccwpck_require__(942);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return __awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const [access, appendFile, writeFile] = ['accessSync', 'appendFileSync', 'writeFileSync'].map((name) => async (...given) => external_fs_namespaceObject[name](...given));
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
// EXTERNAL MODULE: ./bundle/actions-exec.cjs
var actions_exec = __nccwpck_require__(321);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function core_warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
// EXTERNAL MODULE: ./lib/failure.js
var lib_failure = __nccwpck_require__(926);
// EXTERNAL MODULE: ./lib/identity.js
var identity = __nccwpck_require__(116);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(653);
;// CONCATENATED MODULE: ./lib/input-reader.js

/**
 * Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake.
 * A wrong input reads as `undefined` whatever the type says: the caller throws when there are problems.
 */
class InputReader {
    #read;
    #apiKey;
    #problems = new Set();
    constructor(read, apiKey) {
        this.#read = read;
        this.#apiKey = apiKey;
    }
    get problems() {
        return [...this.#problems];
    }
    addProblem(problem) {
        this.#problems.add(problem);
    }
    /** The trimmed value. One that holds the key is a problem, and is never quoted. */
    text(name) {
        const value = this.#read(name).trim();
        if (this.#apiKey.length < 8 || !value.includes(this.#apiKey))
            return value;
        this.addProblem(`${name} contains the API key. Only api-key may hold it.`);
        return '';
    }
    parse(name, accepts, meaning) {
        const value = this.text(name);
        const parsed = meaning(value);
        if (parsed === undefined) {
            const got = value === '' ? 'empty' : `"${quote(value)}"`;
            this.addProblem(`${name} is ${got}. It accepts ${accepts}.`);
        }
        return parsed;
    }
    /**
     * What the lines mean together; empty ones are dropped. The first line that has no meaning of its own is the
     * one that is named.
     */
    lines(name, accepts, meaning) {
        // As it came, since a control character at an end is one too; but nothing of a value that holds the key.
        const lines = (this.text(name) === '' ? '' : this.#read(name))
            .split(/\r?\n/)
            .filter((line) => line.trim() !== '');
        const parsed = meaning(lines);
        if (parsed === undefined) {
            const wrong = lines.find((line) => meaning([line]) === undefined);
            const got = wrong === undefined ? 'has a line that repeats another' : `has the line "${quote(wrong)}"`;
            this.addProblem(`${name} ${got}. It accepts ${accepts}.`);
        }
        return parsed;
    }
    choice(name, choices) {
        const accepts = choices.map((choice) => `"${choice}"`).join(' or ');
        return this.parse(name, accepts, (value) => choices.find((choice) => choice === value));
    }
    flag(name) {
        return this.parse(name, '"true" or "false"', asFlag);
    }
    /** A whole number from `least` to `most`. */
    wholeNumber(name, least, most) {
        return this.parse(name, `a whole number from ${least} to ${most}`, (value) => {
            const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
            return number >= least && number <= most ? number : undefined;
        });
    }
    /** Like `parse`, but an empty input is not stated: undefined, and no problem. */
    stated(name, accepts, meaning) {
        if (this.text(name) === '')
            return undefined;
        return this.parse(name, `${accepts}, or nothing for "not stated"`, meaning);
    }
}
/** `true` or `false`, spelled so; anything else has no meaning. */
function asFlag(value) {
    return value === 'true' ? true : value === 'false' ? false : undefined;
}
/** The value for an error: one line, cut, and without the user info of a URL. */
function quote(value) {
    return (0,lib_text/* oneLine */.T)(value.replace(/\/\/[^/\s]*@/g, '//***@'), 100);
}

// EXTERNAL MODULE: ./lib/judge/account.js
var judge_account = __nccwpck_require__(603);
;// CONCATENATED MODULE: ./lib/inputs.js




/** The hosts that SendGrid documents for its regions. */
const regionUrls = {
    global: 'https://api.sendgrid.com',
    eu: 'https://api.eu.sendgrid.com'
};
/** The key as given, trimmed: to be masked before anything is printed. */
function readApiKey(read) {
    return read('api-key').trim();
}
/**
 * Where the report goes; undefined when the workflow does not say, or says it with the key inside. Read apart
 * from the other inputs, for the report is written when those are wrong.
 */
function readReportFile(read) {
    return new InputReader(read, readApiKey(read)).text('report-file') || undefined;
}
/** Reads and judges every input. Throws one `invalid-input` Failure that names all that are wrong. */
function readInputs(read) {
    const apiKey = readApiKey(read);
    const reader = new InputReader(read, apiKey);
    for (const problem of apiKeyProblems(apiKey))
        reader.addProblem(problem);
    const reportFile = reader.text('report-file');
    const sarifFile = reader.text('sarif-file');
    if (reportFile !== '' && (0,external_node_path_namespaceObject.normalize)(reportFile) === (0,external_node_path_namespaceObject.normalize)(sarifFile)) {
        reader.addProblem(`report-file and sarif-file are both "${quote(reportFile)}". They accept two paths that differ.`);
    }
    const inputs = {
        apiKey,
        mode: reader.choice('mode', ['check', 'apply']),
        policy: readPolicy(reader),
        allowLoosening: reader.flag('allow-loosening'),
        selection: readSelection(reader),
        waivers: reader.lines('waivers', 'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one an account', asWaivers),
        region: reader.choice('region', ['global', 'eu']),
        apiUrls: reader.parse('api-url', 'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
            "or nothing for the region's host", (value) => (value === '' ? regionUrls : asApiUrls(value))),
        failOnDeviation: reader.flag('fail-on-deviation'),
        requestTimeoutMs: reader.wholeNumber('request-timeout-seconds', 1, 300) * 1000,
        maxRetries: reader.wholeNumber('max-retries', 0, 10),
        maxRunMs: reader.wholeNumber('max-minutes', 1, 350) * 60_000,
        verifyTimeoutMs: reader.wholeNumber('verify-timeout-seconds', 0, 600) * 1000,
        sarifFile: sarifFile || undefined,
        tracking: readTracking(reader),
        warnings: apiKey.startsWith('SG.')
            ? []
            : ['api-key does not look like a SendGrid key: those start with "SG.".']
    };
    if (reader.problems.length > 0)
        throw new lib_failure/* Failure */.HR('invalid-input', reader.problems.join('\n'));
    return inputs;
}
function readSelection(reader) {
    const all = reader.flag('all-subusers');
    const names = reader.lines('on-behalf-of', 'one account a line (a subuser\'s username, "account-id ID" or "@parent"), without control characters and ' +
        "within Latin-1, or nothing for the key's own account", asAccountNames);
    if (!all)
        return names?.length === 0 ? [judge_account/* parentAccount */.M] : names;
    if (names?.length > 0) {
        reader.addProblem('all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.');
    }
    return 'all-subusers';
}
function readTracking(reader) {
    const token = reader.text('github-token');
    const names = (name) => reader
        .text(name)
        .split(/[,\n]/)
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
    const labels = names('issue-labels');
    const assignees = names('issue-assignees');
    if (!reader.flag('tracking-issue'))
        return undefined;
    if (token === '') {
        reader.addProblem('github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".');
    }
    return { token, labels, assignees };
}
function readPolicy(reader) {
    const settings = ['require-tls', 'require-valid-cert', 'tls-version'];
    if (settings.every((name) => reader.text(name) === '')) {
        reader.addProblem('require-tls, require-valid-cert and tls-version are all empty. State at least one: there is nothing to judge.');
    }
    const version = reader.stated('tls-version', '"1.1", "1.2" or "1.3"', asTlsVersion);
    const match = reader.choice('tls-version-match', ['minimum', 'exact']);
    return {
        requireTls: reader.stated('require-tls', '"true" or "false"', asFlag),
        requireValidCert: reader.stated('require-valid-cert', '"true" or "false"', asFlag),
        tlsVersion: version && { match, version }
    };
}
function apiKeyProblems(key) {
    if (key === '') {
        return [
            'api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
                'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.'
        ];
    }
    // A header value, so beyond Latin-1 is as impossible as a line end.
    return /^[\x21-\x7e\xa1-\xff]+$/.test(key)
        ? []
        : [
            'api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.'
        ];
}
function asTlsVersion(value) {
    return [1.1, 1.2, 1.3].find((version) => String(version) === value);
}
/** Each account once, in the order stated. */
function asAccountNames(lines) {
    const names = new Set(lines.map((line) => line.replace(/^[ \t]+|[ \t]+$/g, '')));
    return [...names].every(isAccountName) ? [...names] : undefined;
}
/** What can be sent in a header. "account-id" alone is an ID that got lost on the way. */
function isAccountName(name) {
    return /^[\x20-\x7e\xa0-\xff]+$/.test(name) && name !== 'account-id';
}
function asWaivers(lines) {
    const waivers = lines.map(asWaiver);
    const accounts = new Set(waivers.map((waiver) => waiver?.account));
    return waivers.every((waiver) => waiver !== undefined) && accounts.size === waivers.length
        ? waivers
        : undefined;
}
function asWaiver(line) {
    if (/\p{Cc}/u.test(line))
        return undefined;
    const [, account = '', until = '', reason = ''] = /^(.+?)\s+until\s+(\d{4}-\d{2}-\d{2}):\s*(\S.*)$/.exec(line.trim()) ?? [];
    return isAccountName(account) && isDay(until) ? { account, until, reason } : undefined;
}
/** Whether the calendar has such a day: there is no 30 February. */
function isDay(day) {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
function asApiUrls(value) {
    const url = asApiUrl(value);
    return url === undefined ? undefined : { global: url, eu: url };
}
function asApiUrl(value) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || url.username || url.password || /[?#]/.test(value))
        return undefined;
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
    return secure ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : undefined;
}
/** `localhost`, 127.0.0.0/8 and `[::1]`, after the URL parser has normalized the host. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

;// CONCATENATED MODULE: ./lib/judge/policy.js
/** Every stated setting whose value is not the stated one, in the order of the settings. */
function findDeviations(policy, settings) {
    const deviations = [];
    for (const setting of ['requireTls', 'requireValidCert']) {
        const expected = policy[setting];
        const actual = settings[setting];
        if (expected !== undefined && expected !== actual)
            deviations.push({ setting, expected, actual });
    }
    if (policy.tlsVersion !== undefined) {
        const { match, version: expected } = policy.tlsVersion;
        const actual = settings.tlsVersion;
        const complies = match === 'exact' ? actual === expected : actual >= expected;
        if (!complies)
            deviations.push({ setting: 'tlsVersion', expected, actual });
    }
    return deviations;
}
/** The smallest change that removes the deviations: the deviating settings at their stated values, no other. */
function remedy(deviations) {
    return Object.fromEntries(deviations.map(({ setting, expected }) => [setting, expected]));
}
/** Whether removing the deviation turns a protection off or lowers the version. */
function loosens({ expected, actual }) {
    return expected < actual;
}

;// CONCATENATED MODULE: ./lib/judge/reconcile.js


/** Answers by which SendGrid says that it has not made the change. */
const refusals = new Set(['unauthorized', 'forbidden', 'not-found', 'rejected']);
const firstPauseMs = 250;
const longestPauseMs = 2_000;
/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
async function reconcile(account, order, clock) {
    let before;
    let settings;
    let changed = false;
    // A write that got no clear answer, or no read since: what was read before says nothing any more.
    let inDoubt = false;
    let retriesBeforeWrite = 0;
    const read = async () => {
        settings = await account.read();
        inDoubt = false;
        return settings;
    };
    try {
        before = await read();
        const deviations = findDeviations(order.policy, before);
        if (deviations.length === 0)
            return { result: 'compliant', settings: before };
        if (order.mode === 'check')
            return { result: 'deviating', settings: before, deviations, refused: [] };
        const refused = order.allowLoosening ? [] : deviations.filter(loosens);
        if (refused.length > 0)
            return { result: 'deviating', settings: before, deviations, refused };
        inDoubt = true;
        retriesBeforeWrite = account.effort.retries;
        await account.write(remedy(deviations));
        changed = true;
        return { result: 'applied', before, settings: await readBack(read, order, clock) };
    }
    catch (thrown) {
        const failure = (0,lib_failure/* whyNoVerdict */.zU)(thrown);
        // A try that was lost may have changed the setting, whatever the next one is told.
        const onlyTry = account.effort.retries === retriesBeforeWrite;
        const writeRefused = !changed && onlyTry && refusals.has(failure.reason);
        return {
            result: 'unverified',
            failure,
            changed,
            before,
            settings: inDoubt && !writeRefused ? undefined : settings
        };
    }
}
/**
 * Reads at once, then again after growing pauses, until two reads in a row comply; not-confirmed when the
 * time is over. SendGrid may answer a read right after a write with the old values
 * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little.
 */
async function readBack(read, order, clock) {
    const end = clock.now() + order.verifyTimeoutMs;
    let compliantReads = 0;
    let pauseMs = firstPauseMs;
    for (let reads = 1;; reads++) {
        const settings = await read();
        compliantReads = findDeviations(order.policy, settings).length === 0 ? compliantReads + 1 : 0;
        if (compliantReads === 2)
            return settings;
        const leftMs = Math.max(0, end - clock.now());
        // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
        const oneMore = compliantReads === 1 && order.verifyTimeoutMs > 0;
        if (leftMs === 0 && reads >= 2 && !oneMore)
            break;
        await clock.sleep(Math.min(pauseMs, leftMs));
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
    throw new lib_failure/* Failure */.HR('not-confirmed', `No two reads in a row showed every stated value (verify-timeout-seconds is ${order.verifyTimeoutMs / 1000}). ` +
        'Run a check later to see whether the change has taken effect.');
}

;// CONCATENATED MODULE: ./lib/judge/waivers.js
const dayMs = 24 * 60 * 60 * 1000;
const soonDays = 14;
/** The waiver of an account that still counts at a time in milliseconds since the epoch. */
function activeWaiver(waivers, account, nowMs) {
    return waivers.find((waiver) => waiver.account === account && !isExpired(waiver, nowMs));
}
/** At most one remark a waiver, the one that asks most of a person. */
function reviewWaivers(waivers, outcomes, nowMs) {
    const results = new Map(outcomes.map(({ account, outcome }) => [account.name, outcome.result]));
    return waivers.flatMap((waiver) => {
        if (isExpired(waiver, nowMs))
            return [{ kind: 'expired', waiver }];
        const result = results.get(waiver.account);
        if (result === undefined)
            return [{ kind: 'not-judged', waiver }];
        if (result === 'compliant')
            return [{ kind: 'not-needed', waiver }];
        if (startOf(waiver.until) - startOf(dayOf(nowMs)) <= soonDays * dayMs)
            return [{ kind: 'expires-soon', waiver }];
        return [];
    });
}
function isExpired({ until }, nowMs) {
    return dayOf(nowMs) > until;
}
function dayOf(timeMs) {
    return new Date(timeMs).toISOString().slice(0, 10);
}
function startOf(day) {
    return Date.parse(`${day}T00:00:00Z`);
}

;// CONCATENATED MODULE: ./lib/judge/fleet.js




/** Trouble that says nothing about the key. */
const passing = ['unavailable', 'rate-limited'];
const none = { requests: 0, retries: 0 };
/** As many as are asked at once: an account that only waits its turn costs memory and wins no time. */
const concurrentAccounts = 8;
/**
 * Judges every account; what happens to one does not touch the others. Accounts are judged one by one until
 * SendGrid has answered for one, so a dead key costs one request (two where the first account is a subuser,
 * whose name may be the fault). Resolves to the outcomes in the order of the accounts; never throws.
 */
async function judgeFleet(accounts, open, order, clock, onJudged) {
    const judge = async (account) => {
        const settings = open(account);
        const outcome = await judgeAccount(account, settings, order, clock);
        const judged = { account, outcome, effort: settings.effort };
        onJudged(judged);
        return judged;
    };
    const alone = [];
    for (const account of accounts) {
        const judged = await judge(account);
        alone.push(judged);
        const { outcome } = judged;
        if (outcome.result !== 'unverified' || !passing.includes(outcome.failure.reason))
            break;
    }
    const rest = accounts.slice(alone.length);
    if (rest.length === 0)
        return alone;
    const refusal = await keyRefusal(alone.at(-1), open);
    if (refusal !== undefined)
        return [...alone, ...rest.map((account) => ({ account, outcome: refusal, effort: none }))];
    const { default: pMap } = await __nccwpck_require__.e(/* import() */ 606).then(__nccwpck_require__.bind(__nccwpck_require__, 606));
    return [...alone, ...(await pMap(rest, judge, { concurrency: concurrentAccounts }))];
}
/** The outcome for every other account when the key itself is dead. */
async function keyRefusal(first, open) {
    if (first?.outcome.result !== 'unverified' || first.outcome.failure.reason !== 'unauthorized')
        return undefined;
    // It has answered a read, so it is alive; what the write was told is that account's own.
    if (first.outcome.before !== undefined)
        return undefined;
    if (first.account.name === judge_account/* parentAccount */.M)
        return first.outcome;
    try {
        await open({ name: judge_account/* parentAccount */.M, region: first.account.region, disabled: false }).read();
        return undefined;
    }
    catch (thrown) {
        const failure = (0,lib_failure/* whyNoVerdict */.zU)(thrown);
        if (failure.reason !== 'unauthorized')
            return undefined;
        return { result: 'unverified', failure, changed: false, before: undefined, settings: undefined };
    }
}
async function judgeAccount(account, settings, order, clock) {
    const waiver = activeWaiver(order.waivers, account.name, clock.now());
    const outcome = await reconcile(settings, waiver === undefined ? order : { ...order, mode: 'check' }, clock);
    if (waiver !== undefined && outcome.result === 'deviating') {
        return { result: 'waived', settings: outcome.settings, deviations: outcome.deviations, waiver };
    }
    if (account.disabled && outcome.result === 'unverified' && isRefusedRead(outcome)) {
        return { result: 'skipped', settings: undefined };
    }
    return outcome;
}
/** Whether SendGrid refused to answer at all: a refused write comes after a read. */
function isRefusedRead({ failure, before }) {
    const noAnswerForIt = ['unauthorized', 'forbidden', 'not-found'];
    return before === undefined && noAnswerForIt.includes(failure.reason);
}

// EXTERNAL MODULE: ./lib/judge/run.js
var judge_run = __nccwpck_require__(245);
// EXTERNAL MODULE: ./lib/sendgrid/client.js
var client = __nccwpck_require__(20);
// EXTERNAL MODULE: ./lib/sendgrid/retry-wait.js
var retry_wait = __nccwpck_require__(55);
;// CONCATENATED MODULE: ./lib/sendgrid/pace.js


/** How many requests are in flight at once, to begin with: a 429 halves it. */
const politeConcurrency = 8;
/** Two answers of one window may differ by this where the reset is told in whole seconds left. */
const resetToleranceMs = 1_500;
/**
 * The one gate that all requests of a run pass. It learns the budget from `X-RateLimit-*` and lets everyone
 * wait together when the window is spent or SendGrid has answered 429. What comes after a wait is one
 * request alone, a scout: only when its answer shows an open window the rest follow.
 */
class Pace {
    #clock;
    #endAtMs;
    #log;
    #waiting = [];
    #window;
    #concurrency = politeConcurrency;
    #inFlight = 0;
    #scouting = true;
    #pausedUntilMs = 0;
    #sleeping = false;
    /** Why the run has stopped early. */
    #stopped;
    #trouble = 'unavailable';
    /** `endAtMs` is when the run has to end, in milliseconds since the epoch. */
    constructor(clock, endAtMs, log) {
        this.#clock = clock;
        this.#endAtMs = endAtMs;
        this.#log = log;
    }
    /**
     * Sends a request once it may start. Throws a Failure when it could not before the end of the run. `last` is
     * how the try before it ended.
     */
    async admit(send, last) {
        const isScout = await new Promise((resolve, reject) => {
            this.#waiting.push({ resolve, reject, last });
            this.#startThoseWhoMay();
        });
        let tried;
        try {
            tried = await send();
            return tried;
        }
        finally {
            this.#inFlight--;
            if (tried !== undefined)
                this.#learn(tried, isScout);
            this.#startThoseWhoMay();
        }
    }
    /** A wait that is one request's own. Throws a Failure when it would pass the end of the run. */
    async sleep(milliseconds, failure) {
        if (this.#clock.now() + milliseconds > this.#endAtMs) {
            throw new lib_failure/* Failure */.HR('unavailable', `${failure.message} The next try would pass max-minutes.`);
        }
        await this.#clock.sleep(milliseconds);
    }
    #pause(milliseconds) {
        const nowMs = this.#clock.now();
        // Those in flight together are refused together: that is one reason to slow down, not many.
        if (nowMs >= this.#pausedUntilMs)
            this.#concurrency = Math.max(1, Math.floor(this.#concurrency / 2));
        this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + milliseconds);
        this.#scouting = true;
    }
    #learn({ answer, failure, waitMs }, isScout) {
        if (failure?.reason === 'unavailable' || failure?.reason === 'rate-limited')
            this.#trouble = failure.reason;
        if (answer instanceof lib_failure/* Failure */.HR)
            return;
        const nowMs = this.#clock.now();
        if (isScout)
            this.#scouting = false;
        if (failure?.reason === 'rate-limited') {
            // Where it says itself how long to wait, the scout learns what there is then.
            const told = answer.headers['retry-after'] ?? answer.headers['x-ratelimit-reset'];
            if (told !== undefined)
                this.#window = undefined;
            this.#pause(waitMs ?? 0);
            return;
        }
        const toldResetMs = (0,retry_wait/* resetTime */.JC)(answer.headers, nowMs);
        const remaining = String(answer.headers['x-ratelimit-remaining'] ?? '').trim();
        if (toldResetMs === undefined || !/^\d+$/.test(remaining))
            return;
        // A late answer of the window before says nothing. That a scout gets one means that the clocks differ.
        if (toldResetMs <= nowMs && !isScout)
            return;
        const resetAtMs = Math.min(Math.max(toldResetMs, nowMs + 1_000), nowMs + retry_wait/* longestRateLimitWaitMs */.tl);
        this.#learnWindow(resetAtMs, Number(remaining), isScout);
    }
    #learnWindow(resetAtMs, remaining, isScout) {
        const window = this.#window;
        if (window === undefined || isScout || resetAtMs > window.resetAtMs + resetToleranceMs) {
            this.#window = { resetAtMs, lowestRemaining: remaining, left: remaining - this.#inFlight };
            // From here on the window says how many may go, so an earlier back-off has done its work.
            this.#concurrency = politeConcurrency;
            return;
        }
        // SendGrid may not have counted those in flight yet. With none in flight its number is exact.
        window.lowestRemaining = Math.min(window.lowestRemaining, remaining);
        window.left =
            this.#inFlight === 0
                ? window.lowestRemaining
                : Math.min(window.left, window.lowestRemaining - this.#inFlight);
    }
    /** Starts as many of those that wait as may start now, and sees to it that somebody looks again. */
    #startThoseWhoMay() {
        while (this.#waiting.length > 0) {
            const nowMs = this.#clock.now();
            const waitMs = this.#waitMs(nowMs);
            if (this.#stopped || nowMs >= this.#endAtMs || nowMs + waitMs > this.#endAtMs) {
                this.#stop(waitMs);
                return;
            }
            if (waitMs > 0) {
                this.#sleepOnce(waitMs);
                return;
            }
            if (this.#window !== undefined && nowMs >= this.#window.resetAtMs) {
                this.#window = undefined;
                this.#scouting = true;
            }
            if (this.#inFlight >= (this.#scouting ? 1 : this.#concurrency))
                return;
            if (this.#window !== undefined && this.#window.left <= 0)
                return;
            if (this.#window !== undefined)
                this.#window.left--;
            this.#inFlight++;
            this.#waiting.shift()?.resolve(this.#scouting);
        }
    }
    /** How long nobody may start. A window that looks spent may have some left once nothing is in flight. */
    #waitMs(nowMs) {
        const spent = this.#window !== undefined && this.#window.left <= 0 && this.#inFlight === 0;
        const windowMs = spent ? (this.#window?.resetAtMs ?? 0) - nowMs : 0;
        return Math.max(0, windowMs, this.#pausedUntilMs - nowMs);
    }
    /** All who wait share one sleep. */
    #sleepOnce(waitMs) {
        this.#trouble = 'rate-limited';
        if (this.#sleeping)
            return;
        this.#sleeping = true;
        // After a 429 the line about the retry says so already.
        if (this.#clock.now() >= this.#pausedUntilMs)
            this.#log(`The rate limit is spent: every request waits ${(waitMs / 1000).toFixed(1)} s.`);
        void this.#clock.sleep(waitMs).then(() => {
            this.#sleeping = false;
            this.#startThoseWhoMay();
        });
    }
    #stop(waitMs) {
        if (this.#stopped === undefined) {
            if (waitMs > 0)
                this.#trouble = 'rate-limited';
            this.#stopped =
                waitMs > 0
                    ? `the next wait of ${(waitMs / 1000).toFixed(1)} s would pass max-minutes`
                    : 'max-minutes are over';
            this.#log(`The run stops early: ${this.#stopped}. The accounts left are not verified.`);
        }
        for (const { reject, last } of this.#waiting.splice(0)) {
            const asked = last === undefined ? 'Not asked' : `${last.message} Not asked again`;
            reject(new lib_failure/* Failure */.HR(last?.reason ?? this.#trouble, `${asked}: ${this.#stopped}.`));
        }
    }
}

// EXTERNAL MODULE: ./lib/sendgrid/exchange.js
var exchange = __nccwpck_require__(566);
// EXTERNAL MODULE: ./lib/sendgrid/json.js
var json = __nccwpck_require__(413);
// EXTERNAL MODULE: ./lib/sendgrid/refusal.js
var refusal = __nccwpck_require__(51);
;// CONCATENATED MODULE: ./lib/sendgrid/settings.js






const settings_path = '/v3/user/settings/enforced_tls';
/** The Enforced TLS setting of one account, by SendGrid's v3 API (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
function accountSettings(connection, account) {
    const effort = { requests: 0, retries: 0 };
    const to = {
        apiUrl: connection.apiUrls[account.region],
        path: settings_path,
        onBehalfOf: account.name === judge_account/* parentAccount */.M ? undefined : account.name,
        effort
    };
    return {
        effort,
        async read() {
            const request = { method: 'GET', ...to, scope: 'user.settings.enforced_tls.read' };
            return asSettings(await (0,exchange/* exchange */.c)(connection, request), connection.apiKey);
        },
        async write(change) {
            const request = {
                method: 'PATCH',
                ...to,
                scope: 'user.settings.enforced_tls.update',
                body: {
                    require_tls: change.requireTls,
                    require_valid_cert: change.requireValidCert,
                    version: change.tlsVersion
                }
            };
            // What the answer shows is not judged, for the reads decide. An error in it is.
            refuseErrors(await (0,exchange/* exchange */.c)(connection, request), connection.apiKey);
        }
    };
}
/** The setting in a 200's body. Throws `unexpected-response` for whatever is not plainly the setting. */
function asSettings(body, apiKey) {
    refuseErrors(body, apiKey);
    const value = (0,json/* parseJson */.q)(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw unexpected('is not a JSON object');
    }
    const { require_tls, require_valid_cert, version } = value;
    if (typeof require_tls !== 'boolean')
        throw unexpected('has no boolean require_tls');
    if (typeof require_valid_cert !== 'boolean')
        throw unexpected('has no boolean require_valid_cert');
    return {
        requireTls: require_tls,
        requireValidCert: require_valid_cert,
        tlsVersion: settings_asTlsVersion(version, apiKey)
    };
}
/** SendGrid documents 1.1 as the default, and its own examples leave the version out. */
function settings_asTlsVersion(version, apiKey) {
    if (version === undefined)
        return 1.1;
    const number = typeof version === 'string' && /^\d\.\d$/.test(version) ? Number(version) : version;
    const known = [1.1, 1.2, 1.3].find((candidate) => candidate === number);
    if (known === undefined) {
        // Cut last: a part of the key would be no longer masked.
        const shown = JSON.stringify(version).replaceAll(apiKey, '***');
        throw unexpected(`has the unknown version ${(0,lib_text/* oneLine */.T)(shown, 40)}`);
    }
    return known;
}
/** Some of SendGrid's answers carry errors in a 200. */
function refuseErrors(body, apiKey) {
    const value = (0,json/* parseJson */.q)(body);
    if (typeof value !== 'object' || value === null || !('errors' in value || 'error' in value))
        return;
    throw unexpected(`has errors ("${(0,refusal/* quoteErrors */.k)(body, apiKey)}")`);
}
function unexpected(what) {
    return new lib_failure/* Failure */.HR('unexpected-response', `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`);
}

// EXTERNAL MODULE: ./lib/tell/words.js
var words = __nccwpck_require__(883);
;// CONCATENATED MODULE: ./lib/tell/finding.js




/** The titles by result. A policy finding and a broken check read differently on purpose. */
const titles = {
    compliant: 'Enforced TLS complies with the policy',
    applied: 'Enforced TLS was changed and confirmed',
    deviating: 'Enforced TLS deviates from the policy',
    waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
    'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
    unverified: 'Enforced TLS could not be verified'
};
/** What to know of an account that requires certificates only. */
const certificatesOnly = 'Valid certificates are required and TLS is not. SendGrid does not say whether clear text is refused then, ' +
    'so this does not count as requiring TLS.';
/** What to know of an account that is unverified although it was written to. */
const acceptedBefore = 'SendGrid accepted a change before that.';
/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
function nothingWritten(where, refused) {
    const settings = refused.map(({ setting }) => words/* inputNames */.vj[setting]).join(', ');
    return `Nothing was written${where}, because the policy would loosen ${settings}.`;
}
/** One account's outcome in words. */
function findingOf(judged, inputs) {
    const { account, outcome } = judged;
    const subject = account.name === judge_account/* parentAccount */.M ? "The key's own account" : `Account ${(0,lib_text/* oneLine */.T)(account.name)}`;
    const reason = (0,judge_run/* accountReason */.Yf)(judged);
    switch (outcome.result) {
        case 'compliant':
            return {
                level: 'info',
                title: titles.compliant,
                reason,
                lines: [`${subject} complies: ${(0,words/* policyInWords */.Ve)(inputs.policy)}.`]
            };
        case 'applied':
            return {
                level: 'notice',
                title: titles.applied,
                reason,
                lines: [
                    `${subject}: changed ${(0,words/* changesInWords */.W1)(outcome.before, outcome.settings)}. Two reads confirm it.`
                ]
            };
        case 'deviating': {
            const lines = outcome.deviations.map((deviation) => `${subject} deviates: ${(0,words/* deviationInWords */.Qp)(deviation, inputs.policy)}.`);
            if (requiresCertificatesOnly(outcome.settings, inputs.policy))
                lines.push(certificatesOnly);
            if (outcome.refused.length === 0) {
                return { level: inputs.failOnDeviation ? 'error' : 'warning', title: titles.deviating, reason, lines };
            }
            lines.push(nothingWritten('', outcome.refused));
            return { level: 'error', title: titles['loosening-refused'], reason, lines };
        }
        case 'unverified':
            return {
                level: 'error',
                title: titles.unverified,
                reason,
                lines: [
                    `${subject}: no verdict. ${(0,lib_text/* oneLine */.T)(outcome.failure.message, 1000)}`,
                    ...(outcome.changed ? [acceptedBefore] : [])
                ]
            };
        case 'waived': {
            const what = outcome.deviations
                .map((deviation) => (0,words/* deviationInWords */.Qp)(deviation, inputs.policy))
                .join('; ');
            const { until, reason: why } = outcome.waiver;
            return {
                level: 'info',
                title: titles.deviating,
                reason,
                lines: [`${subject} is waived until ${until} (${(0,lib_text/* oneLine */.T)(why)}): ${what}.`]
            };
        }
        case 'skipped':
            return {
                level: 'info',
                title: titles.unverified,
                reason,
                lines: [`${subject} is skipped: it is disabled, and SendGrid does not answer for it.`]
            };
    }
}
/** Whether valid certificates are required and TLS is not, which a reader may take for more than it is. */
function requiresCertificatesOnly(settings, policy) {
    return policy.requireTls === true && !settings.requireTls && settings.requireValidCert;
}

;// CONCATENATED MODULE: ./lib/tell/annotations.js




/** The title of a run that reached no account. */
const startTitle = 'Enforced TLS was not checked: the action cannot start';
/** GitHub shows ten errors, ten warnings and ten notices of a step. */
const mostShown = 10;
/** `actionUrl` is the page whose headings are the reasons. */
function annotationsOf(run, actionUrl) {
    const { inputs, outcome } = run;
    if (inputs === undefined || 'failure' in outcome)
        return [startAnnotation(run, actionUrl)];
    const loud = outcome.accounts
        .filter((judged) => (0,judge_run/* accountReason */.Yf)(judged) !== '')
        .map((judged) => findingOf(judged, inputs));
    const shown = loud.length > mostShown ? loud.slice(0, mostShown - 1) : loud;
    return [
        ...shown.map((finding) => asAnnotation(finding, actionUrl)),
        ...(loud.length > shown.length ? [furtherAnnotation(loud.slice(shown.length))] : []),
        ...appliedAnnotations(outcome.accounts, inputs),
        ...remarkAnnotations(run.remarks)
    ];
}
/** One for all that are of a level: each of its own would crowd out the accounts. */
function remarkAnnotations(remarks) {
    const expired = remarks.filter(({ kind }) => kind === 'expired');
    const others = remarks.filter(({ kind }) => kind !== 'expired');
    return [
        { level: 'warning', remarks: expired },
        { level: 'notice', remarks: others }
    ].flatMap(({ level, remarks }) => {
        const lines = remarks.slice(0, mostShown).map((remark) => (0,words/* remarkInWords */.DO)(remark));
        if (lines.length === 0)
            return [];
        if (remarks.length > mostShown)
            lines.push(`And ${(0,words/* count */.U9)(remarks.length - mostShown, 'more waiver')}.`);
        return [{ level, title: 'Waivers of the Enforced TLS policy', message: lines.join('\n') }];
    });
}
function startAnnotation({ inputs, outcome }, actionUrl) {
    const message = 'failure' in outcome ? outcome.failure.message : '';
    return {
        level: 'error',
        title: inputs === undefined ? startTitle : titles.unverified,
        message: [
            ...message.split('\n').map((line) => (0,lib_text/* oneLine */.T)(line, 1000)),
            help((0,judge_run/* reasonOf */.A3)(outcome), actionUrl)
        ].join('\n')
    };
}
function asAnnotation({ level, title, lines, reason }, actionUrl) {
    return {
        level: level === 'info' ? 'notice' : level,
        title,
        message: [...lines, help(reason, actionUrl)].join('\n')
    };
}
function furtherAnnotation(further) {
    const deviating = further.filter(({ title }) => title !== titles.unverified).length;
    const unverified = further.length - deviating;
    return {
        level: further.some(({ level }) => level === 'error') ? 'error' : 'warning',
        title: `Enforced TLS: ${(0,words/* count */.U9)(further.length, 'more account')}`,
        message: `${(0,words/* digits */.vm)(deviating)} deviating and ${(0,words/* digits */.vm)(unverified)} unverified. The job summary names them.`
    };
}
function appliedAnnotations(accounts, inputs) {
    const applied = accounts.filter(({ outcome }) => outcome.result === 'applied');
    if (applied.length === 0)
        return [];
    const lines = applied.slice(0, mostShown).flatMap((judged) => findingOf(judged, inputs).lines);
    if (applied.length > mostShown)
        lines.push(`And ${(0,words/* count */.U9)(applied.length - mostShown, 'more account')}.`);
    return [{ level: 'notice', title: titles.applied, message: lines.join('\n') }];
}
function help(reason, actionUrl) {
    return `What to do: ${actionUrl}#${reason}`;
}

;// CONCATENATED MODULE: ./lib/tell/context.js

/** Reads the variables that GitHub documents under "Default environment variables". */
function readContext(environment) {
    const of = (name) => environment[name] ?? '';
    const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com';
    const repository = of('GITHUB_REPOSITORY');
    const runId = of('GITHUB_RUN_ID');
    const action = of('GITHUB_ACTION_REPOSITORY');
    return {
        serverUrl,
        repository,
        workflow: of('GITHUB_WORKFLOW'),
        workflowFile: fileOfWorkflow(of('GITHUB_WORKFLOW_REF')),
        runUrl: repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : '',
        event: of('GITHUB_EVENT_NAME'),
        actor: of('GITHUB_ACTOR'),
        commit: of('GITHUB_SHA'),
        // A local checkout of the action has no name.
        actionUrl: action ? `${serverUrl}/${action}` : `https://github.com/${identity/* actionRepository */.ln}`
    };
}
/** `octocat/hello/.github/workflows/a.yml@refs/heads/main` is `.github/workflows/a.yml`. */
function fileOfWorkflow(reference) {
    return /^[^/]+\/[^/]+\/(.+?)@refs\//.exec(reference)?.[1] ?? '';
}

;// CONCATENATED MODULE: ./lib/tell/evidence.js




/**
 * The report file, in pieces, for that of a fleet as a whole takes more memory than judging it: what
 * schema/report.schema.json describes, with a line for each account. It never holds the key or anything made of it.
 */
function* evidenceOf(run, context, span) {
    const { inputs, outcome } = run;
    const { actionUrl: _, serverUrl: __, ...github } = context;
    const head = {
        schemaVersion: 1,
        startedAt: new Date(span.startMs).toISOString(),
        endedAt: new Date(span.endMs).toISOString(),
        action: { name: identity/* actionName */.aM, version: identity/* actionVersion */.RK },
        run: github,
        mode: inputs?.mode ?? null,
        policy: inputs === undefined ? null : policyOf(inputs.policy, inputs.allowLoosening, inputs.failOnDeviation),
        hosts: inputs === undefined ? [] : hostsOf(run),
        result: (0,judge_run/* resultOf */.Bg)(outcome),
        reason: (0,judge_run/* reasonOf */.A3)(outcome) || null,
        failure: 'failure' in outcome ? outcome.failure.message : null
    };
    // The accounts go in before the brace that ends the object.
    yield JSON.stringify(head, null, 2).replace(/\n\}$/, ',\n  "accounts": [');
    let separator = '\n';
    for (const judged of outcome.accounts) {
        yield `${separator}    ${JSON.stringify(accountOf(judged, inputs?.policy))}`;
        separator = ',\n';
    }
    yield '\n  ]\n}\n';
}
/** The API URLs that were asked, or would have been. */
function hostsOf({ inputs, outcome }) {
    if (inputs === undefined)
        return [];
    const regions = outcome.accounts.length === 0 ? [inputs.region] : outcome.accounts.map(({ account }) => account.region);
    return [...new Set(regions.map((region) => inputs.apiUrls[region]))].sort();
}
function policyOf(policy, allowLoosening, failOnDeviation) {
    return {
        'require-tls': policy.requireTls ?? null,
        'require-valid-cert': policy.requireValidCert ?? null,
        'tls-version': policy.tlsVersion?.version ?? null,
        'tls-version-match': policy.tlsVersion?.match ?? null,
        'allow-loosening': allowLoosening,
        'fail-on-deviation': failOnDeviation
    };
}
function accountOf(judged, policy) {
    const { account, outcome, effort } = judged;
    const before = 'before' in outcome ? outcome.before : outcome.settings;
    const deviations = policy && outcome.settings ? findDeviations(policy, outcome.settings) : [];
    return {
        account: account.name,
        region: account.region,
        result: outcome.result,
        reason: (0,judge_run/* accountReason */.Yf)(judged) || null,
        message: outcome.result === 'unverified' ? outcome.failure.message : null,
        before: before === undefined ? null : settingsOf(before),
        after: outcome.settings === undefined ? null : settingsOf(outcome.settings),
        changed: (0,judge_run/* wasChanged */.Ew)(judged),
        deviations: deviations.map(deviationOf),
        waiver: outcome.result === 'waived' ? { until: outcome.waiver.until, reason: outcome.waiver.reason } : null,
        requests: effort.requests,
        retries: effort.retries
    };
}
function settingsOf({ requireTls, requireValidCert, tlsVersion }) {
    return { 'require-tls': requireTls, 'require-valid-cert': requireValidCert, 'tls-version': tlsVersion };
}
function deviationOf({ setting, expected, actual }) {
    return { setting: words/* inputNames */.vj[setting], expected, actual };
}

;// CONCATENATED MODULE: ./lib/tell/log.js


/** A log of ten thousand lines is not read; the summary and the report have the rest. */
const mostLines = 200;
/** What the log says besides the annotations: of one account what has none, of a fleet each that is not plainly compliant, and the counts. */
function logLines({ inputs, outcome }) {
    if (inputs === undefined || 'failure' in outcome)
        return [];
    if (outcome.accounts.length === 1) {
        return outcome.accounts
            .map((judged) => findingOf(judged, inputs))
            .flatMap(({ level, lines }) => (level === 'info' ? lines : []));
    }
    const told = outcome.accounts.filter((judged) => judged.outcome.result !== 'compliant');
    const lines = told.slice(0, mostLines).flatMap((judged) => findingOf(judged, inputs).lines);
    if (told.length > mostLines)
        lines.push(`And ${(0,words/* count */.U9)(told.length - mostLines, 'more account')}.`);
    return [...lines, (0,words/* countsInWords */.Pe)(outcome.accounts)];
}

;// CONCATENATED MODULE: ./lib/tell/outputs.js



/** A job's outputs may take 1 MiB in UTF-16; 500 deviations take about a tenth of it. */
const mostDeviations = 500;
/** Every output of action.yml, on every path. */
function outputsOf({ inputs, outcome: run }) {
    const { accounts } = run;
    const result = (0,judge_run/* resultOf */.Bg)(run);
    const count = (wanted) => String(accounts.filter(({ outcome }) => outcome.result === wanted).length);
    const settings = accounts.length === 1 ? accounts[0]?.outcome.settings : undefined;
    return {
        result,
        compliant: String(result === 'compliant' || result === 'applied'),
        changed: String(accounts.some(judge_run/* wasChanged */.Ew)),
        reason: (0,judge_run/* reasonOf */.A3)(run),
        deviations: JSON.stringify(deviationsOf(accounts, inputs)),
        'require-tls': String(settings?.requireTls ?? ''),
        'require-valid-cert': String(settings?.requireValidCert ?? ''),
        'tls-version': String(settings?.tlsVersion ?? ''),
        'account-count': String(accounts.length),
        'deviating-count': count('deviating'),
        'unverified-count': count('unverified'),
        'waived-count': count('waived')
    };
}
/** What an account still deviates in after the run, as far as it is known; what is waived does not count. */
function remainingDeviations({ outcome }, inputs) {
    return outcome.settings === undefined || outcome.result === 'waived'
        ? []
        : findDeviations(inputs.policy, outcome.settings);
}
function deviationsOf(accounts, inputs) {
    if (inputs === undefined)
        return [];
    const deviations = accounts.flatMap((judged) => remainingDeviations(judged, inputs).map(({ setting, expected, actual }) => ({
        account: judged.account.name,
        setting: words/* inputNames */.vj[setting],
        expected,
        actual
    })));
    return deviations.slice(0, mostDeviations);
}

;// CONCATENATED MODULE: ./lib/tell/progress.js

const intervalMs = 10_000;
/** Lines about a long run: one in ten seconds at most, and none for a short one. */
class Progress {
    #total;
    #clock;
    #log;
    #startMs;
    #lastLineMs;
    #judged = 0;
    #deviating = 0;
    constructor(total, clock, log) {
        this.#total = total;
        this.#clock = clock;
        this.#log = log;
        this.#startMs = clock.now();
        this.#lastLineMs = this.#startMs;
    }
    /** To be called for every account that is judged. */
    judged({ outcome }) {
        this.#judged++;
        if (outcome.result === 'deviating')
            this.#deviating++;
        const nowMs = this.#clock.now();
        if (nowMs - this.#lastLineMs < intervalMs || this.#judged === this.#total)
            return;
        this.#lastLineMs = nowMs;
        const leftMs = ((nowMs - this.#startMs) / this.#judged) * (this.#total - this.#judged);
        this.#log(`${(0,words/* digits */.vm)(this.#judged)} of ${(0,words/* digits */.vm)(this.#total)} accounts judged, ${(0,words/* digits */.vm)(this.#deviating)} deviating so far, ` +
            `about ${inMinutes(leftMs)} left at this pace.`);
    }
}
function inMinutes(milliseconds) {
    const seconds = Math.ceil(milliseconds / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

;// CONCATENATED MODULE: ./lib/tell/markdown.js

/**
 * Foreign text as a Markdown code span of at most `limit` characters, where no HTML, link or mention comes to
 * life. A backtick inside is outnumbered by those around it.
 */
function code(text, limit) {
    const line = (0,lib_text/* oneLine */.T)(text, limit);
    const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longestRun + 1);
    const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${padding}${line}${padding}${fence}`;
}
/**
 * A code span for a table, where a bar would be a border even in code. A backslash before it would undo the
 * escape, and gets a space.
 */
function codeCell(text, limit) {
    return code(text, limit)
        .replace(/\\(?=\|)/g, '\\ ')
        .replaceAll('|', '\\|');
}
/** A table in GitHub's Markdown. The cells are Markdown already. */
function table(head, rows) {
    return [tableHead(head), ...rows.map(tableRow)].join('\n');
}
/** The two lines that make what follows a table. */
function tableHead(head) {
    return `${tableRow(head)}\n${tableRow(head.map(() => '---'))}`;
}
/** One line of a table. */
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** What a person opens to read. The title is our own words. */
function fold(title, ...parts) {
    return [`<details><summary>${title}</summary>`, ...parts, '</details>'];
}
/**
 * Plain text of at most `limit` characters that stays plain in Markdown: no markup, HTML, table border, math,
 * mention or link comes to life. A zero-width space parts what GitHub would turn into a mention or a link: it
 * comes before the `://`, because a host may begin with one. A dollar sign outside of math has a span of its
 * own (GitHub's documentation, "Writing mathematical expressions").
 */
function inert(text, limit = 2_000) {
    return (0,lib_text/* oneLine */.T)(text, limit)
        .replace(/:\/\/|(?<=www)\./gi, '\u200b$&')
        .replace(/@|#(?=\d)|GH-(?=\d)/gi, '$&\u200b')
        .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
        .replace(/[\\`*_[\]|~!]/g, '\\$&')
        .replace(/\$/g, '<span>\\$$</span>')
        .replace(/^(?=[-+=#])|(?<=^\d+)(?=[.)])/, '\\');
}
/**
 * A small chart that GitHub draws by itself. Mermaid gives its colors to the slices as they are listed, and
 * before mermaid-js/mermaid#7295 by size; listed by size they are right in both.
 */
function pieChart(title, slices) {
    const listed = slices.toSorted((one, other) => other.number - one.number);
    const colors = listed.map(({ color }, index) => [`pie${index + 1}`, color]);
    const style = {
        themeVariables: {
            ...Object.fromEntries(colors),
            pieOpacity: '1',
            pieSectionTextColor: '#ffffff',
            pieStrokeWidth: '1px',
            pieOuterStrokeWidth: '1px'
        },
        pie: { textPosition: 0.85 }
    };
    return [
        '```mermaid',
        `%%{init: ${JSON.stringify(style)}}%%`,
        'pie showData',
        `  title ${title}`,
        ...listed.map(({ label, number }) => `  "${label}" : ${number}`),
        '```'
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/tell/bounded.js


/**
 * GitHub drops a summary over 1 MiB whole. One has at most seven lists, which take 420 KB together, and with
 * what is around them it stays below 512 KiB.
 */
const listBoundBytes = 60_000;
/** Past these a person would scroll long to what comes next. */
const mostOpen = 50;
/** Where the rest of a list is, if it is in the report. */
const inReport = 'The report file has them all (output `report-file`).';
/** A list under a heading, the first entries open and the next ones folded. Nothing for no entries. */
function section(heading, list, head = '') {
    if (list.entries.length === 0)
        return [];
    const fitting = fittingOf(list.entries, listBoundBytes);
    const next = fitting.slice(mostOpen);
    const asMarkdown = (entries) => head + entries.join('\n');
    return [
        `### ${heading}`,
        asMarkdown(fitting.slice(0, mostOpen)),
        ...(next.length > 0 ? fold(`The next ${(0,words/* count */.U9)(next.length, list.noun)}`, asMarkdown(next)) : []),
        ...leftOut(list, fitting)
    ];
}
/** A list without a heading, as one text. */
function joined(list, separator) {
    const fitting = fittingOf(list.entries, listBoundBytes);
    return [fitting.join(separator), ...leftOut(list, fitting)];
}
/** The first of the entries, as many as take no more than so many bytes. Each whole or not at all. */
function fittingOf(entries, boundBytes) {
    let bytes = 0;
    const end = entries.findIndex((entry) => {
        bytes += Buffer.byteLength(entry) + 2;
        return bytes > boundBytes;
    });
    return end < 0 ? entries : entries.slice(0, end);
}
function leftOut({ entries, noun, elsewhere }, fitting) {
    const more = entries.length - fitting.length;
    return more > 0 ? [`**And ${(0,words/* count */.U9)(more, `more ${noun}`)}.** ${elsewhere}`] : [];
}

;// CONCATENATED MODULE: ./lib/tell/chart.js


/** A verdict has the same color in every run. */
const colors = {
    compliant: '#2da44e',
    applied: '#0969da',
    deviating: '#cf222e',
    unverified: '#bf8700',
    waived: '#8250df',
    skipped: '#6e7781'
};
/**
 * The verdicts of a fleet. None where it would say nothing, or hide something: Mermaid draws no slice below
 * 1 %, so that three deviating accounts among ten thousand would look like none.
 */
function verdictChart(accounts) {
    const counts = (0,words/* verdictCounts */.US)(accounts);
    const drawn = counts.every(({ number }) => number * 100 >= accounts.length);
    if (counts.length < 2 || !drawn)
        return [];
    return [
        pieChart('Verdicts', counts.map(({ verdict, number }) => ({ label: verdict, number, color: colors[verdict] })))
    ];
}

;// CONCATENATED MODULE: ./lib/tell/next-steps.js


/** What a person does about each reason. The page of the action says how, under the reason's own name. */
const actions = {
    deviation: 'Restore what deviates',
    'loosening-refused': 'Correct the policy, or allow it to loosen',
    'invalid-input': 'Correct the inputs',
    unauthorized: 'Check the key',
    forbidden: 'Check what the key may do, and from where',
    'not-found': 'Check the address and the names',
    rejected: 'Look at why the request was refused',
    'rate-limited': 'Find out what uses up the rate limit',
    unavailable: 'Run again when SendGrid answers',
    'unexpected-response': 'Check what answered',
    'not-confirmed': 'Run a check later',
    bug: 'Report the bug'
};
/** The actions that a run asks for in one line, each with a link; for many accounts with how many it is about. */
function nextSteps({ outcome }, actionUrl) {
    const { accounts } = outcome;
    const reasons = 'failure' in outcome ? [outcome.failure.reason] : accounts.map(judge_run/* accountReason */.Yf);
    const scope = (number) => (accounts.length > 1 ? ` (${(0,words/* count */.U9)(number, 'account')})` : '');
    const steps = Object.entries(actions).flatMap(([reason, action]) => {
        const number = reasons.filter((one) => one === reason).length;
        return number > 0 ? [`[${action}](${actionUrl}#${reason})${scope(number)}.`] : [];
    });
    const applied = accounts.filter(({ outcome }) => outcome.result === 'applied').length;
    if (applied > 0)
        steps.push(`Find out who changed the settings${scope(applied)}.`);
    return steps.length > 0 ? [`**What to do next:** ${steps.join(' ')}`] : [];
}

;// CONCATENATED MODULE: ./lib/tell/summary-account.js




/** What a summary says of its only account, around the line about the policy and the one about what to do. */
function accountParts(judged, inputs, policyLine, next) {
    const { name } = judged.account;
    const subject = name === judge_account/* parentAccount */.M ? "The key's own account" : `Account ${code(name)}`;
    const { settings } = judged.outcome;
    const rest = [...story(judged, inputs), ...next];
    // The table states the policy too.
    if (settings === undefined)
        return [`${subject}.`, policyLine, ...rest];
    return [`${subject} (mode ${inputs.mode}).`, ...rest, settingsTable(judged, settings, inputs)];
}
/** What happened, as far as a table of the settings does not tell it. */
function story({ outcome }, { policy }) {
    switch (outcome.result) {
        case 'compliant':
            return [];
        case 'applied':
            return [`Changed ${(0,words/* changesInWords */.W1)(outcome.before, outcome.settings)}. Two reads confirm it.`];
        case 'deviating':
            return [
                ...(requiresCertificatesOnly(outcome.settings, policy) ? [certificatesOnly] : []),
                ...(outcome.refused.length > 0 ? [nothingWritten('', outcome.refused)] : [])
            ];
        case 'unverified':
            return [
                `**${outcome.failure.reason}:** ${inert(outcome.failure.message)}`,
                ...(outcome.changed ? [acceptedBefore] : [])
            ];
        case 'waived':
            return [`It deviates, and is waived until ${outcome.waiver.until}: ${inert(outcome.waiver.reason)}`];
        case 'skipped':
            return ['It is disabled, and SendGrid does not answer for it.'];
    }
}
/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ outcome }, settings, { policy }) {
    const verdicts = outcome.result !== 'unverified';
    const deviating = 'deviations' in outcome ? outcome.deviations.map(({ setting }) => setting) : [];
    const rows = words/* settingNames */.H$.map((setting) => {
        const stated = policy[setting] !== undefined;
        const complies = deviating.includes(setting) ? 'deviates' : 'complies';
        return [
            words/* inputNames */.vj[setting],
            verdicts && !stated ? '\u2013' : (0,words/* statedValue */.dZ)(policy, setting),
            String(settings[setting]),
            ...(verdicts ? [stated ? complies : 'not stated'] : [])
        ];
    });
    return table(['Setting', 'Policy', ...(verdicts ? ['In force', 'Verdict'] : ['Last read'])], rows);
}

;// CONCATENATED MODULE: ./lib/tell/summary-fleet.js




/** Longer names are cut, in characters. SendGrid's own are shorter. */
const longestName = 100;
/** Longer messages and reasons are cut in a table, in characters. */
const longestText = 500;
/** As many are named in a sentence. */
const mostNamed = 10;
/** How a fleet ended, in one line. Deviating is a finding and unverified a broken check: they differ in words. */
function fleetTitle(accounts) {
    const numbers = new Map((0,words/* verdictCounts */.US)(accounts).map(({ verdict, number }) => [verdict, number]));
    const deviating = numbers.get('deviating') ?? 0;
    const parts = [
        { number: deviating, verb: deviating === 1 ? 'deviates' : 'deviate' },
        { number: numbers.get('unverified') ?? 0, verb: 'could not be verified' },
        { number: numbers.get('applied') ?? 0, verb: 'changed' }
    ].filter(({ number }) => number > 0);
    if (parts.length === 0)
        return titles.compliant;
    const phrases = parts.map(({ number, verb }, index) => `${index === 0 ? (0,words/* count */.U9)(number, 'account') : (0,words/* digits */.vm)(number)} ${verb}`);
    return `Enforced TLS: ${phrases.join(', ')}`;
}
/** The accounts of a fleet that need eyes, a table for each way in which they do. */
function fleetTables(accounts, { policy }) {
    return [
        ...accountTable('What deviates', ['Account', 'Setting', 'Expected', 'Actual'], accounts, (outcome) => outcome.result === 'deviating' ? outcome.deviations.map((one) => deviationCells(one, policy)) : []),
        ...certificateNote(accounts, policy),
        ...refusalNotes(accounts),
        ...accountTable('What could not be verified', ['Account', 'What happened'], accounts, (outcome) => outcome.result === 'unverified' ? [[whatHappened(outcome)]] : []),
        ...accountTable('What was changed and confirmed', ['Account', 'Change'], accounts, (outcome) => outcome.result === 'applied' ? [[(0,words/* changesInWords */.W1)(outcome.before, outcome.settings)]] : []),
        ...accountTable('What is waived', ['Account', 'Until', 'Reason', 'Deviation'], accounts, (outcome) => outcome.result === 'waived' ? [waivedCells(outcome, policy)] : [])
    ];
}
/** The accounts that need no eyes. */
function fleetFolds(accounts) {
    const compliant = namesOf(accounts, 'compliant');
    const skipped = namesOf(accounts, 'skipped');
    const them = skipped.length === 1 ? 'it' : 'them';
    return [
        ...nameFold((0,words/* count */.U9)(compliant.length, 'compliant account'), compliant),
        ...nameFold(`${(0,words/* count */.U9)(skipped.length, 'skipped account')}: disabled, and SendGrid does not answer for ${them}`, skipped)
    ];
}
/** `rowsOf` has an account's cells after its name, and none for one that is not of this table. */
function accountTable(heading, head, accounts, rowsOf) {
    const entries = accounts.flatMap(({ account, outcome }) => {
        const rows = rowsOf(outcome).map((cells) => tableRow([codeCell(account.name, longestName), ...cells]));
        return rows.length > 0 ? [rows.join('\n')] : [];
    });
    return section(heading, { entries, noun: 'account', elsewhere: inReport }, `${tableHead(head)}\n`);
}
function deviationCells({ setting, actual }, policy) {
    return [words/* inputNames */.vj[setting], (0,words/* statedValue */.dZ)(policy, setting), String(actual)];
}
function whatHappened({ failure, changed }) {
    const why = inert(`${failure.reason}: ${failure.message}`, longestText);
    return changed ? `${why} ${acceptedBefore}` : why;
}
function waivedCells({ waiver, deviations }, policy) {
    const what = deviations.map((deviation) => (0,words/* deviationInWords */.Qp)(deviation, policy)).join('; ');
    return [waiver.until, inert(waiver.reason, longestText), what];
}
function certificateNote(accounts, policy) {
    const some = accounts.some(({ outcome }) => outcome.result === 'deviating' && requiresCertificatesOnly(outcome.settings, policy));
    return some
        ? ['Some of these accounts require valid certificates only. That does not count as requiring TLS.']
        : [];
}
/** One sentence for all accounts that were left alone for the same settings. */
function refusalNotes(accounts) {
    const refused = accounts.flatMap(({ account, outcome }) => outcome.result === 'deviating' && outcome.refused.length > 0
        ? [{ name: account.name, refused: outcome.refused }]
        : []);
    const alike = Map.groupBy(refused, ({ refused }) => refused.map(({ setting }) => setting).join());
    return [...alike.values()].map((group) => {
        const names = group.slice(0, mostNamed).map(({ name }) => code(name, longestName));
        const more = group.length - names.length;
        const rest = more > 0 ? ` and ${(0,words/* count */.U9)(more, 'more account')}` : '';
        return nothingWritten(` to ${names.join(', ')}${rest}`, group[0]?.refused ?? []);
    });
}
function namesOf(accounts, result) {
    return accounts
        .filter(({ outcome }) => outcome.result === result)
        .map(({ account }) => code(account.name, longestName));
}
function nameFold(title, entries) {
    if (entries.length === 0)
        return [];
    return fold(title, ...joined({ entries, noun: 'account', elsewhere: inReport }, ', '));
}

;// CONCATENATED MODULE: ./lib/tell/summary.js










/** The job summary, in GitHub's Markdown. `actionUrl` is the page whose headings are the reasons. */
function summaryOf(run, actionUrl) {
    const next = nextSteps(run, actionUrl);
    return `${partsOf(run, next).join('\n\n')}\n`;
}
function partsOf(run, next) {
    const { inputs, outcome } = run;
    if (inputs === undefined || 'failure' in outcome)
        return partsWithoutAccounts(run, next);
    const remarks = remarkSection(run.remarks);
    const [only, ...others] = outcome.accounts;
    if (only === undefined || others.length > 0)
        return fleetParts(outcome.accounts, inputs, next, remarks);
    return [
        `## ${onlyTitle(only, outcome)}`,
        ...accountParts(only, inputs, policyLine(inputs), next),
        ...remarks
    ];
}
function onlyTitle({ outcome: { result } }, run) {
    if (result === 'waived')
        return titles.waived;
    const reason = (0,judge_run/* reasonOf */.A3)(run);
    return reason === 'loosening-refused' ? titles[reason] : titles[(0,judge_run/* resultOf */.Bg)(run)];
}
function partsWithoutAccounts({ inputs, outcome }, next) {
    const message = 'failure' in outcome ? outcome.failure.message : '';
    const entries = message.split('\n').map((line) => inert(line));
    return [
        `## ${inputs === undefined ? startTitle : titles.unverified}`,
        ...(inputs === undefined ? [] : ['The accounts are not known, so none was judged.', policyLine(inputs)]),
        ...joined({ entries, noun: 'line', elsewhere: inReport }, '\n\n'),
        ...next
    ];
}
function fleetParts(accounts, inputs, next, remarks) {
    return [
        `## ${fleetTitle(accounts)}`,
        (0,words/* countsInWords */.Pe)(accounts),
        policyLine(inputs),
        ...next,
        ...fleetTables(accounts, inputs),
        ...remarks,
        ...verdictChart(accounts),
        ...fleetFolds(accounts)
    ];
}
function policyLine({ mode, policy }) {
    return `**Policy** (mode ${mode}): ${(0,words/* policyInWords */.Ve)(policy)}.`;
}
function remarkSection(remarks) {
    const entries = remarks.map((remark) => `- ${(0,words/* remarkInWords */.DO)(remark, code(remark.waiver.account, 100))}`);
    return section('Waivers to look after', {
        entries,
        noun: 'waiver',
        elsewhere: 'The input `waivers` has them all.'
    });
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./lib/whole-file.js



/** Pieces are put together up to this length, in characters, before they are written. */
const blockLength = 65_536;
/**
 * Writes the file whole or not at all, and makes its folders. Throws when it cannot. Synchronous, because
 * nothing else is left to do by then, and a pool of threads for one file is most of what it costs.
 */
function writeWholeFile(path, pieces) {
    makeFolder((0,external_node_path_namespaceObject.dirname)(path));
    const target = regularFile(path);
    const temporary = (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(target), `.${(0,external_node_crypto_.randomUUID)()}.tmp`);
    try {
        writePieces(temporary, pieces);
        (0,external_node_fs_namespaceObject.renameSync)(temporary, target);
    }
    catch (thrown) {
        (0,external_node_fs_namespaceObject.rmSync)(temporary, { force: true });
        throw thrown;
    }
}
/** One by one: `recursive` tries for ever where a folder cannot be made in one that is there, as under /proc. */
function makeFolder(path) {
    if ((0,external_node_fs_namespaceObject.existsSync)(path))
        return;
    makeFolder((0,external_node_path_namespaceObject.dirname)(path));
    try {
        (0,external_node_fs_namespaceObject.mkdirSync)(path);
    }
    catch (thrown) {
        // Another step may have made it in between.
        if (!(0,external_node_fs_namespaceObject.existsSync)(path))
            throw thrown;
    }
}
function writePieces(path, pieces) {
    const file = (0,external_node_fs_namespaceObject.openSync)(path, 'wx');
    try {
        let block = '';
        for (const piece of pieces) {
            block += piece;
            if (block.length < blockLength)
                continue;
            (0,external_node_fs_namespaceObject.writeFileSync)(file, block);
            block = '';
        }
        (0,external_node_fs_namespaceObject.writeFileSync)(file, block);
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(file);
    }
}
/** Removes a file if it is there. Throws when it is something else. */
function removeFile(path) {
    (0,external_node_fs_namespaceObject.rmSync)(regularFile(path), { force: true });
}
/** What a link names is meant, not the link; and a device or a folder is never replaced or removed. */
function regularFile(path) {
    const target = (0,external_node_fs_namespaceObject.existsSync)(path) ? (0,external_node_fs_namespaceObject.realpathSync)(path) : path;
    if ((0,external_node_fs_namespaceObject.existsSync)(target) && !(0,external_node_fs_namespaceObject.statSync)(target).isFile())
        throw new Error(`${path} is not a regular file`);
    return target;
}

;// CONCATENATED MODULE: ./lib/main.js

























// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = ExitCode.Failure;
const clock = { now: Date.now, sleep: promises_namespaceObject.setTimeout };
const startMs = clock.now();
const context = readContext(process.env);
void main();
// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main() {
    const run = await judge();
    if ((0,judge_run/* passes */.WE)(run.outcome, run.inputs?.failOnDeviation ?? true))
        process.exitCode = ExitCode.Success;
    await tell(run, clock.now());
}
async function judge() {
    let inputs;
    try {
        mask(readApiKey(input));
        inputs = readInputs(input);
        if (inputs.tracking)
            core_setSecret(inputs.tracking.token);
        for (const warning of inputs.warnings)
            core_warning(warning);
        info(`Policy: ${(0,words/* policyInWords */.Ve)(inputs.policy)} (mode ${inputs.mode}).`);
        const connection = {
            ...inputs,
            client: (0,client/* createClient */.U)(`${identity/* actionName */.aM}/${identity/* actionVersion */.RK}`),
            pace: new Pace(clock, startMs + inputs.maxRunMs, info),
            clock,
            random: Math.random,
            log: info
        };
        if (inputs.selection === 'all-subusers' || inputs.selection.length > 1)
            await keepMemorySmall();
        const selected = await selectAccounts(inputs, connection);
        const progress = new Progress(selected.length, clock, info);
        const accounts = await judgeFleet(selected, (account) => accountSettings(connection, account), inputs, clock, (judged) => progress.judged(judged));
        return { inputs, outcome: { accounts }, remarks: reviewWaivers(inputs.waivers, accounts, clock.now()) };
    }
    catch (thrown) {
        return { inputs, outcome: { accounts: [], failure: (0,lib_failure/* whyNoVerdict */.zU)(thrown) }, remarks: [] };
    }
}
function input(name) {
    return getInput(name, { trimWhitespace: false });
}
async function selectAccounts({ selection, region }, connection) {
    if (selection !== 'all-subusers')
        return selection.map((name) => ({ name, region, disabled: false }));
    const { listSubusers } = await __nccwpck_require__.e(/* import() */ 597).then(__nccwpck_require__.bind(__nccwpck_require__, 597));
    const parent = { name: judge_account/* parentAccount */.M, region, disabled: false };
    return [parent, ...(await listSubusers(connection, region))];
}
/**
 * Ten thousand requests leave much garbage, and V8 lets the heap grow with it; its optimizing compilers take
 * as much again. At the pace of a rate limit plain code in a heap that is cleaned often is as fast, and takes
 * 60 MiB less (npm run bench).
 */
async function keepMemorySmall() {
    const { setFlagsFromString } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 877, 23));
    const flags = ['--semi-space-growth-factor=1', '--heap-growing-percent=20'];
    const compilers = ['--no-opt', '--no-maglev', '--no-sparkplug'];
    for (const flag of [...flags, ...compilers])
        setFlagsFromString(flag);
}
/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey) {
    for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
        if (piece !== '')
            core_setSecret(piece);
    }
}
/** Telling is best effort: a channel that fails is a warning, and the next one is tried all the same. */
async function tell(run, endMs) {
    const reportFile = await attempt('report', () => writeReport(run, endMs));
    await attempt('outputs', () => {
        for (const [name, value] of Object.entries({ ...outputsOf(run), 'report-file': reportFile ?? '' })) {
            setOutput(name, value);
        }
    });
    await attempt('log', () => {
        for (const line of logLines(run))
            info(line);
    });
    await attempt('annotations', () => {
        for (const annotation of annotationsOf(run, context.actionUrl))
            annotate(annotation);
    });
    await attempt('job summary', () => summary.addRaw(summaryOf(run, context.actionUrl)).write());
    await attempt('SARIF file', () => writeSarif(run, reportFile));
    const issue = await attempt('tracking issue', () => trackIssue(run, endMs));
    await attempt('outputs', () => {
        setOutput('issue-number', String(issue?.number ?? ''));
        setOutput('issue-url', issue?.url ?? '');
    });
}
async function attempt(channel, telling) {
    try {
        return await telling();
    }
    catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : (0,lib_failure/* asFailure */.h_)(thrown).message;
        core_warning(`The ${channel} could not be written: ${(0,lib_text/* oneLine */.T)(message)}`);
        return undefined;
    }
}
/** Returns the report's absolute path. */
function writeReport(run, endMs) {
    const stated = readReportFile(input);
    const own = (0,external_node_path_namespaceObject.resolve)(process.env['RUNNER_TEMP'] || (0,external_node_os_namespaceObject.tmpdir)(), `enforced-tls-report-${(0,external_node_crypto_.randomUUID)()}.json`);
    const path = stated ? inWorkspace(stated) : own;
    writeWholeFile(path, evidenceOf(run, context, { startMs, endMs }));
    return path;
}
async function writeSarif(run, reportFile) {
    if (run.inputs?.sarifFile === undefined)
        return;
    const { sarifOf } = await __nccwpck_require__.e(/* import() */ 895).then(__nccwpck_require__.bind(__nccwpck_require__, 895));
    const path = inWorkspace(run.inputs.sarifFile);
    if (path === reportFile)
        throw new Error(`${path} is the report`);
    const sarif = sarifOf(run, context);
    // A file that an earlier run left would be taken for one of this run.
    if (sarif === undefined)
        removeFile(path);
    else
        writeWholeFile(path, [sarif.text]);
    if (sarif !== undefined && sarif.omitted > 0)
        core_warning(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`);
}
function inWorkspace(path) {
    return (0,external_node_path_namespaceObject.resolve)(process.env['GITHUB_WORKSPACE'] || '.', path);
}
/** A bundle of its own, loaded only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run, endMs) {
    const { inputs } = run;
    if (inputs?.tracking === undefined)
        return undefined;
    const { track } = await import(/* webpackIgnore: true */ './tell/track.js');
    const { issue, remark } = await track(run, inputs, inputs.tracking, context, endMs);
    if (remark !== undefined)
        core_warning(remark, { title: 'Tracking issue' });
    return issue;
}
function annotate({ level, title, message }) {
    const annotators = { error: error, warning: core_warning, notice: notice };
    annotators[level](message, { title });
}

})();

module.exports = __webpack_exports__;
/******/ })()
;