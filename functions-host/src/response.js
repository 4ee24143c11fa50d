"use strict";
// What a handler hands to its callback, turned into an HTTP answer.

/** `Twilio.Response`: an answer made by hand. */
class Response {
  constructor({ statusCode = 200, body = null, headers = {} } = {}) {
    this.statusCode = statusCode;
    this.body = body;
    this.headers = { ...headers };
  }

  setStatusCode(code) {
    this.statusCode = code;
    return this;
  }

  setBody(body) {
    this.body = body;
    return this;
  }

  setHeaders(headers) {
    this.headers = { ...headers };
    return this;
  }

  appendHeader(name, value) {
    const before = this.headers[name];
    this.headers[name] = before === undefined ? value : [].concat(before, value);
    return this;
  }

  setCookie(name, value, attributes = []) {
    return this.appendHeader("Set-Cookie", [`${name}=${encodeURIComponent(value)}`, ...attributes].join("; "));
  }

  removeCookie(name) {
    return this.appendHeader("Set-Cookie", `${name}=; Max-Age=0`);
  }
}

/** The HTTP answer for `callback(error, result)`. */
function answerOf(error, result) {
  if (error) {
    const shown = error instanceof Error ? { message: error.message, name: error.name, stack: error.stack } : error;
    return typeof shown === "string" ? plain(500, "text/plain", shown) : plain(500, "application/json", encode(shown));
  }
  if (typeof result === "string") {
    return plain(200, "text/plain", result);
  }
  if (result instanceof Response) {
    return made(result);
  }
  if (isTwiml(result)) {
    return plain(200, "text/xml", result.toString());
  }
  return plain(200, "application/json", encode(result));
}

function made(response) {
  const headers = { ...response.headers };
  const named = Object.keys(headers).find((name) => name.toLowerCase() === "content-type");
  const type = named === undefined ? undefined : String(headers[named]);
  const json = type === undefined ? typeof response.body === "object" : type.startsWith("application/json");
  if (type === undefined) {
    headers["Content-Type"] = response.body !== null && json ? "application/json" : "text/plain";
  }
  const body = json && typeof response.body !== "string" && response.body !== null ? encode(response.body) : response.body;
  return { status: response.statusCode, headers, body: body === null ? "" : Buffer.isBuffer(body) ? body : String(body) };
}

function isTwiml(result) {
  const kind = result?.constructor?.name;
  return (kind === "VoiceResponse" || kind === "MessagingResponse" || kind === "FaxResponse") && typeof result.toString === "function";
}

const encode = (value) => JSON.stringify(value) ?? "";
const plain = (status, type, body) => ({ status, headers: { "Content-Type": type + "; charset=utf-8" }, body });

module.exports = { Response, answerOf };
