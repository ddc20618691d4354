"use strict";
exports.id = 895;
exports.ids = [895];
exports.modules = {

/***/ 895:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   sarifOf: () => (/* binding */ sarifOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(116);
/* harmony import */ var _judge_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(245);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(653);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(883);





/** GitHub takes 25,000 results of a run and refuses a file with more. */
const mostResults = 25_000;
/**
 * SARIF 2.1.0 with one result a deviating account and setting. None for a run without a verdict on every
 * account: GitHub closes the alerts that a file does not repeat.
 */
function sarifOf({ inputs, outcome }, context) {
    if (inputs === undefined || (0,_judge_run_js__WEBPACK_IMPORTED_MODULE_2__/* .resultOf */ .Bg)(outcome) === 'unverified')
        return undefined;
    const uri = asUri(context.workflowFile || 'action.yml');
    const results = outcome.accounts.flatMap(({ account, outcome: verdict }) => verdict.result !== 'deviating'
        ? []
        : verdict.deviations.map((deviation) => ({
            ruleId: ruleId(deviation.setting),
            ruleIndex: _words_js__WEBPACK_IMPORTED_MODULE_1__/* .settingNames */ .H$.indexOf(deviation.setting),
            level: 'error',
            message: {
                text: plain(`Account ${(0,_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .T)(account.name)}: ${(0,_words_js__WEBPACK_IMPORTED_MODULE_1__/* .deviationInWords */ .Qp)(deviation, inputs.policy)}.`)
            },
            locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }],
            // The one name that GitHub's code scanning reads; where it is missing, all results of a line are one alert.
            partialFingerprints: {
                primaryLocationLineHash: fingerprint(inputs.apiUrls[account.region], account.name, deviation.setting)
            }
        })));
    const driver = {
        name: _identity_js__WEBPACK_IMPORTED_MODULE_4__/* .actionName */ .aM,
        semanticVersion: _identity_js__WEBPACK_IMPORTED_MODULE_4__/* .actionVersion */ .RK,
        informationUri: `https://github.com/${_identity_js__WEBPACK_IMPORTED_MODULE_4__/* .actionRepository */ .ln}`,
        rules: _words_js__WEBPACK_IMPORTED_MODULE_1__/* .settingNames */ .H$.map(rule)
    };
    const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [{ tool: { driver }, results: results.slice(0, mostResults) }]
    };
    return { text: `${JSON.stringify(log, null, 2)}\n`, omitted: Math.max(0, results.length - mostResults) };
}
const descriptions = {
    requireTls: {
        short: 'Enforced TLS is not set as the policy states',
        risk: 'Without it SendGrid sends mail in clear text when the recipient server does not take TLS.',
        severity: '7.5'
    },
    requireValidCert: {
        short: 'Valid certificates are not demanded as the policy states',
        risk: 'Without it SendGrid sends mail to a server that shows any certificate, which may be an attacker.',
        severity: '6.5'
    },
    tlsVersion: {
        short: 'The minimum TLS version is not what the policy states',
        risk: 'TLS 1.0 and 1.1 are deprecated (RFC 8996).',
        severity: '5.5'
    }
};
function rule(setting) {
    const { short, risk, severity } = descriptions[setting];
    const help = `${risk} Run the action with mode apply, or change the setting in SendGrid, or change the policy in the workflow.`;
    return {
        id: ruleId(setting),
        name: `EnforcedTls${setting[0]?.toUpperCase()}${setting.slice(1)}`,
        shortDescription: { text: `${short}.` },
        fullDescription: { text: `${short}. ${risk}` },
        help: {
            text: help,
            markdown: `${help} See [deviation](https://github.com/${_identity_js__WEBPACK_IMPORTED_MODULE_4__/* .actionRepository */ .ln}#deviation).`
        },
        helpUri: `https://github.com/${_identity_js__WEBPACK_IMPORTED_MODULE_4__/* .actionRepository */ .ln}#deviation`,
        defaultConfiguration: { level: 'error' },
        properties: { 'security-severity': severity, precision: 'very-high', tags: ['security', 'email', 'tls'] }
    };
}
function ruleId(setting) {
    return `enforced-tls/${_words_js__WEBPACK_IMPORTED_MODULE_1__/* .inputNames */ .vj[setting]}`;
}
/** The same for the same setting of the same account, run after run, whatever its value. */
function fingerprint(...parts) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(parts)).digest('hex');
}
/** A path of the repository as a relative URI. */
function asUri(path) {
    return path.split('/').map(encodeURIComponent).join('/');
}
/** SARIF messages may hold links, `[text](target)`; foreign text must not. */
function plain(text) {
    return text.replace(/[\\[\]]/g, '\\$&');
}


/***/ })

};
;