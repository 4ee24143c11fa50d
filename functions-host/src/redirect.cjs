"use strict";
// Preloaded into a Node program (`node --require …/redirect.cjs`), sends to CORDBOARD_URL what the program would send to
// the public cloud (*.twilio.com), whichever library it uses. Nothing else is touched; without CORDBOARD_URL nothing is.

const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");
const { urlToHttpOptions } = require("node:url");

const CLOUD = /(^|\.)twilio\.com$/;

/** The three ways to call `request`, as one. */
function read(args) {
  const [first, second] = args;
  const given = typeof first === "string" || first instanceof URL ? urlToHttpOptions(new URL(first)) : first;
  const more = typeof second === "object" && second !== null ? second : {};
  return { options: { ...given, ...more }, callback: args.find((arg) => typeof arg === "function") };
}

function redirect(base) {
  const direct = https.request;
  https.request = function (...args) {
    const { options, callback } = read(args);
    const host = options.hostname ?? String(options.host ?? "").replace(/:\d+$/, "");
    if (!CLOUD.test(host)) {
      return direct.apply(this, args);
    }
    const secure = base.protocol === "https:";
    const moved = {
      ...options,
      protocol: base.protocol,
      host: base.hostname,
      hostname: base.hostname,
      port: base.port || (secure ? 443 : 80),
      servername: undefined,
      // An agent belongs to one protocol and one host.
      agent: undefined,
    };
    return secure ? direct.call(this, moved, callback) : http.request(moved, callback);
  };
  https.get = function (...args) {
    const request = https.request(...args);
    request.end();
    return request;
  };
  syncBuiltinESMExports();
}

if (process.env.CORDBOARD_URL) {
  redirect(new URL(process.env.CORDBOARD_URL));
}
