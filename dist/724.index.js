export const id = 724;
export const ids = [724];
export const modules = {

/***/ 5724:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explainIssueFailure: () => (/* binding */ explainIssueFailure),
/* harmony export */   keepIssue: () => (/* binding */ keepIssue)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1758);
/* harmony import */ var _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9735);
/* harmony import */ var _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6856);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8804);




/** A wait that GitHub asks for and that is worth it; a longer one is a failure to be told. */
const longestRateLimitWaitSeconds = 60;
/** Finds the issue, asks `plan` what to do with it, and does it. Throws what GitHub answers. */
async function keepIssue(tracker, plan) {
    const octokit = connect(tracker);
    const [owner = '', repo = ''] = tracker.repository.split('/');
    const place = { owner, repo };
    const find = () => findIssue(octokit, place, tracker.marker);
    const existing = await find();
    const decided = plan(existing?.body);
    if (decided.kind === 'open')
        return await openIssue(octokit, place, tracker, decided, find);
    if (existing === undefined)
        return undefined;
    const issue = { ...place, issue_number: existing.number };
    if (decided.kind === 'rewrite') {
        await octokit.rest.issues.update({ ...issue, body: decided.body });
        if (decided.comment !== undefined)
            await comment(octokit, issue, decided.comment);
    }
    if (decided.kind === 'close') {
        await comment(octokit, issue, decided.comment);
        await octokit.rest.issues.update({ ...issue, state: 'closed', state_reason: 'completed' });
    }
    return { number: existing.number, url: existing.url };
}
/** Octokit with its own plugins for rate limits and for 5xx, under one deadline for everything. */
function connect({ token, timeoutMs }) {
    const onLimit = (retryAfterSeconds, _, __, retryCount) => retryAfterSeconds <= longestRateLimitWaitSeconds && retryCount < 2;
    return (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, {
        throttle: { onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
        // 429 is the throttling plugin's.
        retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] }
    }, 
    // First, so that it is nearest to the request: the other two then see an error that they let pass.
    deadline(timeoutMs), _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_1__/* .retry */ .L, _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_2__/* .throttling */ .A);
}
/**
 * Bounds all requests together. The signal is stated for each, since stating it for the client would replace
 * the proxy that is set there.
 */
function deadline(timeoutMs) {
    return (octokit) => {
        const signal = AbortSignal.timeout(timeoutMs);
        octokit.hook.wrap('request', async (request, options) => {
            try {
                return await request({ ...options, request: { ...options.request, signal } });
            }
            catch (thrown) {
                if (signal.aborted)
                    throw new Error(`GitHub has not answered within ${timeoutMs / 1000} s`);
                throw thrown;
            }
        });
        return {};
    };
}
/**
 * The open issue with the marker that the token's own login has opened; a stranger may have copied the marker.
 * `GITHUB_TOKEN` may not read `GET /user`, and GraphQL's viewer answers for every kind of token, with the same
 * `[bot]` ending as the author of a REST issue (marocchino/sticky-pull-request-comment#332,
 * CatChen/token-who-am-i-action). All open issues are read, without the `creator` filter, because a filter
 * that does not match a bot's name answers with an empty list, and then each run would open another issue.
 */
async function findIssue(octokit, place, marker) {
    const { viewer } = await octokit.graphql('query { viewer { login } }');
    const parameters = { ...place, state: 'open', sort: 'created', direction: 'asc', per_page: 100 };
    for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listForRepo, parameters)) {
        for (const { number, html_url: url, body, user, pull_request: pull } of data) {
            if (pull === undefined && user?.login === viewer.login && body?.includes(marker))
                return { number, url, body };
        }
    }
    return undefined;
}
/** Opening is not repeated blindly: after a 5xx the issue may be there. */
async function openIssue(octokit, place, { labels, assignees }, { title, body }, find) {
    const create = async (assigned) => {
        const { data } = await octokit.rest.issues.create({
            ...place,
            title,
            body,
            labels: [...labels],
            assignees: [...assigned],
            request: { retries: 0 }
        });
        return { number: data.number, url: data.html_url };
    };
    try {
        return await create(assignees);
    }
    catch (thrown) {
        if (isPassing(thrown))
            return (await find()) ?? (await create(assignees));
        if (statusOf(thrown) !== 422 || assignees.length === 0)
            throw thrown;
        // One login that cannot be assigned makes GitHub refuse the issue; people are better told without it.
        const remark = `GitHub refused the issue with issue-assignees, so it is open without: ${messageOf(thrown)}`;
        return { ...(await create([])), remark };
    }
}
/** A comment that might be there twice is worse than one that is missing. */
async function comment(octokit, issue, body) {
    await octokit.rest.issues.createComment({ ...issue, body, request: { retries: 0 } });
}
function isPassing(thrown) {
    return (statusOf(thrown) ?? 0) >= 500;
}
function statusOf(thrown) {
    const status = thrown?.status;
    return typeof status === 'number' ? status : undefined;
}
function messageOf(thrown) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .T)(thrown instanceof Error ? thrown.message : String(thrown));
}
/** What GitHub answered, in words, with what a person can do. */
function explainIssueFailure(thrown) {
    const status = statusOf(thrown);
    const denied = status === 401 || status === 403 || status === 404 || status === 410;
    const cause = denied
        ? ' The job needs the permission "issues: write" for github-token, and the repository needs issues to be enabled.'
        : '';
    return `The tracking issue could not be kept: ${messageOf(thrown)}.${cause} The verdict is untouched.`;
}


/***/ })

};
