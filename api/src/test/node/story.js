// A contact centre's day through the official Node SDK; prints one line per step, the test reads the last.
// Usage: node story.js BASE_URL ACCOUNT_SID AUTH_TOKEN
const assert = require("node:assert/strict");
const twilio = require("twilio");

const [base, accountSid, authToken] = process.argv.slice(2);

/** Sends to our host whatever the SDK believes to send to twilio.com. */
class Redirected extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace(/^https?:\/\/[^/]+/, base) });
  }
}

const client = twilio(accountSid, authToken, { httpClient: new Redirected({ timeout: 20000 }) });

async function main() {
  const workspace = await client.taskrouter.v1.workspaces.create({ friendlyName: "node", template: "NONE" });
  const ws = client.taskrouter.v1.workspaces(workspace.sid);
  assert.equal(workspace.defaultActivityName, "Offline");
  assert.ok(workspace.dateCreated instanceof Date && !Number.isNaN(workspace.dateCreated.getTime()));

  const activities = await ws.activities.list();
  assert.equal(activities.length, 3);
  const available = activities.find((one) => one.available);
  const queue = await ws.taskQueues.create({ friendlyName: "support", targetWorkers: 'skills HAS "support"' });
  const workflow = await ws.workflows.create({
    friendlyName: "support",
    configuration: JSON.stringify({ task_routing: { filters: [], default_filter: { queue: queue.sid } } }),
  });
  const worker = await ws.workers.create({
    friendlyName: "dave",
    attributes: JSON.stringify({ skills: ["support"] }),
    activitySid: available.sid,
  });
  assert.equal(worker.available, true);
  const found = await ws.workers.list({ targetWorkersExpression: 'skills HAS "support"' });
  assert.deepEqual(
    found.map((one) => one.friendlyName),
    ["dave"],
  );

  const task = await ws.tasks.create({ workflowSid: workflow.sid, attributes: '{"a":1}', priority: 3 });
  assert.equal(task.assignmentStatus, "pending");
  const [reservation] = await ws.tasks(task.sid).reservations.list();
  assert.equal(reservation.workerName, "dave");
  const accepted = await ws
    .workers(worker.sid)
    .reservations(reservation.sid)
    .update({ reservationStatus: "accepted" });
  assert.equal(accepted.reservationStatus, "accepted");
  const done = await ws.tasks(task.sid).update({ assignmentStatus: "completed", reason: "sold" });
  assert.equal(done.reason, "sold");
  assert.equal(await ws.tasks(task.sid).remove(), true);
  console.log("a task was routed, accepted, completed and removed");

  for (let i = 0; i < 7; i++) {
    await ws.tasks.create({ workflowSid: workflow.sid, attributes: JSON.stringify({ i }) });
    await client.incomingPhoneNumbers.create({ phoneNumber: `+1555000200${i}`, voiceUrl: "https://example.org/v" });
  }
  assert.equal((await ws.tasks.list({ pageSize: 3 })).length, 7);
  assert.equal((await client.incomingPhoneNumbers.list({ pageSize: 2 })).length, 7);
  const page = await ws.tasks.page({ pageSize: 3 });
  assert.equal((await ws.tasks.getPage(page.nextPageUrl)).instances.length, 3);
  console.log("pages of both styles were followed to the end");

  const voiceQueue = await client.queues.create({ friendlyName: "waiting" });
  assert.equal(voiceQueue.currentSize, 0);
  assert.equal((await client.conferences.list()).length, 0);
  assert.equal((await client.calls.list({ status: "completed", startTimeAfter: new Date(0) })).length, 0);
  const key = await client.newKeys.create({ friendlyName: "node" });
  assert.equal(key.secret.length, 32);
  const flow = await client.studio.v2.flows.create({
    friendlyName: "ivr",
    status: "draft",
    definition: {
      description: "x",
      initial_state: "Trigger",
      states: [{ name: "Trigger", type: "trigger", transitions: [], properties: {} }],
    },
  });
  assert.equal(flow.revision, 1);
  console.log("queues, conferences, calls, keys and flows were understood");

  await assert.rejects(client.taskrouter.v1.workspaces("WS00000000000000000000000000000000").fetch(), {
    status: 404,
    code: 20404,
  });
  await assert.rejects(ws.workers.create({ friendlyName: "dave" }), {
    status: 400,
    code: 20001,
    message: "Worker with the same friendly name already exists",
  });
  const wrong = twilio(accountSid, "wrong", { httpClient: new Redirected({ timeout: 20000 }) });
  await assert.rejects(wrong.queues.list(), { status: 401, code: 20003 });
  console.log("errors arrive as the SDK's errors");
  assert.equal(await ws.remove(), true);
  console.log("all is well");
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
