// Runners on 32-bit ARM start an action for Node 24 with Node 20.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.log(
    '::error title=Enforced TLS was not checked%3A the action cannot start::The action needs Node 24, and the runner has ' +
      'started it with Node ' + process.versions.node + '. Runners on 32-bit ARM have no newer one: use a runner on x64 ' +
      'or 64-bit ARM. On another system, update the runner to 2.327.1 or later.'
  )
  process.exitCode = 1
  return
}
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

/***/ 865:
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
var __webpack_unused_export__;
// In place of undici, a megabyte for what nothing here calls: the getAgentDispatcher of @actions/http-client, and the
// fetch of @actions/github, which makes one of it when it is loaded. All requests go by node:http, and through a
// tunnel when there is a proxy.


exports.k = class ProxyAgent {}

__webpack_unused_export__ = () => {
  throw new Error('dist/ has no undici: see scripts/stand-ins/undici.cjs')
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

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
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
var tunnel = __nccwpck_require__(865);
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
    const proxyUrl = getProxyUrl(new URL(serverUrl));
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
function warning(message, properties = {}) {
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
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
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
;// CONCATENATED MODULE: ./lib/model/failure.js
/** The only error of this program: there is no verdict, for a reason from a closed list. */
class Failure extends Error {
    name = 'Failure';
    reason;
    about;
    constructor(reason, message, options = {}) {
        super(message, options);
        this.reason = reason;
        this.about = options.about;
    }
}
/** Whatever was thrown, as a Failure. Anything but a Failure is a bug, and the message has its stack. */
function asFailure(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const trace = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return new Failure('bug', `This is a bug in the action, please report it. ${trace}`, { cause: thrown });
}
/** The same as a value. */
function failureValue(thrown) {
    const { reason, message, about } = asFailure(thrown);
    return { reason, message, about };
}
/** Whether the same request may succeed a moment later. */
function isTransient({ reason }) {
    return reason === 'unavailable' || reason === 'rate-limited';
}

;// CONCATENATED MODULE: ./lib/cancellation.js

/** How long requests under way may still take. The runner gives a canceled step 7.5 seconds in all. */
const graceMs = 2_000;
/**
 * The end of a run before its time, in two steps. GitHub spells it `cancelled` in code and "canceled" in text, and so
 * do we.
 */
class Cancellation {
    #run = new AbortController();
    #requests = new AbortController();
    /** Aborts at once, with the Failure: nothing new starts. */
    get run() {
        return this.#run.signal;
    }
    /** Aborts two seconds later, with the same Failure: requests under way end. */
    get requests() {
        return this.#requests.signal;
    }
    /** Ends the run for a signal of the runner. A second end changes nothing. */
    cancel(signal) {
        this.end(new Failure('cancelled', `The run was canceled (${signal}) before this was known.`));
    }
    /** Ends the run. Accounts without a verdict get none, because of the failure. */
    end(failure) {
        if (this.#run.signal.aborted)
            return;
        this.#run.abort(failure);
        // With `unref` the timer does not keep the process alive.
        setTimeout(() => this.#requests.abort(failure), graceMs).unref();
    }
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: ./lib/clock.js

/** The system's time, for a run that ends with the signal. */
function systemClock(end) {
    return {
        date: Date.now,
        now: () => performance.now(),
        sleep: (milliseconds) => (0,promises_namespaceObject.setTimeout)(milliseconds, undefined, { signal: end }).catch(() => Promise.reject(end.reason))
    };
}

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_default = /*#__PURE__*/__nccwpck_require__.n(external_node_http_namespaceObject);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_default = /*#__PURE__*/__nccwpck_require__.n(external_node_https_namespaceObject);
;// CONCATENATED MODULE: external "node:stream"
const external_node_stream_namespaceObject = require("node:stream");
;// CONCATENATED MODULE: ./lib/http/transport.js




/** Longer than any limit of ours, since the client's own timer ends a request without an error. */
const clientTimeoutMs = 24 * 60 * 60 * 1000;
/**
 * A transport with a connection for each request, so that no request gets the response of another. Requests under
 * way end when `end` aborts. The client only brings its proxies. Its own `request` follows redirects, adds an ID of
 * the job to the user agent, and changes the case of header names, which SendGrid has been seen to mind
 * (sendgrid/docs#3751).
 */
function createTransport(end) {
    const client = new lib_HttpClient(undefined, [], { keepAlive: false, socketTimeout: clientTimeoutMs });
    let refusedLogin;
    return async (request) => {
        if (refusedLogin !== undefined && lib_getProxyUrl(request.url) !== '')
            throw refusedLogin;
        return await bounded(client, request, end).catch((thrown) => {
            if (thrown instanceof ProxyLoginError)
                refusedLogin = thrown;
            throw thrown;
        });
    };
}
/** Ends a request that would never settle. After a 101, for example, Node forgets the request. */
function bounded(client, request, end) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const connection = new AbortController();
    const giveUp = (why) => {
        reject(why);
        connection.abort();
    };
    const onEnd = () => giveUp(new Error('the run was canceled', { cause: end.reason }));
    const timer = setTimeout(() => giveUp(new Error(`no complete answer within ${request.timeoutMs / 1000} s`)), request.timeoutMs);
    end.addEventListener('abort', onEnd);
    if (end.aborted)
        onEnd();
    else
        exchange(client, request, connection.signal).then(resolve, (thrown) => reject(explainError(thrown)));
    return promise.finally(() => {
        clearTimeout(timer);
        end.removeEventListener('abort', onEnd);
    });
}
/** The proxy refuses its login (407). A further request could lock the login, so none goes there any more. */
class ProxyLoginError extends Error {
}
function explainError(error) {
    // These are the words of the package `tunnel`.
    if (/\bstatusCode=407\b/.test(error.message))
        return new ProxyLoginError('the proxy refuses its login (407)', { cause: error });
    // Node's error for several refused addresses has a code and no message.
    return error.message === '' ? new Error(error.code, { cause: error }) : error;
}
async function exchange(client, request, signal) {
    const { message } = await client.requestRaw(rawRequest(client, request, signal), streamBody(request));
    const { body, complete } = await readBody(message, request.maxBodyBytes);
    return { status: message.statusCode ?? 0, headers: message.headers, body, complete };
}
/** As bytes: if the body is text, Node sends the headers as UTF-8 too, and ours are Latin-1. */
function streamBody({ body }) {
    return body === undefined ? null : external_node_stream_namespaceObject.Readable.from([Buffer.from(body)]);
}
function rawRequest(client, { method, url, headers, body }, signal) {
    const parsedUrl = new URL(url);
    const agent = client.getAgent(url);
    // The signal of the request does not end a CONNECT that a proxy never answers. This one does: the tunnel reads it
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
            host: parsedUrl.hostname.replace(/[[\]]/g, ''),
            port: parsedUrl.port || (parsedUrl.protocol === 'https:' ? 443 : 80),
            path: parsedUrl.pathname + parsedUrl.search,
            headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
            agent,
            signal
        }
    };
}
/**
 * Rejects when the connection is lost inside the body. (The client's own readBody would never settle.) A body without
 * a length ends with its connection. Node takes a reset for that end too, so the error of the socket counts.
 */
function readBody(message, boundBytes) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let bytes = 0;
        const settle = (complete) => resolve({ body: Buffer.concat(chunks).subarray(0, boundBytes).toString('utf8'), complete });
        const lose = () => reject(new Error('the connection was lost inside the answer'));
        message.socket.on('error', reject);
        message.on('data', (chunk) => {
            chunks.push(chunk);
            bytes += chunk.length;
            if (bytes <= boundBytes)
                return;
            settle(false);
            message.destroy();
        });
        message.on('end', () => settle(true));
        message.on('close', lose);
    });
}

;// CONCATENATED MODULE: ./lib/model/account.js
/** The name of the key's own account in inputs, outputs and reports. */
const parentAccount = '@parent';
/** An account that the workflow names. Nothing else is known of it. */
function namedAccount(name, region) {
    return { name, region, disabled: false, isListed: false };
}

;// CONCATENATED MODULE: ./lib/text.js
/** Printable ASCII needs no cleaning. Most texts are such, and compiling the classes below takes milliseconds. */
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
    return truncate(line, limit);
}
/** The text, cut to at most `limit` characters. */
function truncate(text, limit) {
    // The cut must not leave half of a surrogate pair.
    return text.length > limit ? `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}\u2026` : text;
}
/** Text that nobody can see. Fillers, joiners and selectors are no format characters, nor is the empty Braille cell. */
const unseen = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;
/** An account's name as one harmless line. A name that nobody could see is shown by its code points. */
function visibleName(name, limit) {
    const line = oneLine(name, limit);
    if (!isUnseen(line))
        return line;
    return oneLine([...name].map(codePointOf).join(' '), limit);
}
/** The text with each invisible character as its code point. Plain spaces stay. */
function showUnseen(text) {
    return text.replace(/[^\S ]|[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, (character) => `<${codePointOf(character)}>`);
}
function codePointOf(character) {
    return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
/** Whether nobody can see the text. */
function isUnseen(text) {
    return unseen.test(text);
}
/** Whether a header can carry the text as it is: printable, and within Latin-1. */
function fitsHeader(text) {
    return /^[\x20-\x7e\xa0-\xff]+$/.test(text);
}
/** A name without spaces and tabs at its ends, which a header does not keep. A no-break space is part of the name. */
function trimName(name) {
    return name.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '');
}
/** The first of them, as `format` shows each: `a, b and 3 more`. */
function formatList(entries, format, max) {
    const more = entries.length > max ? ` and ${digits(entries.length - max)} more` : '';
    return `${entries.slice(0, max).map(format).join(', ')}${more}`;
}
/** `1 account`, `10,000 accounts`. */
function count(number, noun, plural = `${noun}s`) {
    return `${digits(number)} ${number === 1 ? noun : plural}`;
}
/** A whole number as people read it: `10,000`. `toLocaleString` takes 20 ms to start. */
function digits(number) {
    return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

;// CONCATENATED MODULE: ./lib/inputs/reader.js


/** The value of a wrong input. The reader has the problem. */
const invalid = Symbol('invalid');
/** A longer line is refused before any pattern reads it. */
const maxLineLength = 1_000;
/** At most this many wrong lines are named. */
const maxLines = 10;
/** The usual cause of an empty input whose default is a value. */
const lostValue = 'Usually an expression in the workflow has lost its value.';
/** Reads trimmed inputs and collects what is wrong with them, so that one run names every mistake. */
class InputReader {
    #read;
    #redact;
    #problems = new Set();
    /** `redact` knows the key, which no other input may hold. */
    constructor(read, redact) {
        this.#read = read;
        this.#redact = redact;
    }
    /** A problem is one line, also where it names a variable with line ends. */
    addProblem(problem) {
        this.#problems.add(oneLine(problem, Number.POSITIVE_INFINITY));
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
    /** The values, or `invalid` when one of them is. */
    allOf(values) {
        return areValid(values) ? values : invalid;
    }
    /** The trimmed value. One with a part of the key, or with too long a line, is a problem and reads as empty. */
    text(name) {
        const fault = this.#faultOf(name);
        if (fault === undefined)
            return this.#read(name).trim();
        this.addProblem(fault);
        return '';
    }
    /** Whether `text` refuses the value. Then it reads as empty, although it is not. */
    isRefused(name) {
        return this.#faultOf(name) !== undefined;
    }
    #faultOf(name) {
        const value = this.#read(name);
        if (this.#redact(value) !== value)
            return `${name} contains the API key or a part of it. Only api-key may hold it.`;
        return longLineOf(name, value);
    }
    parse(name, accepts, meaning, quoted = quote) {
        const value = this.text(name);
        if (this.isRefused(name))
            return invalid;
        const parsed = meaning(value);
        if (parsed !== undefined)
            return parsed;
        return value === ''
            ? this.addProblem(`${name} is empty. It accepts ${accepts}. ${lostValue}`)
            : this.addProblem(`${name} is "${quoted(value)}". It accepts ${accepts}.`);
    }
    /** What each line means. Empty lines are dropped. A problem names up to ten wrong lines. */
    lines(name, accepts, meaning) {
        const parsed = [];
        const wrong = [];
        for (const line of this.#linesOf(name)) {
            if (trimName(line) === '')
                continue;
            const meant = meaning(line, parsed);
            if (!isWrong(meant))
                parsed.push(meant);
            else
                wrong.push({ line, ...meant });
        }
        if (wrong.length === 0)
            return parsed;
        // An annotation shows 1,000 characters of a problem. Ten lines with their hints fit, and the count after them.
        const limit = wrong.length > 1 ? 40 : 100;
        const listed = formatList(wrong, ({ line, hint }) => `"${quote(line, limit)}"${hint === '' ? '' : ` (${hint})`}`, maxLines);
        return this.addProblem(`${name} has the line${wrong.length > 1 ? 's' : ''} ${listed}. It accepts ${accepts}.`);
    }
    /** As `lines`, but an empty line is a problem: its value may be lost. */
    filledLines(name, accepts, meaning) {
        const parsed = this.lines(name, accepts, meaning);
        const empty = this.emptyLines(name);
        if (empty === undefined)
            return parsed;
        return this.addProblem(`${name} has nothing in ${empty}. It accepts ${accepts}. ${lostValue}`);
    }
    /** The numbers of the empty lines, as `line 2` or `lines 2, 5`; undefined where no line is empty. */
    emptyLines(name) {
        if (this.#read(name) === '')
            return undefined;
        const empty = this.#linesOf(name).flatMap((line, index) => (isUnseen(line) ? [index + 1] : []));
        if (empty.length === 0)
            return undefined;
        return `line${empty.length > 1 ? 's' : ''} ${formatList(empty, String, maxLines)}`;
    }
    /**
     * Untrimmed, so that a control character at an end is seen. A refused value has no lines. YAML leaves one line end
     * at the end of a block.
     */
    #linesOf(name) {
        const value = this.text(name) === '' ? '' : this.#read(name);
        return value.replace(/\r?\n$/, '').split(/\r?\n/);
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
    /** `more` says what else the input accepts. */
    wholeNumber(name, min, max, more = '') {
        return this.parse(name, `a whole number from ${min} to ${max}${more}`, (value) => {
            const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
            return number >= min && number <= max ? number : undefined;
        });
    }
    /** A whole number of units, in milliseconds. */
    duration(name, min, max, unitMs) {
        const number = this.wholeNumber(name, min, max);
        return number === invalid ? invalid : number * unitMs;
    }
}
/** What is wrong with a value that has too long a line. */
function longLineOf(name, value) {
    const lines = value.split(/\r?\n/);
    const index = lines.findIndex((line) => line.length > maxLineLength);
    const length = lines[index]?.length;
    if (length === undefined)
        return undefined;
    return `${name} has ${length} characters in line ${index + 1}. It accepts at most 1,000 in a line.`;
}
function isWrong(meant) {
    return typeof meant === 'object' && 'hint' in meant;
}
function areValid(values) {
    return !Object.values(values).includes(invalid);
}
/** `true` or `false`, spelled so; anything else has no meaning. */
function asFlag(value) {
    return value === 'true' ? true : value === 'false' ? false : undefined;
}
/**
 * The value for an error: on one line, cut, with invisible characters as code points, and without the user info of a
 * URL, even of a wrong one.
 */
function quote(value, limit = 100) {
    const shown = value.replace(/\/\/.*@/s, '//***@').replace(/[^\s/@:]+:[^\s/@]+@/g, '***@');
    return oneLine(showUnseen(shown), limit);
}

;// CONCATENATED MODULE: ./lib/inputs/accounts.js



/** Which accounts the workflow wants judged, by `on-behalf-of` and `all-subusers`. */
function readSelection(reader) {
    const all = reader.flag('all-subusers');
    const accepts = 'one account per line: a subuser\'s username, "account-id ID" or "@parent", without control characters and within Latin-1';
    const empty = reader.text('on-behalf-of') === '';
    const names = empty
        ? reader.parse('on-behalf-of', accepts, () => undefined)
        : reader.filledLines('on-behalf-of', accepts, accountOfLine);
    if (all === invalid || names === invalid)
        return invalid;
    const selected = [...new Set(names)];
    if (!all)
        return selected;
    if (selected.join() === parentAccount)
        return 'all-subusers';
    return reader.addProblem('all-subusers is "true" and on-behalf-of names accounts. State one of them: all-subusers judges every account.');
}
/** Which accounts are left out of `all-subusers`: names, and patterns with `*`. */
function readExclude(reader, selection) {
    const lines = reader.lines('exclude', "one account per line: a subuser's username, @parent, or a pattern in which * stands for any characters", excludeOfLine);
    if (lines === invalid || selection === invalid)
        return invalid;
    if (lines.length === 0 || selection === 'all-subusers')
        return [...new Set(lines)];
    return reader.addProblem('exclude is stated and all-subusers is "false". It leaves accounts out of all-subusers: take them out of on-behalf-of instead.');
}
function excludeOfLine(line) {
    const isTooWide = line.includes('*') && !/[\p{L}\p{N}]/u.test(line);
    return isTooWide ? { hint: 'a pattern needs a letter or a digit' } : accountOfLine(line);
}
/** The account that a line names, as a header carries it, or what is wrong with the line. */
function accountOfLine(line) {
    const name = trimName(line);
    if (name !== parentAccount && name.toLowerCase() === parentAccount)
        return { hint: `write ${parentAccount}` };
    if (name.includes(','))
        return { hint: 'one account per line' };
    // "account-id" alone has lost its ID.
    return fitsHeader(name) && name !== 'account-id' ? name : { hint: '' };
}

;// CONCATENATED MODULE: ./lib/inputs/urls.js

/** The hosts that SendGrid documents for its regions. */
const regionUrls = {
    global: 'https://api.sendgrid.com',
    eu: 'https://api.eu.sendgrid.com'
};
/** Where requests go, by region. Each is an origin and a path without a slash at the end. */
function readApiUrls(reader) {
    return reader.parse('api-url', 'an https URL, or an http URL on loopback, without user info, query and fragment, ' +
        "or nothing for the region's host", (value) => (value === '' ? regionUrls : asApiUrls(value)), quoteUrl);
}
function asApiUrls(value) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    // The parser drops tabs and line ends: two lines would become one URL.
    if (url === undefined || url.username || url.password || /[?#\s]/.test(value))
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
/** A wrong URL for an error: without user info, also where its "@" is encoded, and without query and fragment. */
function quoteUrl(value) {
    return quote(value.replace(/^(https?:\/*)?.*(?:@|%40)/is, '$1***@').replace(/([?#]).*/s, '$1***'));
}

;// CONCATENATED MODULE: ./lib/inputs/environment.js



/** At most this many unknown inputs are named. */
const maxUnknown = 10;
/**
 * Refuses each `INPUT_*` variable that is no input and is not empty. Its value may be a secret, so it is not quoted.
 * The runner only warns of an unknown input, and passes it on like a variable of the job.
 */
function checkInputNames(reader, environment, inputNames) {
    const unknown = Object.keys(environment)
        .filter((variable) => /^INPUT_./is.test(variable) && environment[variable])
        .map((variable) => ({ variable, name: variable.slice('INPUT_'.length).toLowerCase() }))
        .filter(({ name }) => !inputNames.includes(name))
        .map((one) => ({ ...one, meant: inputNames.find((input) => lettersOf(input) === lettersOf(one.name)) }));
    const [first] = unknown;
    if (first === undefined)
        return;
    for (const { name, meant } of unknown.slice(0, maxUnknown)) {
        const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
        reader.addProblem(`${visibleName(name, 100)} is not an input.${hint}`);
    }
    if (unknown.length > maxUnknown)
        reader.addProblem(`${unknown.length - maxUnknown} more variables that begin with INPUT_ are not inputs.`);
    if (unknown.some(({ meant }) => meant === undefined))
        reader.addProblem(`The inputs are ${inputNames.join(', ')}.`);
    reader.addProblem(`A variable of the job is renamed, or emptied at this step: env: ${visibleName(first.variable, 100)}: ''.`);
}
/** The letters and digits of a name, in lower case. People mistake dashes, dots and other marks. */
function lettersOf(name) {
    return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
/** Refuses a process that trusts every certificate: any host could get the key. */
function checkCertificates(reader, environment) {
    if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0')
        return;
    reader.addProblem('NODE_TLS_REJECT_UNAUTHORIZED is "0", so any host could get the key. Remove it, and ' +
        'name the certificates that the host needs in NODE_EXTRA_CA_CERTS.');
}
/**
 * The clients ignore a variable that they cannot parse, and then connect without a proxy. So it is a problem here. The
 * value is not quoted, since it may hold a password. `host:port` means http, as with curl.
 */
function readProxies(reader, environment, urls) {
    const variables = {};
    const missing = new Set();
    for (const url of urls) {
        const parsed = URL.parse(url);
        if (parsed === null || isLoopback(parsed.hostname))
            continue;
        const name = parsed.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
        const variable = environment[name] ? name : name.toUpperCase();
        const value = environment[variable];
        if (value && parsed.hostname.startsWith('127.')) {
            reader.addProblem(`${variable} is not used for ${parsed.hostname}, since its name looks like loopback. Use another name of the host.`);
        }
        if (checkBypass(parsed))
            continue;
        const proxy = asProxy(value ?? '');
        if (!value)
            missing.add(variable);
        else if (proxy !== undefined)
            variables[variable] = proxy;
        else {
            reader.addProblem(`${variable} is not a usable proxy. It accepts http://HOST:PORT, https://HOST:PORT or HOST:PORT, ` +
                'with USER:PASSWORD@ before the host where it is needed, percent-encoded.');
        }
    }
    return { variables, warnings: allProxyWarnings(environment, missing) };
}
function allProxyWarnings(environment, missing) {
    const stated = ['all_proxy', 'ALL_PROXY'].find((name) => environment[name]);
    if (stated === undefined)
        return [];
    return [...missing].map((name) => `${stated} is stated and not obeyed, because ${name} is not stated: no proxy is used.`);
}
function asProxy(value) {
    const hasScheme = value.includes('://');
    const stated = hasScheme ? value : `http://${value}`;
    const url = URL.canParse(stated) ? new URL(stated) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol))
        return undefined;
    // Without encoding, a "/", "?" or "#" in a password ends the part of the URL that has the host.
    const rest = `${url.pathname}${url.search}${url.hash}`;
    if (rest.includes('@') || (!hasScheme && rest !== '/'))
        return undefined;
    try {
        // The client decodes both. Where that fails it uses no proxy.
        decodeURIComponent(url.username);
        decodeURIComponent(url.password);
    }
    catch {
        return undefined;
    }
    return stated;
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = require("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./lib/about.js
/** How the program names itself. A test compares these with package.json. */
const actionName = 'sendgrid-enforced-tls-action';
const actionVersion = '1.0.0';
const actionRepository = 'enforced-tls/sendgrid-enforced-tls-action';

;// CONCATENATED MODULE: ./lib/same-file.js


/** Whether two paths lead to one file, also by a link, or by another letter case where the system ignores case. */
function isSameFile(one, other) {
    if ((0,external_node_path_namespaceObject.resolve)(one) === (0,external_node_path_namespaceObject.resolve)(other))
        return true;
    const [first, second] = [statsOf(one), statsOf(other)];
    return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
}
function statsOf(path) {
    try {
        // Windows has inodes that a number cannot hold.
        return (0,external_node_fs_namespaceObject.statSync)(path, { bigint: true });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/inputs/output-paths.js







/** The runner reads these files after the step, and obeys them. */
const runnerFiles = [
    'GITHUB_OUTPUT',
    'GITHUB_ENV',
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'GITHUB_EVENT_PATH'
];
/** About the report of 60,000 accounts. A larger file is not ours. */
const maxOwnBytes = 64 * 2 ** 20;
/**
 * The absolute paths of the report and the SARIF file. Relative ones begin in the workspace. Files of an earlier run of
 * this action are removed there, since this run may die and would leave an old verdict. A path that cannot be used is a
 * problem, and the report goes to a path of its own.
 */
function readOutputPaths(reader, environment) {
    const reportFile = readPath(reader, 'report-file', environment);
    const sarifFile = readPath(reader, 'sarif-file', environment);
    if (reportFile !== undefined && reportFile === sarifFile) {
        const [report, sarif] = ['report-file', 'sarif-file'].map((name) => quote(reader.text(name)));
        reader.addProblem(`report-file ("${report}") and sarif-file ("${sarif}") are one file. They accept two paths.`);
        return { reportFile, sarifFile: undefined };
    }
    return { reportFile: reportFile ?? ownReport(environment), sarifFile };
}
/** A path for the report where no input states one. */
function ownReport(environment) {
    return (0,external_node_path_namespaceObject.resolve)(environment['RUNNER_TEMP'] || (0,external_node_os_namespaceObject.tmpdir)(), `enforced-tls-report-${(0,external_node_crypto_namespaceObject.randomUUID)()}.json`);
}
function readPath(reader, name, environment) {
    const stated = reader.text(name);
    if (stated === '')
        return undefined;
    const path = (0,external_node_path_namespaceObject.resolve)(environment['GITHUB_WORKSPACE'] || '.', stated);
    const obstacle = runnerFileAt(path, environment) ?? obstacleAt(path);
    if (obstacle === undefined)
        return path;
    reader.addProblem(`${name} is "${quote(stated)}", ${obstacle}. It accepts another path.`);
    return undefined;
}
function runnerFileAt(path, environment) {
    const taken = runnerFiles.find((variable) => environment[variable] && isSameFile(path, environment[variable]));
    return taken && `the file of ${taken}, which the runner reads`;
}
/** Removes the file of an earlier run. Returns why the path cannot be used. A file of somebody else stays for now. */
function obstacleAt(path) {
    try {
        const found = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false });
        if (found === undefined)
            return undefined;
        if (!found.isFile())
            return 'which is a folder or a device';
        if (found.size <= maxOwnBytes && isOwn((0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8')))
            (0,external_node_fs_namespaceObject.rmSync)(path);
        return undefined;
    }
    catch (thrown) {
        const { code } = thrown;
        return `where this run could not remove the file of an earlier one (${code})`;
    }
}
/** Whether a text is a report or a SARIF file of this action. */
function isOwn(text) {
    try {
        const { action, runs } = JSON.parse(text);
        const names = runs?.map(({ tool }) => tool.driver.name) ?? [action?.name];
        return names.length > 0 && names.every((name) => name === actionName);
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/inputs/waivers.js


/** The dated exceptions that the workflow states. */
function readWaivers(reader) {
    return reader.lines('waivers', 'lines of the form "ACCOUNT until YYYY-MM-DD: REASON", one for each account', (line, before) => {
        const waiver = waiverOfLine(line);
        const isRepeated = 'account' in waiver && before.some(({ account }) => account === waiver.account);
        return isRepeated ? { hint: 'a line before it waives the same account' } : waiver;
    });
}
function waiverOfLine(line) {
    if (/\p{Cc}/u.test(line))
        return { hint: '' };
    // Only spaces separate. Other white space may be a part of the name.
    const [, name = '', until = '', reason = ''] = /^(.*?[^ ]) +until +(\d{4}-\d{2}-\d{2}): *(\S.*?) *$/.exec(line) ?? [];
    const account = accountOfLine(name);
    if (typeof account !== 'string')
        return account;
    if (!isDay(until))
        return { hint: '' };
    return isUnseen(oneLine(reason)) ? { hint: 'its reason cannot be seen' } : { account, until, reason };
}
/** Whether the calendar has such a day: there is no 30 February. */
function isDay(day) {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js







/** The inputs of action.yml. */
const inputNames = [
    'api-key',
    'mode',
    'require-tls',
    'require-valid-cert',
    'tls-version',
    'tls-version-match',
    'allow-loosening',
    'max-changes',
    'on-behalf-of',
    'all-subusers',
    'exclude',
    'waivers',
    'region',
    'api-url',
    'fail-on-deviation',
    'request-timeout-seconds',
    'max-retries',
    'max-minutes',
    'verify-timeout-seconds',
    'confirm-identity',
    'blocked-recipients-days',
    'report-file',
    'sarif-file',
    'tracking-issue',
    'github-token',
    'issue-labels',
    'issue-assignees'
];
/** A shorter key could not be removed from texts: it may be a part of any word. */
const minKeyLength = 8;
/** The trimmed key. The caller masks it before anything is printed. */
function readApiKey(read) {
    return read('api-key').trim();
}
/**
 * Reads and judges every input. Never throws. One `invalid-input` Failure names all mistakes; the report is published
 * then too, so its path is known.
 */
function readInputs(read, environment, redact) {
    let files = { reportFile: ownReport(environment), sarifFile: undefined };
    try {
        const reader = new InputReader(read, redact);
        const apiKey = readApiKey(read);
        checkApiKey(reader, apiKey);
        checkInputNames(reader, environment, inputNames);
        checkCertificates(reader, environment);
        files = readOutputPaths(reader, environment);
        const job = readJob(reader);
        const connection = readConnection(reader, apiKey);
        const tracking = readTracking(reader);
        const urls = listUrls(connection, job, tracking, environment);
        const proxies = readProxies(reader, environment, urls);
        return {
            connection: reader.complete(connection),
            job: reader.complete(job),
            publishing: reader.complete({ ...files, tracking }),
            proxies: proxies.variables,
            warnings: [...proxies.warnings, ...trackingWarnings(reader), ...excludeWarnings(reader)]
        };
    }
    catch (thrown) {
        return { failure: failureValue(thrown), publishing: { ...files, tracking: undefined }, warnings: [] };
    }
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
    const mode = reader.choice('mode', ['check', 'apply']);
    const selection = readSelection(reader);
    return {
        mode,
        policy: readPolicy(reader, mode),
        allowLoosening: reader.flag('allow-loosening'),
        selection,
        exclude: readExclude(reader, selection),
        waivers: readWaivers(reader),
        region: reader.choice('region', ['global', 'eu']),
        failOnDeviation: reader.flag('fail-on-deviation'),
        verifyTimeoutMs: reader.duration('verify-timeout-seconds', 0, 600, 1_000),
        confirmIdentity: reader.flag('confirm-identity'),
        maxChanges: readMaxChanges(reader),
        blockedRecipientsDays: reader.wholeNumber('blocked-recipients-days', 0, 30)
    };
}
/** Empty is an error: an expression may have lost its value. */
function readMaxChanges(reader) {
    if (reader.text('max-changes') === 'none')
        return undefined;
    return reader.wholeNumber('max-changes', 1, 100_000, ' or "none"');
}
function readPolicy(reader, mode) {
    const stated = reader.allOf({
        requireTls: readRequireTls(reader, mode),
        requireValidCert: reader.parse('require-valid-cert', flagOrAny, asFlagOrAny),
        version: reader.parse('tls-version', '"1.1", "1.2", "1.3" or "any"', asTlsVersion),
        match: reader.choice('tls-version-match', ['minimum', 'exact'])
    });
    if (stated === invalid)
        return invalid;
    const { requireTls, requireValidCert, version, match } = stated;
    if (version === 'any' && match === 'exact')
        return reader.addProblem('tls-version-match is "exact" and tls-version is "any". State the version to demand.');
    if ([requireTls, requireValidCert, version].every((value) => value === 'any')) {
        return reader.addProblem('require-tls, require-valid-cert and tls-version are all "any". State at least one: there is nothing to judge.');
    }
    return {
        requireTls: requireTls === 'any' ? undefined : requireTls,
        requireValidCert: requireValidCert === 'any' ? undefined : requireValidCert,
        tlsVersion: version === 'any' ? undefined : { match, version }
    };
}
const flagOrAny = '"true", "false" or "any"';
/** An empty value is `true` in check, which is the stricter reading. Apply writes the value, so it must be stated. */
function readRequireTls(reader, mode) {
    if (reader.text('require-tls') !== '' || reader.isRefused('require-tls'))
        return reader.parse('require-tls', flagOrAny, asFlagOrAny);
    if (mode !== 'apply')
        return true;
    return reader.addProblem(`require-tls is empty. In mode apply it has to be stated, because it is written. It accepts ${flagOrAny}.`);
}
function asFlagOrAny(value) {
    return value === 'any' ? value : asFlag(value);
}
function asTlsVersion(value) {
    return ['any', 1.1, 1.2, 1.3].find((version) => String(version) === value);
}
function readTracking(reader) {
    const token = reader.text('github-token');
    const labels = reader.entries('issue-labels');
    const assignees = reader.entries('issue-assignees');
    const wanted = reader.flag('tracking-issue');
    if (/\s/.test(token))
        return reader.addProblem('github-token has white space inside. It accepts one token.');
    if (wanted === invalid)
        return invalid;
    if (!wanted)
        return undefined;
    if (token !== '' || reader.isRefused('github-token'))
        return { token, labels, assignees };
    return reader.addProblem('github-token is empty, and tracking-issue is "true". It accepts a token with "issues: write".');
}
/** The URLs that this run may ask: a subuser may be in either region, and a parent account is global. */
function listUrls({ apiUrls }, { region, selection }, tracking, environment) {
    if (apiUrls === invalid || region === invalid)
        return [];
    const regions = selection === 'all-subusers' ? ['global', 'eu'] : ['global', region];
    const github = tracking === undefined || tracking === invalid ? [] : [githubUrl(environment)];
    return [...regions.map((name) => apiUrls[name]), ...github];
}
function githubUrl(environment) {
    return environment['GITHUB_API_URL'] || 'https://api.github.com';
}
function checkApiKey(reader, key) {
    const longLine = longLineOf('api-key', key);
    if (longLine !== undefined)
        reader.addProblem(longLine);
    else if (key === '') {
        reader.addProblem('api-key is empty. GitHub passes no secrets to runs started from a fork or by Dependabot; ' +
            'otherwise the secret is missing or misspelled. It accepts a SendGrid API key.');
    }
    else if (!/^[\x21-\x7e\xa1-\xff]+$/.test(key)) {
        // A header can carry none of them.
        reader.addProblem('api-key has white space, control characters or characters beyond Latin-1 inside. It accepts one SendGrid API key.');
    }
    else if (key.length < minKeyLength) {
        reader.addProblem(`api-key has fewer than ${minKeyLength} characters. It accepts one SendGrid API key.`);
    }
}
function trackingWarnings(reader) {
    if (reader.text('tracking-issue') === 'true')
        return [];
    return ['issue-labels', 'issue-assignees']
        .filter((name) => reader.text(name) !== '')
        .map((name) => `${name} is stated and does nothing, because tracking-issue is not "true".`);
}
function excludeWarnings(reader) {
    const empty = reader.emptyLines('exclude');
    return empty === undefined ? [] : [`exclude has nothing in ${empty}, which leaves nobody out. ${lostValue}`];
}

;// CONCATENATED MODULE: ./lib/model/result.js
/** The result of a run, worst first. */
const results = ['unverified', 'deviating', 'applied', 'compliant'];
/** The worst result of the accounts. Waived, skipped and excluded ones do not count. */
function resultOf(run) {
    if (run.kind !== 'judged')
        return 'unverified';
    return (results.find((result) => run.accounts.some(({ outcome }) => outcome.result === result)) ?? 'compliant');
}
/** The reason of the first account with the worst result. A run that was canceled has that reason. */
function reasonOf(run) {
    if (run.kind !== 'judged')
        return run.failure.reason;
    if (run.accounts.some(({ outcome }) => outcome.reason === 'cancelled'))
        return 'cancelled';
    const result = resultOf(run);
    return run.accounts.find(({ outcome }) => outcome.result === result)?.outcome.reason ?? '';
}
/** How grave an outcome can be: its annotation, its icon and the result of the step follow from it. */
const severities = ['error', 'warning', 'notice', 'info'];
const severityByResult = {
    compliant: 'info',
    applied: 'notice',
    deviating: 'error',
    unverified: 'error',
    waived: 'info',
    skipped: 'info',
    excluded: 'info'
};
/** `fail-on-deviation: false` makes a warning of a deviation that nothing but apply is missing for. */
function severityOf({ result, reason }, { failOnDeviation }) {
    const isSoftened = !failOnDeviation && (reason === 'deviation' || reason === 'change-limit');
    return isSoftened ? 'warning' : severityByResult[result];
}
/** Whether the step passes. */
function stepSucceeds(run) {
    return (run.kind === 'judged' && run.accounts.every(({ outcome }) => severityOf(outcome, run.job) !== 'error'));
}
/** The accounts that ended so. */
function withResult(accounts, result) {
    return accounts.filter(({ outcome }) => outcome.result === result);
}
/** The accounts of the run; none where no account was judged. */
function accountsOf(run) {
    return run.kind === 'judged' ? run.accounts : [];
}
/** An account that was not asked, and why. */
function unjudged(account, failure) {
    return { account, outcome: { result: 'unverified', ...failure, ...unknown }, ...unasked };
}
/** An account that a line of `exclude` leaves out. */
function excludedBy(line, account) {
    return { account, outcome: { result: 'excluded', reason: '', line, ...unknown }, ...unasked };
}
/** A disabled subuser that SendGrid refuses to answer for. */
function skipped(account) {
    return { account, outcome: { result: 'skipped', reason: '', ...unknown }, ...unasked };
}
const unknown = { before: undefined, after: undefined, changed: false, inDoubt: false, deviations: [] };
const unasked = { requestCounts: { requests: 0, retries: 0 }, identity: 'not-asked' };

;// CONCATENATED MODULE: ./lib/redaction.js

/** A run of this many characters of the key counts as a leak. */
const partLength = 8;
/**
 * Removes the key from texts: whole, and of a key of SendGrid's shape every run of eight characters or more, in any
 * letter case. A key of another shape may be made of words, so it is removed only whole. So is every other secret.
 */
function createRedaction(apiKey, ...secrets) {
    const parts = new Set();
    const add = (secret, length) => {
        for (let at = 0; at + length <= secret.length; at++)
            parts.add(lowerCase(secret.slice(at, at + length)));
    };
    // A key with white space inside is refused, but each of its pieces may be a key.
    for (const piece of [apiKey, ...apiKey.split(/\s+/)])
        if (piece.length >= partLength)
            add(piece, piece.includes('SG.') ? partLength : piece.length);
    for (const secret of secrets)
        if (secret.length >= partLength)
            add(secret, secret.length);
    const lengths = [...new Set([...parts].map((part) => part.length))];
    return (text) => withoutParts(text, parts, lengths);
}
/** A foreign text for a message: without the secrets, on one line, and cut after that. */
function quotable(text, redact, limit = 300) {
    // Twice: cleaning can split the key, and it can join it.
    return truncate(redact(oneLine(redact(text), Number.POSITIVE_INFINITY)), limit);
}
/** The run with all its messages redacted. */
function redactMessages(run, redact) {
    const clean = (value) => ({
        ...value,
        message: redact(value.message)
    });
    if (run.kind !== 'judged')
        return { ...run, failure: clean(run.failure) };
    const accounts = run.accounts.map((judged) => 'message' in judged.outcome ? { ...judged, outcome: clean(judged.outcome) } : judged);
    const { blockedRecipients: blocked } = run;
    const blockedRecipients = blocked?.warning === undefined ? blocked : { ...blocked, warning: redact(blocked.warning) };
    const stops = run.stops.map((stop) => ({ ...stop, failure: clean(stop.failure) }));
    return { ...run, accounts, stops, blockedRecipients };
}
function withoutParts(text, parts, lengths) {
    const lower = lowerCase(text);
    let kept = '';
    let end = 0;
    for (let at = 0; at < lower.length; at++) {
        for (const length of lengths) {
            if (!parts.has(lower.slice(at, at + length)))
                continue;
            if (at >= end)
                kept += `${text.slice(end, at)}***`;
            end = Math.max(end, at + length);
        }
    }
    return kept + text.slice(end);
}
/** Only ASCII letters: others could change the length of the text. */
function lowerCase(text) {
    return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

;// CONCATENATED MODULE: ./lib/model/settings.js
/** What SendGrid documents as the setting of an account that nobody has changed. */
function isDefault({ requireTls, requireValidCert, tlsVersion }) {
    return !requireTls && !requireValidCert && tlsVersion === 1.1;
}
/** The settings by the names of their inputs, in the order in which people read them. */
const settingInputs = {
    requireTls: 'require-tls',
    requireValidCert: 'require-valid-cert',
    tlsVersion: 'tls-version'
};
/** The settings, in that order. */
const settingNames = Object.keys(settingInputs);

;// CONCATENATED MODULE: ./lib/report/format.js




/** What the policy states of a setting: `true`, `at least 1.2`, or `not judged`. */
function statedValue(policy, setting) {
    if (setting !== 'tlsVersion')
        return String(policy[setting] ?? 'not judged');
    if (policy.tlsVersion === undefined)
        return 'not judged';
    const { match, version } = policy.tlsVersion;
    return match === 'minimum' ? `at least ${version}` : `exactly ${version}`;
}
/** The stated settings in one line. */
function formatPolicy(policy) {
    return settingNames
        .filter((setting) => policy[setting] !== undefined)
        .map((setting) => `${settingInputs[setting]} ${statedValue(policy, setting)}`)
        .join(', ');
}
/** One deviation in words. */
function formatDeviation({ setting, actual }, policy) {
    return `${settingInputs[setting]} is ${actual}, and the policy states ${statedValue(policy, setting)}`;
}
/** What the worst deviation of these accounts means for mail; empty where none is left to be removed. */
function formatMeaning(accounts) {
    const deviations = withResult(accounts, 'deviating').flatMap(({ outcome }) => outcome.deviations);
    if (deviations.length === 0)
        return '';
    const weak = deviations.filter(({ expected, actual }) => actual < expected).map(({ setting }) => setting);
    if (weak.includes('requireTls'))
        return 'Mail can leave in clear text.';
    if (weak.includes('requireValidCert'))
        return 'Mail can go to a server whose certificate is not valid.';
    if (weak.includes('tlsVersion'))
        return 'Mail can leave with an older TLS version than the policy accepts.';
    return 'What is in force is stricter than the policy states.';
}
/** What changed between two readings, in words: `require-tls from false to true`. */
function formatChanges(before, after) {
    return settingNames
        .filter((setting) => before[setting] !== after[setting])
        .map((setting) => `${settingInputs[setting]} from ${before[setting]} to ${after[setting]}`)
        .join(', ');
}
/** A waiver notice in words; `shown` makes of a name what is to be shown. */
function formatWaiverNotice(notice, mode, shown = (name) => visibleName(name, maxNameLength)) {
    const { waiver, days } = notice;
    const waived = `The waiver of ${shown(waiver.account)} until ${waiver.until}`;
    if (notice.kind !== 'almost-named' && notice.isExcluded)
        return `${waived} does nothing: exclude leaves the account out.`;
    switch (notice.kind) {
        case 'expired':
            return `${waived} has expired: the account counts again.`;
        case 'expires-soon': {
            const end = `${waived} ends ${days === 0 ? 'today' : `in ${count(days, 'day')}`}.`;
            return mode === 'apply' ? `${end} If the account deviates, it is written from the day after.` : end;
        }
        case 'not-needed':
            return `${waived} is not needed: the account complies.`;
        case 'almost-named':
            return (`${waived} does not cover ${shown(notice.account)}: the names differ in letter case, in white space, or in ` +
                'quotes or punctuation at an end. State the name exactly.');
        case 'not-judged':
            return `${waived} names an account that was not judged.`;
    }
}
/** How many accounts ended how, in the order in which people read it. */
function countResults(accounts) {
    const counts = {
        compliant: 0,
        applied: 0,
        deviating: 0,
        unverified: 0,
        waived: 0,
        skipped: 0,
        excluded: 0
    };
    for (const { outcome } of accounts)
        counts[outcome.result]++;
    return counts;
}
/** How many accounts ended how: `3 accounts: 2 compliant, 1 deviating.` `detail` stands after each result. */
function formatCounts(accounts, detail = () => '') {
    const counts = resultsOf(countResults(accounts)).map(([result, number]) => `${digits(number)} ${result}${detail(result)}`);
    return `${count(accounts.length, 'account')}: ${counts.join(', ')}.`;
}
function resultsOf(counts) {
    const all = Object.entries(counts);
    return all.filter(([, number]) => number > 0);
}
/** Longer names are cut, in characters. SendGrid's own are shorter. */
const maxNameLength = 100;
/** An account as it is named in plain text. */
function formatName({ account: { name } }) {
    return name === parentAccount ? "the key's own account" : visibleName(name, maxNameLength);
}
/** The line after the first of a list: `And 2 more accounts.` None where none is left out. */
function andMore(number, noun) {
    return number > 0 ? [`And ${count(number, `more ${noun}`)}.`] : [];
}
/** A time as `2026-11-28 17:05 UTC`. */
function formatTime(milliseconds) {
    return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

;// CONCATENATED MODULE: ./lib/report/account-message.js





/** The titles of one account. A policy finding and a broken check read differently on purpose. */
const titles = {
    compliant: 'Enforced TLS complies with the policy',
    applied: 'Enforced TLS was changed and confirmed',
    deviation: 'Enforced TLS deviates from the policy',
    waived: 'Enforced TLS deviates from the policy, and a waiver covers it',
    'loosening-refused': 'Enforced TLS was left alone: the policy would loosen it',
    'not-changed': 'Enforced TLS deviates and could not be changed',
    unverified: 'Enforced TLS could not be verified',
    'not-started': 'Enforced TLS was not checked: the action cannot start'
};
/** The titles that are shorter before the name of an account. */
const titlesBeforeName = {
    deviation: 'Enforced TLS deviates',
    'loosening-refused': 'Enforced TLS was left alone'
};
/** A title where there are many accounts: `Enforced TLS deviates: newsletter`. */
function titleFor(kind, who) {
    return `${titlesBeforeName[kind] ?? titles[kind]}: ${who}`;
}
/** What stands before a verdict, never without its word: good, bad, or open to a person's look. */
const icons = { good: '\u2705', bad: '\u274c', open: '\u26a0\ufe0f' };
/** The icon of an account: bad for a deviation that fails the step, open for a check that did not work. */
function iconOf({ outcome }, job) {
    if (outcome.result === 'compliant' || outcome.result === 'applied')
        return icons.good;
    return outcome.result === 'deviating' && severityOf(outcome, job) === 'error' ? icons.bad : icons.open;
}
/** One account's outcome in words: the one place that turns outcomes into sentences. */
function describeAccount({ account, outcome }, job) {
    const subject = account.name === parentAccount ? "The key's own account" : `Account ${visibleName(account.name)}`;
    const deviations = outcome.deviations.map((deviation) => formatDeviation(deviation, job.policy)).join('; ');
    const none = { notes: [], cure: '' };
    switch (outcome.result) {
        case 'compliant':
            return {
                ...none,
                kind: 'compliant',
                finding: `${subject} complies: ${formatPolicy(job.policy)}.`
            };
        case 'applied': {
            const changes = formatChanges(outcome.before, outcome.after);
            return {
                ...none,
                kind: 'applied',
                finding: `${subject} was changed: ${changes}. Two reads confirm it.`
            };
        }
        case 'deviating':
            return { finding: `${subject} deviates: ${deviations}.`, ...describeDeviation(outcome) };
        case 'unverified':
            return {
                ...none,
                kind: 'unverified',
                finding: `${subject}: no verdict. ${oneLine(outcome.message, 1000)}`,
                notes: changeNotes(outcome)
            };
        case 'waived': {
            const { until, reason } = outcome.waiver;
            return {
                ...none,
                kind: 'waived',
                finding: `${subject} is waived until ${until} (${oneLine(reason)}): ${deviations}.`
            };
        }
        case 'skipped':
            return {
                ...none,
                kind: 'unverified',
                finding: `${subject} is skipped: it is disabled, and SendGrid does not answer for it.`
            };
        case 'excluded':
            return {
                ...none,
                kind: 'unverified',
                finding: `${subject} was not asked: the line "${visibleName(outcome.line)}" of exclude leaves it out.`
            };
    }
}
function describeDeviation(outcome) {
    if ('message' in outcome)
        return {
            kind: 'not-changed',
            notes: [oneLine(outcome.message, 1000), ...changeNotes(outcome)],
            cure: 'Correct what kept it from being changed, and run again.'
        };
    if (outcome.reason === 'loosening-refused')
        return {
            kind: 'loosening-refused',
            notes: [formatNothingWritten('', outcome.refused)],
            cure: 'Correct the policy, or state allow-loosening: true.'
        };
    const isLimited = outcome.reason === 'change-limit';
    const cure = isLimited ? 'Run again to change more.' : formatCure(outcome.deviations);
    return { kind: 'deviation', notes: [], cure };
}
/** One sentence about all accounts that have no verdict for one cause. */
function formatStop(stop, run) {
    const { failure, accounts: left } = stop;
    const all = count(toBeJudged(run).length, 'account');
    const key = failure.about === 'key' ? 'The key was refused; none' : 'None';
    const who = stopsAll(stop, run)
        ? `${key} of ${all} was judged.`
        : `${digits(left.length)} of ${all} were not judged.`;
    return `${who} ${oneLine(failure.message, 1000)}`;
}
/** Whether it left no account judged. */
function stopsAll({ accounts }, run) {
    return accounts.length === toBeJudged(run).length;
}
function toBeJudged({ accounts }) {
    return accounts.filter(({ outcome }) => outcome.result !== 'excluded');
}
/** Names the lines of `exclude` that match no account; undefined where there is none. */
function formatUnmatchedLines({ unmatchedLines: lines }) {
    if (lines.length === 0)
        return undefined;
    const shown = formatList(lines, (line) => `"${visibleName(line, maxNameLength)}"`, 10);
    return `exclude has ${count(lines.length, 'line')} that ${lines.length === 1 ? 'matches' : 'match'} no account: ${shown}.`;
}
/** The accounts that have no sentence of their own, since one is about all of them. */
function stoppedAccounts({ stops }) {
    return new Set(stops.flatMap(({ accounts }) => accounts));
}
/** How many accounts `max-changes` has left; undefined where there is none. */
function formatChangeLimit({ job, accounts }) {
    const left = accounts.filter(({ outcome }) => outcome.reason === 'change-limit').length;
    if (left === 0 || job.maxChanges === undefined)
        return undefined;
    const were = job.maxChanges === 1 ? 'was' : 'were';
    const deviate = left === 1 ? 'deviates and was left' : 'deviate and were left';
    return `${count(job.maxChanges, 'account')} ${were} changed, which is the limit that max-changes states; ${digits(left)} more ${deviate}.`;
}
/** Says that SendGrid lists no subuser; undefined where that was not asked, or is not so. */
function formatNoSubusers({ job, accounts }) {
    if (job.selection !== 'all-subusers' || accounts.length > 1)
        return undefined;
    return "SendGrid lists no subuser for this key, so the key's own account alone was judged.";
}
/** What a write may have done that is not confirmed. */
function changeNotes({ changed, inDoubt }) {
    if (inDoubt)
        return ['The setting may have been changed before that.'];
    return changed ? ['SendGrid accepted a change before that.'] : [];
}
/** Why apply left accounts alone. `where` is empty, or ` to ` with their names as they are to be shown. */
function formatNothingWritten(where, refused) {
    const settings = refused.map(({ setting }) => settingInputs[setting]).join(', ');
    return `Nothing was written${where}, because the policy would loosen ${settings}.`;
}
function formatCure(deviations) {
    return deviations.some(({ expected, actual }) => expected < actual)
        ? 'Correct the policy, or run with mode: apply and allow-loosening: true.'
        : 'Run with mode: apply to restore it.';
}

;// CONCATENATED MODULE: ./lib/report/blocked-totals.js

/** Sums the counts, domains with the most addresses first. Undefined when no account was counted. */
function sumBlocked(run) {
    const blocked = run.kind === 'judged' ? run.blockedRecipients : undefined;
    if (blocked === undefined || blocked.byAccount.size === 0)
        return undefined;
    const counts = [...blocked.byAccount.values()];
    const sum = (part) => counts.reduce((all, one) => all + part(one), 0);
    return {
        days: blocked.days,
        count: sum((one) => one.count),
        domains: domainsOf(counts.flatMap(({ domains }) => domains)),
        otherBlocks: sum((one) => one.otherBlocks),
        isComplete: blocked.warning === undefined && counts.every(({ isComplete }) => isComplete)
    };
}
function domainsOf(parts) {
    const byDomain = Map.groupBy(parts, ({ domain }) => domain);
    return [...byDomain]
        .map(([domain, same]) => ({ domain, count: same.reduce((all, one) => all + one.count, 0) }))
        .sort((one, other) => other.count - one.count || (one.domain < other.domain ? -1 : 1));
}
/** The counts in sentences, without domains: a summary may be public, and domains name customers. */
function formatBlocked({ days, count: number, domains, otherBlocks, isComplete }) {
    const addresses = count(number, 'address', 'addresses');
    const blocks = count(otherBlocks, 'other block');
    return (`${isComplete ? '' : 'At least '}${addresses} in ${count(domains.length, 'domain')} ${number === 1 ? 'is' : 'are'} ` +
        `blocked because of TLS, by the lists of the last ${count(days, 'day')}. ${blocks} ${otherBlocks === 1 ? 'has' : 'have'} ` +
        'another reason. This is a lower bound: people and SendGrid take addresses off these lists.');
}

;// CONCATENATED MODULE: ./lib/report/annotations.js





/** GitHub keeps ten of a level for each step; a warning of the runner itself may take one. */
const maxOfLevel = 9;
/** GitHub cuts a longer message at its end, where the advice is. */
const maxMessageLength = 4096;
/** For lines about waivers, and for names of changed accounts. */
const maxNamed = 10;
/** For names of accounts of a kind. So many of the longest names fit in a message. */
const maxNamedOfKind = 30;
/**
 * Plans the annotations of the whole step: first those about the run, then those of accounts. `others` are those of
 * other channels, which keep their place. `reasonsUrl` is the page whose headings are the reasons.
 */
function planAnnotations(run, others, reasonsUrl) {
    if (run.kind !== 'judged') {
        const title = run.kind === 'not-started' ? titles['not-started'] : titles.unverified;
        const lines = run.failure.message.split('\n').map((line) => oneLine(line, 1000));
        const message = withAdvice(lines, help(run.failure.reason, reasonsUrl));
        return { aboutRun: [{ level: 'error', title, message }], ofAccounts: new Map(), ofKinds: [] };
    }
    const aboutRun = [
        ...stopAnnotations(run, reasonsUrl),
        ...changeLimitAnnotations(run, reasonsUrl),
        ...appliedAnnotations(run.accounts, run.job),
        ...waiverAnnotations(run),
        ...annotate('notice', 'No subusers', formatNoSubusers(run)),
        ...annotate('warning', 'Accounts to leave out', formatUnmatchedLines(run)),
        ...blockedAnnotations(run)
    ];
    const ofAccounts = new Map();
    const ofKinds = [];
    for (const level of ['error', 'warning']) {
        let left = maxOfLevel - [...aboutRun, ...others].filter((annotation) => annotation.level === level).length;
        const kinds = kindsOf(run, level);
        for (const [index, [kind, accounts]] of kinds.entries()) {
            const reserved = kinds.length - 1 - index;
            if (accounts.length === 1 || accounts.length + reserved <= left) {
                left -= accounts.length;
                for (const judged of accounts)
                    ofAccounts.set(judged, accountAnnotation(judged, level, run, reasonsUrl));
            }
            else {
                left -= 1;
                ofKinds.push(kindAnnotation(kind, accounts, level, run.job, reasonsUrl));
            }
        }
    }
    return { aboutRun, ofAccounts, ofKinds };
}
/** The accounts that need an annotation, by kind. The smallest kind is first, so that most accounts have their own. */
function kindsOf(run, level) {
    const stopped = stoppedAccounts(run);
    const accounts = run.accounts.filter(({ account, outcome }) => outcome.reason !== '' && !stopped.has(account) && severityOf(outcome, run.job) === level);
    const kinds = Map.groupBy(accounts, (judged) => describeAccount(judged, run.job).kind);
    return [...kinds].sort(([, one], [, other]) => one.length - other.length);
}
function accountAnnotation(judged, level, { job, accounts }, reasonsUrl) {
    const { kind, finding, notes } = describeAccount(judged, job);
    const title = accounts.length === 1 ? titles[kind] : titleFor(kind, formatName(judged));
    const message = withAdvice([finding, ...notes, ...consequence([judged], job)], help(judged.outcome.reason, reasonsUrl));
    return { level, title, message };
}
function kindAnnotation(kind, accounts, level, job, reasonsUrl) {
    const byReason = [...Map.groupBy(accounts, ({ outcome }) => outcome.reason)];
    // The log shows no titles, so each line says what it is about.
    const lines = byReason.flatMap(([reason, alike]) => [
        `${titleFor(kind, formatList(alike, formatName, maxNamedOfKind))} (${reason}).`,
        ...causeOfFirst(alike)
    ]);
    const advice = help(byReason[0]?.[0] ?? '', reasonsUrl);
    const message = withAdvice([...lines, ...consequence(accounts, job)], advice);
    return { level, title: titleFor(kind, count(accounts.length, 'account')), message };
}
/** The causes of the others may name other accounts, and are seldom different. */
function causeOfFirst([first]) {
    return first !== undefined && 'message' in first.outcome
        ? [`The first of them: ${oneLine(first.outcome.message, 500)}`]
        : [];
}
/** What deviations mean for mail, and what removes them. */
function consequence(accounts, job) {
    const cures = new Set(accounts.map((judged) => describeAccount(judged, job).cure));
    const sentences = [formatMeaning(accounts), ...cures].filter((sentence) => sentence !== '');
    return sentences.length === 0 ? [] : [sentences.join(' ')];
}
function stopAnnotations(run, reasonsUrl) {
    return run.stops.map((stop) => ({
        level: 'error',
        title: titles.unverified,
        message: `${formatStop(stop, run)}\n${help(stop.failure.reason, reasonsUrl)}`
    }));
}
function changeLimitAnnotations(run, reasonsUrl) {
    const words = formatChangeLimit(run);
    const message = words && `${words}\n${help('change-limit', reasonsUrl)}`;
    const level = run.job.failOnDeviation ? 'error' : 'warning';
    return annotate(level, 'Enforced TLS: the limit of changes is reached', message);
}
function appliedAnnotations(accounts, job) {
    const applied = withResult(accounts, 'applied');
    const [first] = applied;
    if (first === undefined)
        return [];
    const names = formatList(applied, formatName, maxNamed);
    const message = accounts.length === 1 ? describeAccount(first, job).finding : `${titleFor('applied', names)}.`;
    return annotate('notice', titles.applied, message);
}
/** One for all of a level. One for each would push out the accounts. */
function waiverAnnotations({ waiverNotices, job }) {
    const levelOf = (notice) => notice.kind === 'expired' || notice.kind === 'almost-named' || notice.isExcluded ? 'warning' : 'notice';
    return ['warning', 'notice'].flatMap((level) => {
        const notices = waiverNotices.filter((notice) => levelOf(notice) === level);
        if (notices.length === 0)
            return [];
        const lines = notices.slice(0, maxNamed).map((notice) => formatWaiverNotice(notice, job.mode));
        const message = [...lines, ...andMore(notices.length - maxNamed, 'waiver')].join('\n');
        return annotate(level, 'Waivers of the Enforced TLS policy', message);
    });
}
function blockedAnnotations(run) {
    const title = 'Recipients blocked because of TLS';
    const total = sumBlocked(run);
    const warning = run.blockedRecipients?.warning;
    return [
        ...annotate('notice', title, total && formatBlocked(total)),
        ...annotate('warning', title, warning && oneLine(warning, 1000))
    ];
}
/** One annotation; none where there is nothing to say. */
function annotate(level, title, message) {
    return message === undefined ? [] : [{ level, title, message }];
}
/** The lines that fit in a message, with the advice as the last one. */
function withAdvice(lines, advice) {
    for (let shown = lines.length;; shown--) {
        const more = lines.length - shown;
        const rest = more === 0 ? [] : [`And ${count(more, 'more line')}, which the job summary has.`];
        const message = [...lines.slice(0, shown), ...rest, advice].join('\n');
        if (message.length <= maxMessageLength || shown === 0)
            return message;
    }
}
function help(reason, reasonsUrl) {
    return `What to do: ${reasonsUrl}#${reason}`;
}

;// CONCATENATED MODULE: ./lib/report/atomic-file.js



/**
 * Writes the file whole or not at all, and makes its folders. Replaces a link and leaves its target alone. Throws when
 * it cannot. Synchronous: nothing else is left to do by then, and Node's pool of threads costs more than the file.
 */
function writeWholeFile(path, text) {
    const folder = (0,external_node_path_namespaceObject.dirname)(path);
    makeFolder(folder);
    const replaced = (0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false });
    if (replaced?.isFile() === false)
        throw new Error(`${path} is a folder or a device`);
    const temporary = (0,external_node_path_namespaceObject.join)(folder, `.${(0,external_node_crypto_namespaceObject.randomUUID)()}.tmp`);
    try {
        // The permissions of the old file hold for the new one from its first byte on.
        const mode = replaced && replaced.mode & 0o777;
        (0,external_node_fs_namespaceObject.writeFileSync)(temporary, text, { flag: 'wx', mode: mode ?? 0o666 });
        if (mode !== undefined)
            (0,external_node_fs_namespaceObject.chmodSync)(temporary, mode);
        (0,external_node_fs_namespaceObject.renameSync)(temporary, path);
    }
    catch (thrown) {
        (0,external_node_fs_namespaceObject.rmSync)(temporary, { force: true });
        throw thrown;
    }
}
/** One by one: `recursive` never ends where the system refuses a folder, as under /proc. */
function makeFolder(path) {
    if ((0,external_node_fs_namespaceObject.existsSync)(path))
        return;
    makeFolder((0,external_node_path_namespaceObject.dirname)(path));
    try {
        (0,external_node_fs_namespaceObject.mkdirSync)(path);
    }
    catch (thrown) {
        // Another process may have made it in between.
        if (!(0,external_node_fs_namespaceObject.existsSync)(path))
            throw thrown;
    }
}

;// CONCATENATED MODULE: ./lib/report/log.js




/** A log of ten thousand lines is not read. The summary and the report have the rest. */
const maxAccounts = 200;
/** With more findings some are folded. */
const maxOpen = 10;
/** How many stay open then. */
const openBeforeFold = 5;
/** For names in the last line, of each result. */
const log_maxNamed = 3;
/** The log of a run, after the lines that it has written under way. */
function planLog(run, plan, reasonsUrl) {
    const after = [...plan.ofKinds, ...plan.aboutRun];
    const lastLine = formatLastLine(run, reasonsUrl);
    if (run.kind !== 'judged')
        return { open: [], folded: undefined, after, lastLine };
    const entriesOf = (judged) => {
        const annotation = plan.ofAccounts.get(judged);
        if (annotation !== undefined)
            return [annotation];
        const { finding, notes } = describeAccount(judged, run.job);
        return [finding, ...notes];
    };
    const listed = listedAccounts(run);
    const open = listed.length > maxOpen ? listed.slice(0, openBeforeFold) : listed;
    const rest = listed.slice(open.length);
    // An annotation that is planned is shown, however many accounts stand before it.
    const shown = rest.filter((judged, at) => open.length + at < maxAccounts || plan.ofAccounts.has(judged));
    const entries = [...shown.flatMap(entriesOf), ...andMore(rest.length - shown.length, 'account')];
    const heading = `More findings: ${count(rest.length, 'account')}`;
    const folded = rest.length === 0 ? undefined : { heading, entries };
    return { open: open.flatMap(entriesOf), folded, after, lastLine };
}
/** The accounts that have something to say, those that fail the step first. */
function listedAccounts(run) {
    const { accounts, job } = run;
    const [only, ...others] = accounts;
    // Its notice says what was applied.
    if (others.length === 0)
        return only?.outcome.result === 'applied' ? [] : accounts;
    const stopped = stoppedAccounts(run);
    const bySeverity = Map.groupBy(accounts.filter(({ account, outcome: { result } }) => result !== 'compliant' && result !== 'excluded' && !stopped.has(account)), ({ outcome }) => severityOf(outcome, job));
    return severities.flatMap((severity) => bySeverity.get(severity) ?? []);
}
function formatLastLine(run, reasonsUrl) {
    const accounts = accountsOf(run);
    const reason = reasonOf(run);
    const namesOf = (result) => result === 'deviating' || result === 'unverified' || result === 'applied'
        ? ` (${formatList(withResult(accounts, result), formatName, log_maxNamed)})`
        : '';
    return [
        `Result: ${resultOf(run)}${reason === '' ? '' : ` (${reason})`}.`,
        ...(accounts.length > 1 ? [formatCounts(accounts, namesOf)] : []),
        ...(reason === '' ? [] : [`What to do: ${linksOf(run, reasonsUrl)}`])
    ].join(' ');
}
/** The reason of the run, and beside accounts without a verdict also that of the first deviation, which counts for mail. */
function linksOf(run, reasonsUrl) {
    const deviating = withResult(accountsOf(run), 'deviating').slice(0, 1);
    const reasons = new Set([reasonOf(run), ...deviating.map(({ outcome }) => outcome.reason)]);
    return [...reasons].map((reason) => `${reasonsUrl}#${reason}`).join(', ');
}

;// CONCATENATED MODULE: ./lib/report/message.js




const message_maxNamed = 3;
/** With three names of this length, and counts of 100,000 accounts, a message has less than 300 characters. */
const message_maxNameLength = 48;
/** Worst first. Accounts with another result were not to be judged. */
const verbs = [
    { result: 'deviating', one: 'deviates', many: 'deviate' },
    { result: 'unverified', one: 'could not be verified', many: 'could not be verified' },
    { result: 'applied', one: 'was changed', many: 'were changed' },
    { result: 'compliant', one: 'complies', many: 'comply' },
    { result: 'waived', one: 'is waived', many: 'are waived' }
];
/** A run in one plain sentence of at most 300 characters, which no chat takes for markup, whatever the names. */
function formatMessage(run) {
    if (run.kind === 'not-started')
        return `${titles['not-started']}.`;
    const all = accountsOf(run);
    const groups = verbs
        .map((verb) => ({ verb, accounts: withResult(all, verb.result) }))
        .filter(({ accounts }) => accounts.length > 0);
    const [worst, ...others] = groups;
    if (worst === undefined)
        return `${titles.unverified}: no account was judged.`;
    const total = groups.reduce((sum, { accounts }) => sum + accounts.length, 0);
    const rest = others
        .filter(({ verb }) => verb.result !== 'compliant')
        .map(({ verb, accounts }) => `${digits(accounts.length)} ${accounts.length === 1 ? verb.one : verb.many}`);
    return `Enforced TLS: ${[worstPhrase(worst.verb, worst.accounts, total), ...rest].join(', ')}.`;
}
/** Those of the worst result are named, unless nothing is wrong with them. */
function worstPhrase(verb, accounts, total) {
    const names = formatList(accounts, ({ account }) => plainName(account.name), message_maxNamed);
    if (total === 1)
        return `${names} ${verb.one}`;
    const phrase = `${digits(accounts.length)} of ${digits(total)} accounts ${accounts.length === 1 ? verb.one : verb.many}`;
    if (verb.result === 'compliant')
        return phrase;
    return `${phrase} (${names})`;
}
/** Chats obey many signs, and draw some letters as nothing. */
function plainName(name) {
    if (name === parentAccount)
        return "the key's own account";
    const plain = name
        .replace(/[^\p{L}\p{Nd} .+-]|\p{Default_Ignorable_Code_Point}/gu, ' ')
        .replace(/ +/g, ' ')
        .trim();
    return /[\p{L}\p{Nd}]/u.test(plain) ? truncate(plain, message_maxNameLength).replace('\u2026', '...') : 'an account';
}

;// CONCATENATED MODULE: ./lib/report/outputs.js





/** A job's outputs may take 1 MiB in UTF-16. 500 deviations take about a tenth of it, and so do 500 notices. */
const maxEntries = 500;
const maxDomains = 100;
/** The outputs of action.yml, except those about files and the tracking issue. */
function collectOutputs(run) {
    const accounts = accountsOf(run);
    const result = resultOf(run);
    const counts = countResults(accounts);
    const blocked = sumBlocked(run);
    const settings = accounts.length === 1 ? accounts[0]?.outcome.after : undefined;
    return {
        result,
        compliant: String(result === 'compliant' || result === 'applied'),
        changed: String(accounts.some(({ outcome }) => outcome.changed)),
        reason: reasonOf(run),
        message: formatMessage(run),
        deviations: JSON.stringify(deviationsOf(accounts)),
        'require-tls': String(settings?.requireTls ?? ''),
        'require-valid-cert': String(settings?.requireValidCert ?? ''),
        'tls-version': String(settings?.tlsVersion ?? ''),
        'account-count': String(accounts.length),
        'deviating-count': String(counts.deviating),
        'unverified-count': String(counts.unverified),
        'waived-count': String(counts.waived),
        'excluded-count': String(counts.excluded),
        'waiver-notices': JSON.stringify(waiverNoticesOf(run)),
        'blocked-recipient-count': blocked === undefined ? '' : String(blocked.count),
        'blocked-domains': JSON.stringify(blocked?.domains.slice(0, maxDomains) ?? [])
    };
}
/** What deviates after the run, as far as it is known. Waived accounts do not count. */
function deviationsOf(accounts) {
    const deviations = accounts
        .filter(({ outcome }) => outcome.result !== 'waived')
        .flatMap(({ account, outcome }) => outcome.deviations.map(({ setting, expected, actual }) => ({
        account: account.name,
        setting: settingInputs[setting],
        expected,
        actual
    })));
    return deviations.slice(0, maxEntries);
}
function waiverNoticesOf(run) {
    const notices = run.kind === 'judged' ? run.waiverNotices : [];
    return notices.slice(0, maxEntries).map(({ waiver: { account, until }, days, kind }) => ({
        account,
        until,
        days,
        // A waiver that almost names an account covers none.
        kind: kind === 'almost-named' ? 'not-judged' : kind
    }));
}

;// CONCATENATED MODULE: ./lib/report/report-file.js



/** The report file, as schema/report.schema.json describes it. */
function formatReport(run, workflowRun, span) {
    const { reasonsUrl: _page, apiUrl: _api, ref: _ref, defaultBranch: _branch, ...github } = workflowRun;
    const job = run.kind === 'not-started' ? undefined : run.job;
    const report = {
        schemaVersion: 1,
        startedAt: new Date(span.startMs).toISOString(),
        endedAt: new Date(span.endMs).toISOString(),
        action: { name: actionName, version: actionVersion },
        run: github,
        mode: job?.mode ?? null,
        policy: job === undefined ? null : policyOf(job),
        owner: (run.kind === 'judged' ? run.owner : undefined) ?? null,
        hosts: hostsOf(run),
        result: resultOf(run),
        reason: reasonOf(run) || null,
        failure: run.kind === 'judged' ? null : run.failure.message,
        keyScopes: (run.kind === 'not-started' ? undefined : run.keyScopes) ?? null,
        accounts: run.kind === 'judged' ? run.accounts.map((judged) => accountOf(judged, run.blockedRecipients)) : []
    };
    return `${JSON.stringify(report, null, 2)}\n`;
}
/** The API URLs that were asked, or would have been. */
function hostsOf(run) {
    if (run.kind === 'not-started')
        return [];
    const asked = accountsOf(run).filter(({ outcome }) => outcome.result !== 'excluded');
    const regions = [run.job.region, ...asked.map(({ account }) => account.region)];
    return [...new Set(regions.map((region) => run.hosts[region]))].sort();
}
function policyOf({ policy, allowLoosening, failOnDeviation, maxChanges }) {
    return {
        'require-tls': policy.requireTls ?? null,
        'require-valid-cert': policy.requireValidCert ?? null,
        'tls-version': policy.tlsVersion?.version ?? null,
        'tls-version-match': policy.tlsVersion?.match ?? null,
        'allow-loosening': allowLoosening,
        'fail-on-deviation': failOnDeviation,
        'max-changes': maxChanges ?? null
    };
}
function accountOf({ account, outcome, requestCounts, identity }, blocked) {
    return {
        account: account.name,
        region: account.region,
        result: outcome.result,
        reason: outcome.reason || null,
        message: 'message' in outcome ? outcome.message : null,
        before: settingsOf(outcome.before),
        after: settingsOf(outcome.after),
        changed: outcome.changed,
        inDoubt: outcome.inDoubt,
        deviations: outcome.deviations.map(deviationOf),
        waiver: outcome.result === 'waived' ? { until: outcome.waiver.until, reason: outcome.waiver.reason } : null,
        excludedBy: outcome.result === 'excluded' ? outcome.line : null,
        identity,
        blockedRecipients: blockedOf(blocked, account),
        requests: requestCounts.requests,
        retries: requestCounts.retries
    };
}
function blockedOf(blocked, account) {
    const counted = blocked?.byAccount.get(account);
    return blocked === undefined || counted === undefined ? null : { days: blocked.days, ...counted };
}
function settingsOf(settings) {
    if (settings === undefined)
        return null;
    const { requireTls, requireValidCert, tlsVersion } = settings;
    return { 'require-tls': requireTls, 'require-valid-cert': requireValidCert, 'tls-version': tlsVersion };
}
function deviationOf({ setting, expected, actual }) {
    return { setting: settingInputs[setting], expected, actual };
}

;// CONCATENATED MODULE: ./lib/report/digest.js

/** The same for the same value, run after run. */
function digest(value) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

;// CONCATENATED MODULE: ./lib/report/sarif.js






/** GitHub takes 25,000 results of a run and refuses a file with more. */
const maxResults = 25_000;
/**
 * SARIF 2.1.0 with one result for each deviating account and setting. None for a run without a verdict on every
 * account: GitHub closes the alerts that a file does not repeat.
 */
function formatSarif(run, workflowRun) {
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
                text: plain(`Account ${visibleName(account.name)}: ${formatDeviation(deviation, job.policy)}.`)
            },
            locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }],
            // GitHub reads this name alone, and makes one alert of all results of a line where it is missing.
            partialFingerprints: {
                primaryLocationLineHash: digest([hosts[account.region], account.name, deviation.setting])
            }
        })));
    const driver = {
        name: actionName,
        semanticVersion: actionVersion,
        informationUri: `https://github.com/${actionRepository}`,
        rules: settingNames.map((setting) => rule(setting, `${workflowRun.reasonsUrl}#deviation`))
    };
    const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [{ tool: { driver }, results: results.slice(0, maxResults) }]
    };
    return { text: `${JSON.stringify(log, null, 2)}\n`, omitted: Math.max(0, results.length - maxResults) };
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
function rule(setting, helpUri) {
    const { short, risk, severity } = descriptions[setting];
    const help = `${risk} Run the action with mode apply, or change the setting in SendGrid, or change the policy in the workflow.`;
    return {
        id: ruleId(setting),
        name: `EnforcedTls${setting[0]?.toUpperCase()}${setting.slice(1)}`,
        shortDescription: { text: `${short}.` },
        fullDescription: { text: `${short}. ${risk}` },
        help: {
            text: help,
            markdown: `${help} See [deviation](${helpUri}).`
        },
        helpUri,
        defaultConfiguration: { level: 'error' },
        properties: { 'security-severity': severity, precision: 'very-high', tags: ['security', 'email', 'tls'] }
    };
}
function ruleId(setting) {
    return `enforced-tls/${settingInputs[setting]}`;
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
 * A name as a Markdown code span, in which no HTML, link or mention works. The fence has one backtick more than the
 * longest run inside. A comment cannot begin in it: the tracking issue is found by its comment.
 */
function code(name) {
    const line = visibleName(name, maxNameLength).replaceAll('<!--', '<! --');
    const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longestRun + 1);
    const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${padding}${line}${padding}${fence}`;
}
/** The same for a table, in which a bar is a border also in code. A backslash before it would undo the escape. */
function codeCell(name) {
    return code(name)
        .replace(/\\(?=\|)/g, '\\ ')
        .replaceAll('|', '\\|');
}
/** A table in GitHub's Markdown. The cells are Markdown already. */
function table(head, rows) {
    return [tableHead(head), ...rows.map(tableRow)].join('\n');
}
/** The first two lines of a table. */
function tableHead(head) {
    return `${tableRow(head)}\n${tableRow(head.map(() => '---'))}`;
}
/** One line of a table. */
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** A link, or the text alone where the address is none that Markdown takes as it is. The text is Markdown already. */
function markdown_link(text, url) {
    return /^https?:\/\/[^\s()<>\\]+$/.test(url) ? `[${text}](${url})` : text;
}
/** The workflow run by its name. */
function linkRun({ runUrl, workflow }) {
    return markdown_link(workflow ? `the run of ${escapeMarkdown(workflow, maxNameLength)}` : 'the run', runUrl);
}
/** Parts that a person opens. The title is not escaped. */
function fold(title, ...parts) {
    return [`<details><summary>${title}</summary>`, ...parts, '</details>'];
}
/** What starts a link, a mention, markup, HTML, a table border or math on GitHub. */
const special = /:\/\/|(?<=www)\.|@|#(?=\d)|(?<=GH)-(?=\d)|[&<>]|[\\`*_[\]|~!]|\$/gi;
/**
 * Text that stays plain in Markdown, and that is copied from the page as it is. GitHub finds links and mentions in
 * text without tags, so a span around their first characters prevents them. Its documentation ("Writing mathematical
 * expressions") keeps a dollar sign in the same way.
 */
function escapeMarkdown(text, limit = 2_000) {
    return oneLine(text, limit)
        .replace(special, (found) => {
        if (found === '$')
            return '<span>\\$</span>';
        if (/^[&<>]$/.test(found))
            return `&#${found.charCodeAt(0)};`;
        return /^[\\`*_[\]|~!]$/.test(found) ? `\\${found}` : `<span>${found}</span>`;
    })
        .replace(/^(?=[-+=])|^(?=#)|(?<=^\d+)(?=[.)])/, '\\');
}
/** The first of the entries that fit in so many bytes, each whole. */
function fittingOf(entries, boundBytes) {
    let bytes = 0;
    const end = entries.findIndex((entry) => {
        bytes += Buffer.byteLength(entry) + 2;
        return bytes > boundBytes;
    });
    return end < 0 ? entries : entries.slice(0, end);
}

;// CONCATENATED MODULE: ./lib/report/summary/lists.js



/** GitHub drops a summary over 1 MiB. Ten lists of this size, and the rest of it, stay below 512 KiB. */
const listBoundBytes = 50_000;
/** More rows than this are folded. */
const lists_maxOpen = 15;
/** A list under a heading: the first entries open, the next ones folded. Nothing where there are no entries. */
function listSection(heading, list, head = '') {
    if (list.entries.length === 0)
        return [];
    const fitting = fittingOf(list.entries, listBoundBytes);
    const next = fitting.slice(lists_maxOpen);
    const asMarkdown = (entries) => head + entries.join('\n');
    return [
        ...(heading === undefined ? [] : [`### ${heading}`]),
        asMarkdown(fitting.slice(0, lists_maxOpen)),
        ...(next.length > 0 ? fold(`The next ${count(next.length, list.noun)}`, asMarkdown(next)) : []),
        ...leftOut(list, fitting)
    ];
}
/** A list without a heading, as one text. */
function joinedList(list, separator) {
    const fitting = fittingOf(list.entries, listBoundBytes);
    return [fitting.join(separator), ...leftOut(list, fitting)];
}
function leftOut({ entries, noun, elsewhere = 'The report file has them all (output `report-file`).' }, fitting) {
    return andMore(entries.length - fitting.length, noun).map((line) => `**${line}** ${elsewhere}`);
}

;// CONCATENATED MODULE: ./lib/report/summary/blocked-section.js




/** How many recipients are blocked because of TLS, by account. Nothing where they were not to be counted. */
function blockedSection(run) {
    if (run.blockedRecipients === undefined)
        return [];
    const { byAccount, warning } = run.blockedRecipients;
    const total = sumBlocked(run);
    const entries = [...byAccount]
        .filter(([, { count, otherBlocks }]) => count + otherBlocks > 0)
        .sort(([, one], [, other]) => other.count - one.count)
        .map(([account, { count: number, domains, otherBlocks, isComplete }]) => {
        const addresses = `${isComplete ? '' : 'at least '}${count(number, 'address', 'addresses')}`;
        const others = count(otherBlocks, 'other block');
        return `- ${code(account.name)}: ${addresses} in ${count(domains.length, 'domain')}, and ${others}`;
    });
    const list = { entries, noun: 'account' };
    return [
        '### Recipients blocked because of TLS',
        ...(total === undefined && warning === undefined
            ? ['None of the accounts requires TLS, so nothing was counted.']
            : []),
        ...(total === undefined ? [] : [formatBlocked(total)]),
        ...(warning === undefined ? [] : [escapeMarkdown(warning)]),
        ...listSection(undefined, list)
    ];
}

;// CONCATENATED MODULE: ./lib/report/summary/split-message.js
/** A message about a request begins with it, and ends with the cause and what to do. */
const requestFirst = /^((?:GET|PATCH) \/v3\/.+? (?:was answered \d{3}(?: with an HTML page| \(".*"\))?\.|failed:|was not sent:)) (.+)$/s;
/** A message as the request, empty where there is none, and the cause, which a person reads first. */
function splitMessage(message) {
    const [, request, cause] = requestFirst.exec(message) ?? [];
    if (request === undefined || cause === undefined)
        return { request: '', cause: message };
    return {
        request: request.replace(/:$/, '.'),
        cause: cause.replace(/^[a-z]/, (letter) => letter.toUpperCase())
    };
}

;// CONCATENATED MODULE: ./lib/report/summary/many-accounts.js








/** Longer messages and reasons are cut, in characters. The report has them whole. */
const maxTextLength = 500;
/** How a fleet ended, in one line. Deviating is a finding and unverified a broken check: they differ in words. */
function fleetTitle(accounts, job) {
    const { compliant, deviating, unverified, applied, waived } = countResults(accounts);
    const parts = [
        { number: deviating, verb: deviating === 1 ? 'deviates' : 'deviate' },
        { number: unverified, verb: 'could not be verified' },
        { number: applied, verb: 'changed' }
    ].filter(({ number }) => number > 0);
    const waivers = waived === 0 ? '' : `; ${count(waived, 'account is', 'accounts are')} waived`;
    if (parts.length === 0) {
        const nobodyComplies = waived > 0 && compliant === 0;
        const verdict = nobodyComplies ? `${icons.open} ${titles.deviation}` : `${icons.good} ${titles.compliant}`;
        return verdict + waivers;
    }
    const phrases = parts.map(({ number, verb }, index) => `${index === 0 ? count(number, 'account') : digits(number)} ${verb}`);
    const isBad = accounts.some((judged) => iconOf(judged, job) === icons.bad);
    const icon = isBad ? icons.bad : deviating + unverified > 0 ? icons.open : icons.good;
    return `${icon} Enforced TLS: ${phrases.join(', ')}${waivers}`;
}
/** The accounts of a fleet that need a decision, by kind, those without a verdict first. */
function fleetSections(accounts, job) {
    return [
        ...accountList('What could not be verified', accounts, (outcome) => outcome.result === 'unverified' ? whatHappened(outcome) : undefined),
        ...accountList('What could not be changed', accounts, (outcome) => outcome.result === 'deviating' && 'message' in outcome ? whatHappened(outcome) : undefined),
        ...deviationTable(accounts, job),
        ...looseningNotes(accounts),
        ...accountList('What was changed and confirmed', accounts, (outcome) => outcome.result === 'applied' ? formatChanges(outcome.before, outcome.after) : undefined),
        ...accountList('What is waived', accounts, (outcome) => outcome.result === 'waived' ? formatWaived(outcome) : undefined)
    ];
}
/** The accounts that ask for nothing. */
function fleetFolds(accounts) {
    const compliant = namesOf(accounts, 'compliant');
    const skipped = namesOf(accounts, 'skipped');
    const excluded = accounts.flatMap(({ account, outcome }) => outcome.result === 'excluded' ? [excludedName(account.name, outcome.line)] : []);
    const them = skipped.length === 1 ? 'it' : 'them';
    return [
        ...nameFold(count(compliant.length, 'compliant account'), compliant),
        ...nameFold(`${count(skipped.length, 'skipped account')}: disabled, and SendGrid does not answer for ${them}`, skipped),
        ...nameFold(`${count(excluded.length, 'excluded account')}: left out by exclude, and not asked`, excluded)
    ];
}
/** A line for each account that `describe` has something to say of. A list, since a long text makes a table too wide. */
function accountList(heading, accounts, describe) {
    const entries = accounts.flatMap(({ account, outcome }) => {
        const text = describe(outcome);
        return text === undefined ? [] : [`- ${code(account.name)}: ${text}`];
    });
    return listSection(heading, { entries, noun: 'account' });
}
/** A row for each account, with the settings in which one of them deviates. */
function deviationTable(accounts, { policy }) {
    const deviating = accounts.flatMap(({ account, outcome }) => outcome.result === 'deviating' ? [{ account, outcome }] : []);
    const settings = settingNames.filter((setting) => deviating.some(({ outcome }) => deviatesIn(outcome, setting)));
    const heads = settings.map((setting) => `${settingInputs[setting]}<br>policy: ${statedValue(policy, setting)}`);
    const entries = deviating.map(({ account, outcome }) => {
        const cells = settings.map((setting) => deviatesIn(outcome, setting)
            ? `${icons.bad} deviates: ${outcome.after[setting]}`
            : String(outcome.after[setting]));
        return tableRow([codeCell(account.name), ...cells]);
    });
    const list = { entries, noun: 'account' };
    return listSection('What deviates', list, `${tableHead(['Account', ...heads])}\n`);
}
function deviatesIn({ deviations }, setting) {
    return deviations.some((deviation) => deviation.setting === setting);
}
function whatHappened(outcome) {
    const { request, cause } = splitMessage(outcome.message);
    const why = escapeMarkdown(`${outcome.reason}: ${cause} ${request}`, maxTextLength);
    return [why, ...changeNotes(outcome)].join(' ');
}
function formatWaived({ waiver, deviations }) {
    const what = deviations.map(({ setting, actual }) => `${settingInputs[setting]} is ${actual}`).join(', ');
    return `until ${waiver.until}, ${escapeMarkdown(waiver.reason, maxTextLength)} (${what})`;
}
/** One sentence for all accounts that were left alone for the same settings. */
function looseningNotes(accounts) {
    const left = accounts.filter(({ outcome }) => outcome.reason === 'loosening-refused');
    const alike = Map.groupBy(left, ({ outcome }) => refusedOf(outcome)
        .map(({ setting }) => setting)
        .join());
    return [...alike.values()].map((group) => {
        const [first] = group;
        return formatNothingWritten(` to ${formatList(group, ({ account }) => code(account.name), 10)}`, first === undefined ? [] : refusedOf(first.outcome));
    });
}
function refusedOf(outcome) {
    return outcome.reason === 'loosening-refused' ? outcome.refused : [];
}
function excludedName(name, line) {
    const shown = code(name);
    return line === name ? shown : `${shown} by ${code(line)}`;
}
function namesOf(accounts, result) {
    return withResult(accounts, result).map(({ account }) => code(account.name));
}
function nameFold(title, entries) {
    if (entries.length === 0)
        return [];
    return fold(title, ...joinedList({ entries, noun: 'account' }, ', '));
}

;// CONCATENATED MODULE: ./lib/report/summary/next-steps.js





/** What a person does where there is no verdict, or where a change has failed. */
const actions = {
    'invalid-input': 'Correct the inputs',
    unauthorized: 'Check the key',
    forbidden: 'Check what the key may do, and from where',
    'not-found': 'Check the address and the names',
    rejected: 'Look at why the request was refused',
    'rate-limited': 'Find out what uses up the rate limit',
    unavailable: 'Run again when SendGrid answers',
    'unexpected-response': 'Check what answered',
    'not-confirmed': 'Run a check later',
    cancelled: 'Run again, to its end',
    'wrong-account': 'Find out why On-Behalf-Of is not followed',
    bug: 'Report the bug'
};
/** What a person does about a 401, 403 or 404 for an account, since the key is answered for others. */
const checkName = 'Check the name of the account';
/** Deviations come first, and what was applied last. */
const order = [
    'deviation',
    'change-limit',
    'loosening-refused',
    ...Object.keys(actions),
    ''
];
/** The actions that a run asks for in one line, each with a link; for many accounts with how many it is about. */
function nextSteps(run, reasonsUrl) {
    const steps = run.kind === 'judged'
        ? stepsOf(run)
        : [{ reason: run.failure.reason, action: actions[run.failure.reason] }];
    const isFleet = accountsOf(run).length > 1;
    const alike = Map.groupBy(steps, ({ reason, action }) => markdown_link(action, `${reasonsUrl}#${reason || 'deviation'}`));
    const sentences = [...alike]
        .sort(([, [one]], [, [other]]) => order.indexOf(one?.reason ?? '') - order.indexOf(other?.reason ?? ''))
        .map(([linked, { length }]) => `${linked}${isFleet ? ` (${count(length, 'account')})` : ''}.`);
    return sentences.length > 0 ? [`**What to do next:** ${sentences.join(' ')}`] : [];
}
function stepsOf(run) {
    return run.accounts.flatMap((judged) => {
        const { reason } = judged.outcome;
        const action = actionFor(judged, run);
        return action === undefined ? [] : [{ reason, action }];
    });
}
function actionFor(judged, { job }) {
    const { outcome } = judged;
    // Where the settings were never touched, nobody has changed them.
    if (outcome.result === 'applied')
        return isDefault(outcome.before) ? undefined : 'Find out who changed the settings';
    if (outcome.reason === '')
        return undefined;
    if ('about' in outcome && outcome.about === 'account')
        return checkName;
    if ('message' in outcome)
        return actions[outcome.reason];
    return describeAccount(judged, job).cure.replace(/\.$/, '');
}

;// CONCATENATED MODULE: ./lib/report/summary/one-account.js






/** What a summary says of its only account, around the line about the policy and the one about what to do. */
function accountParts(judged, job, policyLine, next) {
    const { outcome } = judged;
    const { finding, notes } = describeAccount(judged, job);
    const { request, cause } = splitMessage('message' in outcome ? outcome.message : '');
    const isUnverified = outcome.result === 'unverified';
    const meaning = formatMeaning([judged]);
    return [
        isUnverified ? `**${outcome.reason}:** ${escapeMarkdown(cause)}` : escapeMarkdown(finding),
        ...notes.map((note) => escapeMarkdown(note)),
        ...(meaning === '' ? [] : [meaning]),
        ...next,
        ...(isUnverified ? [accountLine(judged)] : []),
        // A table states the policy too.
        outcome.after === undefined ? policyLine : settingsTable(outcome, outcome.after, job),
        ...(isUnverified && request !== '' ? fold('The request', escapeMarkdown(request)) : [])
    ];
}
function accountLine({ account: { name } }) {
    return `**Account:** ${name === parentAccount ? "the key's own" : code(name)}.`;
}
/** Without a verdict the settings are no more than what was read last. */
function settingsTable({ result, deviations }, settings, { policy, mode }) {
    const isVerdict = result !== 'unverified';
    const deviating = deviations.map(({ setting }) => setting);
    const rows = settingNames.map((setting) => {
        const stated = policy[setting] !== undefined;
        const complies = deviating.includes(setting) ? `${icons.bad} deviates` : `${icons.good} complies`;
        return [
            settingInputs[setting],
            isVerdict && !stated ? '\u2013' : statedValue(policy, setting),
            String(settings[setting]),
            ...(isVerdict ? [stated ? complies : 'not judged'] : [])
        ];
    });
    return table(['Setting', `Policy (mode ${mode})`, ...(isVerdict ? ['In force', 'Verdict'] : ['Last read'])], rows);
}

;// CONCATENATED MODULE: ./lib/report/summary/summary.js









/** The job summary, in GitHub's Markdown. `reasonsUrl` is the page whose headings are the reasons. */
function formatSummary(run, reasonsUrl) {
    const next = nextSteps(run, reasonsUrl);
    const parts = run.kind === 'judged' ? partsOf(run, next) : partsWithoutAccounts(run, next);
    return `${parts.join('\n\n')}\n`;
}
/** What stands below a summary: the tracking issue, and by which run and version it was written. */
function formatFoot(workflowRun, endMs, issue) {
    const tracking = issue === undefined ? '' : `**Tracking issue:** ${markdown_link(`issue ${issue.number}`, issue.url)}.\n\n`;
    const run = workflowRun.runUrl === '' ? '' : `${linkRun(workflowRun)}, `;
    return `\n${tracking}${formatTime(endMs)}, ${run}${actionName} ${actionVersion}.\n`;
}
function partsWithoutAccounts(run, next) {
    const entries = run.failure.message.split('\n').map((line) => escapeMarkdown(line));
    return [
        ...(run.kind === 'not-started'
            ? [`## ${icons.open} ${titles['not-started']}`]
            : [
                `## ${icons.open} ${titles.unverified}`,
                run.failure.reason === 'invalid-input'
                    ? 'No account was judged.'
                    : 'The accounts are not known, so none was judged.',
                policyLine(run.job)
            ]),
        ...joinedList({ entries, noun: 'line' }, '\n\n'),
        ...next
    ];
}
function partsOf(run, next) {
    const { accounts, job } = run;
    const sentences = [formatNoSubusers(run), formatUnmatchedLines(run)].filter((one) => one !== undefined);
    const notices = [...sentences.map((sentence) => escapeMarkdown(sentence)), ...waiverSection(run)];
    const stops = run.stops.map((stop) => escapeMarkdown(formatStop(stop, run)));
    if (run.stops.some((stop) => stopsAll(stop, run)))
        return [`## ${icons.open} ${titles.unverified}`, ...stops, policyLine(job), ...next];
    const stopped = stoppedAccounts(run);
    const changeLimit = formatChangeLimit(run);
    const meaning = formatMeaning(accounts);
    const [only, ...others] = accounts;
    if (only !== undefined && others.length === 0) {
        const title = titles[describeAccount(only, job).kind];
        return [
            `## ${iconOf(only, job)} ${title}`,
            ...accountParts(only, job, policyLine(job), next),
            ...ownerLine(run),
            ...notices,
            ...blockedSection(run)
        ];
    }
    return [
        `## ${fleetTitle(accounts, job)}`,
        ...(meaning === '' ? [] : [meaning]),
        formatCounts(accounts),
        policyLine(job),
        ...ownerLine(run),
        ...stops,
        ...(changeLimit === undefined ? [] : [changeLimit]),
        ...next,
        ...fleetSections(accounts.filter(({ account }) => !stopped.has(account)), job),
        ...notices,
        ...blockedSection(run),
        ...fleetFolds(accounts)
    ];
}
/** Whose accounts these are, where SendGrid has said so. */
function ownerLine({ owner }) {
    return owner === undefined ? [] : [`**Owner of the key:** ${code(owner)}.`];
}
function policyLine({ mode, policy }) {
    return `**Policy** (mode ${mode}): ${formatPolicy(policy)}.`;
}
function waiverSection({ waiverNotices, job }) {
    const entries = waiverNotices.map((notice) => `- ${formatWaiverNotice(notice, job.mode, code)}`);
    return listSection('Waivers that need attention', {
        entries,
        noun: 'waiver',
        elsewhere: 'The input `waivers` has them all.'
    });
}

;// CONCATENATED MODULE: ./lib/report/workflow-run.js



/** GitHub sends no event over 25 MB. */
const maxEventBytes = 32 * 2 ** 20;
/** The text of the event at GITHUB_EVENT_PATH. Empty where it cannot be read. */
function readEvent(path) {
    try {
        const stats = (0,external_node_fs_namespaceObject.statSync)(path ?? '');
        return stats.isFile() && stats.size <= maxEventBytes ? (0,external_node_fs_namespaceObject.readFileSync)(path ?? '', 'utf8') : '';
    }
    catch {
        return '';
    }
}
/** Reads the variables that GitHub documents under "Default environment variables", and the event. */
function readWorkflowRun(environment, event = '') {
    const of = (name) => environment[name] ?? '';
    const serverUrl = of('GITHUB_SERVER_URL') || 'https://github.com';
    const repository = of('GITHUB_REPOSITORY');
    const runId = of('GITHUB_RUN_ID');
    const attempt = of('GITHUB_RUN_ATTEMPT');
    return {
        apiUrl: parseApiUrl(of('GITHUB_API_URL') || 'https://api.github.com'),
        repository,
        workflow: of('GITHUB_WORKFLOW'),
        workflowFile: fileOfWorkflow(of('GITHUB_WORKFLOW_REF')),
        runUrl: repository && runId
            ? `${serverUrl}/${repository}/actions/runs/${runId}${attempt && `/attempts/${attempt}`}`
            : '',
        event: of('GITHUB_EVENT_NAME'),
        ref: of('GITHUB_REF'),
        defaultBranch: defaultBranchOf(event),
        actor: of('GITHUB_ACTOR'),
        triggeringActor: of('GITHUB_TRIGGERING_ACTOR'),
        attempt,
        commit: of('GITHUB_SHA'),
        reasonsUrl: pageOfReasons(serverUrl, of('GITHUB_ACTION_REPOSITORY'), of('GITHUB_ACTION_REF'))
    };
}
/**
 * The runner states repository and ref together, and neither for a local action, so that a ref alone says nothing.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionRunner.cs
 */
function pageOfReasons(serverUrl, repository, ref) {
    const blob = repository
        ? `${serverUrl}/${asPath(repository)}/blob/${asPath(ref) || 'HEAD'}`
        : `https://github.com/${actionRepository}/blob/HEAD`;
    return `${blob}/docs/troubleshooting.md`;
}
/** A name with slashes, such as that of a branch, as a part of a URL that Markdown and a log take as a whole. */
function asPath(name) {
    const parts = name.toWellFormed().split('/');
    return parts
        .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`))
        .join('/');
}
/**
 * Why the run leaves the tracking issue alone; undefined where it keeps it. Another branch may have a weaker policy,
 * and must not close the issue of the default branch.
 */
function explainUntracked({ event, ref, defaultBranch }) {
    // The ref of pull_request_target is the default branch.
    if (/^(pull_request|merge_group)/.test(event))
        return `This run is for ${event}, so it leaves the tracking issue alone. Runs on the default branch keep it.`;
    const [, branch = defaultBranch] = /^refs\/heads\/(.+)$/.exec(ref) ?? [];
    if (defaultBranch === '' || branch === defaultBranch)
        return undefined;
    return `This run is on the branch "${oneLine(branch)}", so it leaves the tracking issue alone. Runs on the default branch "${oneLine(defaultBranch)}" keep it.`;
}
function defaultBranchOf(event) {
    try {
        const { repository } = JSON.parse(event);
        const branch = repository?.default_branch;
        return typeof branch === 'string' ? branch : '';
    }
    catch {
        return '';
    }
}
function parseApiUrl(stated) {
    const url = URL.parse(stated);
    const isPlain = url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
    return isPlain && !/[?#]/.test(stated) ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : '';
}
/** `octocat/hello/.github/workflows/a.yml@refs/heads/main` is `.github/workflows/a.yml`. */
function fileOfWorkflow(reference) {
    return /^[^/]+\/[^/]+\/(.+?)@refs\//.exec(reference)?.[1] ?? '';
}

;// CONCATENATED MODULE: ./lib/report/publish.js













/**
 * Publishes on each channel in turn, best effort: one that fails is a warning, and the next is tried. What needs no
 * network comes first, since a canceled step has seconds and GitHub may hang. So the summary gets its foot, which links
 * the tracking issue, at the end. The verdict is the last line of the log.
 */
async function publish(run, options) {
    const { publishing, workflowRun, span } = options;
    const { reasonsUrl } = workflowRun;
    const warnings = new Warnings(options.warnings);
    const reportFile = await warnings.bestEffort('report', () => {
        writeWholeFile(publishing.reportFile, formatReport(run, workflowRun, span));
        return publishing.reportFile;
    });
    await warnings.bestEffort('outputs', () => setOutputs({ ...collectOutputs(run), 'report-file': reportFile ?? '' }));
    await warnings.bestEffort('SARIF file', () => writeSarif(run, options, warnings));
    await warnings.bestEffort('job summary', () => summary.addRaw(formatSummary(run, reasonsUrl)).write());
    const lastLine = await warnings.bestEffort('log', () => {
        // A warning about the tracking issue may come after these.
        const kept = publishing.tracking === undefined ? [] : [untrackedNotice(workflowRun) ?? asWarning('')];
        const plan = planAnnotations(run, [...warnings.annotations, ...kept], reasonsUrl);
        const log = planLog(run, plan, reasonsUrl);
        writeLog(log);
        return log.lastLine;
    });
    warnings.show();
    const issue = await trackIssue(run, options);
    await warnings.bestEffort('outputs', () => setOutputs({ 'issue-number': String(issue?.number ?? ''), 'issue-url': issue?.url ?? '' }));
    await warnings.bestEffort('job summary', () => summary.addRaw(formatFoot(workflowRun, span.endMs, issue)).write());
    warnings.show();
    if (issue !== undefined)
        info(`Tracking issue: ${oneLine(issue.url)}`);
    info(lastLine ?? `Result: ${resultOf(run)}.`);
}
/** The warnings of the channels. */
class Warnings {
    annotations;
    #shown = 0;
    constructor(messages) {
        this.annotations = messages.map((message) => asWarning(message));
    }
    /** A channel that is written twice may fail twice, and then that is one warning. */
    add(message) {
        if (this.annotations.some((known) => known.message === message))
            return;
        this.annotations.push(asWarning(message));
    }
    /** Shows those that are new. */
    show() {
        for (const warning of this.annotations.slice(this.#shown))
            writeEntry(warning);
        this.#shown = this.annotations.length;
    }
    async bestEffort(channel, write) {
        try {
            return await write();
        }
        catch (thrown) {
            const message = thrown instanceof Error ? thrown.message : asFailure(thrown).message;
            this.add(`The ${channel} could not be written: ${oneLine(message)}`);
            return undefined;
        }
    }
}
function asWarning(message, title) {
    return { level: 'warning', title, message };
}
function writeLog({ open, folded, after }) {
    for (const entry of open)
        writeEntry(entry);
    if (folded !== undefined) {
        startGroup(folded.heading);
        for (const entry of folded.entries)
            writeEntry(entry);
        endGroup();
    }
    for (const entry of after)
        writeEntry(entry);
}
function writeEntry(entry) {
    if (typeof entry === 'string') {
        info(entry);
        return;
    }
    const annotators = { error: error, warning: warning, notice: notice };
    annotators[entry.level](entry.message, entry.title === undefined ? {} : { title: entry.title });
}
function setOutputs(outputs) {
    for (const [name, value] of Object.entries(outputs))
        setOutput(name, value);
}
/** Comes after the report, and does not replace it. */
function writeSarif(run, { publishing, workflowRun }, warnings) {
    const path = publishing.sarifFile;
    const sarif = path === undefined ? undefined : formatSarif(run, workflowRun);
    if (path === undefined || sarif === undefined)
        return;
    if (isSameFile(path, publishing.reportFile)) {
        warnings.add('sarif-file leads to the report, so no SARIF file was written.');
        return;
    }
    writeWholeFile(path, sarif.text);
    if (sarif.omitted > 0)
        warnings.add(`The SARIF file leaves out ${sarif.omitted} results: GitHub takes 25,000.`);
}
function untrackedNotice(workflowRun) {
    const message = explainUntracked(workflowRun);
    return message === undefined ? undefined : { level: 'notice', title: 'Tracking issue', message };
}
const unusableApiUrl = 'GITHUB_API_URL is no http or https URL without user info, query and fragment, so GitHub was not asked for the ' +
    'tracking issue.';
/** Loads a bundle of its own, only for a run that has something to track: scripts/bundle.cjs. */
async function trackIssue(run, options) {
    const { publishing, workflowRun, span, cancelled } = options;
    if (run.kind === 'not-started' || publishing.tracking === undefined || cancelled.aborted)
        return undefined;
    const notice = untrackedNotice(workflowRun);
    if (notice !== undefined) {
        writeEntry(notice);
        return undefined;
    }
    try {
        // The bundle throws at its import where it cannot read the variable.
        if (workflowRun.apiUrl === '')
            throw new Failure('invalid-input', unusableApiUrl);
        const { track } = await import(/* webpackIgnore: true */ './tracking-issue/track.js');
        const { issue, warning } = await track(run, publishing.tracking, workflowRun, span.endMs, cancelled);
        if (warning !== undefined)
            writeEntry(asWarning(warning, 'Tracking issue'));
        return issue;
    }
    catch (thrown) {
        writeEntry(asWarning(oneLine(asFailure(thrown).message), 'Tracking issue'));
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/judge/exclude.js



/** Leaves out each account that a line matches, and notes the first such line. Throws where no account is left. */
function excludeAccounts(lines, accounts) {
    const matchers = lines.map((line) => ({ line, matches: matcherOf(line) }));
    const kept = [];
    const excluded = [];
    const matched = new Set();
    for (const account of accounts) {
        const all = matchers.filter(({ matches }) => matches(account.name));
        for (const { line } of all)
            matched.add(line);
        const [first] = all;
        if (first === undefined)
            kept.push(account);
        else
            excluded.push(excludedBy(first.line, account));
    }
    if (kept.length === 0)
        throw noAccountLeft();
    return { kept, excluded, unmatchedLines: lines.filter((line) => !matched.has(line)) };
}
/** Throws where every account is skipped or excluded, since the run would be green without a verdict. */
function refuseNoVerdict(accounts) {
    const isAside = ({ outcome }) => outcome.result === 'skipped' || outcome.result === 'excluded';
    if (accounts.every(isAside))
        throw noAccountLeft();
}
function noAccountLeft() {
    return new Failure('invalid-input', 'exclude leaves no account that can be judged. Take a line out of it.');
}
/**
 * Tells names that a line matches. Each `*` stands for any characters or none. No pattern matches the key's own
 * account. In one pass: each part is searched behind the part before.
 */
function matcherOf(line) {
    const [start = '', ...parts] = line.split('*');
    const end = parts.pop();
    if (end === undefined)
        return (name) => name === line;
    return (name) => {
        if (name === parentAccount || !name.startsWith(start) || !name.endsWith(end))
            return false;
        let at = start.length;
        for (const part of parts) {
            const found = name.indexOf(part, at);
            if (found < 0)
                return false;
            at = found + part.length;
        }
        return at <= name.length - end.length;
    };
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

;// CONCATENATED MODULE: ./lib/judge/change-budget.js
/** How many accounts a run may still write. */
class ChangeBudget {
    #left;
    /** Without a bound where `max` is undefined. */
    constructor(max) {
        this.#left = max ?? Number.POSITIVE_INFINITY;
    }
    /** Takes the turn of one account. Returns false when none is left. */
    take() {
        if (this.#left === 0)
            return false;
        this.#left--;
        return true;
    }
    /** Gives back the turn of an account to which nothing was sent. */
    giveBack() {
        this.#left++;
    }
}

;// CONCATENATED MODULE: ./lib/judge/host-watch.js
/** After this many accounts in a row without a verdict for one cause, one probe decides whether the rest is asked. */
const maxInARow = 3;
/** Every further account of a host may fail for these causes too. */
const sharedCauses = ['unauthorized', 'forbidden', 'unavailable'];
/**
 * Watches the outcomes of one host. After several refusals the key's own account is the probe. After silence, or where
 * the own account is excluded, the next account is the probe. When the probe fails too, the host is asked no more.
 */
class HostWatch {
    #askOwnAccount;
    #cause;
    #inARow = 0;
    /** The account that is the probe, or for which the own account is asked. The others wait meanwhile. */
    #probe;
    #stopped;
    constructor(askOwnAccount) {
        this.#askOwnAccount = askOwnAccount;
    }
    /** Await it before an account is asked. Resolves to why the host is asked no more. Never throws. */
    async admit(account) {
        while (this.#probe !== undefined)
            await this.#probe.ended.promise;
        if (this.#stopped !== undefined || this.#inARow < maxInARow)
            return this.#stopped;
        const ask = this.#cause === 'unavailable' ? undefined : this.#askOwnAccount;
        this.#probe = { account, ended: Promise.withResolvers() };
        if (ask === undefined)
            return undefined;
        const failure = await ask(account);
        this.#endProbe(isOfKey(failure) ? failure : undefined);
        return this.#stopped;
    }
    /** Call it with each account that was asked. */
    note({ account, outcome }) {
        const failure = outcome.result === 'unverified' ? outcome : undefined;
        // SendGrid may refuse a disabled subuser. That says nothing of the others.
        if (outcome.result === 'skipped' && this.#probe?.account !== account)
            return;
        if (failure?.about === 'proxy') {
            this.#endProbe(failure);
            return;
        }
        const isShared = failure !== undefined && sharedCauses.includes(failure.reason);
        if (this.#probe?.account === account) {
            const isOfAll = this.#cause === 'unavailable'
                ? failure?.reason === 'unavailable'
                : failure?.about !== 'account' && isOfKey(failure);
            this.#endProbe(isOfAll ? failure : undefined);
            return;
        }
        this.#inARow = isShared ? (failure.reason === this.#cause ? this.#inARow + 1 : 1) : 0;
        this.#cause = isShared ? failure.reason : undefined;
    }
    /** Without a failure the count starts anew. */
    #endProbe(failure) {
        this.#stopped = failure && {
            reason: failure.reason,
            message: `Not asked: ${failure.message}`,
            about: failure.about
        };
        this.#inARow = 0;
        this.#probe?.ended.resolve();
        this.#probe = undefined;
    }
}
/** Whether the key's own account is refused because of the key: it is dead, or lacks a scope. */
function isOfKey(failure) {
    return failure?.reason === 'unauthorized' || failure?.about === 'scope';
}

;// CONCATENATED MODULE: ./lib/judge/identity-check.js



const notAsked = { identity: 'not-asked', failure: undefined };
/** A host that does not give the name of the key's own account for these reasons may still answer for others. */
const saysNothing = [
    'unauthorized',
    'forbidden',
    'not-found',
    'rejected',
    'unexpected-response'
];
/**
 * Confirms that SendGrid answers for the named account, before any other request on its behalf. It was once reported to
 * answer for the parent (sendgrid/docs#3751), and a gateway may drop the header. Then every subuser looks like the
 * parent, and apply would write the parent.
 */
class IdentityCheck {
    #options;
    /** By host, the name of the key's own account, or why the host does not give it. */
    #parentNames = new Map();
    /** The names that are known by now. */
    #known = new Map();
    constructor(options) {
        this.#options = options;
    }
    /** The username of the key's own account, by the global host, else by the other one; undefined when unknown. */
    get owner() {
        const { global, eu } = this.#options.hosts;
        return this.#known.get(global) ?? this.#known.get(eu);
    }
    /** Never throws. `client` is the account's own. */
    async confirm(account, client) {
        if (!this.#options.rules.confirmIdentity)
            return notAsked;
        try {
            const parent = await this.#parentName(account.region);
            if (account.name === parentAccount)
                return notAsked;
            return { identity: await confirmName(account, client, parent), failure: undefined };
        }
        catch (thrown) {
            const failure = failureValue(thrown);
            // The key's own account needs no confirmation, so it is judged without its name too.
            return account.name === parentAccount && isTransient(failure)
                ? notAsked
                : { identity: 'not-asked', failure };
        }
    }
    /** Asks the host of the region, then the other one. */
    async #parentName(region) {
        const here = await this.#askOnce(region);
        if (typeof here === 'string')
            return here;
        const other = await this.#askOnce(region === 'eu' ? 'global' : 'eu');
        return typeof other === 'string' ? other : here;
    }
    /** Throws a Failure that is transient or about the key: without an answer no account there can be confirmed. */
    #askOnce(region) {
        const { hosts, clientOf } = this.#options;
        const host = hosts[region];
        const ask = async () => {
            try {
                const name = await clientOf(namedAccount(parentAccount, region)).readUsername();
                this.#known.set(host, name);
                return name;
            }
            catch (thrown) {
                const failure = failureValue(thrown);
                if (saysNothing.includes(failure.reason) && failure.about !== 'key')
                    return failure;
                this.#parentNames.delete(host);
                throw thrown;
            }
        };
        const asked = this.#parentNames.get(host) ?? ask();
        this.#parentNames.set(host, asked);
        return asked;
    }
}
/** Throws a Failure when SendGrid answers for another account. */
async function confirmName(account, client, parent) {
    const { name } = account;
    if (name === parent)
        throw new Failure('wrong-account', `${visibleName(name)} is the username of the key's own account: state ${parentAccount} for it. Nothing was asked on its behalf.`);
    const answered = await client.readUsername();
    if (answered === parent)
        throw wrongAccount(account, "by the name of the key's own account");
    if (!name.startsWith('account-id ')) {
        if (answered === name)
            return 'confirmed';
        throw wrongAccount(account, `by another name ("${oneLine(answered, 100)}")`);
    }
    // Only its ID is known, so its name can only be compared with the parent's.
    if (typeof parent !== 'string')
        throw new Failure(parent.reason, parent.message);
    return 'not-parent';
}
function wrongAccount({ name }, how) {
    return new Failure('wrong-account', `GET /v3/user/username for ${visibleName(name)} was answered ${how}: On-Behalf-Of is not followed. Nothing was asked or written on its behalf.`);
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
/** The settings that are weaker than they are in the floor. */
function weakerThan(floor, settings) {
    return settingNames.filter((name) => isWeaker(settings[name], floor[name]));
}
/**
 * The floor, raised to the values that were read before a change. A setting that the change lowers, with consent, has
 * its new value as its floor.
 */
function strongest(floor, read, change) {
    const strongestOf = (name) => {
        if (isWeaker(change[name] ?? read[name], read[name]))
            return change[name];
        return isWeaker(read[name], floor[name]) ? floor[name] : read[name];
    };
    return Object.fromEntries(settingNames.map((name) => [name, strongestOf(name)]));
}
function isWeaker(actual, floor) {
    return actual < (floor ?? actual);
}

;// CONCATENATED MODULE: ./lib/judge/reconcile.js



/** An older read may miss somebody's change, and the write would undo it. */
const maxReadAgeMs = 5_000;
const firstPauseMs = 250;
const maxPauseMs = 2_000;
/** After these failures nobody knows what SendGrid did, whatever was read before. */
const leavesStateUnknown = ['unexpected-response', 'bug'];
/** Reads one account, compares it with the policy and, in apply, writes and reads back. Never throws. */
async function reconcile(client, rules, clock, budget) {
    return await new Reconciliation(client, rules, clock, budget).run();
}
/** What is known of an account while it is judged. */
class Reconciliation {
    #client;
    #rules;
    #clock;
    #budget;
    #before;
    /** By the last read; undefined when a write came after it. */
    #after;
    #readAtMs = 0;
    /** Whether a PATCH was sent, whatever came of it. */
    #isSent = false;
    /** Whether SendGrid has accepted a change. `in-doubt`: it may have carried one out. */
    #written = 'no';
    /** The strongest values in the reads before our writes. What we loosened with consent has its new value. */
    #floor = {};
    constructor(client, rules, clock, budget) {
        this.#client = client;
        this.#rules = rules;
        this.#clock = clock;
        this.#budget = budget;
    }
    async run() {
        try {
            return await this.#judge();
        }
        catch (thrown) {
            return this.#notRead(failureValue(thrown));
        }
    }
    async #judge() {
        const isCheck = this.#rules.mode === 'check';
        const verdict = this.#verdictOn(await this.#read(isCheck ? undefined : 'forWrite'));
        if (isCheck || verdict.reason !== 'deviation')
            return verdict;
        if (!this.#budget.take())
            return { ...verdict, reason: 'change-limit' };
        const failure = await this.#write().finally(() => this.#isSent || this.#budget.giveBack());
        if (failure === undefined && this.#after !== undefined) {
            const later = this.#verdictOn(this.#after);
            // After a lost write, a read that complies is the first of the two that confirm it.
            if (this.#written === 'no' || later.result !== 'compliant')
                return later;
        }
        if (failure !== undefined && this.#written === 'no')
            return this.#notChanged(failure);
        return await this.#readBack(failure);
    }
    async #read(purpose) {
        const settings = await this.#client.read(purpose);
        this.#readAtMs = this.#clock.now();
        this.#before ??= settings;
        this.#after = settings;
        return settings;
    }
    /**
     * Writes the settings that deviate by the last read. Before each further attempt it reads again. Resolves to why
     * SendGrid has not accepted the change, or to undefined: it has, or nothing is left to write.
     */
    async #write() {
        const write = this.#client.newWrite();
        for (let known = this.#after;; known = undefined) {
            const settings = known ?? (await this.#read('forWrite'));
            const verdict = this.#verdictOn(settings);
            if (verdict.reason !== 'deviation')
                return undefined;
            const change = remedy(verdict.deviations);
            const validUntilMs = this.#readAtMs + maxReadAgeMs;
            const sentBefore = this.#client.requestCounts.requests;
            const attempted = await write.attempt({ settings: change, validUntilMs });
            this.#isSent ||= this.#client.requestCounts.requests > sentBefore;
            if (attempted.kind === 'accepted' || attempted.inDoubt)
                this.#noteWrite(attempted, settings, change);
            if (attempted.kind === 'failed')
                return attempted.failure;
            if (attempted.kind === 'accepted')
                return undefined;
        }
    }
    #noteWrite({ kind }, read, change) {
        this.#written = kind === 'accepted' ? 'accepted' : 'in-doubt';
        this.#after = undefined;
        this.#floor = strongest(this.#floor, read, change);
    }
    #verdictOn(settings) {
        const { policy, mode, allowLoosening } = this.#rules;
        const deviations = findDeviations(policy, settings);
        const known = { ...this.#known(), before: this.#before ?? settings, after: settings, deviations };
        if (deviations.length === 0)
            return { result: 'compliant', reason: '', ...known };
        const refused = mode === 'check' || allowLoosening ? [] : deviations.filter(loosens);
        if (refused.length > 0)
            return { result: 'deviating', reason: 'loosening-refused', refused, ...known };
        return { result: 'deviating', reason: 'deviation', ...known };
    }
    /** A read that fails before any write leaves the verdict of the read before. After a write there is no verdict. */
    #notRead(failure) {
        if (this.#written === 'no' && !leavesStateUnknown.includes(failure.reason))
            return this.#notChanged(failure);
        return { result: 'unverified', ...failure, ...this.#known() };
    }
    /** If the last read deviates, the result is deviating, with this reason. */
    #notChanged(failure) {
        const { before, after, ...known } = this.#known();
        return after !== undefined && known.deviations.length > 0
            ? { result: 'deviating', ...failure, ...known, before: before ?? after, after }
            : { result: 'unverified', ...failure, ...known, before, after };
    }
    /**
     * Reads at once, then again after growing pauses, until two reads in a row comply and show nothing weakened;
     * not-confirmed when the time is over. SendGrid may answer a read right after a write with the old values
     * (kenzo0107/terraform-provider-sendgrid, commit c4a0133), so one good read proves little. `failure` is why the
     * write is in doubt.
     */
    async #readBack(failure) {
        const { verifyTimeoutMs } = this.#rules;
        const endMs = this.#clock.now() + verifyTimeoutMs;
        let compliantReads = 0;
        let pauseMs = firstPauseMs;
        for (let reads = 1;; reads++) {
            const settings = (reads === 1 ? this.#after : undefined) ?? (await this.#read());
            const isGood = this.#deviations().length === 0 && weakerThan(this.#floor, settings).length === 0;
            compliantReads = isGood ? compliantReads + 1 : 0;
            if (compliantReads === 2)
                return this.#applied(settings);
            const leftMs = Math.max(0, endMs - this.#clock.now());
            // Waits for the rate limit take of the time too, so a good read gets its second; 0 means two reads.
            const oneMore = compliantReads === 1 && verifyTimeoutMs > 0;
            if (leftMs === 0 && reads >= 2 && !oneMore)
                return this.#notChanged(this.#notConfirmed(settings, failure));
            await this.#clock.sleep(Math.min(pauseMs, leftMs));
            pauseMs = Math.min(pauseMs * 2, maxPauseMs);
        }
    }
    #applied(after) {
        const known = { ...this.#known(), before: this.#before ?? after, after, changed: true, inDoubt: false };
        return { result: 'applied', reason: '', ...known };
    }
    /** A setting that is weaker than before goes first: SendGrid or somebody else has changed it. */
    #notConfirmed(settings, failure) {
        const weakened = weakerThan(this.#floor, settings).map((name) => `${settingInputs[name]} is ${settings[name]} after the write, and was ${this.#floor[name]} before it.`);
        if (weakened.length > 0) {
            const message = `${weakened.join(' ')} Set it back, or state it in the policy.`;
            return { reason: 'not-confirmed', message };
        }
        if (failure !== undefined)
            return failure;
        const within = `(verify-timeout-seconds is ${this.#rules.verifyTimeoutMs / 1000})`;
        return {
            reason: 'not-confirmed',
            message: `No two reads in a row showed every stated value ${within}. Run a check later to see whether the change has taken effect.`
        };
    }
    #deviations() {
        return this.#after === undefined ? [] : findDeviations(this.#rules.policy, this.#after);
    }
    #known() {
        return {
            before: this.#before,
            after: this.#after,
            changed: this.#written !== 'no',
            inDoubt: this.#written === 'in-doubt',
            deviations: this.#deviations()
        };
    }
}

;// CONCATENATED MODULE: ./lib/judge/waivers.js
const dayMs = 24 * 60 * 60 * 1000;
const soonDays = 14;
/** The waiver of an account that has not expired at a date, in milliseconds since the epoch. */
function activeWaiver(waivers, account, dateMs) {
    return waivers.find((waiver) => waiver.account === account && daysLeft(waiver, dateMs) >= 0);
}
/** At most one notice for each waiver: the first kind that applies. */
function reviewWaivers(waivers, accounts, dateMs) {
    const results = new Map(accounts.map(({ account, outcome }) => [account.name, outcome.result]));
    const judged = [...results.keys()].filter((name) => results.get(name) !== 'excluded');
    const almost = new Map(almostNamed(waivers, judged, dateMs).map((one) => [one.waiver, one]));
    return waivers.flatMap((waiver) => {
        const days = daysLeft(waiver, dateMs);
        const result = results.get(waiver.account);
        if (result === 'excluded')
            return [{ kind: days < 0 ? 'expired' : 'not-judged', waiver, days, isExcluded: true }];
        if (days < 0)
            return [{ kind: 'expired', waiver, days }];
        if (result === undefined)
            return [almost.get(waiver) ?? { kind: 'not-judged', waiver, days }];
        if (result === 'compliant')
            return [{ kind: 'not-needed', waiver, days }];
        return days <= soonDays ? [{ kind: 'expires-soon', waiver, days }] : [];
    });
}
/**
 * The waivers that have not expired and name no account, but differ from one only in letter case, white space, or
 * quotes and punctuation at their ends.
 */
function almostNamed(waivers, accounts, dateMs) {
    const names = new Set(accounts);
    const byCore = new Map(accounts.map((account) => [coreOf(account), account]));
    return waivers.flatMap((waiver) => {
        const days = daysLeft(waiver, dateMs);
        if (days < 0 || names.has(waiver.account))
            return [];
        const account = byCore.get(coreOf(waiver.account));
        return account === undefined ? [] : [{ kind: 'almost-named', waiver, days, account }];
    });
}
/** Names that look alike have the same core. A name of punctuation alone is its own core. */
function coreOf(name) {
    const solid = name.toLowerCase().replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '');
    return solid.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '') || solid;
}
/** From the day of the date to the last day of the waiver, in UTC. */
function daysLeft({ until }, dateMs) {
    return Date.parse(until) / dayMs - Math.floor(dateMs / dayMs);
}

;// CONCATENATED MODULE: ./lib/judge/fleet.js









/** So many accounts are judged side by side. More of them would wait for the rate limit, and cost memory. */
const concurrentAccounts = 8;
/**
 * Judges every account. A failure of one does not touch the others, unless a host refuses the key or does not answer.
 * Accounts are judged one by one until SendGrid has answered for one, so a dead key costs two requests. Resolves to
 * the accounts in the given order. Never throws.
 */
async function judgeFleet(accounts, options) {
    return await new Fleet(options).judge(accounts);
}
/** What the accounts of a run share while they are judged. */
class Fleet {
    #options;
    #budget;
    #identity;
    #watches = new Map();
    #notAsked = [];
    /** Why the first account got no answer, where that is about the key. */
    #deadKey;
    constructor(options) {
        this.#options = options;
        this.#budget = new ChangeBudget(options.rules.maxChanges);
        this.#identity = new IdentityCheck(options);
    }
    async judge(accounts) {
        const alone = [];
        for (const account of accounts) {
            const judged = await this.#judgeOne(account);
            alone.push(judged);
            if (!isUnanswered(judged))
                break;
        }
        const rest = accounts.slice(alone.length);
        const last = alone.at(-1);
        if (last?.outcome.result === 'unverified' && last.outcome.about === 'key' && rest.length > 0) {
            const { reason, message, about } = last.outcome;
            this.#deadKey = { reason, message, about };
            this.#notAsked.push({ account: last.account, failure: this.#deadKey });
        }
        const others = await pMap(rest, (account) => this.#judgeOne(account), { concurrency: concurrentAccounts });
        const byFailure = Map.groupBy(this.#notAsked, ({ failure }) => failure);
        const stops = [...byFailure].map(([failure, left]) => ({
            failure,
            accounts: left.map(({ account }) => account)
        }));
        return { accounts: [...alone, ...others], stops, owner: this.#identity.owner };
    }
    async #judgeOne(account) {
        const judged = account.unusable === undefined ? await this.#ask(account) : unjudged(account, account.unusable);
        this.#options.onJudged(judged);
        return judged;
    }
    async #ask(account) {
        const watch = this.#watchOf(account);
        const failure = this.#deadKey ?? (await watch.admit(account));
        if (failure !== undefined) {
            this.#notAsked.push({ account, failure });
            return unjudged(account, failure);
        }
        const client = this.#options.clientOf(account);
        const { identity, outcome } = await this.#confirmAndJudge(account, client);
        const judged = { account, outcome, identity, requestCounts: client.requestCounts };
        watch.note(judged);
        return judged;
    }
    /** The watch of the account's host. */
    #watchOf({ region }) {
        const { hosts, rules } = this.#options;
        const isOwnExcluded = rules.exclude.includes(parentAccount);
        const watch = this.#watches.get(hosts[region]) ??
            new HostWatch(isOwnExcluded ? undefined : (refused) => this.#askOwnAccount(refused));
        this.#watches.set(hosts[region], watch);
        return watch;
    }
    /** Sends the requests of an account for the key's own account, at the same host. Resolves to why it is refused. */
    async #askOwnAccount({ region }) {
        const { clientOf, rules } = this.#options;
        const client = clientOf(namedAccount(parentAccount, region));
        try {
            if (rules.confirmIdentity)
                await client.readUsername();
            await client.read();
            return undefined;
        }
        catch (thrown) {
            return failureValue(thrown);
        }
    }
    async #confirmAndJudge(account, client) {
        const { identity, failure } = await this.#identity.confirm(account, client);
        if (failure !== undefined)
            return { ...unjudged(account, failure), identity };
        const outcome = await this.#judgeSettings(account, client);
        const isSkipped = account.disabled && outcome.result === 'unverified' && outcome.about === 'account';
        return isSkipped ? { ...skipped(account), identity } : { outcome, identity };
    }
    async #judgeSettings({ name }, client) {
        const { rules, hosts, clock, dateMs } = this.#options;
        const waiver = activeWaiver(rules.waivers, name, dateMs);
        const judgedBy = waiver === undefined ? rules : { ...rules, mode: 'check' };
        const outcome = await reconcile(client, judgedBy, clock, this.#budget);
        // An api-url stands for both regions, whose own hosts differ.
        const isGateway = hosts.global === hosts.eu;
        if (isGateway && outcome.reason === 'not-confirmed' && name !== parentAccount)
            return { ...outcome, message: `${outcome.message} ${gatewayHint}` };
        return waiver === undefined || outcome.result !== 'deviating'
            ? outcome
            : { ...outcome, result: 'waived', reason: '', waiver };
    }
}
/** A gateway may pass on the header with a GET and drop it with a PATCH. */
const gatewayHint = "The requests go to api-url. If that drops On-Behalf-Of from a PATCH, the key's own account was written instead: look at its setting.";
/** Whether the outcome says nothing about the key. A skipped account does: the key was accepted for another one. */
function isUnanswered({ account, outcome }) {
    return outcome.result === 'unverified' && (account.unusable !== undefined || isTransient(outcome));
}

;// CONCATENATED MODULE: ./lib/report/progress.js

const intervalMs = 10_000;
/** Writes a line about a long run at most every ten seconds. */
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
    /** To be called for each account. */
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

;// CONCATENATED MODULE: ./lib/sendgrid/endpoints.js
const usual = { method: 'GET', maxBodyBytes: 64 * 1024, namesRecipients: false };
const settings = { ...usual, path: '/v3/user/settings/enforced_tls' };
/** Every request of this action. The setting takes less than 100 bytes, and 64 KiB hold any error page. */
const endpoints = {
    readSettings: { ...settings, scope: 'user.settings.enforced_tls.read' },
    writeSettings: { ...settings, method: 'PATCH', scope: 'user.settings.enforced_tls.update' },
    /** 500 subusers take about 75 KB. */
    listSubusers: { ...usual, path: '/v3/subusers', scope: 'subusers.read', maxBodyBytes: 1024 * 1024 },
    readUsername: { ...usual, path: '/v3/user/username', scope: 'user.username.read' },
    readScopes: { ...usual, path: '/v3/scopes', scope: undefined },
    /** 500 entries with the longest reasons seen take about 150 KB. */
    listBlocks: {
        ...usual,
        path: '/v3/suppression/blocks',
        scope: 'suppression.blocks.read',
        maxBodyBytes: 4 * 1024 * 1024,
        namesRecipients: true
    }
};
/** The scopes that a key needs for a job. */
function scopesFor({ mode, selection, confirmIdentity, blockedRecipientsDays }) {
    const { readSettings, writeSettings, listSubusers, readUsername, listBlocks } = endpoints;
    return [
        readSettings.scope,
        ...(mode === 'apply' ? [writeSettings.scope] : []),
        ...(selection === 'all-subusers' ? [listSubusers.scope] : []),
        ...(confirmIdentity ? [readUsername.scope] : []),
        ...(blockedRecipientsDays === 0 ? [] : [listBlocks.scope])
    ];
}

;// CONCATENATED MODULE: ./lib/sendgrid/refusal.js




/** Whether SendGrid accepts the key and refuses one account. Then neither the key nor its scopes are the cause. */
function isAboutAccount(facts) {
    const { author, account, accepted, isAnswered, endpoint } = facts;
    return (author === 'sendgrid' &&
        account.name !== parentAccount &&
        endpoint.method === 'GET' &&
        !endpoint.namesRecipients &&
        !isAnswered &&
        accepted !== 'nowhere');
}
/** What a 401, 403 or 404 means, from all that is known. */
function explainRefusal(facts) {
    const { status, author, words, host } = facts;
    const say = (advice, about) => ({ about, advice });
    // SendGrid's API sends no pages: something in front of it has answered.
    if (author === 'page')
        return say(`What answered at ${host} is not SendGrid's API: a proxy, a gateway or a firewall may be in between.`);
    // The words of IP Access Management (django-sendgrid-v5#11). They say nothing of the key.
    if (/not whitelisted/i.test(words))
        return say('IP Access Management is on, and does not list the address of this runner: add the address, or use a ' +
            'runner whose address does not change.');
    if (lacksScope(facts))
        return say(adviceOnScope(facts), 'scope');
    if (facts.lookup?.kind !== 'unauthorized' && isAboutAccount(facts))
        return say(adviceOnAccount(facts), 'account');
    if (status === 404)
        return say(`${host} has no such resource${orNotAnAccount(facts)}. Check api-url.`);
    if (status === 403)
        return say(adviceOn403(facts));
    return facts.accepted === 'nowhere' ? say(adviceOnKey(facts), 'key') : say(adviceOn401(facts));
}
function lacksScope({ endpoint: { scope }, lookup }) {
    return lookup?.kind === 'scopes' && scope !== undefined && !lookup.scopes.includes(scope);
}
function adviceOnScope({ endpoint: { scope }, lookup }) {
    const scopes = lookup?.kind === 'scopes' ? lookup.scopes : [];
    if (scopes.some((one) => one.startsWith('billing.')))
        return 'GET /v3/scopes answers for this key with scopes for billing, which exclude all others: create another key.';
    return `GET /v3/scopes answers for this key without the scope ${scope}: give the key this scope.${orByApi(scope)}`;
}
/** What the console may not offer for a restricted key. */
const beyondConsole = [endpoints.listSubusers.scope, endpoints.readUsername.scope];
const keyRecipe = `https://github.com/${actionRepository}/blob/HEAD/docs/recipes.md#create-a-key-by-its-scopes`;
function orByApi(scope) {
    if (!beyondConsole.includes(scope))
        return '';
    return ` The console may not offer it: ${keyRecipe} has a command that creates such a key.`;
}
function adviceOnAccount({ account, host }) {
    const name = visibleName(account.name);
    if (account.isListed)
        return (`SendGrid lists ${name}, so its name is right: it may be under review or suspended. A waiver does not help, ` +
            'since it covers deviations alone. Ask SendGrid to clear the account, or delete it.');
    return (`The key is accepted for other accounts, so this is about ${name}: the name is misspelled, it is not an ` +
        `account of this key, or it is not at ${host}.`);
}
/** SendGrid knows the key, or it would answer 401. */
function adviceOn403(facts) {
    const { endpoint: { scope }, lookup } = facts;
    const seen = lookup?.kind === 'scopes';
    if (!seen)
        return `The key lacks the scope ${scope}, or IP Access Management does not list the address of this runner${orNotAnAccount(facts)}.${orByApi(scope)}`;
    return (`GET /v3/scopes answers for this key with the scope ${scope}. First see whether IP Access Management lists the ` +
        `address of this runner, then whether the plan or the partner account has this feature${orNotAnAccount(facts)}.`);
}
function adviceOn401(facts) {
    const { accepted, account, host } = facts;
    if (accepted === 'elsewhere' && account.name === parentAccount)
        return `The key is accepted at another host, so this is about ${host}: a parent account is global.`;
    return `The key was accepted before: it may have been revoked or suspended during the run${orNotAnAccount(facts)}.`;
}
/** No host has accepted the key, not even for its own account. */
function adviceOnKey({ host, lookup, keyHint, endpoint: { scope } }) {
    if (lookup?.kind === 'scopes')
        return (`GET /v3/scopes answers for this key with the scope ${scope}, as it does for minutes after a key is deleted: ` +
            `the key is deleted, or it belongs to another region than ${host}.`);
    const said = lookup?.kind === 'unauthorized' ? ['GET /v3/scopes does not answer for this key either.'] : [];
    const hints = keyHint === '' ? said : [...said, keyHint];
    const wrong = `The key in api-key is wrong, expired or revoked, or it belongs to another region than ${host}.`;
    return [wrong, ...hints].join(' ');
}
/** The account as a further cause, where it can be one. */
function orNotAnAccount({ account, isAnswered, endpoint }) {
    if (account.name === parentAccount || isAnswered || endpoint.method === 'PATCH')
        return '';
    const name = visibleName(account.name);
    return account.isListed
        ? `, or ${name} is under review or suspended`
        : `, or ${name} is not an account of this key`;
}

;// CONCATENATED MODULE: ./lib/http/rate-limit.js
/** The longest wait for a rate limit: SendGrid's windows last a minute, and clocks may differ by five seconds. */
const maxRateLimitWaitMs = 65_000;
/**
 * The date of the server, in milliseconds since the epoch; `ourDateMs` where it states none. The header `Date` has
 * whole seconds, so within its second our own date is more exact.
 */
function serverDateMs({ date = '' }, ourDateMs) {
    const statedMs = Date.parse(date);
    const isOurs = Number.isNaN(statedMs) || (ourDateMs >= statedMs && ourDateMs < statedMs + 1_000);
    return isOurs ? ourDateMs : statedMs;
}
/**
 * Milliseconds until the rate limit window ends by `X-RateLimit-Reset`; negative when it is over. The header
 * has seconds since the epoch at GitHub and on SendGrid's classic API, and seconds left on newer parts of it
 * (sendgrid-oai, tsg_recipients_data_erasure_v3). The number itself tells which: no wait is 30 years long.
 */
function resetInMs(headers, ourDateMs) {
    const reset = String(headers['x-ratelimit-reset'] ?? '').trim();
    if (!/^\d+(\.\d+)?$/.test(reset))
        return undefined;
    const seconds = Number(reset);
    return seconds < 1e9 ? seconds * 1000 : seconds * 1000 - serverDateMs(headers, ourDateMs);
}

;// CONCATENATED MODULE: ./lib/http/retry.js

const backoffBaseMs = 1_000;
const maxBackoffMs = 20_000;
const minStatedWaitMs = 1_000;
/** Whether the same request may succeed a moment later. `response` is undefined where none came. */
function isTransientResponse(response) {
    return response === undefined || response.status >= 500 || [408, 425, 429].includes(response.status);
}
/**
 * Milliseconds to wait before retry number `retry` (from 0). A 429 and a 503 may state a wait, and the longest
 * one counts; otherwise backoff with full jitter. `response` is undefined where none came.
 */
function retryWaitMs(response, retry, { clock, random, maxStatedWaitMs = maxRateLimitWaitMs, knownWaitMs = 0 }) {
    const statedMs = response === undefined ? [] : statedWaitsMs(response, clock.date());
    if (statedMs.length === 0 && response?.status === 429 && knownWaitMs > 0)
        statedMs.push(knownWaitMs);
    if (statedMs.length > 0)
        return Math.min(Math.max(minStatedWaitMs, ...statedMs), maxStatedWaitMs);
    return random() * Math.min(maxBackoffMs, backoffBaseMs * 2 ** retry);
}
function statedWaitsMs({ status, headers }, ourDateMs) {
    if (status !== 429 && status !== 503)
        return [];
    // Every response may have a reset. Only a 429 asks to wait for it.
    const waits = [retryAfterMs(headers, ourDateMs), status === 429 ? resetInMs(headers, ourDateMs) : undefined];
    return waits.filter((waitMs) => waitMs !== undefined);
}
function retryAfterMs(headers, ourDateMs) {
    const retryAfter = headers['retry-after'] ?? '';
    if (/^\s*\d+\s*$/.test(retryAfter))
        return Number(retryAfter) * 1000;
    // An HTTP date begins with the name of a day. Date.parse would accept other texts too.
    const date = /^[A-Za-z]/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
    return Number.isNaN(date) ? undefined : date - serverDateMs(headers, ourDateMs);
}

;// CONCATENATED MODULE: ./lib/sendgrid/key-state.js
/** What the requests of a run have learned of the key, by host. */
class KeyState {
    #acceptedAt = new Set();
    #lookups = new Map();
    #scopes = new Map();
    /** Call it when a host has answered for an account: then it knows the key. */
    accept(host) {
        this.#acceptedAt.add(host);
    }
    /** Where the key was accepted so far, seen from this host. */
    acceptedFrom(host) {
        if (this.#acceptedAt.has(host))
            return 'here';
        return this.#acceptedAt.size > 0 ? 'elsewhere' : 'nowhere';
    }
    /** The scopes at a host, looked up once a run by the first request that is refused there. */
    async lookUp(host, ask) {
        const known = this.#lookups.get(host) ?? ask();
        this.#lookups.set(host, known);
        const lookup = await known;
        if (lookup.kind === 'scopes')
            this.#scopes.set(host, lookup.scopes);
        return lookup;
    }
    /** What a lookup at a host has found by now; undefined where no scopes were seen. */
    lookupAt(host) {
        const scopes = this.#scopes.get(host);
        return scopes && { kind: 'scopes', scopes };
    }
    /** All scopes that were seen; undefined when none were. */
    get seenScopes() {
        return this.#scopes.size === 0 ? undefined : [...new Set([...this.#scopes.values()].flat())];
    }
    /** Whether the scopes at a host were seen and lack this one. */
    lacks(host, scope) {
        return scope !== undefined && this.#scopes.get(host)?.includes(scope) === false;
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/window.js

/** The ends that two responses of one window show may differ by this, since a reset has whole seconds. */
const resetToleranceMs = 1_500;
/** The rate limit window of an endpoint, as far as its responses show it. Times are those of `Clock.now()`. */
class Window {
    #endsAtMs;
    #lowestRemaining = Number.POSITIVE_INFINITY;
    /** How many requests may still start. Those under way count as spent. */
    #left = Number.POSITIVE_INFINITY;
    #underWay = 0;
    /** Undefined as long as no response has shown one. */
    get endsAtMs() {
        return this.#endsAtMs;
    }
    get underWay() {
        return this.#underWay;
    }
    /** Once nothing is under way, the next response may show that some are left. */
    get isSpent() {
        return this.#left <= 0;
    }
    /** Takes one request, which ends by `release`. */
    take() {
        this.#left--;
        this.#underWay++;
    }
    /** A request has ended. If it was not sent after all, another one may start. */
    release(isSent) {
        this.#underWay--;
        if (!isSent)
            this.#left++;
    }
    /** Learns from the response to a request that was released. A probe went alone, so its numbers are exact. */
    learn(headers, isProbe, clock) {
        const resetMs = resetInMs(headers, clock.date());
        const remaining = String(headers['x-ratelimit-remaining']);
        if (resetMs === undefined || !/^\d+$/.test(remaining))
            return;
        // A late response of the window before says nothing. For a probe it means that our clock is ahead.
        if (resetMs <= 0 && !isProbe)
            return;
        const endsAtMs = clock.now() + Math.min(Math.max(resetMs, 1_000), maxRateLimitWaitMs);
        if (isProbe || this.#endsAtMs === undefined || endsAtMs > this.#endsAtMs + resetToleranceMs) {
            this.#endsAtMs = endsAtMs;
            this.#lowestRemaining = Number(remaining);
            this.#left = this.#lowestRemaining - this.#underWay;
            return;
        }
        // SendGrid may not have counted those under way yet. With none under way its number is exact.
        this.#lowestRemaining = Math.min(this.#lowestRemaining, Number(remaining));
        const left = this.#lowestRemaining - this.#underWay;
        this.#left = this.#underWay === 0 ? left : Math.min(this.#left, left);
    }
    /** The window is over. The next response shows another one. */
    forget() {
        this.#endsAtMs = undefined;
        this.#left = Number.POSITIVE_INFINITY;
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/rate-limiter.js


/** The rate limiters of a run. "Each endpoint permits a fixed number of requests per refresh period" (Twilio). */
class RateLimits {
    #limiters = new Map();
    #end;
    constructor(end) {
        this.#end = end;
    }
    /** The limiter of a path at a host, whatever the method. */
    for(host, path) {
        const limiter = this.#limiters.get(host + path) ?? new RateLimiter(path, this.#end);
        this.#limiters.set(host + path, limiter);
        return limiter;
    }
}
/**
 * The queue of all requests to one endpoint. It learns the budget from `X-RateLimit-*`. When the window is spent, or
 * SendGrid has answered 429, all requests wait. Then one goes alone, the probe, and the others follow its response.
 * The caller limits how many are under way.
 */
class RateLimiter {
    #path;
    #clock;
    #end;
    #window = new Window();
    #queue = [];
    #probing = true;
    #pausedUntilMs = Number.NEGATIVE_INFINITY;
    #sleeping = false;
    constructor(path, end) {
        this.#path = path;
        this.#clock = end.clock;
        this.#end = end;
        end.onEnd(() => this.#startNext());
    }
    /** Milliseconds until the wait or the window of earlier responses ends; negative without one. */
    get knownWaitMs() {
        const { endsAtMs = Number.NEGATIVE_INFINITY } = this.#window;
        return Math.max(this.#pausedUntilMs, endsAtMs) - this.#clock.now();
    }
    /**
     * Sends once the request may start. Throws a Failure when it could not before the end of the run. `send` may
     * resolve to undefined when it has sent nothing after all.
     */
    async run(send, { isWrite, last }) {
        const isProbe = await new Promise((start, reject) => {
            const firstRead = this.#queue.findIndex((queued) => !queued.isWrite);
            const at = isWrite && firstRead >= 0 ? firstRead : this.#queue.length;
            this.#queue.splice(at, 0, { isWrite, start, reject, last });
            this.#startNext();
        });
        let attempt;
        try {
            attempt = await send();
            return attempt;
        }
        finally {
            this.#window.release(attempt !== undefined);
            if (attempt !== undefined)
                this.#learn(attempt, isProbe);
            this.#startNext();
        }
    }
    #learn(attempt, isProbe) {
        const { response, failure } = attempt;
        if (failure !== undefined && isTransient(failure))
            this.#end.lastTransientReason = failure.reason;
        if (response === undefined)
            return;
        if (attempt.failure !== undefined && attempt.failure.reason === 'rate-limited') {
            this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#clock.now() + attempt.waitMs);
            // The next probe shows the window after the wait.
            this.#window.forget();
            this.#probing = true;
            return;
        }
        if (isProbe)
            this.#probing = false;
        this.#window.learn(response.headers, isProbe, this.#clock);
    }
    /** Starts what may start, or schedules the next look. */
    #startNext() {
        while (this.#queue.length > 0) {
            const nowMs = this.#clock.now();
            const waitMs = this.#waitMs(nowMs);
            if (this.#end.isReachedAfter(waitMs)) {
                for (const { reject, last } of this.#queue.splice(0))
                    reject(this.#end.whyNotSent(last));
                return;
            }
            if (waitMs > 0) {
                this.#sleepOnce(waitMs);
                return;
            }
            const { endsAtMs } = this.#window;
            if (endsAtMs !== undefined && nowMs >= endsAtMs) {
                this.#window.forget();
                this.#probing = true;
            }
            if (this.#window.isSpent || (this.#probing && this.#window.underWay > 0))
                return;
            this.#window.take();
            this.#queue.shift()?.start(this.#probing);
        }
    }
    /** How long nothing may start. */
    #waitMs(nowMs) {
        const { isSpent, underWay, endsAtMs = nowMs } = this.#window;
        const opensAtMs = isSpent && underWay === 0 ? endsAtMs : nowMs;
        return Math.max(opensAtMs, this.#pausedUntilMs, nowMs) - nowMs;
    }
    /** All requests that wait share one sleep. */
    #sleepOnce(waitMs) {
        this.#end.lastTransientReason = 'rate-limited';
        if (this.#sleeping)
            return;
        this.#sleeping = true;
        // After a 429 there is a line about the retry already.
        if (this.#clock.now() >= this.#pausedUntilMs)
            this.#end.log(`The rate limit of ${this.#path} is spent: its requests wait ${(waitMs / 1000).toFixed(1)} s.`);
        const wake = () => {
            this.#sleeping = false;
            this.#startNext();
        };
        this.#clock.sleep(waitMs).then(wake, wake);
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/run-end.js

/** The end of a run, shared by all its requests: it is canceled, its time is over, or a wait would take too long. */
class RunEnd {
    clock;
    log;
    #options;
    #listeners = [];
    /** Why the run has stopped early. */
    #stopped;
    /** The reason of a request that was never sent, because the run has stopped. */
    lastTransientReason = 'unavailable';
    constructor(options) {
        this.clock = options.clock;
        this.log = options.log;
        this.#options = options;
    }
    /** An earlier end for some requests, by a limit of their own. It logs nothing. */
    within(milliseconds, limit) {
        const endAtMs = this.clock.now() + milliseconds;
        const sooner = endAtMs < this.#options.endAtMs ? { endAtMs, limit } : {};
        return new RunEnd({ ...this.#options, ...sooner, log: () => { } });
    }
    /** Calls the listener once nothing may start any more. */
    onEnd(listener) {
        this.#listeners.push(listener);
        this.#options.cancelled.addEventListener('abort', listener);
    }
    /** Whether nothing may start after a wait. If the wait would pass the end, the run stops for all requests. */
    isReachedAfter(waitMs) {
        const { cancelled, limit } = this.#options;
        if (cancelled.aborted || this.#stopped !== undefined)
            return true;
        if (!this.#isPassedBy(waitMs))
            return false;
        if (waitMs > 0)
            this.lastTransientReason = 'rate-limited';
        this.#stopped =
            waitMs > 0
                ? `the next wait of ${(waitMs / 1000).toFixed(1)} s would pass ${limit}`
                : `${limit} are over`;
        this.log(`The run stops early: ${this.#stopped}. The remaining accounts are not verified.`);
        for (const listener of this.#listeners)
            listener();
        return true;
    }
    /** Why a request is not sent any more. `last` is how the attempt before ended, undefined for the first. */
    whyNotSent(last) {
        const { cancelled } = this.#options;
        if (cancelled.aborted)
            return cancelled.reason;
        const asked = last === undefined ? 'Not asked' : `${last.message} Not asked again`;
        return new Failure(last?.reason ?? this.lastTransientReason, `${asked}: ${this.#stopped}.`);
    }
    /** The wait of one request. Throws a Failure when nothing may start after it. */
    async sleep(milliseconds, failure) {
        if (this.#isPassedBy(milliseconds)) {
            const { limit } = this.#options;
            throw new Failure('unavailable', `${failure.message} The next attempt would pass ${limit}.`);
        }
        await this.clock.sleep(milliseconds);
    }
    #isPassedBy(waitMs) {
        return this.clock.now() + waitMs >= this.#options.endAtMs;
    }
}

;// CONCATENATED MODULE: ./lib/sendgrid/session.js





/** The session of a run that starts now. No line of its log holds the key. */
function createSession(connection, isParentExcluded, { cancelled, ...options }) {
    const { clock, redact } = options;
    const log = (line) => options.log(redact(line));
    const endAtMs = clock.now() + connection.maxRunMs;
    const end = new RunEnd({ clock, endAtMs, limit: 'max-minutes', cancelled, log });
    const rateLimits = new RateLimits(end);
    return { ...options, connection, isParentExcluded, log, end, rateLimits, key: new KeyState() };
}
/** An account before anything was asked for it. */
function askedAccount(account) {
    return { account, requestCounts: { requests: 0, retries: 0 }, isAnswered: false };
}
/** The host that a request goes to, as a URL. */
function hostOf({ connection: { apiUrls } }, { asked: { account } }) {
    return apiUrls[account.region];
}
/** The rate limiter that a request passes. */
function limiterOf(session, request) {
    return session.rateLimits.for(hostOf(session, request), request.endpoint.path);
}
/** The username or ID for the header `On-Behalf-Of`; undefined for the key's own account. */
function onBehalfOf({ asked: { account } }) {
    return account.name === parentAccount ? undefined : account.name;
}
/** The request in words, for errors and the log. */
function describeRequest(request) {
    const { method, path } = request.endpoint;
    const name = onBehalfOf(request);
    return `${method} ${path} for ${name === undefined ? "the key's own account" : visibleName(name)}`;
}

;// CONCATENATED MODULE: ./lib/sendgrid/response.js




/** A 401, 403 or 404, before it is known what it means. */
class Refused extends Failure {
    status;
    author;
    /** What the response says, clean and without the key; empty for nothing. */
    words;
    constructor(message, status, author, words) {
        super(reasons[status], message);
        this.status = status;
        this.author = author;
        this.words = words;
    }
}
const reasons = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found' };
/** Why a response cannot be used; undefined for a complete 200 that comes from no cache. */
function failureOf(response, request, redact) {
    const { status, complete } = response;
    if (status === 200 && complete && !isCached(response))
        return undefined;
    const isPage = isHtml(response);
    const words = isPage || request.endpoint.namesRecipients ? '' : quoteResponse(response, redact);
    const said = isPage ? ' with an HTML page' : words === '' ? '' : ` ("${words}")`;
    const answered = `${describeRequest(request)} was answered ${status}${said}.`;
    const fail = (reason, advice) => new Failure(reason, `${answered} ${advice}`);
    if (status === 429)
        return fail('rate-limited', 'The rate limit is spent.');
    if (isTransientResponse(response))
        return fail('unavailable', 'SendGrid is not available.');
    if (isCached(response))
        return fail('unexpected-response', 'A cache answered (Age is above 0), and not SendGrid.');
    if (status === 401 || status === 403 || status === 404)
        return new Refused(answered, status, isPage ? 'page' : hasErrors(response) ? 'sendgrid' : 'unknown', words);
    if (status >= 400)
        return fail('rejected', 'SendGrid refuses the request.');
    if (status !== 200)
        return fail('unexpected-response', 'Only 200 is an answer; redirects are not followed.');
    return fail('unexpected-response', 'The body is too large for this request.');
}
/** `Age` is how long a cache has kept the response (RFC 9111, 5.1). */
function isCached({ headers }) {
    return !/^0*$/.test(String(headers.age ?? '').trim());
}
/** The fields of a JSON object; none for any other body. */
function parseObject(body) {
    const value = parseJson(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : undefined;
}
/** The value, or undefined when the text is not JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** What is wrong with the body of a 200, as the end of a sentence: `is not JSON`, or `has errors`. */
function describeBody(body, redact) {
    if (/^\s*</.test(body))
        return 'is HTML and not JSON';
    const value = parseJson(body);
    if (value === undefined)
        return 'is not JSON';
    const quoted = quoteErrors(value, redact);
    if (quoted !== '')
        return `has errors ("${quoted}")`;
    return hasErrorField(value) ? 'has errors' : 'is JSON of another form';
}
/** Whether a body has errors. Some of SendGrid's 200 have. */
function hasErrorField(value) {
    return typeof value === 'object' && value !== null && ('errors' in value || 'error' in value);
}
/** What a response says of itself: errors in JSON, or plain text. */
function quoteResponse({ headers, body }, redact) {
    const value = parseJson(body);
    if (value === undefined && /^text\/plain\b/i.test(headers['content-type'] ?? ''))
        return quotable(body, redact);
    return quoteErrors(value, redact);
}
/** SendGrid's own error messages as one clean line, without the key; empty when there are none. */
function quoteErrors(value, redact) {
    const messages = messagesIn(value)
        .map((message) => message.trim())
        .filter((message) => message !== '');
    return quotable(messages.join('; '), redact);
}
/** Whether there are errors in the form of SendGrid's v3 API. Proxies and firewalls use other forms. */
function hasErrors({ body }) {
    const errors = parseObject(body)?.['errors'];
    return Array.isArray(errors) && messagesIn(errors).length > 0;
}
/** Deeper than any error that was seen. */
const maxDepth = 10;
/** The shapes that SendGrid's services, old and new, and gateways in front of them have for an error. */
function messagesIn(value, depth = 0) {
    if (typeof value === 'string')
        return [value];
    if (typeof value !== 'object' || value === null || depth === maxDepth)
        return [];
    const { errors, error, message } = value;
    const inner = Array.isArray(value) ? value : [errors, error, message];
    return inner.flatMap((one) => messagesIn(one, depth + 1));
}
/** By its content type or by its first tag. JSON is JSON, also with the content type of HTML. */
function isHtml({ headers, body }) {
    return (/^\s*<(!doctype|html|head|body)\b/i.test(body) ||
        (/\bhtml\b/i.test(String(headers['content-type'] ?? '')) && parseJson(body) === undefined));
}

;// CONCATENATED MODULE: ./lib/sendgrid/request.js







/** Valid keys have got a 401 for a moment (sendgrid-nodejs#970, #1008), so that is retried once, after a second. */
const retryOn401AfterMs = 1_000;
/**
 * Sends a read, and again after a transient failure (lost connection, timeout, 408, 425, 429, 5xx). Resolves to the
 * body of a complete 200. Throws a Failure for everything else.
 */
async function send(session, request) {
    let last;
    for (let retry = 0;; retry++) {
        const options = { isWrite: false, last };
        const ended = await limiterOf(session, request).run(() => attempt(session, request, retry), options);
        if (ended.failure === undefined)
            return ended.response.body;
        if (!isTransient(ended.failure) || retry === session.connection.maxRetries)
            throw ended.failure;
        await waitForRetry(session, retry, ended);
        last = ended.failure;
    }
}
/** One attempt of a request, counted. */
async function attempt(session, request, retry) {
    const { requestCounts } = request.asked;
    requestCounts.requests++;
    if (retry > 0)
        requestCounts.retries++;
    const response = await sendOnce(session, request);
    if (response instanceof Failure)
        return { response: undefined, failure: response, waitMs: retryWaitMs(undefined, retry, session) };
    const failure = failureOf(response, request, session.redact);
    if (failure === undefined)
        return { response, failure };
    const { knownWaitMs } = limiterOf(session, request);
    return { response, failure, waitMs: retryWaitMs(response, retry, { ...session, knownWaitMs }) };
}
/** Waits as the failed attempt says, with a line in the log. After a 429 the limiter waits. */
async function waitForRetry({ connection, end, log }, retry, { failure, waitMs }) {
    const seconds = (waitMs / 1000).toFixed(1);
    log(`Retry ${retry + 1} of ${connection.maxRetries} in ${seconds} s: ${failure.message}`);
    if (failure.reason === 'unavailable')
        await end.sleep(waitMs, failure);
}
/** Waits before a 401 is retried, with a line in the log. */
async function waitBeforeRetryOn401({ end, log }, failure) {
    log(`Retry once in ${(retryOn401AfterMs / 1000).toFixed(1)} s: ${failure.message}`);
    await end.sleep(retryOn401AfterMs, failure);
}
/** Resolves to a Failure where no response came: `unavailable`, or the reason of the run's end if that came first. */
async function sendOnce(session, request) {
    const { transport, connection, redact } = session;
    const { method, path, maxBodyBytes } = request.endpoint;
    try {
        return await transport({
            method,
            url: hostOf(session, request) + path + (request.query ?? ''),
            headers: headersOf(request, connection.apiKey),
            body: request.body === undefined ? undefined : JSON.stringify(request.body),
            timeoutMs: connection.requestTimeoutMs,
            maxBodyBytes
        });
    }
    catch (thrown) {
        if (thrown instanceof ProxyLoginError) {
            const advice = 'Check USER:PASSWORD in the proxy variable of the job, such as HTTPS_PROXY.';
            return new Failure('rejected', `${describeRequest(request)} failed: ${thrown.message}. ${advice}`, {
                cause: thrown,
                about: 'proxy'
            });
        }
        // Where the run has ended, the transport throws an error whose cause is the Failure of that end.
        const end = thrown instanceof Error ? thrown.cause : undefined;
        // The stack of a bug says more than that the run has ended.
        if (end instanceof Failure && end.reason === 'bug')
            return end;
        const why = quotable(thrown instanceof Error ? thrown.message : String(thrown), redact);
        const reason = end instanceof Failure ? end.reason : 'unavailable';
        const message = `${describeRequest(request)} failed: ${why}.${isAboutCertificate(thrown) ? certificateAdvice : ''}`;
        return new Failure(reason, message, { cause: thrown });
    }
}
/** Node's own words may advise an option of its command line, which nobody can state for an action. */
const certificateAdvice = ' If a proxy inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS.';
/** By the codes of OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
function isAboutCertificate(thrown) {
    const { code = '' } = thrown;
    return /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|CERT_|INVALID_CA)/.test(code);
}
function headersOf(request, apiKey) {
    const name = onBehalfOf(request);
    return {
        Authorization: `Bearer ${apiKey}`,
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        // A cache may look at the path alone, and answer for another account.
        'Cache-Control': 'no-cache',
        'User-Agent': `${actionName}/${actionVersion}`,
        // In lower case SendGrid has been seen to ignore this one and to answer for the parent
        // (sendgrid/docs#3751), which would be a false verdict.
        ...(name === undefined ? {} : { 'On-Behalf-Of': name }),
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' })
    };
}

;// CONCATENATED MODULE: ./lib/sendgrid/key.js








/** SendGrid's longest scopes have about 60 characters. */
const maxScopeLength = 100;
const keyLength = 69;
/**
 * Sends a read with its retries, and once more after a 401. If no host has accepted the key by then, the key's own
 * account is asked in between: if that is refused too, the key is the cause. Throws a Failure that says what a refusal
 * means.
 */
async function sendWithKey(session, request) {
    try {
        return await sendAccepted(session, request);
    }
    catch (thrown) {
        if (!(thrown instanceof Refused) || thrown.status !== 401)
            throw await explain(session, thrown, request);
        await waitBeforeRetryOn401(session, thrown);
    }
    await acceptKey(session, request);
    try {
        return await sendAccepted(session, request);
    }
    catch (thrown) {
        throw await explain(session, thrown, request);
    }
}
async function sendAccepted(session, request) {
    const body = await send(session, request);
    session.key.accept(hostOf(session, request));
    request.asked.isAnswered = true;
    return body;
}
/**
 * Asks for the setting of the key's own account at the global host. That is not needed where a host has accepted the
 * key, or where the request itself asks there for that account; its name is not enough, since a run goes on without
 * it. A 403 means that the key is valid.
 */
async function acceptKey(session, { asked, endpoint }) {
    const { key, connection } = session;
    const own = namedAccount(parentAccount, 'global');
    const host = connection.apiUrls.global;
    const isItself = endpoint !== endpoints.readUsername &&
        asked.account.name === parentAccount &&
        connection.apiUrls[asked.account.region] === host;
    if (isItself || session.isParentExcluded || key.acceptedFrom(host) !== 'nowhere')
        return;
    const request = {
        endpoint: endpoints.readSettings,
        asked: { account: own, requestCounts: asked.requestCounts, isAnswered: false }
    };
    try {
        await sendAccepted(session, request);
    }
    catch (thrown) {
        if (!(thrown instanceof Refused) || thrown.author !== 'sendgrid' || thrown.status !== 403)
            throw await explain(session, thrown, request);
        key.accept(host);
    }
}
/** What was thrown. A refusal is replaced by a Failure that says what it means, by all that is known of the key. */
async function explain(session, thrown, request) {
    if (!(thrown instanceof Refused))
        return thrown;
    const { status, author, words, reason, message } = thrown;
    const { endpoint, asked } = request;
    const { account, isAnswered } = asked;
    const host = hostOf(session, request);
    const accepted = session.key.acceptedFrom(host);
    const facts = { status, author, words, endpoint, host, account, isAnswered, accepted };
    // Where the key's own account is excluded, no refusal of it can show that a scope is missing.
    const needsScopes = status !== 404 && author !== 'page' && (session.isParentExcluded || !isAboutAccount(facts));
    const lookup = needsScopes ? await lookUpScopes(session, request) : session.key.lookupAt(host);
    const { about, advice } = explainRefusal({
        ...facts,
        lookup,
        keyHint: describeKey(session.connection.apiKey)
    });
    return new Failure(reason, `${message} ${advice}`, { cause: thrown, about });
}
/** How a key differs from SendGrid's own ("SG.", 22 characters, a dot and 43 more); empty if it does not. */
function describeKey(key) {
    if (!key.startsWith('SG.'))
        return 'SendGrid keys start with "SG.", and this one does not.';
    return key.length === keyLength
        ? ''
        : `This key has ${key.length} characters, and SendGrid keys have ${keyLength}: it may be cut, or have something added.`;
}
/** What the key can do beyond the scopes that the job needs; undefined when its scopes were not seen. */
function keyScopesOf({ key, redact }, job) {
    const scopes = key.seenScopes;
    if (scopes === undefined)
        return undefined;
    const excess = scopes.filter((scope) => /^(mail\.send$|api_keys\.|teammates\.)/.test(scope));
    return { needed: scopesFor(job), excess: excess.map((scope) => quotable(scope, redact, maxScopeLength)) };
}
/**
 * Looks up the scopes at the host that refused, once a run and without a retry. For minutes a deleted key still gets
 * an answer there (trufflehog#3708), so an answer does not prove that the key is valid.
 */
async function lookUpScopes(session, { asked: { account } }) {
    const { key, connection } = session;
    const own = askedAccount({ ...account, name: parentAccount });
    const request = { endpoint: endpoints.readScopes, asked: own };
    const ask = () => limiterOf(session, request)
        .run(() => attempt(session, request, 0), { isWrite: false, last: undefined })
        .then(parseLookup, 
    // The limiter throws a Failure where the run is over before this may start.
    (thrown) => {
        if (!(thrown instanceof Failure))
            throw thrown;
        return { kind: 'nothing' };
    });
    return await key.lookUp(connection.apiUrls[account.region], ask);
}
function parseLookup({ failure, response }) {
    if (failure !== undefined)
        return { kind: failure.reason === 'unauthorized' ? 'unauthorized' : 'nothing' };
    const scopes = parseObject(response.body)?.['scopes'];
    if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string'))
        return { kind: 'nothing' };
    // SendGrid mixes states of the account (2fa_required and others) into the list. They are no scopes.
    const isState = (scope) => scope === '2fa_required' || scope.startsWith('sender_verification_');
    return { kind: 'scopes', scopes: scopes.filter((scope) => !isState(scope)) };
}

;// CONCATENATED MODULE: ./lib/sendgrid/pages.js
/** SendGrid sends at most this many entries in one page. */
const maxPageSize = 500;
/**
 * The pages of a list until an empty one, since SendGrid does not say how many there are. A page may have fewer
 * entries than its limit, and the next page begins where it ended. SendGrid documents that an offset is a multiple of
 * the limit, so each limit is the largest divisor of its offset, up to 500.
 */
async function* pagesOf(ask) {
    let limit = maxPageSize;
    for (let offset = 0;;) {
        const page = await ask(limit, offset);
        if (page.length === 0)
            return;
        yield page;
        offset += page.length;
        limit = largestDivisor(offset);
    }
}
function largestDivisor(number) {
    for (let divisor = maxPageSize;; divisor--)
        if (number % divisor === 0)
            return divisor;
}

;// CONCATENATED MODULE: ./lib/sendgrid/blocks.js







/** At most this many entries of an account are read. */
const blocks_maxEntries = 10_000;
/** A domain has at most 253 characters (RFC 1035). */
const maxDomainLength = 253;
/** As SendGrid documents it on its page about Enforced TLS. No live response with it is known. */
const tlsReason = 'tls required but not supported';
/**
 * Counts the addresses on an account's list of blocks (twilio/sendgrid-oai, tsg_suppressions_v3), by domain for
 * those that are there because of TLS. No address is kept. Throws a Failure when the list is not understood.
 */
async function countBlocks(session, account, period) {
    const byDomain = new Map();
    let entries = 0;
    let isComplete = true;
    let lastBody = '';
    const asked = askedAccount(account);
    const ask = async (limit, offset) => {
        const query = `?start_time=${period.startTime}&end_time=${period.endTime}&limit=${limit}&offset=${offset}`;
        const body = await sendWithKey(session, { endpoint: endpoints.listBlocks, asked, query });
        // A server that sends one page twice may send it for ever.
        if (body === lastBody)
            isComplete = false;
        lastBody = body;
        return isComplete ? parsePage(body, limit, session.redact) : [];
    };
    for await (const page of pagesOf(ask)) {
        const read = page.slice(0, blocks_maxEntries - entries);
        entries += read.length;
        for (const domain of read)
            if (domain !== undefined)
                byDomain.set(domain, (byDomain.get(domain) ?? 0) + 1);
        isComplete = read.length === page.length;
        if (!isComplete)
            break;
    }
    const domains = [...byDomain].map(([domain, count]) => ({ domain, count }));
    const count = domains.reduce((sum, one) => sum + one.count, 0);
    return { count, domains, otherBlocks: entries - count, isComplete };
}
function parsePage(body, limit, redact) {
    const page = parseJson(body);
    if (!Array.isArray(page) || page.length > limit)
        throw notUnderstood();
    return page.map((entry) => parseDomain(entry, redact));
}
/**
 * The domain of an address that is blocked because of TLS; undefined for any other entry. The address itself is not
 * kept. Its domain may be any text, the key too.
 */
function parseDomain(entry, redact) {
    const { email, reason } = (entry ?? {});
    if (typeof email !== 'string' || typeof reason !== 'string' || !email.includes('@'))
        throw notUnderstood();
    if (!reason.toLowerCase().includes(tlsReason))
        return undefined;
    return quotable(email.slice(email.lastIndexOf('@') + 1).toLowerCase(), redact, maxDomainLength);
}
function notUnderstood() {
    return new Failure('unexpected-response', 'A page of blocks is not understood.');
}

;// CONCATENATED MODULE: ./lib/sendgrid/blocked-recipients.js




/** So many lists are read side by side. */
const concurrentLists = 8;
/** The verdict is known by then. Its annotations and outputs wait no longer than this. */
const maxCountMs = 120_000;
/**
 * Counts, for each account in which TLS or a valid certificate is required, the addresses that SendGrid blocks
 * because of it. Where the scope is missing, or SendGrid does not answer, it stops at the first account. Never throws.
 */
async function countBlockedRecipients(session, accounts, days) {
    const counting = countingSession(session);
    const endTime = Math.floor(session.clock.date() / 1000);
    const period = { startTime: endTime - days * 24 * 60 * 60, endTime };
    const byAccount = new Map();
    const failures = [];
    const enforced = accounts
        .filter(({ outcome: { after } }) => after?.requireTls === true || after?.requireValidCert === true)
        .map(({ account }) => account);
    const countOne = async (account) => {
        // Every other account would be refused too, or cost the same attempts.
        if (failures.some((failure) => failure.reason === 'forbidden' || isTransient(failure)))
            return;
        try {
            byAccount.set(account, await countBlocks(counting, account, period));
        }
        catch (thrown) {
            failures.push(failureValue(thrown));
        }
    };
    const [first, ...others] = enforced;
    if (first !== undefined)
        await countOne(first);
    await pMap(others, countOne, { concurrency: concurrentLists });
    return { days, byAccount, warning: warningOf(enforced.length - byAccount.size, enforced.length, failures) };
}
/** The session ends so early that its last request has the time that it may take. */
function countingSession(session) {
    const requestTimeoutMs = Math.min(session.connection.requestTimeoutMs, maxCountMs / 2);
    const end = session.end.within(maxCountMs - requestTimeoutMs, 'the two minutes for blocked recipients');
    const connection = { ...session.connection, requestTimeoutMs };
    return { ...session, connection, end, rateLimits: new RateLimits(end) };
}
/** One warning for all accounts. A missing scope goes first, since a person can add it. */
function warningOf(uncounted, all, failures) {
    const failure = failures.find(({ reason }) => reason === 'forbidden') ?? failures[0];
    if (failure === undefined)
        return undefined;
    return `The blocked recipients of ${uncounted} of ${all} accounts were not counted: ${failure.message}`;
}

;// CONCATENATED MODULE: ./lib/sendgrid/settings.js







/** Reads the setting of an account. Throws a Failure for whatever is not plainly the setting. */
async function readSettings(session, asked, purpose) {
    const request = { endpoint: endpoints.readSettings, asked };
    const read = async () => parseSettings(await sendWithKey(session, request), session.redact);
    const first = await read();
    const settings = first.tlsVersion === undefined && purpose === 'forWrite' ? await read() : first;
    // SendGrid documents 1.1 as the default, and its own examples leave the version out.
    return { ...settings, tlsVersion: settings.tlsVersion ?? 1.1 };
}
/** A write of an account's setting, which counts its attempts. */
class SettingsWrite {
    #session;
    #asked;
    #retries = 0;
    /** How the last attempt that was sent has failed. */
    #last;
    constructor(session, asked) {
        this.#session = session;
        this.#asked = asked;
    }
    async attempt({ settings, validUntilMs }) {
        const session = this.#session;
        const request = { endpoint: endpoints.writeSettings, asked: this.#asked, body: formatBody(settings) };
        let inDoubt = false;
        try {
            const ended = await this.#send(request, validUntilMs);
            if (ended === undefined)
                return { kind: 'again', inDoubt };
            inDoubt = mayBeCarriedOut(ended);
            if (ended.failure === undefined) {
                // The response to a write is the setting. A 200 with anything else does not prove that it was accepted.
                parseSettings(ended.response.body, session.redact);
                return { kind: 'accepted' };
            }
            if (!(await this.#waitToRepeat(ended)))
                throw await explain(session, ended.failure, request);
            this.#last = ended.failure;
            this.#retries++;
            return { kind: 'again', inDoubt };
        }
        catch (thrown) {
            if (!(thrown instanceof Failure))
                throw thrown;
            return { kind: 'failed', failure: failureValue(thrown), inDoubt };
        }
    }
    /** Resolves to undefined when its turn came too late, and nothing was sent. */
    async #send(request, validUntilMs) {
        const session = this.#session;
        const sendUnlessLate = async () => {
            // Other requests may have found out while this one waited for its turn.
            refuseWithoutScope(session, request);
            return session.clock.now() > validUntilMs ? undefined : await attempt(session, request, this.#retries);
        };
        return await limiterOf(session, request).run(sendUnlessLate, { isWrite: true, last: this.#last });
    }
    /** Waits where the write is worth another attempt: after a transient failure, and once after a 401. */
    async #waitToRepeat(ended) {
        const { failure } = ended;
        if (failure.reason === 'unauthorized' && this.#last?.reason !== 'unauthorized') {
            await waitBeforeRetryOn401(this.#session, failure);
            return true;
        }
        if (!isTransient(failure) || this.#retries >= this.#session.connection.maxRetries)
            return false;
        await waitForRetry(this.#session, this.#retries, ended);
        return true;
    }
}
/** SendGrid does not carry out what it refuses with 4xx. Any other write may be in force, also where a cache refuses. */
function mayBeCarriedOut({ response, failure }) {
    const isRefused = response !== undefined && response.status >= 400 && response.status < 500;
    return !isRefused || failure?.reason === 'unexpected-response';
}
/** Throws where the scopes of the key are known and lack the one for writing: SendGrid would refuse each write. */
function refuseWithoutScope(session, request) {
    const { scope } = request.endpoint;
    if (!session.key.lacks(hostOf(session, request), scope))
        return;
    throw new Failure('forbidden', `${describeRequest(request)} was not sent: GET /v3/scopes answers for this key without the scope ${scope}.`);
}
function formatBody({ requireTls, requireValidCert, tlsVersion }) {
    return { require_tls: requireTls, require_valid_cert: requireValidCert, version: tlsVersion };
}
/** The setting in a 200's body; without a version where that is missing. */
function parseSettings(body, redact) {
    const value = parseObject(body);
    if (value === undefined || hasErrorField(value))
        throw unexpectedBody(describeBody(body, redact));
    const { require_tls, require_valid_cert, version } = value;
    if (typeof require_tls !== 'boolean')
        throw unexpectedBody('has no boolean require_tls');
    if (typeof require_valid_cert !== 'boolean')
        throw unexpectedBody('has no boolean require_valid_cert');
    return {
        requireTls: require_tls,
        requireValidCert: require_valid_cert,
        tlsVersion: parseVersion(version, redact)
    };
}
function parseVersion(version, redact) {
    if (version === undefined)
        return undefined;
    const number = typeof version === 'string' && /^\d\.\d$/.test(version) ? Number(version) : version;
    const known = [1.1, 1.2, 1.3].find((candidate) => candidate === number);
    if (known === undefined)
        throw unexpectedBody(`has the unknown version ${quotable(JSON.stringify(version), redact, 40)}`);
    return known;
}
function unexpectedBody(what) {
    return new Failure('unexpected-response', `SendGrid answered 200 with a body that ${what}, so nothing can be said about the setting.`);
}

;// CONCATENATED MODULE: ./lib/sendgrid/username.js




/** The username that SendGrid has for the account. Throws a Failure when the response is not plainly one. */
async function readUsername(session, asked) {
    const value = parseObject(await sendWithKey(session, { endpoint: endpoints.readUsername, asked }));
    const username = value?.['username'];
    // A message may quote it, so it must not hold the key.
    const isPlain = typeof username === 'string' && username !== '' && session.redact(username) === username;
    if (isPlain && !hasErrorField(value))
        return username;
    throw new Failure('unexpected-response', 'SendGrid answered 200 to GET /v3/user/username with a body that has no plain username, so it is not known for which account it is.');
}

;// CONCATENATED MODULE: ./lib/sendgrid/client.js



/** What a run asks SendGrid for one account. */
function accountClient(session, account) {
    const asked = askedAccount(account);
    return {
        requestCounts: asked.requestCounts,
        read: (purpose) => readSettings(session, asked, purpose),
        readUsername: () => readUsername(session, asked),
        newWrite: () => new SettingsWrite(session, asked)
    };
}

;// CONCATENATED MODULE: ./lib/sendgrid/subusers.js








const subusers_maxNameLength = 256;
const usualMaxSubusers = 100_000;
/** A list that changes in each of so many readings is not believed. */
const maxReadings = 5;
/**
 * Every subuser of the key's account (twilio/sendgrid-oai, tsg_subusers_v3), sorted by name. SendGrid does not say how
 * many there are, and one reading may lack some. So the list is read until a reading has no new name, at least twice.
 * The names of all readings count. A subuser without a region has the stated one. Throws a Failure when the list may
 * not be whole.
 */
async function listSubusers(session, region, maxSubusers = usualMaxSubusers) {
    const list = new SubuserList(maxSubusers);
    for (let reading = 1;; reading++) {
        const known = list.size;
        await readPages(session, region, list);
        if (reading > 1 && list.size === known)
            return list.accounts();
        if (reading === maxReadings)
            throw unexpectedList(`it has changed in each of ${maxReadings} readings`);
    }
}
/** One reading, page by page until an empty one. */
async function readPages(session, region, list) {
    const seen = new Set();
    const asked = askedAccount(namedAccount(parentAccount, region));
    const ask = async (limit, offset) => {
        const query = `?limit=${limit}&offset=${offset}&include_region=true`;
        const body = await sendWithKey(session, { endpoint: endpoints.listSubusers, asked, query });
        return subusers_parsePage(body, limit, region, session);
    };
    let pages = 0;
    let barrenPages = 0;
    for await (const page of pagesOf(ask)) {
        pages++;
        const seenBefore = seen.size;
        for (const subuser of page) {
            list.add(subuser);
            seen.add(subuser.id);
        }
        // A subuser that is added meanwhile moves the others, so one page may repeat known ones. A list of such pages
        // would never end.
        barrenPages = seen.size === seenBefore ? barrenPages + 1 : 0;
        if (barrenPages === 2)
            throw unexpectedList(`the pages ${pages - 1} and ${pages} have no subuser that was not listed before`);
    }
}
/** The subusers of all readings. Two entries of one name or id must be equal, or an account would be lost. */
class SubuserList {
    #byId = new Map();
    #byName = new Map();
    #maxSubusers;
    constructor(maxSubusers) {
        this.#maxSubusers = maxSubusers;
    }
    get size() {
        return this.#byName.size;
    }
    add(subuser) {
        for (const known of [this.#byId.get(subuser.id), this.#byName.get(subuser.name)]) {
            if (known !== undefined && known.stated !== subuser.stated)
                throw unexpectedList(`the entries of ${describeEntry(known)} and ${describeEntry(subuser)} contradict each other`);
        }
        this.#byId.set(subuser.id, subuser);
        this.#byName.set(subuser.name, subuser);
        if (this.size > this.#maxSubusers)
            throw unexpectedList(`it has more than ${this.#maxSubusers.toLocaleString('en')} subusers`);
    }
    accounts() {
        return [...this.#byName.values()]
            .map(({ id: _, stated: __, ...account }) => ({ account, key: sortKey(account.name) }))
            .sort((one, other) => (one.key < other.key ? -1 : 1))
            .map(({ account }) => account);
    }
}
/**
 * Sorts `subuser-9` before `subuser-10`: the length of a number stands before its digits. The name itself follows, for
 * numbers that differ only in leading zeros.
 */
function sortKey(name) {
    const key = name.replace(/0*(\d+)/g, (_, number) => `0${String.fromCharCode(number.length)}${number}`);
    return `${key}\0${name}`;
}
function describeEntry({ id, name }) {
    return `${visibleName(name, 100)} (id ${id})`;
}
function subusers_parsePage(body, limit, region, session) {
    const page = parseJson(body);
    if (!Array.isArray(page))
        throw unexpectedList(`the response ${describeBody(body, session.redact)}`);
    if (page.length > limit)
        throw unexpectedList(`a page has ${page.length} entries, and ${limit} were asked for`);
    return page.map((entry, index) => parseSubuser(entry, `entry ${index + 1} of a page`, region, session));
}
function parseSubuser(entry, place, statedRegion, { redact }) {
    if (typeof entry !== 'object' || entry === null)
        throw unexpectedList(`${place} is not an object`);
    const { id, username, disabled = false, region = statedRegion } = entry;
    if (typeof id !== 'number' || !Number.isSafeInteger(id))
        throw unexpectedList(`${place} has no whole number for id`);
    if (typeof username !== 'string' || username === '')
        throw unexpectedList(`${place} (id ${id}) has no username`);
    if (username.length > subusers_maxNameLength)
        throw unexpectedList(`${place} (id ${id}) has a username over ${subusers_maxNameLength} characters`);
    if (redact(username) !== username)
        throw unexpectedList(`${place} (id ${id}) has a part of the API key in its username`);
    const known = region === 'global' || region === 'eu';
    const stated = JSON.stringify([id, username, disabled, region]);
    const usable = known ? region : statedRegion;
    const name = looksLikeAnother(username) ? `id ${id}` : username;
    const subuser = { id, name, disabled: disabled === true, region: usable, isListed: true, stated };
    if (typeof disabled !== 'boolean')
        return { ...subuser, unusable: unusable(id, 'no boolean disabled') };
    if (!known)
        return { ...subuser, unusable: unusable(id, 'a region that is not known') };
    if (name !== username || !isSubuserName(name))
        return { ...subuser, unusable: unusable(id, 'a name that a header cannot carry') };
    return subuser;
}
/** Whether a person would take the name for the key's own account or for a customer account. */
function looksLikeAnother(name) {
    return visibleName(name).toLowerCase() === parentAccount || name.startsWith('account-id ');
}
/** Whether a header can carry the name as it is. With an empty or trimmed one SendGrid answers for another account. */
function isSubuserName(name) {
    return fitsHeader(name) && name === trimName(name);
}
function unusable(id, what) {
    return {
        reason: 'unexpected-response',
        message: `The list of subusers has ${what} for this one (id ${id}), so it was not asked.`
    };
}
function unexpectedList(what) {
    return new Failure('unexpected-response', `The list of subusers is not understood: ${what}. No account was judged.`);
}

;// CONCATENATED MODULE: ./lib/run.js













/** At most this many waivers with an almost right name are listed. */
const maxListed = 10;
/** The run of a job, which knows at any time how far it has come. */
class JobRun {
    #job;
    #hosts;
    #session;
    #startMs;
    /** Undefined until they are known. */
    #accounts;
    #judged = [];
    constructor({ connection, job }, { startMs, ...options }) {
        this.#job = job;
        this.#hosts = connection.apiUrls;
        this.#session = createSession(connection, job.exclude.includes(parentAccount), options);
        this.#startMs = startMs;
    }
    /** Finds the accounts, judges each, and counts blocked recipients where the job wants it. Never throws. */
    async finish() {
        try {
            return await this.#judge();
        }
        catch (thrown) {
            return this.#withoutAccounts(failureValue(thrown));
        }
    }
    /** The run with what it has found until now. Every other account has no verdict because of the failure. */
    soFar(failure) {
        if (this.#accounts === undefined)
            return this.#withoutAccounts(failure);
        const found = new Map(this.#judged.map((one) => [one.account, one]));
        const days = this.#job.blockedRecipientsDays;
        const warning = 'The blocked recipients were not counted: the run ended before.';
        return {
            kind: 'judged',
            ...this.#known(),
            accounts: this.#accounts.map((account) => found.get(account) ?? unjudged(account, failure)),
            stops: [],
            owner: undefined,
            waiverNotices: [],
            unmatchedLines: [],
            blockedRecipients: days === 0 ? undefined : { days, byAccount: new Map(), warning }
        };
    }
    async #judge() {
        const [job, session] = [this.#job, this.#session];
        const accounts = await findAccounts(job, session);
        const { kept, excluded, unmatchedLines } = excludeAccounts(job.exclude, accounts);
        if (job.mode === 'apply')
            refuseAlmostNamed(job, kept, this.#startMs);
        this.#accounts = accounts;
        this.#judged.push(...excluded);
        const progress = new Progress(kept.length, session.clock, session.log);
        const fleet = await judgeFleet(kept, {
            rules: job,
            hosts: this.#hosts,
            clock: session.clock,
            dateMs: this.#startMs,
            clientOf: (account) => accountClient(session, account),
            onJudged: (judged) => {
                this.#judged.push(judged);
                progress.judged(judged);
            }
        });
        const all = [...fleet.accounts, ...excluded];
        refuseNoVerdict(all);
        const days = job.blockedRecipientsDays;
        const blockedRecipients = days === 0 ? undefined : await countBlockedRecipients(session, fleet.accounts, days);
        return {
            kind: 'judged',
            ...this.#known(),
            ...fleet,
            accounts: all,
            waiverNotices: reviewWaivers(job.waivers, all, this.#startMs),
            unmatchedLines,
            blockedRecipients
        };
    }
    #withoutAccounts(failure) {
        return { kind: 'no-accounts', ...this.#known(), failure };
    }
    #known() {
        return { job: this.#job, hosts: this.#hosts, keyScopes: keyScopesOf(this.#session, this.#job) };
    }
}
/** Such a waiver means an account that apply would write, so nothing is written at all. */
function refuseAlmostNamed({ mode, waivers }, accounts, startMs) {
    const names = accounts.map(({ name }) => name);
    const notices = almostNamed(waivers, names, startMs);
    if (notices.length === 0)
        return;
    const listed = notices.slice(0, maxListed).map((notice) => formatWaiverNotice(notice, mode));
    const lines = [...listed, ...andMore(notices.length - maxListed, 'waiver'), 'Nothing was written.'];
    throw new Failure('invalid-input', lines.join('\n'));
}
async function findAccounts({ selection, region }, session) {
    if (selection !== 'all-subusers')
        return selection.map((name) => namedAccount(name, region));
    return [namedAccount(parentAccount, region), ...(await listSubusers(session, region))];
}

;// CONCATENATED MODULE: ./lib/main.js














// Red until a verdict says otherwise: a process that ends early, for whatever cause, has failed.
process.exitCode = ExitCode.Failure;
// A log that nobody reads, or that cannot be written, loses its lines. The run goes on.
for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => { });
// Node's 250 ms are too short for a slow line: it reaches no address of a host whose IPv6 addresses do not answer.
if (!statesAddressTimeout(process.env['NODE_OPTIONS']))
    (0,external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout)(2_000);
const cancellation = new Cancellation();
// The second signal of a canceled step is SIGTERM, and on Windows SIGBREAK; a terminal that closes sends SIGHUP.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'])
    process.on(signal, () => cancellation.cancel(signal));
void main(systemClock(cancellation.run));
// No await at the top level: the bundle is CommonJS, which Node loads faster than an ES module (npm run bench).
async function main(clock) {
    const startMs = clock.date();
    const apiKey = readApiKey(input);
    mask(apiKey);
    const redact = createRedaction(apiKey);
    endOnUncaughtError(redact);
    const inputs = readInputs(input, process.env, redact);
    const { publishing, warnings } = inputs;
    if (publishing.tracking)
        core_setSecret(publishing.tracking.token);
    const run = redactMessages(await runOf(inputs, clock, startMs, redact), redact);
    if (stepSucceeds(run))
        process.exitCode = ExitCode.Success;
    const span = { startMs, endMs: clock.date() };
    const event = publishing.tracking && readEvent(process.env['GITHUB_EVENT_PATH']);
    const workflowRun = readWorkflowRun(process.env, event);
    await publish(run, { publishing, warnings, workflowRun, span, cancelled: cancellation.run });
}
function statesAddressTimeout(nodeOptions = '') {
    return nodeOptions.replaceAll('_', '-').includes('--network-family-autoselection-attempt-timeout');
}
function input(name) {
    return getInput(name, { trimWhitespace: false });
}
/** Masks the key, and its pieces where white space is inside. Of short ones the runner would hide each occurrence. */
function mask(apiKey) {
    for (const piece of new Set([apiKey, ...apiKey.split(/\s+/)])) {
        if (piece.length >= 4)
            core_setSecret(piece);
    }
}
/** An error that nobody can catch, as in a callback of Node, ends the run with its reason. */
function endOnUncaughtError(redact) {
    process.on('uncaughtException', (thrown) => {
        const failure = asFailure(thrown);
        info(oneLine(redact(failure.message)));
        cancellation.end(failure);
    });
}
/** The run that the inputs ask for, also one that never settles. */
async function runOf(inputs, clock, startMs, redact) {
    if ('failure' in inputs)
        return { kind: 'not-started', failure: inputs.failure };
    info(`Policy: ${formatPolicy(inputs.job.policy)} (mode ${inputs.job.mode}).`);
    // Both clients read the proxies here, and each ignores what it cannot parse.
    Object.assign(process.env, inputs.proxies);
    const { run: cancelled, requests } = cancellation;
    const transport = createTransport(requests);
    const { random } = Math;
    const run = new JobRun(inputs, { clock, startMs, cancelled, redact, transport, random, log: info });
    // Node emits this when nothing is left to wait for: then some promise of the run never settled.
    const lost = Promise.withResolvers();
    process.once('beforeExit', () => {
        const bug = new Error('The run ended before it was over: something never settled.');
        lost.resolve(run.soFar(failureValue(bug)));
    });
    return await Promise.race([run.finish(), lost.promise]);
}

})();

module.exports = __webpack_exports__;
/******/ })()
;