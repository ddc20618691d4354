"use strict";
exports.id = 597;
exports.ids = [597];
exports.modules = {

/***/ 597:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   listSubusers: () => (/* binding */ listSubusers)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(926);
/* harmony import */ var _judge_account_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(603);
/* harmony import */ var _exchange_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(566);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(413);




const pageSize = 500;
/** 500 subusers take about 75 KB. */
const pageBoundBytes = 1024 * 1024;
/**
 * Every subuser of the key's account, by name (twilio/sendgrid-oai, tsg_subusers_v3). Asked on until an empty
 * page, since SendGrid does not say how many there are and may send fewer than asked for. A subuser whose
 * region is not told has the stated one. Throws a Failure when the list is not sure to be whole.
 */
async function listSubusers(connection, region) {
    const subusers = new Map();
    let received = 0;
    let barrenPages = 0;
    for (;;) {
        const page = asPage(await (0,_exchange_js__WEBPACK_IMPORTED_MODULE_1__/* .exchange */ .c)(connection, pageRequest(connection.apiUrls[region], received)), region);
        if (page.length === 0)
            break;
        const known = subusers.size;
        for (const { id, ...account } of page)
            subusers.set(id, account);
        // A subuser that is added under way shifts the list, and a page may repeat what is known. A list of such
        // pages would never end.
        barrenPages = subusers.size === known ? barrenPages + 1 : 0;
        if (barrenPages === 2)
            throw unexpected(`the pages up to ${received + page.length} have no subuser that was not listed before`);
        received += page.length;
    }
    const byName = new Map([...subusers.values()].map((account) => [account.name, account]));
    return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}
function pageRequest(apiUrl, offset) {
    return {
        method: 'GET',
        apiUrl,
        path: `/v3/subusers?limit=${pageSize}&offset=${offset}&include_region=true`,
        onBehalfOf: undefined,
        scope: 'subusers.read',
        bodyBoundBytes: pageBoundBytes
    };
}
function asPage(body, region) {
    const page = (0,_json_js__WEBPACK_IMPORTED_MODULE_2__/* .parseJson */ .q)(body);
    if (!Array.isArray(page))
        throw unexpected('the answer is not a JSON array');
    return page.map((entry) => asSubuser(entry, region));
}
function asSubuser(entry, statedRegion) {
    if (typeof entry !== 'object' || entry === null)
        throw unexpected('an entry is not an object');
    const { id, username, disabled = false, region = statedRegion } = entry;
    if (typeof id !== 'number')
        throw unexpected('an entry has no number for id');
    if (typeof username !== 'string' || !isSubuserName(username))
        throw unexpected('an entry has no usable username');
    if (typeof disabled !== 'boolean')
        throw unexpected('an entry has no boolean disabled');
    if (region !== 'global' && region !== 'eu')
        throw unexpected('an entry has an unknown region');
    return { id, name: username, disabled, region };
}
/**
 * Whether a header can carry the name as it is, and nothing else is meant by it: an empty or trimmed header
 * would be answered for another account.
 */
function isSubuserName(name) {
    const sendable = /^[\x20-\x7e\xa0-\xff]+$/.test(name) && name === name.trim();
    return sendable && name !== _judge_account_js__WEBPACK_IMPORTED_MODULE_3__/* .parentAccount */ .M && !name.startsWith('account-id ');
}
function unexpected(what) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR('unexpected-response', `The list of subusers is not understood: ${what}. No account was judged.`);
}


/***/ })

};
;