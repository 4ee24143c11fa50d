"use strict";
const assert = require("node:assert/strict");
const http = require("node:http");
const path = require("node:path");
const { after, before, test } = require("node:test");
const twilio = require("twilio");
const { serve } = require("../src/server");

const TOKEN = "0123456789abcdef0123456789abcdef";
let host;
let api;
let base;

before(async () => {
  api = http.createServer((request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ sid: "AC1", friendly_name: `asked ${request.url}` }));
  });
  await new Promise((ready) => api.listen(0, "127.0.0.1", ready));
  host = serve({
    folder: path.join(__dirname, "project"),
    apiUrl: `http://127.0.0.1:${api.address().port}`,
    limits: { threads: 2, limitMillis: 2_000 },
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${host.address().port}`;
});

after(() => {
  host.close();
  host.closeAllConnections();
  api.close();
  api.closeAllConnections();
});

test("a TwiML result is XML, with the environment and the form at hand", async () => {
  const answer = await fetch(`${base}/voice/hello`, { method: "POST", body: new URLSearchParams({ From: "+15550001" }) });
  assert.equal(answer.headers.get("content-type"), "text/xml; charset=utf-8");
  assert.match(await answer.text(), /<Say>Good day, \+15550001<\/Say>/);
});

test("a private function has no route but can be required", async () => {
  assert.equal((await fetch(`${base}/shared`)).status, 404);
  const answer = await fetch(`${base}/uses?n=21`, { headers: { "User-Agent": "tester" } });
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), { twice: 42, agent: "tester" });
  assert.match(answer.headers.get("set-cookie"), /seen=yes; Path=\//);
});

test("a protected function answers signed requests only", async () => {
  const form = { From: "+15550002" };
  const url = `${base}/instruction`;
  const unsigned = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  assert.equal(unsigned.status, 403);
  const signature = twilio.getExpectedTwilioSignature(TOKEN, url, form);
  const signed = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { "X-Twilio-Signature": signature },
  });
  assert.deepEqual(await signed.json(), { instruction: "dequeue", from: "+15550002" });
});

test("a thrown error is a 500 with its message and name", async () => {
  const answer = await fetch(`${base}/broken`);
  assert.equal(answer.status, 500);
  const body = await answer.json();
  assert.equal(body.message, "no such thing");
  assert.equal(body.name, "TypeError");
});

test("an endless loop and a thread that exits harm nothing else", async () => {
  const [endless, ends, fine] = await Promise.all([
    fetch(`${base}/endless`),
    fetch(`${base}/ends`),
    fetch(`${base}/voice/hello`),
  ]);
  assert.equal(endless.status, 504);
  assert.equal(ends.status, 500);
  assert.equal(fine.status, 200);
  assert.equal((await fetch(`${base}/voice/hello`)).status, 200);
});

test("a file without a handler says so", async () => {
  const answer = await fetch(`${base}/empty`);
  assert.equal(answer.status, 500);
  assert.match((await answer.json()).message, /exports no handler/);
});

test("the client of the context reaches our own API", async () => {
  const answer = await fetch(`${base}/account`);
  assert.equal(await answer.text(), "asked /2010-04-01/Accounts/AC00000000000000000000000000000001.json");
});

test("a client that a function makes for itself reaches our own API too", async () => {
  const answer = await fetch(`${base}/own-client`);
  assert.equal(await answer.text(), "asked /2010-04-01/Accounts/AC00000000000000000000000000000002.json");
});

test("an asset is served with its type, and options are answered", async () => {
  const answer = await fetch(`${base}/data.json`);
  assert.deepEqual(await answer.json(), { music: true });
  assert.equal((await fetch(`${base}/data.json`, { method: "OPTIONS" })).status, 204);
});

test("a body that is not the JSON it says it is gets a 400", async () => {
  const answer = await fetch(`${base}/voice/hello`, {
    method: "POST",
    body: "{",
    headers: { "Content-Type": "application/json" },
  });
  assert.equal(answer.status, 400);
});
