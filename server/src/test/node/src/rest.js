// The official Node library against another host. Prints one JSON line a row: {"row": name, "ok": true} or the reason.
import assert from "node:assert/strict";
import twilio from "twilio";
import RequestClientModule from "twilio/lib/base/RequestClient.js";

const RequestClient = RequestClientModule.default ?? RequestClientModule;
const { CORDBOARD_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = process.env;

// The one change an application makes: same path and query, other scheme and host.
class OtherHost extends RequestClient {
  request(options) {
    const { pathname, search } = new URL(options.uri);
    return super.request({ ...options, uri: CORDBOARD_URL + pathname + search });
  }
}

const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, { httpClient: new OtherHost() });
const made = {};

async function refused(promise, status, code) {
  const error = await promise.then(
    () => assert.fail("was not refused"),
    (reason) => reason,
  );
  assert.equal(error.status, status, error.message);
  assert.equal(error.code, code, error.message);
  assert.equal(error.moreInfo, "https://www.twilio.com/docs/errors/" + code);
  assert.ok(error.message.length > 10);
  return error;
}

async function eventually(look, what) {
  const limit = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    assert.ok(Date.now() < limit, "not seen: " + what);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

const names = (list, key = "friendlyName") => list.map((one) => one[key]).sort();
const ws = () => client.taskrouter.v1.workspaces(made.workspace);
const reservations = (view) => view.reservations;
const bogus = "0123456789abcdef0123456789abcdef";

const rows = {
  async CreateWorkspace() {
    const one = await client.taskrouter.v1.workspaces.create({ friendlyName: "node", template: "FIFO" });
    made.workspace = one.sid;
    assert.equal(one.multiTaskEnabled, true);
    assert.equal(one.prioritizeQueueOrder, "FIFO");
    assert.ok(one.dateCreated instanceof Date);
  },
  async ListWorkspace() {
    assert.deepEqual(names(await client.taskrouter.v1.workspaces.list({ friendlyName: "node" }), "sid"), [made.workspace]);
  },
  async FetchWorkspace() {
    assert.equal((await ws().fetch()).accountSid, TWILIO_ACCOUNT_SID);
  },
  async UpdateWorkspace() {
    assert.equal((await ws().update({ eventsFilter: "task.created" })).eventsFilter, "task.created");
    assert.equal((await ws().update({ eventsFilter: "" })).friendlyName, "node");
  },
  async CreateActivity() {
    made.activity = (await ws().activities.create({ friendlyName: "Lunch", available: false })).sid;
  },
  async ListActivity() {
    const all = await ws().activities.list();
    assert.deepEqual(names(all), ["Available", "Lunch", "Offline", "Unavailable"]);
    made.available = all.find((one) => one.available).sid;
    made.offline = all.find((one) => one.friendlyName === "Offline").sid;
  },
  async FetchActivity() {
    assert.equal((await ws().activities(made.activity).fetch()).friendlyName, "Lunch");
  },
  async UpdateActivity() {
    assert.equal((await ws().activities(made.activity).update({ friendlyName: "Tea" })).friendlyName, "Tea");
  },
  async CreateTaskChannel() {
    made.channel = (await ws().taskChannels.create({ friendlyName: "Letters", uniqueName: "letters" })).sid;
  },
  async ListTaskChannel() {
    assert.deepEqual(names(await ws().taskChannels.list(), "uniqueName"), ["chat", "default", "letters", "sms", "video", "voice"]);
  },
  async FetchTaskChannel() {
    assert.equal((await ws().taskChannels("letters").fetch()).sid, made.channel);
  },
  async UpdateTaskChannel() {
    assert.equal((await ws().taskChannels(made.channel).update({ friendlyName: "Post" })).friendlyName, "Post");
  },
  async CreateTaskQueue() {
    const one = await ws().taskQueues.create({ friendlyName: "Orders", targetWorkers: 'skills HAS "orders"' });
    made.queue = one.sid;
    assert.equal(one.maxReservedWorkers, 1);
  },
  async ListTaskQueue() {
    assert.deepEqual(names(await ws().taskQueues.list()), ["Orders", "Sample Queue"]);
  },
  async FetchTaskQueue() {
    assert.equal((await ws().taskQueues(made.queue).fetch()).taskOrder, "FIFO");
  },
  async UpdateTaskQueue() {
    assert.equal((await ws().taskQueues(made.queue).update({ taskOrder: "LIFO" })).taskOrder, "LIFO");
  },
  async CreateWorkflow() {
    const configuration = JSON.stringify({ task_routing: { filters: [], default_filter: { queue: made.queue } } });
    const one = await ws().workflows.create({ friendlyName: "Orders", configuration, taskReservationTimeout: 60 });
    made.workflow = one.sid;
    assert.equal(one.configuration, configuration);
  },
  async ListWorkflow() {
    assert.deepEqual(names(await ws().workflows.list({ friendlyName: "Orders" }), "sid"), [made.workflow]);
  },
  async FetchWorkflow() {
    assert.equal((await ws().workflows(made.workflow).fetch()).taskReservationTimeout, 60);
  },
  async UpdateWorkflow() {
    assert.equal((await ws().workflows(made.workflow).update({ taskReservationTimeout: 90 })).taskReservationTimeout, 90);
  },
  async CreateWorker() {
    const one = await ws().workers.create({ friendlyName: "desk-7", attributes: '{"skills":["orders"]}' });
    made.worker = one.sid;
    assert.equal(one.activityName, "Offline");
  },
  async ListWorker() {
    assert.deepEqual(names(await ws().workers.list({ targetWorkersExpression: "skills HAS 'orders'" }), "sid"), [made.worker]);
    assert.deepEqual(await ws().workers.list({ available: "true" }), []);
  },
  async FetchWorker() {
    assert.equal((await ws().workers(made.worker).fetch()).attributes, '{"skills":["orders"]}');
  },
  async CreateTask() {
    const one = await ws().tasks.create({ workflowSid: made.workflow, attributes: '{"n":1}', taskChannel: "letters" });
    made.task = one.sid;
    assert.equal(one.assignmentStatus, "pending");
    assert.equal(one.taskQueueSid, made.queue);
  },
  async ListTask() {
    const found = await ws().tasks.list({ assignmentStatus: ["pending", "reserved"], evaluateTaskAttributes: "n == 1" });
    assert.deepEqual(names(found, "sid"), [made.task]);
  },
  async FetchTask() {
    assert.equal((await ws().tasks(made.task).fetch()).timeout, 86_400);
  },
  async UpdateTask() {
    assert.equal((await ws().tasks(made.task).update({ priority: 9 })).priority, 9);
  },
  async UpdateWorker() {
    assert.equal((await ws().workers(made.worker).update({ activitySid: made.available })).activityName, "Available");
  },
  async ListWorkerChannel() {
    assert.equal((await ws().workers(made.worker).workerChannels.list()).length, 6);
  },
  async FetchWorkerChannel() {
    assert.equal((await ws().workers(made.worker).workerChannels("letters").fetch()).taskChannelSid, made.channel);
  },
  async UpdateWorkerChannel() {
    const one = await ws().workers(made.worker).workerChannels("letters").update({ capacity: 3 });
    assert.equal(one.configuredCapacity, 3);
  },
  async ListTaskReservation() {
    const [one] = await eventually(async () => {
      const all = await reservations(ws().tasks(made.task)).list();
      return all.length > 0 && all;
    }, "a reservation");
    made.reservation = one.sid;
    assert.equal(one.workerName, "desk-7");
  },
  async FetchTaskReservation() {
    const one = await reservations(ws().tasks(made.task))(made.reservation).fetch();
    assert.equal(one.reservationStatus, "pending");
  },
  async ListWorkerReservation() {
    const all = await reservations(ws().workers(made.worker)).list({ reservationStatus: "pending" });
    assert.deepEqual(names(all, "sid"), [made.reservation]);
  },
  async FetchWorkerReservation() {
    assert.equal((await reservations(ws().workers(made.worker))(made.reservation).fetch()).taskSid, made.task);
  },
  async UpdateTaskReservation() {
    const one = await reservations(ws().tasks(made.task))(made.reservation).update({ reservationStatus: "accepted" });
    assert.equal(one.reservationStatus, "accepted");
  },
  async UpdateWorkerReservation() {
    const one = await reservations(ws().workers(made.worker))(made.reservation).update({ reservationStatus: "wrapping" });
    assert.equal(one.reservationStatus, "wrapping");
  },
  async ListEvent() {
    const created = await eventually(async () => {
      const all = await ws().events.list({ taskSid: made.task, minutes: 5 });
      return all.some((one) => one.eventType === "reservation.accepted") && all.find((one) => one.eventType === "task.created");
    }, "the events of the task");
    made.event = created.sid;
  },
  async FetchEvent() {
    assert.equal((await ws().events(made.event).fetch()).eventData.task_sid, made.task);
  },
  async FetchWorkspaceStatistics() {
    assert.equal((await ws().statistics().fetch({ minutes: 15 })).cumulative.tasks_created, 1);
  },
  async FetchWorkspaceRealTimeStatistics() {
    assert.equal((await ws().realTimeStatistics().fetch()).tasksByStatus.wrapping, 1);
  },
  async FetchWorkspaceCumulativeStatistics() {
    assert.equal((await ws().cumulativeStatistics().fetch()).reservationsAccepted, 1);
  },
  async FetchTaskQueueStatistics() {
    assert.equal((await ws().taskQueues(made.queue).statistics().fetch()).cumulative.reservations_created, 1);
  },
  async FetchTaskQueueRealTimeStatistics() {
    assert.equal((await ws().taskQueues(made.queue).realTimeStatistics().fetch()).totalEligibleWorkers, 1);
  },
  async FetchTaskQueueCumulativeStatistics() {
    assert.equal((await ws().taskQueues(made.queue).cumulativeStatistics().fetch()).tasksEntered, 1);
  },
  async ListTaskQueuesStatistics() {
    assert.equal((await ws().taskQueues.statistics.list()).length, 2);
  },
  async CreateTaskQueueBulkRealTimeStatistics() {
    const bulk = await ws().taskQueues.bulkRealTimeStatistics.create({ TaskQueueSids: [made.queue] });
    assert.equal(bulk.taskQueueResponseCount, 1);
  },
  async FetchWorkflowStatistics() {
    assert.equal((await ws().workflows(made.workflow).statistics().fetch()).realtime.total_tasks, 1);
  },
  async FetchWorkflowRealTimeStatistics() {
    assert.equal((await ws().workflows(made.workflow).realTimeStatistics().fetch()).totalTasks, 1);
  },
  async FetchWorkflowCumulativeStatistics() {
    assert.equal((await ws().workflows(made.workflow).cumulativeStatistics().fetch()).tasksEntered, 1);
  },
  async FetchWorkerStatistics() {
    assert.equal((await ws().workers.statistics().fetch()).realtime.total_workers, 1);
  },
  async FetchWorkersRealTimeStatistics() {
    assert.equal((await ws().workers.realTimeStatistics().fetch()).totalWorkers, 1);
  },
  async FetchWorkersCumulativeStatistics() {
    assert.equal((await ws().workers.cumulativeStatistics().fetch()).reservationsAccepted, 1);
  },
  async FetchWorkerInstanceStatistics() {
    assert.equal((await ws().workers(made.worker).statistics().fetch()).cumulative.reservations_accepted, 1);
  },
  async "pages follow each other"() {
    for (let n = 0; n < 5; n++) await ws().workers.create({ friendlyName: "page " + n });
    assert.equal((await ws().workers.list({ pageSize: 2 })).length, 6);
    assert.equal((await ws().workers.list({ pageSize: 2, limit: 3 })).length, 3);
    const first = await ws().workers.page({ pageSize: 2 });
    const second = await first.nextPage();
    assert.notEqual(first.instances[0].sid, second.instances[0].sid);
    assert.equal((await second.previousPage()).instances[0].sid, first.instances[0].sid);
    assert.equal((await (await second.nextPage()).nextPage()) ?? null, null);
  },
  async "errors carry code, message and more"() {
    await refused(ws().workers("WK" + bogus).fetch(), 404, 20404);
    await refused(ws().taskQueues.create({ friendlyName: "bad", targetWorkers: "a HASS 1" }), 400, 20001);
    const stranger = twilio(TWILIO_ACCOUNT_SID, bogus, { httpClient: new OtherHost() });
    await refused(stranger.taskrouter.v1.workspaces.list(), 401, 20003);
  },
  async "a stale version is refused"() {
    const stale = ws().workers(made.worker).update({ friendlyName: "late", ifMatch: "0" });
    assert.equal((await stale.catch((error) => error)).status, 412);
    assert.equal((await ws().workers(made.worker).fetch()).friendlyName, "desk-7");
  },
  async DeleteTask() {
    assert.equal(await ws().tasks(made.task).remove(), true);
    await refused(ws().tasks(made.task).fetch(), 404, 20404);
  },
  async DeleteWorker() {
    await ws().workers(made.worker).update({ activitySid: made.offline });
    assert.equal(await ws().workers(made.worker).remove(), true);
  },
  async DeleteWorkflow() {
    assert.equal(await ws().workflows(made.workflow).remove(), true);
  },
  async DeleteTaskQueue() {
    assert.equal(await ws().taskQueues(made.queue).remove(), true);
  },
  async DeleteTaskChannel() {
    assert.equal(await ws().taskChannels("letters").remove(), true);
  },
  async DeleteActivity() {
    assert.equal(await ws().activities(made.activity).remove(), true);
  },
  async DeleteWorkspace() {
    assert.equal(await ws().remove(), true);
    await refused(ws().fetch(), 404, 20404);
  },
  async "keys sign requests and go"() {
    const key = await client.newKeys.create({ friendlyName: "node" });
    const own = twilio(key.sid, key.secret, { accountSid: TWILIO_ACCOUNT_SID, httpClient: new OtherHost() });
    assert.deepEqual(await own.calls.list(), []);
    await assert.rejects(own.keys.list(), /An API key may not/);
    assert.equal((await client.keys(key.sid).update({ friendlyName: "two" })).friendlyName, "two");
    assert.equal(await client.keys(key.sid).remove(), true);
    await assert.rejects(own.calls.list(), (error) => error.code === 20003 || /Authenticat/i.test(error.message));
  },
  async "applications"() {
    const one = await client.applications.create({ friendlyName: "app", voiceUrl: "https://example.org/voice" });
    assert.equal((await client.applications(one.sid).fetch()).voiceUrl, "https://example.org/voice");
    assert.equal((await client.applications(one.sid).update({ voiceMethod: "GET" })).voiceMethod, "GET");
    assert.deepEqual(names(await client.applications.list({ friendlyName: "app" }), "sid"), [one.sid]);
    assert.equal(await client.applications(one.sid).remove(), true);
  },
  async "phone numbers"() {
    const [demo] = await client.incomingPhoneNumbers.list({ phoneNumber: "+15550001000" });
    assert.equal(demo.friendlyName, "Writers");
    const one = await client.incomingPhoneNumbers.create({ phoneNumber: "+15550001777", voiceUrl: "https://example.org/" });
    assert.equal((await client.incomingPhoneNumbers(one.sid).update({ friendlyName: "n" })).friendlyName, "n");
    assert.equal(await client.incomingPhoneNumbers(one.sid).remove(), true);
  },
  async "voice queues"() {
    const one = await client.queues.create({ friendlyName: "line", maxSize: 5 });
    assert.equal((await client.queues(one.sid).fetch()).currentSize, 0);
    assert.equal((await client.queues(one.sid).update({ maxSize: 7 })).maxSize, 7);
    assert.deepEqual(await client.queues(one.sid).members.list(), []);
    assert.equal(await client.queues(one.sid).remove(), true);
  },
  async "studio flows"() {
    const [flow] = await client.studio.v2.flows.list();
    assert.equal(flow.friendlyName, "Writers IVR");
    const whole = await client.studio.v2.flows(flow.sid).fetch();
    assert.equal(whole.status, "published");
    assert.equal((await client.studio.v2.flowValidate.update({ friendlyName: "v", status: "draft", definition: whole.definition })).valid, true);
    const copy = await client.studio.v2.flows.create({ friendlyName: "copy", status: "draft", definition: whole.definition });
    assert.equal(copy.revision, 1);
    assert.equal(await client.studio.v2.flows(copy.sid).remove(), true);
  },
  async "calls, conferences and recordings are lists"() {
    assert.deepEqual(await client.calls.list({ status: "in-progress" }), []);
    assert.deepEqual(await client.conferences.list({ status: "in-progress" }), []);
    assert.deepEqual(await client.recordings.list(), []);
    await refused(client.calls("CA" + bogus).fetch(), 404, 20404);
  },
};

for (const [row, body] of Object.entries(rows)) {
  try {
    await body();
    console.log(JSON.stringify({ row, ok: true }));
  } catch (error) {
    console.log(JSON.stringify({ row, ok: false, why: error.stack.split("\n").slice(0, 4).join(" | ") }));
  }
}
