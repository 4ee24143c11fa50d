"use strict";
// The HTTP side: routes, visibility, the event a handler gets.

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const twilio = require("twilio");
const { readProject } = require("./project");
const { Pool } = require("./pool");

const BODY_MAX = 1024 * 1024;
const HIDDEN_HEADERS = /^(via|referer|connection|expect|upgrade|host|te|trailer|transfer-encoding|keep-alive|x-forwarded-.*|x-real-ip)$/;
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wav": "audio/wav",
  ".xml": "text/xml",
};

/** Serves a project folder. `credentials` are what the .env may leave out. */
function serve({ folder, apiUrl, publicUrl, credentials = {}, limits = {} }) {
  const root = path.resolve(folder);
  const pool = new Pool({ ...limits, apiUrl });
  let generation = { stamp: "", number: 0 };
  const server = http.createServer((request, response) => {
    answer(request)
      .catch((problem) => ({ status: problem.status ?? 500, headers: {}, body: problem.message }))
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
        response.end(request.method === "HEAD" ? undefined : body);
      });
  });
  server.on("close", () => pool.close());
  return server;

  async function answer(request) {
    const url = new URL(request.url, "http://localhost");
    const route = decodeURIComponent(url.pathname);
    const project = readProject(root);
    const values = { ...credentials, ...project.environment };
    const body = await bodyOf(request);
    const fields = fieldsOf(request.headers["content-type"] ?? "", body);
    const found = project.functions.get(route) ?? project.assets.get(route);
    if (found === undefined || found.visibility === "private") {
      return { status: 404, headers: {}, body: `No function or asset at ${route}` };
    }
    if (found.visibility === "protected" && !signed(request, url, fields, values.AUTH_TOKEN)) {
      return { status: 403, headers: {}, body: "This path answers signed requests only" };
    }
    return project.functions.has(route)
      ? invoke(request, url, route, found.file, fields, values, project)
      : asset(request, found.file);
  }

  function invoke(request, url, route, file, fields, values, project) {
    return pool.run({
      file,
      event: { ...grouped(url.searchParams), ...fields, request: requestOf(request) },
      context: { ...values, DOMAIN_NAME: request.headers.host ?? "localhost", PATH: route },
      project: {
        folder: root,
        generation: stampOf(project),
        functions: [...project.functions].map(([at, { file: where }]) => ({ route: at, file: where })),
        assets: [...project.assets].map(([at, { file: where, visibility }]) => ({ route: at, file: where, visibility })),
      },
    });
  }

  /** Rises whenever a file of the project changed, so that threads read it anew. */
  function stampOf(project) {
    const stamp = [...project.functions.values()].map(({ file }) => file + fs.statSync(file).mtimeMs).join();
    if (stamp !== generation.stamp) {
      generation = { stamp, number: generation.number + 1 };
    }
    return generation.number;
  }

  function signed(request, url, fields, token) {
    const signature = request.headers["x-twilio-signature"];
    const base = publicUrl ?? `http://${request.headers.host}`;
    const form = request.method === "POST" ? fields : {};
    return Boolean(token && signature && twilio.validateRequest(token, signature, base + request.url, form));
  }
}

function asset(request, file) {
  const headers = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
  };
  return request.method === "OPTIONS" ? { status: 204, headers, body: "" } : { status: 200, headers, body: fs.readFileSync(file) };
}

function bodyOf(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let length = 0;
    request.on("data", (part) => {
      length += part.length;
      if (length > BODY_MAX) {
        reject(Object.assign(new Error("The body is larger than 1 MiB"), { status: 413 }));
        request.destroy();
      } else {
        parts.push(part);
      }
    });
    request.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    request.on("error", reject);
  });
}

function fieldsOf(type, body) {
  if (type.startsWith("application/json")) {
    try {
      const parsed = JSON.parse(body);
      return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : { body: parsed };
    } catch {
      throw Object.assign(new Error("The body is not JSON"), { status: 400 });
    }
  }
  return type.startsWith("application/x-www-form-urlencoded") ? grouped(new URLSearchParams(body)) : {};
}

/** Repeated names become arrays. */
function grouped(parameters) {
  const fields = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    fields[name] = values.length === 1 ? values[0] : values;
  }
  return fields;
}

function requestOf(request) {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HIDDEN_HEADERS.test(name)));
  const cookies = Object.fromEntries(
    (request.headers.cookie ?? "")
      .split(/;\s*/)
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
  return { headers, cookies };
}

module.exports = { serve };
