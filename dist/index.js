/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

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

/***/ 941:
/***/ ((__unused_webpack_module, exports) => {

"use strict";
var __webpack_unused_export__;
// In place of @actions/exec, which @actions/core loads for platform.getDetails alone. Nothing here calls that.


__webpack_unused_export__ = () => {
  throw new Error('dist/index.js has no @actions/exec: see scripts/stand-ins/actions-exec.cjs')
}


/***/ }),

/***/ 246:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
// The tunnel package itself, evaluated when a proxy asks for it: it loads modules that no other request needs.


const load = () => __nccwpck_require__(770)

exports.xj = (options) => load().httpOverHttp(options)
exports.I9 = (options) => load().httpsOverHttp(options)
exports.aQ = (options) => load().httpOverHttps(options)
exports.vX = (options) => load().httpsOverHttps(options)


/***/ }),

/***/ 228:
/***/ ((__unused_webpack_module, exports) => {

"use strict";
// In place of undici, a megabyte that @actions/http-client loads for getAgentDispatcher alone. Nothing in
// dist/index.js calls that: its own requests go through a tunnel when there is a proxy. The bundle for GitHub
// (dist/tracking-issue/track.js), which does call it, has the real one.


exports.k = class ProxyAgent {
  constructor() {
    throw new Error('dist/index.js has no undici: see scripts/stand-ins/undici.cjs')
  }
}


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
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

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
// EXTERNAL MODULE: ./scripts/stand-ins/tunnel.cjs
var tunnel = __nccwpck_require__(246);
// EXTERNAL MODULE: ./scripts/stand-ins/undici.cjs
var undici = __nccwpck_require__(228);
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
class lib_HttpClient {
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
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
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
        return auth_awaiter(this, void 0, void 0, function* () {
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
        return auth_awaiter(this, void 0, void 0, function* () {
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
        return auth_awaiter(this, void 0, void 0, function* () {
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


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
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
// EXTERNAL MODULE: ./scripts/stand-ins/actions-exec.cjs
var actions_exec = __nccwpck_require__(941);
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
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: ./lib/clock.js

const systemClock = {
    date: Date.now,
    now: () => performance.now(),
    sleep: (milliseconds) => (0,promises_namespaceObject.setTimeout)(milliseconds)
};

;// CONCATENATED MODULE: ./lib/failure.js
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
function failureValue(thrown) {
    const { reason, message } = asFailure(thrown);
    return { reason, message };
}
/** Whether the same request may succeed a moment later. */
function isTransient({ reason }) {
    return reason === 'unavailable' || reason === 'rate-limited';
}

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./lib/judge/types.js
/** The name of the key's own account in inputs, outputs and reports. */
const parentAccount = '@parent';

;// CONCATENATED MODULE: ./lib/text.js
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
/** Whether a header can carry the text as it is: printable, and within Latin-1. */
function fitsHeader(text) {
    return /^[\x20-\x7e\xa0-\xff]+$/.test(text);
}

;// CONCATENATED MODULE: ./lib/inputs/reader.js


/** What a wrong input reads as. Its problem is with the reader. */
const invalid = Symbol('invalid');
/** Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake. */
class InputReader {
    #read;
    #apiKey;
    #problems = new Set();
    constructor(read, apiKey) {
        this.#read = read;
        this.#apiKey = apiKey;
    }
    addProblem(problem) {
        this.#problems.add(problem);
        return invalid;
    }
    /** The values, once all are valid. Throws one `invalid-input` Failure that names every problem. */
    complete(values) {
        if (this.#problems.size > 0)
            throw new Failure('invalid-input', [...this.#problems].join('\n'));
        if (!areValid(values))
            throw new Error('an input is invalid and no problem says why');
        return values;
    }
    /** The trimmed value. One that holds the key is a problem, and reads as empty. */
    text(name) {
        const value = this.#read(name).trim();
        if (this.#apiKey.length < 8 || !value.includes(this.#apiKey))
            return value;
        this.addProblem(`${name} contains the API key. Only api-key may hold it.`);
        return '';
    }
    parse(name, accepts, meaning) {
        const value = this.text(name);
        const got = value === '' ? 'empty' : `"${quote(value)}"`;
        return meaning(value) ?? this.addProblem(`${name} is ${got}. It accepts ${accepts}.`);
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
        if (parsed !== undefined)
            return parsed;
        const wrong = lines.find((line) => meaning([line]) === undefined);
        const got = wrong === undefined ? 'has a line that repeats another' : `has the line "${quote(wrong)}"`;
        return this.addProblem(`${name} ${got}. It accepts ${accepts}.`);
    }
    /** Entries separated by commas or lines; empty ones are dropped. */
    entries(name) {
        const entries = this.text(name).split(/[,\n]/);
        return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
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
    /** A whole number of units, in milliseconds. */
    duration(name, least, most, unitMs) {
        const number = this.wholeNumber(name, least, most);
        return number === invalid ? invalid : number * unitMs;
    }
    /** Like `parse`, but an empty input is not stated: undefined, and no problem. */
    stated(name, accepts, meaning) {
        if (this.text(name) === '')
            return undefined;
        return this.parse(name, `${accepts}, or nothing for "not stated"`, meaning);
    }
}
function areValid(values) {
    return !Object.values(values).includes(invalid);
}
/** `true` or `false`, spelled so; anything else has no meaning. */
function asFlag(value) {
    return value === 'true' ? true : value === 'false' ? false : undefined;
}
/** The value for an error: one line, cut, and without the user info of a URL. */
function quote(value) {
    return oneLine(value.replace(/\/\/[^/\s]*@/g, '//***@'), 100);
}

;// CONCATENATED MODULE: ./lib/inputs/accounts.js



/** Which accounts the workflow wants judged, by `on-behalf-of` and `all-subusers`. */
function readSelection(reader) {
    const all = reader.flag('all-subusers');
    const names = reader.lines('on-behalf-of', 'one account a line (a subuser\'s username, "account-id ID" or "@parent"), without control characters and ' +
        "within Latin-1, or nothing for the key's own account", asAccountNames);
    if (all === invalid || names === invalid)
        return invalid;
    if (!all)
        return names.length === 0 ? [parentAccount] : names;
    if (names.length === 0)
        return 'all-subusers';
    return reader.addProblem('all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.');
}
/** Each account once, in the order stated. */
function asAccountNames(lines) {
    const names = new Set(lines.map((line) => line.replace(/^[ \t]+|[ \t]+$/g, '')));
    return [...names].every(isAccountName) ? [...names] : undefined;
}
/** Whether a header can carry the name. "account-id" alone is an ID that got lost on the way. */
function isAccountName(name) {
    return fitsHeader(name) && name !== 'account-id';
}

;// CONCATENATED MODULE: ./lib/inputs/urls.js
/** The hosts that SendGrid documents for its regions. */
const regionUrls = {
    global: 'https://api.sendgrid.com',
    eu: 'https://api.eu.sendgrid.com'
};
/** Where requests go, by region: an origin and a path without a slash at the end. */
function readApiUrls(reader) {
    return reader.parse('api-url', 'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
        "or nothing for the region's host", (value) => (value === '' ? regionUrls : asApiUrls(value)));
}
function asApiUrls(value) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || url.username || url.password || /[?#]/.test(value))
        return undefined;
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
    if (!secure)
        return undefined;
    const stated = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    return { global: stated, eu: stated };
}
/** `localhost`, 127.0.0.0/8 and `[::1]`, after the URL parser has normalized the host. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

;// CONCATENATED MODULE: ./lib/inputs/waivers.js

/** The dated exceptions that the workflow states. */
function readWaivers(reader) {
    return reader.lines('waivers', 'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one an account', asWaivers);
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

;// CONCATENATED MODULE: ./lib/inputs/inputs.js





/** The key as given, trimmed: to be masked before anything is printed. */
function readApiKey(read) {
    return read('api-key').trim();
}
/**
 * The files that a run is to write; undefined for one that the workflow does not state, or states with the key
 * inside. Read apart from the other inputs, for the report is written when those are wrong.
 */
function readFiles(read) {
    return pathsOf(new InputReader(read, readApiKey(read)));
}
function pathsOf(reader) {
    return {
        reportFile: reader.text('report-file') || undefined,
        sarifFile: reader.text('sarif-file') || undefined
    };
}
/** Reads and judges every input. Throws one `invalid-input` Failure that names all that are wrong. */
function readInputs(read) {
    const apiKey = readApiKey(read);
    const reader = new InputReader(read, apiKey);
    checkApiKey(reader, apiKey);
    const files = pathsOf(reader);
    checkFiles(reader, files);
    const job = readJob(reader);
    const connection = readConnection(reader, apiKey);
    const tracking = readTracking(reader);
    return {
        connection: reader.complete(connection),
        job: reader.complete(job),
        publishing: reader.complete({ ...files, tracking }),
        warnings: apiKey.startsWith('SG.')
            ? []
            : ['api-key does not look like a SendGrid key: those start with "SG.".']
    };
}
function readConnection(reader, apiKey) {
    return {
        apiKey,
        apiUrls: readApiUrls(reader),
        requestTimeoutMs: reader.duration('request-timeout-seconds', 1, 300, 1_000),
        maxRetries: reader.wholeNumber('max-retries', 0, 10),
        maxRunMs: reader.duration('max-minutes', 1, 350, 60_000)
    };
}
function readJob(reader) {
    return {
        mode: reader.choice('mode', ['check', 'apply']),
        policy: readPolicy(reader),
        allowLoosening: reader.flag('allow-loosening'),
        selection: readSelection(reader),
        waivers: readWaivers(reader),
        region: reader.choice('region', ['global', 'eu']),
        failOnDeviation: reader.flag('fail-on-deviation'),
        verifyTimeoutMs: reader.duration('verify-timeout-seconds', 0, 600, 1_000)
    };
}
function readPolicy(reader) {
    const settings = ['require-tls', 'require-valid-cert', 'tls-version'];
    if (settings.every((name) => reader.text(name) === '')) {
        reader.addProblem('require-tls, require-valid-cert and tls-version are all empty. State at least one: there is nothing to judge.');
    }
    const requireTls = reader.stated('require-tls', '"true" or "false"', asFlag);
    const requireValidCert = reader.stated('require-valid-cert', '"true" or "false"', asFlag);
    const version = reader.stated('tls-version', '"1.1", "1.2" or "1.3"', asTlsVersion);
    const match = reader.choice('tls-version-match', ['minimum', 'exact']);
    if (requireTls === invalid || requireValidCert === invalid || version === invalid || match === invalid)
        return invalid;
    return { requireTls, requireValidCert, tlsVersion: version && { match, version } };
}
function asTlsVersion(value) {
    return [1.1, 1.2, 1.3].find((version) => String(version) === value);
}
function readTracking(reader) {
    const token = reader.text('github-token');
    const labels = reader.entries('issue-labels');
    const assignees = reader.entries('issue-assignees');
    const wanted = reader.flag('tracking-issue');
    if (wanted === invalid)
        return invalid;
    if (!wanted)
        return undefined;
    if (token !== '')
        return { token, labels, assignees };
    return reader.addProblem('github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".');
}
function checkApiKey(reader, key) {
    if (key === '') {
        reader.addProblem('api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
            'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.');
    }
    else if (!/^[\x21-\x7e\xa1-\xff]+$/.test(key)) {
        // A header value, so beyond Latin-1 is as impossible as a line end.
        reader.addProblem('api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.');
    }
}
function checkFiles(reader, { reportFile, sarifFile }) {
    if (reportFile === undefined || sarifFile === undefined)
        return;
    if ((0,external_node_path_namespaceObject.normalize)(reportFile) !== (0,external_node_path_namespaceObject.normalize)(sarifFile))
        return;
    reader.addProblem(`report-file and sarif-file are both "${quote(reportFile)}". They accept two paths that differ.`);
}

;// CONCATENATED MODULE: ./node_modules/p-map/index.js
function pMap(iterable, mapper, options) {
	return mapConcurrently(iterable, mapper, options, false);
}

function pMapSettled(iterable, mapper, options) {
	return mapConcurrently(iterable, mapper, options, true);
}

function pMapKeyed(input, mapper, options) {
	return mapKeyed(input, mapper, options, false);
}

function pMapSettledKeyed(input, mapper, options) {
	return mapKeyed(input, mapper, options, true);
}

// Like `Promise.allKeyed` and `Promise.allSettledKeyed`, with a mapper, and for a `Map` too. Each value travels with its key, so a skipped key, which leaves no slot in the result, cannot shift the keys after it.
async function mapKeyed(input, mapper, options, isSettled) {
	const entries = getKeyedEntries(input);

	// After the values have their handlers, like the other argument errors, which `mapConcurrently` checks. It cannot check this one, as it gets the wrapper below as its mapper.
	if (typeof mapper !== 'function') {
		throw new TypeError('Mapper function is required');
	}

	const mappedEntries = await mapConcurrently(entries, async ([key, inputResult]) => {
		try {
			if (inputResult.status === 'rejected') {
				throw inputResult.reason;
			}

			const result = await mapper(inputResult.value, key);

			if (result === pMapSkip || result === pMapStop) {
				return result;
			}

			return [key, isSettled ? {status: 'fulfilled', value: result} : result];
		} catch (error) {
			if (!isSettled) {
				throw error;
			}

			return [key, {status: 'rejected', reason: error}];
		}
	}, options, false);

	if (input instanceof Map) {
		return new Map(mappedEntries);
	}

	// A null prototype, like `Promise.allKeyed`, so a key like `__proto__` or `toString` is an own property like any other.
	return Object.setPrototypeOf(Object.fromEntries(mappedEntries), null);
}

// The engine behind all the functions, except `pMapIterable`. With `isSettled`, an element or a mapper that rejects gives a `{status: 'rejected'}` result instead of an error, like `Promise.allSettled`, so `stopOnError` does not apply.
async function mapConcurrently(
	iterable,
	mapper,
	{
		concurrency = Number.POSITIVE_INFINITY,
		stopOnError = true,
		signal,
	} = {},
	isSettled,
) {
	return new Promise((resolve_, reject_) => {
		validateOptions(iterable, mapper, concurrency);

		const result = [];
		// Stage the errors by index, like `result`, so they are reported in input order.
		const errors = [];
		let skippedCount = 0;
		let isResolved = false;
		let isIterableDone = false;
		const pendingIndexes = new Set();
		let doneIndex = Number.POSITIVE_INFINITY;
		let currentIndex = 0;
		const iterator = getIterator(iterable);

		const signalListener = () => {
			reject(signal.reason);
		};

		const cleanup = () => {
			signal?.removeEventListener('abort', signalListener);
		};

		const resolve = value => {
			resolve_(value);
			cleanup();
		};

		const reject = reason => {
			if (isResolved) {
				return;
			}

			isResolved = true;
			reject_(reason);
			cleanup();

			if (!isIterableDone) {
				closeIterator(iterator);
			}
		};

		if (signal) {
			if (signal.aborted) {
				reject(signal.reason);
				return;
			}

			signal.addEventListener('abort', signalListener, {once: true});
		}

		const pull = createPuller(iterator);

		// Settle only once the source is done, or a mapper stopped, and every earlier pull and mapper has finished. A pull before the `done` or the stop can still produce an element, while pulls after it do not affect the result.
		const settleIfFinished = () => {
			if (isResolved || doneIndex === Number.POSITIVE_INFINITY) {
				return;
			}

			for (const index of pendingIndexes) {
				if (index < doneIndex) {
					return;
				}
			}

			if (!stopOnError) {
				const collectedErrors = [];

				for (let index = 0; index < Math.min(doneIndex, errors.length); index++) {
					if (index in errors) {
						collectedErrors.push(errors[index]);
					}
				}

				if (collectedErrors.length > 0) {
					reject(new AggregateError(collectedErrors)); // eslint-disable-line unicorn/error-message
					return;
				}
			}

			isResolved = true;

			// A stop ended the result before the source did, so close it, like `for await` does on a `break`. Not at the stop itself, as a source that settles its `next()` calls out of call order may still owe an earlier element, and closing could drop it.
			if (!isIterableDone) {
				closeIterator(iterator);
			}

			// `done` is final, like `for await`, so a `done` that lands between two elements ends
			// the result there and everything the source produced past it is dropped. A stop cuts it the same way.
			const lastIndex = Math.min(doneIndex, result.length);

			// Every index below `lastIndex` has a value: an index only goes unassigned when its pull reported `done` or its mapper returned `pMapStop`, and the lowest such index is `doneIndex`. So the array is dense below `lastIndex`, and the fast path can hand it over untouched.
			if (lastIndex === result.length && skippedCount === 0) {
				resolve(result);
				return;
			}

			// Otherwise this drops the skipped results and whatever the `done` or the stop cut off.
			resolve(result.slice(0, lastIndex).filter(value => value !== pMapSkip));
		};

		const next = async () => {
			// After a `done` or a stop, a pull would take an item nobody is going to map, which a one-shot source, like a queue, would lose.
			if (isResolved || currentIndex >= doneIndex) {
				return;
			}

			// Take the index when the pull starts, not when it resolves, so a source that settles
			// its `next()` calls out of call order still gets the right position.
			const index = currentIndex++;
			pendingIndexes.add(index);

			let nextItem;
			try {
				nextItem = await pull();
			} catch (error) {
				pendingIndexes.delete(index);

				if (index < doneIndex) {
					throw error;
				}

				settleIfFinished();
				return;
			}

			if (nextItem.done) {
				pendingIndexes.delete(index);
				doneIndex = Math.min(doneIndex, index);
				isIterableDone = true;
				settleIfFinished();
				return;
			}

			// Intentionally detached
			const runner = (async () => {
				try {
					const element = await nextItem.value;

					if (isResolved || index >= doneIndex) {
						return;
					}

					const value = await mapper(element, index);

					// Ignore an item produced after an earlier pull reported `done` or an earlier mapper returned `pMapStop`.
					if (index >= doneIndex) {
						return;
					}

					// A stop ends the result here, like a `done` from the source, so settling waits only for the earlier elements.
					if (value === pMapStop) {
						doneIndex = index;
						return;
					}

					if (value === pMapSkip) {
						skippedCount++;
					}

					result[index] = isSettled && value !== pMapSkip ? {status: 'fulfilled', value} : value;
				} catch (error) {
					if (index >= doneIndex) {
						return;
					}

					if (isSettled) {
						result[index] = {status: 'rejected', reason: error};
					} else if (stopOnError) {
						reject(error);
						return;
					} else {
						errors[index] = error;
					}
				} finally {
					pendingIndexes.delete(index);
					settleIfFinished();
				}

				// If the iterable throws we can't really continue regardless of `stopOnError` state
				// since an iterable is likely to continue throwing after it throws once.
				// If we continue calling `next()` indefinitely we will likely end up
				// in an infinite loop of failed iteration.
				try {
					await next();
				} catch (error) {
					reject(error);
				}
			})();

			// Link the runner to the returned promise, so the async stack trace of a mapper error reaches the caller. Nothing awaits the runner, so the trace would stop there, but V8 follows a reaction that resolves another promise. The link never settles, so it never resolves the returned promise. It is a new promise for each runner, as a shared one would keep a reaction for every element.
			runner.then(() => new Promise(() => {})).then(resolve_);
		};

		// Create the concurrent runners in a detached (non-awaited)
		// promise. We need this so we can await the `next()` calls
		// to stop creating runners before hitting the concurrency limit
		// if the iterable has already been marked as done or a mapper stopped.
		// NOTE: We *must* do this for async iterators otherwise we'll spin up
		// infinite `next()` calls by default and never start the event loop.
		(async () => {
			for (let index = 0; index < concurrency; index++) {
				try {
					// eslint-disable-next-line no-await-in-loop
					await next();
				} catch (error) {
					reject(error);
					break;
				}

				if (isResolved || currentIndex >= doneIndex) {
					break;
				}
			}
		})();
	});
}

function pMapIterable(
	iterable,
	mapper,
	{
		concurrency = Number.POSITIVE_INFINITY,
		backpressure = concurrency,
		preserveOrder = true,
	} = {},
) {
	validateOptions(iterable, mapper, concurrency);

	if (!isLimit(backpressure, concurrency)) {
		throw new TypeError(`Expected \`backpressure\` to be an integer from \`concurrency\` (${concurrency}) and up or \`Infinity\`, got \`${backpressure}\` (${typeof backpressure})`);
	}

	return {
		[Symbol.asyncIterator]() {
			// `isDone` lives outside the generator so the wrapper below can set it the moment the
			// consumer asks to stop. The generator is suspended on a pending `next()` at that point,
			// so its `finally` would not run until much later and workers finishing in the meantime
			// would keep pulling and mapping input for nobody.
			let isDone = false;

			const generator = (async function * () {
				const iterator = getIterator(iterable);

				// Results are consumed from the front with a moving `headIndex` instead of `shift()`.
				// `shift()` moves every remaining entry, which is O(n) per element and made the whole
				// run O(n²) whenever `backpressure` let the array grow, which is the default.
				let promises = [];
				let headIndex = 0;
				let isIterableDone = false;

				// The lowest index whose pull reported `done`. Without `preserveOrder`, the pulls after it have their slots given back, so their errors are dropped.
				let doneIndex = Number.POSITIVE_INFINITY;

				// An element that is being read, or is waiting for a mapper, does not hold a mapper slot, so the next element can be read while the mappers run. Those elements have their own cap of `concurrency`, so the source never sees more than `concurrency` overlapping `next()` calls, even with `backpressure: Infinity`. `backpressure` caps everything in flight together.
				let readingCount = 0;
				let runningMappersCount = 0;

				// The workers waiting for a mapper slot, in the order they started waiting. A finished mapper hands its slot to the oldest one.
				const mapperWaiters = new Map();
				let mapperWaiterCount = 0;
				let wokenMapperWaiterCount = 0;

				const releaseMapperSlot = () => {
					if (wokenMapperWaiterCount === mapperWaiterCount) {
						runningMappersCount--;
						return;
					}

					mapperWaiters.get(wokenMapperWaiterCount)();
					mapperWaiters.delete(wokenMapperWaiterCount++);
				};

				let index = 0;

				// The lowest index whose mapper returned `pMapStop`, or, with `preserveOrder`, whose pull, element, or mapper threw. The stream ends there, like a `break` or a `throw` in a loop. Once it is set, nothing past it is pulled, and no pending element past it is mapped, while the earlier elements still finish and are yielded first. `isDone` cannot do this, as it would drop the values of the earlier elements too.
				let stopIndex = Number.POSITIVE_INFINITY;

				// Without `preserveOrder`, each spawn still takes a slot in `promises`, so `backpressure` counts the same, but the slots are filled in the order the workers settle rather than the order they were spawned in, so the consumer gets whichever result is ready first. A worker always fills the oldest empty slot, at `fillIndex`. An empty slot is `undefined`, and a filled one holds the result itself rather than a promise, so a result costs a promise only when the consumer has to wait for it, through `wake`.
				let fillIndex = 0;
				let wake;

				// The indexes of the pulls whose worker has not filled a slot yet, without `preserveOrder`.
				const unfilledIndexes = new Set();

				// The consumer waits only when the head is empty, and then the oldest empty slot is the head, so the first fill wakes it.
				const fillSlot = result => {
					promises[fillIndex++] = result;
					wake?.(result);
					wake = undefined;
				};

				const pull = createPuller(iterator);

				function trySpawn() {
					// Do not spawn once the consumer is gone, the source is done, or the stream ends at an earlier element. The pull would be wasted work, and for a one-shot source, like a queue, it takes an item nobody is going to ask for.
					if (isDone || isIterableDone || index > stopIndex || readingCount >= concurrency || promises.length - headIndex >= backpressure) {
						return;
					}

					readingCount++;

					// Take the index when the pull starts, not when it resolves, so a source that
					// settles its `next()` calls out of call order still gets the right position.
					const currentIndex = index++;

					// Errors must be returned as a value instead of rejecting, otherwise a promise that
					// the consumer abandons after an earlier error becomes an unhandled rejection.
					const promise = (async () => {
						try {
							let element;
							try {
								const {done, value} = await pull();

								if (done) {
									isIterableDone = true;
									doneIndex = Math.min(doneIndex, currentIndex);
									return {done: true};
								}

								// Spawn if still below the reading and backpressure limits
								trySpawn();

								element = await value;

								if (runningMappersCount < concurrency) {
									runningMappersCount++;
								} else {
									// `releaseMapperSlot` hands the slot over without decrementing `runningMappersCount`, so it is already counted.
									await new Promise(resolve => {
										mapperWaiters.set(mapperWaiterCount++, resolve);
									});
								}
							} finally {
								readingCount--;
							}

							// Spawn now that this element is no longer waiting for a mapper, so the next one is read while this one is mapped
							trySpawn();

							let returnValue;
							try {
								// The consumer stopped iterating, or the stream ends before this element, while this element was being read or waiting for a mapper, so drop it instead of doing work nobody will consume.
								if (isDone || currentIndex > stopIndex) {
									return {done: false, value: pMapSkip};
								}

								returnValue = await mapper(element, currentIndex);
							} finally {
								releaseMapperSlot();
							}

							if (returnValue === pMapStop) {
								stopIndex = Math.min(stopIndex, currentIndex);
							}

							return {done: false, value: returnValue};
						} catch (error) {
							// With `preserveOrder`, the error is thrown at its own position, after the results before it, so those still finish. Without it, the error is thrown as soon as it settles, so nothing still pending can be yielded anymore.
							// An error from a pull after the end of the source is dropped, as `done` is final, so it must have no effect. `doneIndex` is set before the worker that saw `done` settles, so its slot hand-back runs before the delivery check of any error that sees it here, and the two always agree.
							if (preserveOrder) {
								stopIndex = Math.min(stopIndex, currentIndex);
							} else if (currentIndex < doneIndex) {
								isDone = true;
							}

							return {error};
						}
					})();

					if (preserveOrder) {
						promises.push(promise);
						return;
					}

					promises.push(undefined);

					unfilledIndexes.add(currentIndex);

					// The worker never rejects, as errors are returned as a value.
					// The slot is filled here, a tick after the worker settles, rather than by the worker itself, for the same reason the consumer awaits a filled slot: so the consumer never runs, and pulls, earlier.
					promise.then(result => {
						// The slot was already given back, as the pull came after the end of the source.
						if (!unfilledIndexes.delete(currentIndex)) {
							return;
						}

						if (result.done) {
							// The pulls made after this one came after the end of the source, and a source like a queue may never answer them, so give their slots back now instead of waiting on them.
							for (const unfilledIndex of unfilledIndexes) {
								if (unfilledIndex > currentIndex) {
									unfilledIndexes.delete(unfilledIndex);
									fillSlot({done: true});
								}
							}
						}

						fillSlot(result);
					});
				}

				trySpawn();

				try {
					while (headIndex < promises.length) {
						// Without `preserveOrder`, a filled slot holds the result itself, and it is still awaited. That takes one tick, like awaiting a settled promise, so the consumer, and its `trySpawn()`, never run earlier than with a promise in the slot. Taking a ready result without the tick can make the consumer pull before it sees a stop or the end of the source, and a one-shot source, like a queue, would lose that item.
						// eslint-disable-next-line no-await-in-loop
						const result = await (promises[headIndex] ?? new Promise(resolve => {
							wake = resolve;
						}));
						const {done, value} = result;

						// Release the entry instead of leaving it for a `shift()` to move, and drop the
						// consumed prefix once it is at least half the array. That keeps the backing
						// store proportional to the results still in flight rather than to the total
						// ever spawned, which matters for an endless source, while costing one copy per
						// half of the array, so it stays O(1) per element.
						promises[headIndex] = undefined;
						headIndex++;

						if (headIndex * 2 >= promises.length) {
							promises = promises.slice(headIndex);
							fillIndex -= headIndex;
							headIndex = 0;
						}

						if (Object.hasOwn(result, 'error')) {
							throw result.error;
						}

						if (done) {
							// Without `preserveOrder`, the `done` can arrive while other workers are still running.
							if (preserveOrder) {
								return;
							}

							continue;
						}

						// The stream ends where the stop would have been yielded: after the earlier elements with `preserveOrder`, and after the results that were ready before it without.
						if (value === pMapStop) {
							return;
						}

						// Spawn if just dropped below the backpressure limit and still below the reading limit
						trySpawn();

						// A `pMapSkip` result stays in `promises` and is stepped over here. Splicing it out
						// in the worker instead would make every skip an O(n) scan and move, so a run of
						// skips would be O(n²).
						if (value === pMapSkip) {
							continue;
						}

						yield value;
					}
				} finally {
					// Stop pulling input once the consumer stops iterating, otherwise pending skipped mappers keep spawning work.
					isDone = true;

					if (!isIterableDone) {
						closeIterator(iterator);
					}
				}
			})();

			// Override `return()` and `throw()` on the generator itself instead of wrapping it, so it
			// keeps what it inherits, like `Symbol.asyncDispose` for `await using`, and `next()` stays
			// the native one. Plain functions, not `async`: the generator already returns a promise,
			// and an `async` function would wrap it in two more promises and two more microtask hops.
			const {return: generatorReturn, throw: generatorThrow} = generator;

			generator.return = value => {
				isDone = true;
				return generatorReturn.call(generator, value);
			};

			generator.throw = error => {
				isDone = true;
				return generatorThrow.call(generator, error);
			};

			return generator;
		},
	};
}

const pMapSkip = Symbol('skip');

const pMapStop = Symbol('stop');

// The checks `pMap` and `pMapIterable` share, so both reject the same input the same way.
// `mapConcurrently` runs this inside its promise, so a bad argument rejects rather than throws.
function validateOptions(iterable, mapper, concurrency) {
	// Optional chaining, so a nullish input gets this message rather than Node's internal
	// "null is not iterable".
	if (iterable?.[Symbol.iterator] === undefined && iterable?.[Symbol.asyncIterator] === undefined) {
		throw new TypeError(`Expected \`input\` to be either an \`Iterable\` or \`AsyncIterable\`, got (${typeof iterable})`);
	}

	if (typeof mapper !== 'function') {
		throw new TypeError('Mapper function is required');
	}

	if (!isLimit(concurrency, 1)) {
		throw new TypeError(`Expected \`concurrency\` to be an integer from 1 and up or \`Infinity\`, got \`${concurrency}\` (${typeof concurrency})`);
	}
}

// Whether the value is an integer from `minimum` and up, or `Infinity`, as `concurrency` and `backpressure` must be.
function isLimit(value, minimum) {
	return (Number.isSafeInteger(value) && value >= minimum) || value === Number.POSITIVE_INFINITY;
}

// Read the entries of a `Map`, or else the own enumerable keys, strings and symbols, in the order and the way `Promise.allKeyed` does, all up front. Each value gets a handler right away, also like `Promise.allKeyed`, so a value that rejects before a mapper slot reaches it is not an unhandled rejection.
function getKeyedEntries(input) {
	if (input === null || (typeof input !== 'object' && typeof input !== 'function')) {
		throw new TypeError(`Expected \`input\` to be an object, got (${input === null ? 'null' : typeof input})`);
	}

	const entries = [];

	const addEntry = (key, value) => {
		// Resolve the whole entry, so the engine checks termination after the value settles and before the mapper runs.
		entries.push(Promise.resolve(value).then(
			value => [key, {status: 'fulfilled', value}],
			error => [key, {status: 'rejected', reason: error}],
		));
	};

	if (input instanceof Map) {
		for (const [key, value] of input) {
			addEntry(key, value);
		}
	} else {
		for (const key of Reflect.ownKeys(input)) {
			if (Object.getOwnPropertyDescriptor(input, key)?.enumerable) {
				addEntry(key, input[key]);
			}
		}
	}

	return entries;
}

// Take the async iterator when the input has both, like `for await` does.
function getIterator(iterable) {
	return iterable[Symbol.asyncIterator] === undefined ? iterable[Symbol.iterator]() : iterable[Symbol.asyncIterator]();
}

// Close the source so it can release its resources, like `for await` does.
// Callers must not await this so a source that is blocked in `next()` cannot block them.
async function closeIterator(iterator) {
	try {
		await iterator.return?.();
	} catch {}
}

// Pull the next item, and stop pulling once the source has reported `done`: a source like a queue
// may block in `next()` after it is exhausted, which would hang the caller. `done` is final, like
// `for await`, so anything the source produces after it is dropped.
function createPuller(iterator) {
	let isSourceDone = false;

	// A sync iterable, like an array, answers right away, so `done` can be seen here. An async
	// iterable is seen in the `then` below, as soon as its pull settles.
	const markDone = item => {
		if (item?.done) {
			isSourceDone = true;
		}
	};

	return () => {
		if (isSourceDone) {
			return {done: true};
		}

		const result = iterator.next();
		markDone(result);

		// A sync iterable, like an array, answers right away, so `done` has been read already and
		// the result can go back untouched.
		if (typeof result?.then !== 'function') {
			return result;
		}

		// An async iterable settles later, so `done` is read off the pull once it does. That is a
		// branch of its own, which leaves the caller awaiting the pull itself rather than a promise
		// derived from it, so an async source does not pay an extra microtask per element. The
		// rejection is handled here as well as by the caller, so a pull cannot escape as an
		// unhandled rejection. A thenable that is not a promise is turned into one first, so it is
		// subscribed to once, like `for await` does, while a native promise is returned as is.
		const promise = Promise.resolve(result);
		promise.then(markDone, () => {});

		return promise;
	};
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
async function reconcile(account, rules, clock) {
    let before;
    try {
        before = await account.read();
    }
    catch (thrown) {
        return unverified(thrown, { before: undefined, after: undefined, changed: false, deviations: [] });
    }
    const deviations = findDeviations(rules.policy, before);
    const seen = { before, after: before, changed: false, deviations };
    if (deviations.length === 0)
        return { result: 'compliant', reason: '', ...seen };
    if (rules.mode === 'check')
        return { result: 'deviating', reason: 'deviation', ...seen };
    const refused = rules.allowLoosening ? [] : deviations.filter(loosens);
    if (refused.length > 0)
        return { result: 'deviating', reason: 'loosening-refused', refused, ...seen };
    return await apply(account, before, deviations, rules, clock);
}
async function apply(account, before, deviations, rules, clock) {
    const retriesBefore = account.requestCounts.retries;
    try {
        await account.write(remedy(deviations));
    }
    catch (thrown) {
        const outcome = unverified(thrown, { before, after: undefined, changed: false, deviations: [] });
        // An attempt that was lost may have changed the setting, whatever the next one was answered.
        const onlyAttempt = account.requestCounts.retries === retriesBefore;
        return onlyAttempt && refusals.has(outcome.reason) ? { ...outcome, after: before, deviations } : outcome;
    }
    return await readBack(account, before, rules, clock);
}
/**
 * Reads at once, then again after growing pauses, until two reads in a row comply; not-confirmed when the
 * time is over. SendGrid may answer a read right after a write with the old values
 * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little.
 */
async function readBack(account, before, { policy, verifyTimeoutMs }, clock) {
    const endMs = clock.now() + verifyTimeoutMs;
    let after;
    let compliantReads = 0;
    let pauseMs = firstPauseMs;
    try {
        for (let reads = 1;; reads++) {
            const settings = await account.read();
            after = settings;
            compliantReads = findDeviations(policy, settings).length === 0 ? compliantReads + 1 : 0;
            if (compliantReads === 2)
                return { result: 'applied', reason: '', before, after: settings, changed: true, deviations: [] };
            const leftMs = Math.max(0, endMs - clock.now());
            // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
            const oneMore = compliantReads === 1 && verifyTimeoutMs > 0;
            if (leftMs === 0 && reads >= 2 && !oneMore)
                break;
            await clock.sleep(Math.min(pauseMs, leftMs));
            pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        }
        throw new Failure('not-confirmed', `No two reads in a row showed every stated value (verify-timeout-seconds is ${verifyTimeoutMs / 1000}). ` +
            'Run a check later to see whether the change has taken effect.');
    }
    catch (thrown) {
        const left = after === undefined ? [] : findDeviations(policy, after);
        return unverified(thrown, { before, after, changed: true, deviations: left });
    }
}
function unverified(thrown, known) {
    return { result: 'unverified', ...failureValue(thrown), ...known };
}

;// CONCATENATED MODULE: ./lib/judge/waivers.js
const dayMs = 24 * 60 * 60 * 1000;
const soonDays = 14;
/** The waiver of an account that still counts at a date in milliseconds since the epoch. */
function activeWaiver(waivers, account, dateMs) {
    return waivers.find((waiver) => waiver.account === account && !isExpired(waiver, dateMs));
}
/** At most one notice for each waiver, the one that asks most of a person. */
function reviewWaivers(waivers, accounts, dateMs) {
    const results = new Map(accounts.map(({ account, outcome }) => [account.name, outcome.result]));
    return waivers.flatMap((waiver) => {
        if (isExpired(waiver, dateMs))
            return [{ kind: 'expired', waiver }];
        const result = results.get(waiver.account);
        if (result === undefined)
            return [{ kind: 'not-judged', waiver }];
        if (result === 'compliant')
            return [{ kind: 'not-needed', waiver }];
        if (startOf(waiver.until) - startOf(dayOf(dateMs)) <= soonDays * dayMs)
            return [{ kind: 'expires-soon', waiver }];
        return [];
    });
}
function isExpired({ until }, dateMs) {
    return dayOf(dateMs) > until;
}
function dayOf(dateMs) {
    return new Date(dateMs).toISOString().slice(0, 10);
}
function startOf(day) {
    return Date.parse(`${day}T00:00:00Z`);
}

;// CONCATENATED MODULE: ./lib/judge/fleet.js





const noRequests = { requests: 0, retries: 0 };
/** As many as are asked at once: an account that only waits its turn costs memory and wins no time. */
const concurrentAccounts = 8;
/**
 * Judges every account; what happens to one does not touch the others. Accounts are judged one by one until
 * SendGrid has answered for one, so a dead key costs one request (two where the first account is a subuser,
 * whose name may be the fault). Resolves to the accounts in the order given; never throws.
 */
async function judgeFleet(accounts, options) {
    const judge = async (account) => {
        const client = options.clientOf(account);
        const outcome = await judgeAccount(account, client, options);
        const judged = { account, outcome, requestCounts: client.requestCounts };
        options.onJudged(judged);
        return judged;
    };
    const alone = [];
    for (const account of accounts) {
        const judged = await judge(account);
        alone.push(judged);
        if (judged.outcome.result !== 'unverified' || !isTransient(judged.outcome))
            break;
    }
    const rest = accounts.slice(alone.length);
    if (rest.length === 0)
        return alone;
    const deadKey = await deadKeyOutcome(alone.at(-1), options.clientOf);
    if (deadKey !== undefined)
        return [...alone, ...rest.map((account) => ({ account, outcome: deadKey, requestCounts: noRequests }))];
    return [...alone, ...(await pMap(rest, judge, { concurrency: concurrentAccounts }))];
}
/** The outcome for every other account when the key itself is dead. */
async function deadKeyOutcome(first, clientOf) {
    if (first?.outcome.result !== 'unverified' || first.outcome.reason !== 'unauthorized')
        return undefined;
    // It has answered a read, so it is alive; what the write was answered is that account's own.
    if (first.outcome.before !== undefined)
        return undefined;
    if (first.account.name === parentAccount)
        return first.outcome;
    try {
        await clientOf({ name: parentAccount, region: first.account.region, disabled: false }).read();
        return undefined;
    }
    catch (thrown) {
        const failure = failureValue(thrown);
        return failure.reason === 'unauthorized' ? { ...first.outcome, ...failure } : undefined;
    }
}
async function judgeAccount(account, client, { rules, clock }) {
    const waiver = activeWaiver(rules.waivers, account.name, clock.date());
    const outcome = await reconcile(client, waiver === undefined ? rules : { ...rules, mode: 'check' }, clock);
    if (waiver !== undefined && outcome.result === 'deviating') {
        const { before, after, changed, deviations } = outcome;
        return { result: 'waived', reason: '', before, after, changed, deviations, waiver };
    }
    if (account.disabled && outcome.result === 'unverified' && isRefusedRead(outcome)) {
        return { ...outcome, result: 'skipped', reason: '' };
    }
    return outcome;
}
/** Whether SendGrid refused to answer at all: a refused write comes after a read. */
function isRefusedRead({ reason, before }) {
    return before === undefined && ['unauthorized', 'forbidden', 'not-found'].includes(reason);
}

;// CONCATENATED MODULE: ./lib/judge/result.js
/** The result of a run, worst first. */
const results = ['unverified', 'deviating', 'applied', 'compliant'];
/** The worst result of the accounts. Waived and skipped ones do not count. */
function resultOf(run) {
    if (run.kind !== 'judged')
        return 'unverified';
    return (results.find((result) => run.accounts.some(({ outcome }) => outcome.result === result)) ?? 'compliant');
}
/** The reason of the first account that has the worst result. */
function reasonOf(run) {
    if (run.kind !== 'judged')
        return run.failure.reason;
    const result = resultOf(run);
    return run.accounts.find(({ outcome }) => outcome.result === result)?.outcome.reason ?? '';
}
/** Whether the step passes: a deviation may be softened to a warning, nothing else. */
function stepSucceeds(run) {
    return (run.kind === 'judged' && run.accounts.every(({ outcome }) => isAccepted(outcome, run.job.failOnDeviation)));
}
function isAccepted(outcome, failOnDeviation) {
    switch (outcome.result) {
        case 'compliant':
        case 'applied':
        case 'waived':
        case 'skipped':
            return true;
        case 'deviating':
            return outcome.reason === 'deviation' && !failOnDeviation;
        case 'unverified':
            return false;
    }
}
/** The accounts that were judged; none for a run that did not get so far. */
function accountsOf(run) {
    return run.kind === 'judged' ? run.accounts : [];
}

;// CONCATENATED MODULE: ./lib/report/words.js

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
/** A waiver notice in words; `account` is its name as it is to be shown. */
function waiverNoticeInWords({ kind, waiver }, account = oneLine(waiver.account)) {
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
const accountResults = ['compliant', 'applied', 'deviating', 'unverified', 'waived', 'skipped'];
/** How many accounts ended how, without what did not happen. */
function resultCounts(accounts) {
    return accountResults
        .map((result) => ({ result, number: accounts.filter(({ outcome }) => outcome.result === result).length }))
        .filter(({ number }) => number > 0);
}
/** How many accounts ended how: `3 accounts: 2 compliant, 1 deviating.` */
function countsInWords(accounts) {
    const counts = resultCounts(accounts).map(({ result, number }) => `${digits(number)} ${result}`);
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

;// CONCATENATED MODULE: ./lib/report/progress.js

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
        this.#log(`${digits(this.#judged)} of ${digits(this.#total)} accounts judged, ${digits(this.#deviating)} deviating so far, ` +
            `about ${inMinutes(leftMs)} left at this rate.`);
    }
}
function inMinutes(milliseconds) {
    const seconds = Math.ceil(milliseconds / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: ./lib/report/wording.js



/** The titles of one account. A policy finding and a broken check read differently on purpose. */
const titles = {
    compliant: 'Enforced TLS complies with the policy',
    applied: 'Enforced TLS was changed and confirmed',
    deviation: 'Enforced TLS deviates from the policy',
    waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
    'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
    unverified: 'Enforced TLS could not be verified',
    'not-started': 'Enforced TLS was not checked: the action cannot start'
};
/** One account's outcome in words: the one place that turns outcomes into sentences. */
function wordingOf({ account, outcome }, job) {
    const subject = account.name === parentAccount ? "The key's own account" : `Account ${oneLine(account.name)}`;
    const deviations = outcome.deviations.map((deviation) => deviationInWords(deviation, job.policy));
    switch (outcome.result) {
        case 'compliant':
            return {
                level: 'info',
                title: titles.compliant,
                findings: [`${subject} complies: ${policyInWords(job.policy)}.`],
                story: [],
                notes: []
            };
        case 'applied': {
            const changes = changesInWords(outcome.before, outcome.after);
            return {
                level: 'notice',
                title: titles.applied,
                findings: [`${subject}: changed ${changes}. Two reads confirm it.`],
                story: [`Changed ${changes}. Two reads confirm it.`],
                notes: []
            };
        }
        case 'deviating': {
            const softened = outcome.reason === 'deviation' && !job.failOnDeviation;
            return {
                level: softened ? 'warning' : 'error',
                title: titles[outcome.reason],
                findings: deviations.map((deviation) => `${subject} deviates: ${deviation}.`),
                story: [],
                notes: [
                    ...(requiresCertificatesOnly(outcome.after, job.policy) ? [certificatesOnly] : []),
                    ...(outcome.reason === 'loosening-refused' ? [nothingWritten('', outcome.refused)] : [])
                ]
            };
        }
        case 'unverified':
            return {
                level: 'error',
                title: titles.unverified,
                findings: [`${subject}: no verdict. ${oneLine(outcome.message, 1000)}`],
                story: [outcome.message],
                notes: outcome.changed ? [acceptedBefore] : []
            };
        case 'waived': {
            const { until, reason } = outcome.waiver;
            return {
                level: 'info',
                title: titles.waived,
                findings: [`${subject} is waived until ${until} (${oneLine(reason)}): ${deviations.join('; ')}.`],
                story: [`It deviates, and is waived until ${until}: ${reason}`],
                notes: []
            };
        }
        case 'skipped':
            return {
                level: 'info',
                title: titles.unverified,
                findings: [`${subject} is skipped: it is disabled, and SendGrid does not answer for it.`],
                story: ['It is disabled, and SendGrid does not answer for it.'],
                notes: []
            };
    }
}
const certificatesOnly = 'Valid certificates are required and TLS is not. SendGrid does not say whether clear text is refused then, ' +
    'so this does not count as requiring TLS.';
/** What to know of an account that is unverified although it was written to. */
const acceptedBefore = 'SendGrid accepted a change before that.';
/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
function nothingWritten(where, refused) {
    const settings = refused.map(({ setting }) => inputNames[setting]).join(', ');
    return `Nothing was written${where}, because the policy would loosen ${settings}.`;
}
/** Whether valid certificates are required and TLS is not, which a reader may take for more than it is. */
function requiresCertificatesOnly(settings, policy) {
    return policy.requireTls === true && !settings.requireTls && settings.requireValidCert;
}

;// CONCATENATED MODULE: ./lib/report/annotations.js



/** GitHub shows ten errors, ten warnings and ten notices of a step. */
const mostShown = 10;
/** `actionUrl` is the page whose headings are the reasons. */
function annotationsOf(run, actionUrl) {
    if (run.kind !== 'judged') {
        const title = run.kind === 'not-started' ? titles['not-started'] : titles.unverified;
        const lines = run.failure.message.split('\n').map((line) => oneLine(line, 1000));
        return [{ level: 'error', title, message: [...lines, help(run.failure.reason, actionUrl)].join('\n') }];
    }
    const { accounts, job } = run;
    const unwell = accounts.filter(({ outcome }) => outcome.reason !== '');
    const shown = unwell.length > mostShown ? unwell.slice(0, mostShown - 1) : unwell;
    return [
        ...shown.map((judged) => accountAnnotation(wordingOf(judged, job), judged.outcome.reason, actionUrl)),
        ...furtherAnnotations(unwell.slice(shown.length), job),
        ...appliedAnnotations(accounts, job),
        ...waiverAnnotations(run.waiverNotices)
    ];
}
function accountAnnotation({ level, title, findings, notes }, reason, actionUrl) {
    return {
        level: level === 'info' ? 'notice' : level,
        title,
        message: [...findings, ...notes, help(reason, actionUrl)].join('\n')
    };
}
function furtherAnnotations(further, job) {
    if (further.length === 0)
        return [];
    const deviating = further.filter(({ outcome }) => outcome.result === 'deviating').length;
    return [
        {
            level: further.some((judged) => wordingOf(judged, job).level === 'error') ? 'error' : 'warning',
            title: `Enforced TLS: ${count(further.length, 'more account')}`,
            message: `${digits(deviating)} deviating and ${digits(further.length - deviating)} unverified. The job summary names them.`
        }
    ];
}
function appliedAnnotations(accounts, job) {
    const applied = accounts.filter(({ outcome }) => outcome.result === 'applied');
    const message = firstLines(applied, 'more account', (judged) => wordingOf(judged, job).findings.join('\n'));
    return applied.length === 0 ? [] : [{ level: 'notice', title: titles.applied, message }];
}
/** One for all that are of a level: each of its own would crowd out the accounts. */
function waiverAnnotations(notices) {
    const expired = notices.filter(({ kind }) => kind === 'expired');
    const others = notices.filter(({ kind }) => kind !== 'expired');
    return [
        { level: 'warning', listed: expired },
        { level: 'notice', listed: others }
    ].flatMap(({ level, listed }) => {
        const message = firstLines(listed, 'more waiver', (notice) => waiverNoticeInWords(notice));
        return listed.length === 0 ? [] : [{ level, title: 'Waivers of the Enforced TLS policy', message }];
    });
}
function firstLines(entries, more, lineOf) {
    const lines = entries.slice(0, mostShown).map(lineOf);
    if (entries.length > mostShown)
        lines.push(`And ${count(entries.length - mostShown, more)}.`);
    return lines.join('\n');
}
function help(reason, actionUrl) {
    return `What to do: ${actionUrl}#${reason}`;
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./lib/report/file.js



/**
 * Writes the file whole or not at all, and makes its folders. Throws when it cannot. Synchronous, because
 * nothing else is left to do by then, and a pool of threads for one file is most of what it costs.
 */
function writeWholeFile(path, text) {
    makeFolder((0,external_node_path_namespaceObject.dirname)(path));
    const target = regularFile(path);
    const temporary = (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(target), `.${(0,external_node_crypto_namespaceObject.randomUUID)()}.tmp`);
    try {
        (0,external_node_fs_namespaceObject.writeFileSync)(temporary, text, { flag: 'wx' });
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

;// CONCATENATED MODULE: ./lib/report/log.js


/** A log of ten thousand lines is not read; the summary and the report have the rest. */
const mostAccounts = 200;
/** What the log says besides the annotations: of one account what has none, of many each that is not plainly compliant, and the counts. */
function logLines(run) {
    if (run.kind !== 'judged')
        return [];
    const { accounts, job } = run;
    if (accounts.length === 1) {
        return accounts
            .map((judged) => wordingOf(judged, job))
            .flatMap(({ level, findings }) => (level === 'info' ? findings : []));
    }
    const listed = accounts.filter(({ outcome }) => outcome.result !== 'compliant');
    const lines = listed.slice(0, mostAccounts).flatMap((judged) => {
        const { findings, notes } = wordingOf(judged, job);
        return [...findings, ...notes];
    });
    if (listed.length > mostAccounts)
        lines.push(`And ${count(listed.length - mostAccounts, 'more account')}.`);
    return [...lines, countsInWords(accounts)];
}

;// CONCATENATED MODULE: ./lib/report/outputs.js


/** A job's outputs may take 1 MiB in UTF-16; 500 deviations take about a tenth of it. */
const mostDeviations = 500;
/** The outputs of action.yml that a run has by itself, on every path. */
function outputsOf(run) {
    const accounts = accountsOf(run);
    const result = resultOf(run);
    const count = (wanted) => String(accounts.filter(({ outcome }) => outcome.result === wanted).length);
    const settings = accounts.length === 1 ? accounts[0]?.outcome.after : undefined;
    return {
        result,
        compliant: String(result === 'compliant' || result === 'applied'),
        changed: String(accounts.some(({ outcome }) => outcome.changed)),
        reason: reasonOf(run),
        deviations: JSON.stringify(deviationsOf(accounts)),
        'require-tls': String(settings?.requireTls ?? ''),
        'require-valid-cert': String(settings?.requireValidCert ?? ''),
        'tls-version': String(settings?.tlsVersion ?? ''),
        'account-count': String(accounts.length),
        'deviating-count': count('deviating'),
        'unverified-count': count('unverified'),
        'waived-count': count('waived')
    };
}
/** What still deviates after the run, as far as it is known; what is waived does not count. */
function deviationsOf(accounts) {
    const deviations = accounts
        .filter(({ outcome }) => outcome.result !== 'waived')
        .flatMap(({ account, outcome }) => outcome.deviations.map(({ setting, expected, actual }) => ({
        account: account.name,
        setting: inputNames[setting],
        expected,
        actual
    })));
    return deviations.slice(0, mostDeviations);
}

;// CONCATENATED MODULE: ./lib/identity.js
/** What the program says of itself. A test holds these to package.json. */
const actionName = 'sendgrid-enforced-tls-action';
const actionVersion = '1.0.0';
const actionRepository = 'enforced-tls/sendgrid-enforced-tls-action';

;// CONCATENATED MODULE: ./lib/report/report-file.js



/** The report file: what schema/report.schema.json describes. It never holds the key or anything made of it. */
function reportOf(run, workflowRun, span) {
    const { actionUrl: _, ...github } = workflowRun;
    const job = run.kind === 'not-started' ? undefined : run.job;
    const report = {
        schemaVersion: 1,
        startedAt: new Date(span.startMs).toISOString(),
        endedAt: new Date(span.endMs).toISOString(),
        action: { name: actionName, version: actionVersion },
        run: github,
        mode: job?.mode ?? null,
        policy: job === undefined ? null : policyOf(job),
        hosts: hostsOf(run),
        result: resultOf(run),
        reason: reasonOf(run) || null,
        failure: run.kind === 'judged' ? null : run.failure.message,
        accounts: run.kind === 'judged' ? run.accounts.map(accountOf) : []
    };
    return `${JSON.stringify(report, null, 2)}\n`;
}
/** The API URLs that were asked, or would have been. */
function hostsOf(run) {
    if (run.kind === 'not-started')
        return [];
    const regions = run.kind === 'judged' ? run.accounts.map(({ account }) => account.region) : [run.job.region];
    return [...new Set(regions.map((region) => run.hosts[region]))].sort();
}
function policyOf({ policy, allowLoosening, failOnDeviation }) {
    return {
        'require-tls': policy.requireTls ?? null,
        'require-valid-cert': policy.requireValidCert ?? null,
        'tls-version': policy.tlsVersion?.version ?? null,
        'tls-version-match': policy.tlsVersion?.match ?? null,
        'allow-loosening': allowLoosening,
        'fail-on-deviation': failOnDeviation
    };
}
function accountOf({ account, outcome, requestCounts }) {
    return {
        account: account.name,
        region: account.region,
        result: outcome.result,
        reason: outcome.reason || null,
        message: outcome.result === 'unverified' ? outcome.message : null,
        before: settingsOf(outcome.before),
        after: settingsOf(outcome.after),
        changed: outcome.changed,
        deviations: outcome.deviations.map(deviationOf),
        waiver: outcome.result === 'waived' ? { until: outcome.waiver.until, reason: outcome.waiver.reason } : null,
        requests: requestCounts.requests,
        retries: requestCounts.retries
    };
}
function settingsOf(settings) {
    if (settings === undefined)
        return null;
    const { requireTls, requireValidCert, tlsVersion } = settings;
    return { 'require-tls': requireTls, 'require-valid-cert': requireValidCert, 'tls-version': tlsVersion };
}
function deviationOf({ setting, expected, actual }) {
    return { setting: inputNames[setting], expected, actual };
}

;// CONCATENATED MODULE: ./lib/report/sarif.js





/** GitHub takes 25,000 results of a run and refuses a file with more. */
const mostResults = 25_000;
/**
 * SARIF 2.1.0 with one result for each deviating account and setting. None for a run without a verdict on every
 * account: GitHub closes the alerts that a file does not repeat.
 */
function sarifOf(run, workflowRun) {
    if (run.kind !== 'judged' || resultOf(run) === 'unverified')
        return undefined;
    const { accounts, job, hosts } = run;
    const uri = asUri(workflowRun.workflowFile || 'action.yml');
    const results = accounts.flatMap(({ account, outcome }) => outcome.result !== 'deviating'
        ? []
        : outcome.deviations.map((deviation) => ({
            ruleId: ruleId(deviation.setting),
            ruleIndex: settingNames.indexOf(deviation.setting),
            level: 'error',
            message: {
                text: plain(`Account ${oneLine(account.name)}: ${deviationInWords(deviation, job.policy)}.`)
            },
            locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }],
            // The one name that GitHub's code scanning reads; where it is missing, all results of a line are one alert.
            partialFingerprints: {
                primaryLocationLineHash: fingerprint(hosts[account.region], account.name, deviation.setting)
            }
        })));
    const driver = {
        name: actionName,
        semanticVersion: actionVersion,
        informationUri: `https://github.com/${actionRepository}`,
        rules: settingNames.map(rule)
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
            markdown: `${help} See [deviation](https://github.com/${actionRepository}#deviation).`
        },
        helpUri: `https://github.com/${actionRepository}#deviation`,
        defaultConfiguration: { level: 'error' },
        properties: { 'security-severity': severity, precision: 'very-high', tags: ['security', 'email', 'tls'] }
    };
}
function ruleId(setting) {
    return `enforced-tls/${inputNames[setting]}`;
}
/** The same for the same setting of the same account, run after run, whatever its value. */
function fingerprint(...parts) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(JSON.stringify(parts)).digest('hex');
}
/** A path of the repository as a relative URI. */
function asUri(path) {
    return path.split('/').map(encodeURIComponent).join('/');
}
/** SARIF messages may hold links, `[text](target)`; foreign text must not. */
function plain(text) {
    return text.replace(/[\\[\]]/g, '\\$&');
}

;// CONCATENATED MODULE: ./lib/report/markdown.js

/**
 * Foreign text as a Markdown code span of at most `limit` characters, where no HTML, link or mention comes to
 * life. A backtick inside is outnumbered by those around it.
 */
function code(text, limit) {
    const line = oneLine(text, limit);
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
function escapeMarkdown(text, limit = 2_000) {
    return oneLine(text, limit)
        .replace(/:\/\/|(?<=www)\./gi, '\u200b$&')
        .replace(/@|#(?=\d)|GH-(?=\d)/gi, '$&\u200b')
        .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
        .replace(/[\\`*_[\]|~!]/g, '\\$&')
        .replace(/\$/g, '<span>\\$$</span>')
        .replace(/^(?=[-+=#])|(?<=^\d+)(?=[.)])/, '\\');
}

;// CONCATENATED MODULE: ./lib/report/summary/account.js




/** What a summary says of its only account, around the line about the policy and the one about what to do. */
function accountParts(judged, job, policyLine, next) {
    const { account, outcome } = judged;
    const subject = account.name === parentAccount ? "The key's own account" : `Account ${code(account.name)}`;
    const { story, notes } = wordingOf(judged, job);
    const reason = outcome.result === 'unverified' ? `**${outcome.reason}:** ` : '';
    const rest = [
        ...story.map((sentence) => reason + escapeMarkdown(sentence)),
        ...notes.map((sentence) => escapeMarkdown(sentence)),
        ...next
    ];
    // The table states the policy too.
    if (outcome.after === undefined)
        return [`${subject}.`, policyLine, ...rest];
    return [`${subject} (mode ${job.mode}).`, ...rest, settingsTable(outcome, outcome.after, job)];
}
/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ result, deviations }, settings, { policy }) {
    const isVerdict = result !== 'unverified';
    const deviating = deviations.map(({ setting }) => setting);
    const rows = settingNames.map((setting) => {
        const stated = policy[setting] !== undefined;
        const complies = deviating.includes(setting) ? 'deviates' : 'complies';
        return [
            inputNames[setting],
            isVerdict && !stated ? '\u2013' : statedValue(policy, setting),
            String(settings[setting]),
            ...(isVerdict ? [stated ? complies : 'not stated'] : [])
        ];
    });
    return table(['Setting', 'Policy', ...(isVerdict ? ['In force', 'Verdict'] : ['Last read'])], rows);
}

;// CONCATENATED MODULE: ./lib/report/summary/lists.js


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
function listSection(heading, list, head = '') {
    if (list.entries.length === 0)
        return [];
    const fitting = fittingOf(list.entries, listBoundBytes);
    const next = fitting.slice(mostOpen);
    const asMarkdown = (entries) => head + entries.join('\n');
    return [
        `### ${heading}`,
        asMarkdown(fitting.slice(0, mostOpen)),
        ...(next.length > 0 ? fold(`The next ${count(next.length, list.noun)}`, asMarkdown(next)) : []),
        ...leftOut(list, fitting)
    ];
}
/** A list without a heading, as one text. */
function joinedList(list, separator) {
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
    return more > 0 ? [`**And ${count(more, `more ${noun}`)}.** ${elsewhere}`] : [];
}

;// CONCATENATED MODULE: ./lib/report/summary/fleet.js




/** Longer names are cut, in characters. SendGrid's own are shorter. */
const longestName = 100;
/** Longer messages and reasons are cut in a table, in characters. */
const longestText = 500;
/** As many are named in a sentence. */
const mostNamed = 10;
/** How a fleet ended, in one line. Deviating is a finding and unverified a broken check: they differ in words. */
function fleetTitle(accounts) {
    const numbers = new Map(resultCounts(accounts).map(({ result, number }) => [result, number]));
    const deviating = numbers.get('deviating') ?? 0;
    const parts = [
        { number: deviating, verb: deviating === 1 ? 'deviates' : 'deviate' },
        { number: numbers.get('unverified') ?? 0, verb: 'could not be verified' },
        { number: numbers.get('applied') ?? 0, verb: 'changed' }
    ].filter(({ number }) => number > 0);
    if (parts.length === 0)
        return titles.compliant;
    const phrases = parts.map(({ number, verb }, index) => `${index === 0 ? count(number, 'account') : digits(number)} ${verb}`);
    return `Enforced TLS: ${phrases.join(', ')}`;
}
/** The accounts of a fleet that need eyes, a table for each way in which they do. */
function fleetTables(accounts, { policy }) {
    return [
        ...accountTable('What deviates', ['Account', 'Setting', 'Expected', 'Actual'], accounts, (outcome) => outcome.result === 'deviating' ? outcome.deviations.map((one) => deviationCells(one, policy)) : []),
        ...certificateNote(accounts, policy),
        ...refusalNotes(accounts),
        ...accountTable('What could not be verified', ['Account', 'What happened'], accounts, (outcome) => outcome.result === 'unverified' ? [[whatHappened(outcome)]] : []),
        ...accountTable('What was changed and confirmed', ['Account', 'Change'], accounts, (outcome) => outcome.result === 'applied' ? [[changesInWords(outcome.before, outcome.after)]] : []),
        ...accountTable('What is waived', ['Account', 'Until', 'Reason', 'Deviation'], accounts, (outcome) => outcome.result === 'waived' ? [waivedCells(outcome, policy)] : [])
    ];
}
/** The accounts that need no eyes. */
function fleetFolds(accounts) {
    const compliant = namesOf(accounts, 'compliant');
    const skipped = namesOf(accounts, 'skipped');
    const them = skipped.length === 1 ? 'it' : 'them';
    return [
        ...nameFold(count(compliant.length, 'compliant account'), compliant),
        ...nameFold(`${count(skipped.length, 'skipped account')}: disabled, and SendGrid does not answer for ${them}`, skipped)
    ];
}
/** `rowsOf` has an account's cells after its name, and none for one that is not of this table. */
function accountTable(heading, head, accounts, rowsOf) {
    const entries = accounts.flatMap(({ account, outcome }) => {
        const rows = rowsOf(outcome).map((cells) => tableRow([codeCell(account.name, longestName), ...cells]));
        return rows.length > 0 ? [rows.join('\n')] : [];
    });
    return listSection(heading, { entries, noun: 'account', elsewhere: inReport }, `${tableHead(head)}\n`);
}
function deviationCells({ setting, actual }, policy) {
    return [inputNames[setting], statedValue(policy, setting), String(actual)];
}
function whatHappened({ reason, message, changed }) {
    const why = escapeMarkdown(`${reason}: ${message}`, longestText);
    return changed ? `${why} ${acceptedBefore}` : why;
}
function waivedCells({ waiver, deviations }, policy) {
    const what = deviations.map((deviation) => deviationInWords(deviation, policy)).join('; ');
    return [waiver.until, escapeMarkdown(waiver.reason, longestText), what];
}
function certificateNote(accounts, policy) {
    const some = accounts.some(({ outcome }) => outcome.result === 'deviating' && requiresCertificatesOnly(outcome.after, policy));
    return some
        ? ['Some of these accounts require valid certificates only. That does not count as requiring TLS.']
        : [];
}
/** One sentence for all accounts that were left alone for the same settings. */
function refusalNotes(accounts) {
    const refused = accounts.flatMap(({ account, outcome }) => outcome.reason === 'loosening-refused' ? [{ name: account.name, refused: outcome.refused }] : []);
    const alike = Map.groupBy(refused, ({ refused }) => refused.map(({ setting }) => setting).join());
    return [...alike.values()].map((group) => {
        const names = group.slice(0, mostNamed).map(({ name }) => code(name, longestName));
        const more = group.length - names.length;
        const rest = more > 0 ? ` and ${count(more, 'more account')}` : '';
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
    return fold(title, ...joinedList({ entries, noun: 'account', elsewhere: inReport }, ', '));
}

;// CONCATENATED MODULE: ./lib/report/summary/next-steps.js


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
function nextSteps(run, actionUrl) {
    const accounts = accountsOf(run);
    const reasons = run.kind === 'judged' ? accounts.map(({ outcome }) => outcome.reason) : [run.failure.reason];
    const scope = (number) => (accounts.length > 1 ? ` (${count(number, 'account')})` : '');
    const steps = Object.entries(actions).flatMap(([reason, action]) => {
        const number = reasons.filter((one) => one === reason).length;
        return number > 0 ? [`[${action}](${actionUrl}#${reason})${scope(number)}.`] : [];
    });
    const applied = accounts.filter(({ outcome }) => outcome.result === 'applied').length;
    if (applied > 0)
        steps.push(`Find out who changed the settings${scope(applied)}.`);
    return steps.length > 0 ? [`**What to do next:** ${steps.join(' ')}`] : [];
}

;// CONCATENATED MODULE: ./lib/report/summary/summary.js







/** The job summary, in GitHub's Markdown. `actionUrl` is the page whose headings are the reasons. */
function summaryOf(run, actionUrl) {
    const next = nextSteps(run, actionUrl);
    const parts = run.kind === 'judged' ? partsOf(run, next) : partsWithoutAccounts(run, next);
    return `${parts.join('\n\n')}\n`;
}
function partsWithoutAccounts(run, next) {
    const entries = run.failure.message.split('\n').map((line) => escapeMarkdown(line));
    return [
        ...(run.kind === 'not-started'
            ? [`## ${titles['not-started']}`]
            : [`## ${titles.unverified}`, 'The accounts are not known, so none was judged.', policyLine(run.job)]),
        ...joinedList({ entries, noun: 'line', elsewhere: inReport }, '\n\n'),
        ...next
    ];
}
function partsOf(run, next) {
    const { accounts, job } = run;
    const notices = waiverSection(run.waiverNotices);
    const [only, ...others] = accounts;
    if (only !== undefined && others.length === 0) {
        const { title } = wordingOf(only, job);
        return [`## ${title}`, ...accountParts(only, job, policyLine(job), next), ...notices];
    }
    return [
        `## ${fleetTitle(accounts)}`,
        countsInWords(accounts),
        policyLine(job),
        ...next,
        ...fleetTables(accounts, job),
        ...notices,
        ...fleetFolds(accounts)
    ];
}
function policyLine({ mode, policy }) {
    return `**Policy** (mode ${mode}): ${policyInWords(policy)}.`;
}
function waiverSection(notices) {
    const entries = notices.map((notice) => `- ${waiverNoticeInWords(notice, code(notice.waiver.account, 100))}`);
    return listSection('Waivers to look after', {
        entries,
        noun: 'waiver',
        elsewhere: 'The input `waivers` has them all.'
    });
}

;// CONCATENATED MODULE: ./lib/report/publish.js












/** Publishes on each channel in turn, best effort: one that fails is a warning, and the next is tried. */
async function publish(run, options) {
    const { actionUrl } = options.workflowRun;
    const reportFile = await bestEffort('report', () => writeReport(run, options));
    await bestEffort('outputs', () => setOutputs({ ...outputsOf(run), 'report-file': reportFile ?? '' }));
    await bestEffort('log', () => {
        for (const line of logLines(run))
            info(line);
    });
    await bestEffort('annotations', () => {
        for (const annotation of annotationsOf(run, actionUrl))
            annotate(annotation);
    });
    await bestEffort('job summary', () => summary.addRaw(summaryOf(run, actionUrl)).write());
    await bestEffort('SARIF file', () => writeSarif(run, reportFile, options));
    const issue = await bestEffort('tracking issue', () => trackIssue(run, options));
    await bestEffort('outputs', () => setOutputs({ 'issue-number': String(issue?.number ?? ''), 'issue-url': issue?.url ?? '' }));
}
async function bestEffort(channel, write) {
    try {
        return await write();
    }
    catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : asFailure(thrown).message;
        core_warning(`The ${channel} could not be written: ${oneLine(message)}`);
        return undefined;
    }
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs))
        setOutput(name, value);
}
/** Returns the report's absolute path. */
function writeReport(run, { publishing, workflowRun, folders, span }) {
    const stated = publishing.reportFile;
    const path = stated === undefined
        ? (0,external_node_path_namespaceObject.resolve)(folders.temporary, `enforced-tls-report-${(0,external_node_crypto_namespaceObject.randomUUID)()}.json`)
        : (0,external_node_path_namespaceObject.resolve)(folders.workspace, stated);
    writeWholeFile(path, reportOf(run, workflowRun, span));
    return path;
}
function writeSarif(run, reportFile, options) {
    const { publishing, workflowRun, folders } = options;
    if (run.kind === 'not-started' || publishing.sarifFile === undefined)
        return;
    const path = (0,external_node_path_namespaceObject.resolve)(folders.workspace, publishing.sarifFile);
    if (path === reportFile)
        throw new Error(`${path} is the report`);
    const sarif = sarifOf(run, workflowRun);
    // A file that an earlier run left would be taken for one of this run.
    if (sarif === undefined)
        removeFile(path);
    else
        writeWholeFile(path, sarif.text);
    if (sarif !== undefined && sarif.omitted > 0)
        core_warning(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`);
}
/** A bundle of its own, loaded only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run, options) {
    const { publishing, workflowRun, span } = options;
    if (run.kind === 'not-started' || publishing.tracking === undefined)
        return undefined;
    const { track } = await import(/* webpackIgnore: true */ './tracking-issue/track.js');
    const { issue, warning } = await track(run, publishing.tracking, workflowRun, span.endMs);
    if (warning !== undefined)
        core_warning(warning, { title: 'Tracking issue' });
    return issue;
}
function annotate({ level, title, message }) {
    const annotators = { error: error, warning: core_warning, notice: notice };
    annotators[level](message, { title });
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: ./lib/report/workflow-run.js


/** Reads the variables that GitHub documents under "Default environment variables". */
function readWorkflowRun(environment) {
    const of = (name) => environment[name] ?? '';
    const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com';
    const repository = of('GITHUB_REPOSITORY');
    const runId = of('GITHUB_RUN_ID');
    const action = of('GITHUB_ACTION_REPOSITORY');
    return {
        repository,
        workflow: of('GITHUB_WORKFLOW'),
        workflowFile: fileOfWorkflow(of('GITHUB_WORKFLOW_REF')),
        runUrl: repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : '',
        event: of('GITHUB_EVENT_NAME'),
        actor: of('GITHUB_ACTOR'),
        commit: of('GITHUB_SHA'),
        // A local checkout of the action has no name.
        actionUrl: action ? `${serverUrl}/${action}` : `https://github.com/${actionRepository}`
    };
}
/** The folders of the runner; outside of one, the current folder and the system's. */
function readFolders(environment) {
    return {
        workspace: environment['GITHUB_WORKSPACE'] || '.',
        temporary: environment['RUNNER_TEMP'] || (0,external_node_os_namespaceObject.tmpdir)()
    };
}
/** `octocat/hello/.github/workflows/a.yml@refs/heads/main` is `.github/workflows/a.yml`. */
function fileOfWorkflow(reference) {
    return /^[^/]+\/[^/]+\/(.+?)@refs\//.exec(reference)?.[1] ?? '';
}

;// CONCATENATED MODULE: ./lib/sendgrid/retry.js
const backoffBaseMs = 1_000;
const backoffCapMs = 20_000;
const leastRateLimitWaitMs = 1_000;
/** SendGrid's windows last a minute; five seconds more for clocks that differ. */
const longestRateLimitWaitMs = 65_000;
/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 says itself how long; otherwise backoff
 * with full jitter. `answer` is undefined where none came.
 */
function retryWaitMs(answer, retry, { clock, random }) {
    const statedMs = answer?.status === 429 ? rateLimitWaitMs(answer, clock.date()) : undefined;
    if (statedMs !== undefined)
        return Math.min(Math.max(statedMs, leastRateLimitWaitMs), longestRateLimitWaitMs);
    return random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** retry);
}
function rateLimitWaitMs({ headers }, dateMs) {
    const retryAfter = headers['retry-after'];
    if (retryAfter !== undefined) {
        if (/^\s*\d+\s*$/.test(retryAfter))
            return Number(retryAfter) * 1000;
        // HTTP's dates begin with a day; of other text Date.parse makes dates too.
        const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
        if (!Number.isNaN(date))
            return date - dateMs;
    }
    return resetInMs(headers, dateMs);
}
/**
 * Milliseconds until the rate limit window ends by `X-RateLimit-Reset`; negative when it is over. The header
 * has seconds since the epoch on the classic API and seconds left on newer parts of it (sendgrid-oai,
 * tsg_recipients_data_erasure_v3); no wait is 30 years long.
 */
function resetInMs(headers, dateMs) {
    const reset = String(headers['x-ratelimit-reset'] ?? '').trim();
    if (!/^\d+(\.\d+)?$/.test(reset))
        return undefined;
    const seconds = Number(reset);
    return seconds < 1e9 ? seconds * 1000 : seconds * 1000 - dateMs;
}

;// CONCATENATED MODULE: ./lib/sendgrid/rate-limiter.js


/** Two answers of one window may differ by this where the reset is in whole seconds left. */
const resetToleranceMs = 1_500;
/**
 * What all requests of a run pass. It learns the budget from `X-RateLimit-*`, and lets everyone wait together
 * when the window is spent or SendGrid has answered 429. After a wait one request goes alone, the probe: only
 * when it is answered the others follow. How many are under way is the caller's to bound.
 */
class RateLimiter {
    #clock;
    #endAtMs;
    #log;
    #waiting = [];
    #window;
    #underWay = 0;
    #probing = true;
    #pausedUntilMs = Number.NEGATIVE_INFINITY;
    #sleeping = false;
    /** Why the run has stopped early. */
    #stopped;
    #trouble = 'unavailable';
    /** `endAtMs` is when the run has to end, by `clock.now()`. */
    constructor(clock, endAtMs, log) {
        this.#clock = clock;
        this.#endAtMs = endAtMs;
        this.#log = log;
    }
    /**
     * Sends once the request may start. Throws a Failure when it could not before the end of the run. `last` is
     * how the attempt before it ended.
     */
    async run(send, last) {
        const isProbe = await new Promise((start, reject) => {
            this.#waiting.push({ start, reject, last });
            this.#startNext();
        });
        let attempt;
        try {
            attempt = await send();
            return attempt;
        }
        finally {
            this.#underWay--;
            if (attempt !== undefined)
                this.#learn(attempt, isProbe);
            this.#startNext();
        }
    }
    /** A wait that is one request's own. Throws a Failure when it would pass the end of the run. */
    async sleep(milliseconds, failure) {
        if (this.#clock.now() + milliseconds > this.#endAtMs) {
            throw new Failure('unavailable', `${failure.message} The next attempt would pass max-minutes.`);
        }
        await this.#clock.sleep(milliseconds);
    }
    #learn(attempt, isProbe) {
        const { answer, failure } = attempt;
        if (failure !== undefined && isTransient(failure))
            this.#trouble = failure.reason;
        if (answer === undefined)
            return;
        if (isProbe)
            this.#probing = false;
        const nowMs = this.#clock.now();
        const resetMs = resetInMs(answer.headers, this.#clock.date());
        if (attempt.failure !== undefined && attempt.failure.reason === 'rate-limited') {
            // Where it says itself how long to wait, the probe learns what there is then.
            if (resetMs !== undefined || answer.headers['retry-after'] !== undefined)
                this.#window = undefined;
            this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + attempt.waitMs);
            this.#probing = true;
            return;
        }
        const remaining = String(answer.headers['x-ratelimit-remaining'] ?? '').trim();
        if (resetMs === undefined || !/^\d+$/.test(remaining))
            return;
        // A late answer of the window before says nothing. That a probe gets one means that the clocks differ.
        if (resetMs <= 0 && !isProbe)
            return;
        const resetAtMs = nowMs + Math.min(Math.max(resetMs, 1_000), longestRateLimitWaitMs);
        this.#learnWindow(resetAtMs, Number(remaining), isProbe);
    }
    #learnWindow(resetAtMs, remaining, isProbe) {
        const window = this.#window;
        if (window === undefined || isProbe || resetAtMs > window.resetAtMs + resetToleranceMs) {
            this.#window = { resetAtMs, lowestRemaining: remaining, left: remaining - this.#underWay };
            return;
        }
        // SendGrid may not have counted those under way yet. With none under way its number is exact.
        window.lowestRemaining = Math.min(window.lowestRemaining, remaining);
        const left = window.lowestRemaining - this.#underWay;
        window.left = this.#underWay === 0 ? left : Math.min(window.left, left);
    }
    /** Starts as many of those that wait as may start now, and sees to it that somebody looks again. */
    #startNext() {
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
                this.#probing = true;
            }
            if (this.#probing && this.#underWay > 0)
                return;
            if (this.#window !== undefined && this.#window.left <= 0)
                return;
            if (this.#window !== undefined)
                this.#window.left--;
            this.#underWay++;
            this.#waiting.shift()?.start(this.#probing);
        }
    }
    /** How long nobody may start. A window that looks spent may have some left once nothing is under way. */
    #waitMs(nowMs) {
        const spent = this.#window !== undefined && this.#window.left <= 0 && this.#underWay === 0;
        const windowMs = spent ? (this.#window?.resetAtMs ?? nowMs) - nowMs : 0;
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
            this.#startNext();
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
            reject(new Failure(last?.reason ?? this.#trouble, `${asked}: ${this.#stopped}.`));
        }
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/connection.js

/** The request in words, for errors and the log. */
function describe({ method, path, onBehalfOf }) {
    return `${method} ${path} for ${onBehalfOf === undefined ? "the key's own account" : oneLine(onBehalfOf)}`;
}

;// CONCATENATED MODULE: ./lib/sendgrid/json.js
/** The value, or undefined when the text is not JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/error-response.js




/** Why an answer is of no use, with SendGrid's own words and what a person can do. */
function errorResponse(answer, apiKey, request) {
    const quoted = quoteErrors(answer.body, apiKey);
    const answered = `${describe(request)} was answered ${answer.status}${quoted === '' ? '' : ` ("${quoted}")`}.`;
    const { status } = answer;
    const subject = request.onBehalfOf === undefined
        ? ''
        : `, or ${oneLine(request.onBehalfOf)} is not an account of this key`;
    if (status === 401) {
        return new Failure('unauthorized', `${answered} The key is wrong, expired or revoked, or it belongs to another region than ${request.apiUrl}${subject}.`);
    }
    if (status === 403) {
        return new Failure('forbidden', `${answered} The key lacks the scope ${request.scope}, or IP Access Management does not list the address ` +
            `of this runner${subject}.`);
    }
    if (status === 404) {
        return new Failure('not-found', `${answered} ${request.apiUrl} has no such resource${subject}.`);
    }
    if (status === 429)
        return new Failure('rate-limited', `${answered} The rate limit is spent.`);
    if (status >= 500)
        return new Failure('unavailable', `${answered} SendGrid is not available.`);
    if (status >= 400)
        return new Failure('rejected', `${answered} SendGrid refuses the request.`);
    if (status === 200)
        return new Failure('unexpected-response', `${answered} The body is too large to be what was asked for.`);
    return new Failure('unexpected-response', `${answered} Only 200 is an answer; redirects are not followed.`);
}
/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
function quoteErrors(body, apiKey) {
    const value = parseJson(body);
    if (typeof value !== 'object' || value === null)
        return '';
    const { errors, error } = value;
    const messages = Array.isArray(errors)
        ? errors.map((entry) => entry?.message)
        : [error];
    const joined = messages.filter((message) => typeof message === 'string').join('; ');
    return oneLine(oneLine(joined, joined.length * 2).replaceAll(apiKey, '***'));
}

;// CONCATENATED MODULE: ./lib/sendgrid/request.js






/** The setting is under 100 bytes; 64 KiB leaves room for any error page. */
const usualBodyBoundBytes = 64 * 1024;
/**
 * Sends the request, again where it failed in passing (lost connection, timeout, 429, 5xx), and resolves to
 * the body of a complete 200. Throws a Failure for everything else.
 */
async function send(session, request) {
    const { rateLimiter, log } = session;
    const { maxRetries } = session.connection;
    let last;
    for (let retry = 0;; retry++) {
        const ended = await rateLimiter.run(() => attempt(session, request, retry), last);
        const { failure } = ended;
        if (failure === undefined)
            return ended.answer.body;
        if (!isTransient(failure) || retry === maxRetries)
            throw failure;
        const { waitMs } = ended;
        log(`Retry ${retry + 1} of ${maxRetries} in ${(waitMs / 1000).toFixed(1)} s: ${failure.message}`);
        // After a 429 the limiter makes everyone wait; any other trouble is this request's own.
        if (failure.reason === 'unavailable')
            await rateLimiter.sleep(waitMs, failure);
        last = failure;
    }
}
async function attempt(session, request, retry) {
    request_count(request, retry);
    const answer = await answerTo(session, request);
    if (answer instanceof Failure)
        return { answer: undefined, failure: answer, waitMs: retryWaitMs(undefined, retry, session) };
    if (answer.status === 200 && answer.complete)
        return { answer, failure: undefined };
    const failure = errorResponse(answer, session.connection.apiKey, request);
    return { answer, failure, waitMs: retryWaitMs(answer, retry, session) };
}
function request_count({ requestCounts }, retry) {
    if (requestCounts === undefined)
        return;
    requestCounts.requests++;
    if (retry > 0)
        requestCounts.retries++;
}
/** That no answer came is an `unavailable` Failure, returned. */
async function answerTo({ transport, connection }, request) {
    try {
        return await transport({
            method: request.method,
            url: request.apiUrl + request.path,
            headers: headersOf(request, connection.apiKey),
            body: request.body === undefined ? undefined : JSON.stringify(request.body),
            timeoutMs: connection.requestTimeoutMs,
            bodyBoundBytes: request.bodyBoundBytes ?? usualBodyBoundBytes
        });
    }
    catch (thrown) {
        return new Failure('unavailable', `${describe(request)} failed: ${oneLine(errorText(thrown))}.`, {
            cause: thrown
        });
    }
}
function headersOf({ onBehalfOf, body }, apiKey) {
    return {
        Authorization: `Bearer ${apiKey}`,
        Accept: 'application/json',
        'User-Agent': `${actionName}/${actionVersion}`,
        // In lower case SendGrid has been seen to ignore this one and to answer for the parent
        // (sendgrid/docs#3751), which would be a false verdict.
        ...(onBehalfOf === undefined ? {} : { 'On-Behalf-Of': onBehalfOf }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
    };
}
/** Node's error for several refused addresses has a code and no message. */
function errorText(thrown) {
    if (!(thrown instanceof Error))
        return String(thrown);
    return thrown.message || thrown.code || thrown.name;
}

;// CONCATENATED MODULE: ./lib/sendgrid/settings.js






const settings_path = '/v3/user/settings/enforced_tls';
/** The Enforced TLS setting of one account, by SendGrid's v3 API (twilio/sendgrid-oai, tsg_enforced_tls_v3). */
function accountClient(session, account) {
    const { apiKey, apiUrls } = session.connection;
    const requestCounts = { requests: 0, retries: 0 };
    const to = {
        apiUrl: apiUrls[account.region],
        path: settings_path,
        onBehalfOf: account.name === parentAccount ? undefined : account.name,
        requestCounts
    };
    return {
        requestCounts,
        async read() {
            const request = { method: 'GET', ...to, scope: 'user.settings.enforced_tls.read' };
            return asSettings(await send(session, request), apiKey);
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
            refuseErrors(await send(session, request), apiKey);
        }
    };
}
/** The setting in a 200's body. Throws `unexpected-response` for whatever is not plainly the setting. */
function asSettings(body, apiKey) {
    refuseErrors(body, apiKey);
    const value = parseJson(body);
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
        throw unexpected(`has the unknown version ${oneLine(shown, 40)}`);
    }
    return known;
}
/** Some of SendGrid's answers carry errors in a 200. */
function refuseErrors(body, apiKey) {
    const value = parseJson(body);
    if (typeof value !== 'object' || value === null || !('errors' in value || 'error' in value))
        return;
    throw unexpected(`has errors ("${quoteErrors(body, apiKey)}")`);
}
function unexpected(what) {
    return new Failure('unexpected-response', `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`);
}

;// CONCATENATED MODULE: ./lib/sendgrid/subusers.js





const pageSize = 500;
/** 500 subusers take about 75 KB. */
const pageBoundBytes = 1024 * 1024;
/**
 * Every subuser of the key's account, by name (twilio/sendgrid-oai, tsg_subusers_v3). Asked on until an empty
 * page, since SendGrid does not say how many there are and may send fewer than asked for. A subuser whose
 * region is not in it has the stated one. Throws a Failure when the list is not sure to be whole.
 */
async function listSubusers(session, region) {
    const subusers = new Map();
    let received = 0;
    let barrenPages = 0;
    for (;;) {
        const page = asPage(await send(session, pageRequest(session.connection.apiUrls[region], received)), region);
        if (page.length === 0)
            break;
        const known = subusers.size;
        for (const { id, ...account } of page)
            subusers.set(id, account);
        // A subuser that is added under way shifts the list, and a page may repeat what is known. A list of such
        // pages would never end.
        barrenPages = subusers.size === known ? barrenPages + 1 : 0;
        if (barrenPages === 2)
            throw subusers_unexpected(`the pages up to ${received + page.length} have no subuser that was not listed before`);
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
    const page = parseJson(body);
    if (!Array.isArray(page))
        throw subusers_unexpected('the answer is not a JSON array');
    return page.map((entry) => asSubuser(entry, region));
}
function asSubuser(entry, statedRegion) {
    if (typeof entry !== 'object' || entry === null)
        throw subusers_unexpected('an entry is not an object');
    const { id, username, disabled = false, region = statedRegion } = entry;
    if (typeof id !== 'number')
        throw subusers_unexpected('an entry has no number for id');
    if (typeof username !== 'string' || !isSubuserName(username))
        throw subusers_unexpected('an entry has no usable username');
    if (typeof disabled !== 'boolean')
        throw subusers_unexpected('an entry has no boolean disabled');
    if (region !== 'global' && region !== 'eu')
        throw subusers_unexpected('an entry has an unknown region');
    return { id, name: username, disabled, region };
}
/**
 * Whether a header can carry the name as it is, and nothing else is meant by it: an empty or trimmed header
 * would be answered for another account.
 */
function isSubuserName(name) {
    const sendable = fitsHeader(name) && name === name.trim();
    return sendable && name !== parentAccount && !name.startsWith('account-id ');
}
function subusers_unexpected(what) {
    return new Failure('unexpected-response', `The list of subusers is not understood: ${what}. No account was judged.`);
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: ./lib/sendgrid/transport.js



/**
 * A transport that keeps its connections. The client is used for its proxies alone: its `request` follows
 * redirects, changes the case of header names, which SendGrid has been seen to mind (sendgrid/docs#3751), and
 * adds the ID of the job's orchestration to the user agent.
 */
function createTransport() {
    const client = new lib_HttpClient(undefined, [], { keepAlive: true });
    return (request) => transport_send(client, request);
}
async function transport_send(client, request) {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
    try {
        const { message } = await client.requestRaw(rawRequest(client, request, deadline.signal), request.body ?? null);
        const { body, complete } = await readBody(message, request.bodyBoundBytes);
        return { status: message.statusCode ?? 0, headers: message.headers, body, complete };
    }
    catch (thrown) {
        if (deadline.signal.aborted)
            throw new Error(`no complete answer within ${request.timeoutMs / 1000} s`);
        throw thrown;
    }
    finally {
        clearTimeout(timer);
    }
}
function rawRequest(client, { method, url, headers }, signal) {
    const parsedUrl = new URL(url);
    const agent = client.getAgent(url);
    // A proxy that never answers CONNECT is beyond the reach of the request's own signal. The tunnel reads this
    // within the call.
    const { proxyOptions } = agent;
    if (proxyOptions !== undefined)
        proxyOptions.signal = signal;
    return {
        parsedUrl,
        httpModule: parsedUrl.protocol === 'https:' ? (external_node_https_default()) : (external_node_http_default()),
        options: {
            method,
            // node:http takes an IPv6 address without the brackets of the URL.
            host: parsedUrl.hostname.replace(/^\[(.*)\]$/, '$1'),
            port: parsedUrl.port || (parsedUrl.protocol === 'https:' ? 443 : 80),
            path: parsedUrl.pathname + parsedUrl.search,
            headers: { ...headers },
            agent,
            signal
        }
    };
}
/** Rejects when the connection is lost inside the body, where the client's own readBody never settles. */
function readBody(message, boundBytes) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let bytes = 0;
        const end = (complete) => resolve({ body: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete });
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

;// CONCATENATED MODULE: ./lib/main.js
















// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = ExitCode.Failure;
void main();
// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main() {
    const startMs = systemClock.date();
    const workflowRun = readWorkflowRun(process.env);
    const { run, publishing } = await runJob();
    if (stepSucceeds(run))
        process.exitCode = ExitCode.Success;
    const span = { startMs, endMs: systemClock.date() };
    await publish(run, { publishing, workflowRun, folders: readFolders(process.env), span });
}
async function runJob() {
    let inputs;
    try {
        mask(readApiKey(input));
        inputs = readInputs(input);
    }
    catch (thrown) {
        const publishing = { ...readFiles(input), tracking: undefined };
        return { run: { kind: 'not-started', failure: failureValue(thrown) }, publishing };
    }
    const { publishing, job } = inputs;
    if (publishing.tracking)
        core_setSecret(publishing.tracking.token);
    for (const warning of inputs.warnings)
        core_warning(warning);
    info(`Policy: ${policyInWords(job.policy)} (mode ${job.mode}).`);
    return { run: await judge(inputs), publishing };
}
async function judge({ connection, job }) {
    const known = { job, hosts: connection.apiUrls };
    const clock = systemClock;
    const session = {
        connection,
        transport: createTransport(),
        rateLimiter: new RateLimiter(clock, clock.now() + connection.maxRunMs, info),
        clock,
        random: Math.random,
        log: info
    };
    try {
        const selected = await selectAccounts(job, session);
        const progress = new Progress(selected.length, clock, info);
        const accounts = await judgeFleet(selected, {
            rules: job,
            clock,
            clientOf: (account) => accountClient(session, account),
            onJudged: (judged) => progress.judged(judged)
        });
        const waiverNotices = reviewWaivers(job.waivers, accounts, clock.date());
        return { kind: 'judged', ...known, accounts, waiverNotices };
    }
    catch (thrown) {
        return { kind: 'no-accounts', ...known, failure: failureValue(thrown) };
    }
}
async function selectAccounts({ selection, region }, session) {
    if (selection !== 'all-subusers')
        return selection.map((name) => ({ name, region, disabled: false }));
    const parent = { name: parentAccount, region, disabled: false };
    return [parent, ...(await listSubusers(session, region))];
}
function input(name) {
    return getInput(name, { trimWhitespace: false });
}
/** Masks the key, and each piece of one that has white space inside. */
function mask(apiKey) {
    for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
        if (piece !== '')
            core_setSecret(piece);
    }
}

})();

module.exports = __webpack_exports__;
/******/ })()
;