// A worker's page on the official browser package, run by Node: ready, online, a reservation, accepted, completed.
// Usage: node worker.js BASE_URL ACCOUNT_SID AUTH_TOKEN WORKSPACE_SID WORKFLOW_SID WORKER_TOKEN
const assert = require("node:assert/strict");
const twilio = require("twilio");
const { Worker } = require("twilio-taskrouter");

const [base, accountSid, authToken, workspaceSid, workflowSid, token] = process.argv.slice(2);

class Redirected extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace(/^https?:\/\/[^/]+/, base) });
  }
}

const ws = twilio(accountSid, authToken, { httpClient: new Redirected({ timeout: 20000 }) }).taskrouter.v1.workspaces(
  workspaceSid,
);

function once(emitter, event) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`waited in vain for ${event}`)), 20000);
    emitter.once(event, (value) => {
      clearTimeout(limit);
      resolve(value);
    });
  });
}

async function main() {
  const worker = new Worker(token, {
    ebServer: `${base}/v1/wschannels`,
    wsServer: `${base.replace("http", "ws")}/v1/wschannels`,
    logLevel: "error",
  });
  await once(worker, "ready");
  assert.equal(worker.name, "dave");
  assert.equal(worker.activities.size, 3);
  assert.equal(worker.channels.size, 5);
  assert.equal(worker.reservations.size, 0);
  console.log("ready");

  const available = [...worker.activities.values()].find((one) => one.available);
  const moved = once(worker, "activityUpdated");
  await available.setAsCurrent();
  await moved;
  assert.equal(worker.activity.name, "Available");
  await worker.setAttributes({ languages: ["en"] });
  assert.deepEqual(worker.attributes, { languages: ["en"] });
  console.log("online");

  const offered = once(worker, "reservationCreated");
  const task = await ws.tasks.create({ workflowSid, attributes: '{"order":17}' });
  const reservation = await offered;
  assert.equal(reservation.task.sid, task.sid);
  assert.deepEqual(reservation.task.attributes, { order: 17 });
  assert.equal(reservation.status, "pending");
  console.log("offered");

  const accepted = once(reservation, "accepted");
  await reservation.accept();
  await accepted;
  assert.equal(reservation.status, "accepted");
  assert.equal(reservation.task.status, "assigned");
  await reservation.task.setAttributes({ order: 17, done: true });
  const wrapping = once(reservation, "wrapup");
  await reservation.task.wrapUp({ reason: "hung up" });
  await wrapping;
  const completed = once(reservation, "completed");
  await reservation.task.complete("sold");
  await completed;
  assert.equal((await ws.tasks(task.sid).fetch()).reason, "sold");
  console.log("completed");

  const again = once(worker, "reservationCreated");
  await ws.tasks.create({ workflowSid, attributes: "{}" });
  const second = await again;
  const rejected = once(second, "rejected");
  const offline = [...worker.activities.values()].find((one) => one.name === "Offline");
  await second.reject({ activitySid: offline.sid });
  await rejected;
  await assert.rejects(worker.createTask("x", "WK00000000000000000000000000000000", workflowSid, "WQ1"), Error);
  const gone = once(worker, "disconnected");
  worker.disconnect();
  await gone;
  console.log("all is well");
  process.exit(0);
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
