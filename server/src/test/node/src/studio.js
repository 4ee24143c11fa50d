// Every operation on flows and executions through the official Node library, as it is: nothing but a preload sends it
// here. Prints one JSON line a row: {"row": name, "ok": true} or the reason.
import assert from "node:assert/strict";
import twilio from "twilio";

const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);
const made = {};

const state = (name, type, properties, ...transitions) => ({
  name,
  type,
  properties,
  transitions: transitions.map(([event, next]) => (next ? { event, next } : { event })),
});

function definition(greeting) {
  return {
    description: greeting,
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      state("Trigger", "trigger", {}, ["incomingRequest", "remember"], ["incomingCall", "remember"]),
      state("remember", "set-variables", { variables: [{ key: "who", value: "{{flow.data.name}}" }] }, ["next", "hold"]),
      state("hold", "make-outgoing-call-v2", { to: "client:nobody", from: "{{flow.channel.address}}" },
        ["answered"], ["busy"], ["noAnswer"], ["failed"]),
    ],
  };
}

async function refused(promise, status, code) {
  const error = await promise.then(
    () => assert.fail("was not refused"),
    (reason) => reason,
  );
  assert.equal(error.status, status, error.message);
  assert.equal(error.code, code, error.message);
  return error;
}

async function eventually(look, what) {
  const limit = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    assert.ok(Date.now() < limit, "not seen: " + what);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

const flows = () => client.studio.v2.flows;
const flow = () => flows()(made.flow);
const execution = () => flow().executions(made.execution);

const rows = {
  async CreateFlow() {
    const one = await flows().create({
      friendlyName: "node",
      status: "draft",
      definition: definition("one"),
      commitMessage: "first",
    });
    made.flow = one.sid;
    assert.match(one.sid, /^FW[0-9a-f]{32}$/);
    assert.equal(one.revision, 1);
    assert.equal(one.status, "draft");
    assert.equal(one.valid, true);
    assert.equal(one.commitMessage, "first");
    assert.ok(one.webhookUrl.endsWith("/Flows/" + one.sid));
  },
  async ListFlow() {
    const seen = await flows().list();
    const [one] = seen.filter((each) => each.sid === made.flow);
    assert.equal(one.friendlyName, "node");
    assert.equal(one.definition, null, "lists carry no definition");
  },
  async FetchFlow() {
    const one = await flow().fetch();
    assert.equal(one.definition.description, "one");
    assert.deepEqual(Object.keys(one.links).sort(), ["executions", "revisions", "test_users"]);
  },
  async "CreateExecution of a draft"() {
    await refused(flow().executions.create({ to: "+15550001", from: "+15550001000" }), 404, 20404);
  },
  async UpdateFlow() {
    const one = await flow().update({ status: "published", definition: definition("two"), commitMessage: "live" });
    assert.equal(one.revision, 2);
    assert.equal(one.status, "published");
    assert.equal(one.friendlyName, "node");
  },
  async UpdateFlowValidate() {
    const good = { friendlyName: "v", status: "draft", definition: definition("v") };
    assert.equal((await client.studio.v2.flowValidate.update(good)).valid, true);
    const bad = { ...good, definition: { ...good.definition, initial_state: "Nowhere" } };
    const error = await refused(client.studio.v2.flowValidate.update(bad), 422, 81022);
    assert.ok(error.details.errors.some((each) => each.property_path && each.message), JSON.stringify(error.details));
  },
  async ListFlowRevision() {
    // Version 6.2.0 of the library fails on every revision of such a list; the request itself is its own.
    const uri = "https://studio.twilio.com/v2/Flows/" + made.flow + "/Revisions";
    const { body } = await client.request({ method: "GET", uri });
    assert.deepEqual(body.revisions.map((each) => each.revision), [2, 1]);
  },
  async FetchFlowRevision() {
    assert.equal((await flow().revisions("1").fetch()).definition.description, "one");
    assert.equal((await flow().revisions("LatestPublished").fetch()).revision, 2);
    await flow().update({ status: "draft", definition: definition("three") });
    assert.equal((await flow().revisions("LatestRevision").fetch()).revision, 3);
    assert.equal((await flow().revisions("LatestPublished").fetch()).revision, 2);
  },
  async UpdateTestUser() {
    const users = ["+15551112222", "client:agent7"];
    assert.deepEqual((await flow().testUsers().update({ testUsers: users })).testUsers, users);
  },
  async FetchTestUser() {
    assert.deepEqual((await flow().testUsers().fetch()).testUsers, ["+15551112222", "client:agent7"]);
  },
  async CreateExecution() {
    const one = await flow().executions.create({
      to: "+15550001",
      from: "+15550001000",
      parameters: { name: "Ada", age: 36 },
    });
    made.execution = one.sid;
    assert.match(one.sid, /^FN[0-9a-f]{32}$/);
    assert.equal(one.status, "active");
    assert.equal(one.contactChannelAddress, "+15550001");
    assert.deepEqual(one.context, {});
    const tester = await flow().executions.create({ to: "+15551112222", from: "+15550001000" });
    assert.match(tester.sid, /^FN/);
  },
  async "an execution comes to its end"() {
    await eventually(async () => (await execution().fetch()).status === "ended", "ended");
  },
  async ListExecution() {
    const seen = await flow().executions.list();
    assert.equal(seen.length, 2);
    assert.ok(seen.some((each) => each.sid === made.execution));
    assert.equal((await flow().executions.list({ dateCreatedFrom: new Date(Date.now() + 3_600_000) })).length, 0);
  },
  async FetchExecution() {
    const one = await execution().fetch();
    assert.equal(one.flowSid, made.flow);
    assert.ok(one.dateCreated instanceof Date);
  },
  async FetchExecutionContext() {
    const { context } = await execution().executionContext().fetch();
    assert.equal(context.flow.data.name, "Ada");
    assert.equal(context.flow.variables.who, "Ada");
    assert.equal(context.contact.channel.address, "+15550001");
  },
  async ListExecutionStep() {
    const steps = await execution().steps.list();
    assert.equal(steps.at(-1).name, "incomingRequest", "newest first");
    assert.equal(steps.at(-2).name, "next");
    assert.equal(steps[0].transitionedTo, "Ended");
    made.step = steps.at(-2).sid;
  },
  async FetchExecutionStep() {
    const step = await execution().steps(made.step).fetch();
    assert.equal(step.transitionedFrom, "remember");
    assert.equal(step.transitionedTo, "hold");
  },
  async FetchExecutionStepContext() {
    const { context } = await execution().steps(made.step).stepContext().fetch();
    assert.equal(context.flow.variables.who, "Ada");
  },
  async UpdateExecution() {
    assert.equal((await execution().update({ status: "ended" })).status, "ended");
    await refused(execution().update({ status: "active" }), 400, 20001);
  },
  async DeleteExecution() {
    assert.equal(await execution().remove(), true);
    await refused(execution().fetch(), 404, 20404);
    await refused(execution().steps(made.step).fetch(), 404, 20404);
  },
  async DeleteFlow() {
    assert.equal(await flow().remove(), true);
    await refused(flow().fetch(), 404, 20404);
  },
  async "tasks of the demo centre"() {
    const [workspace] = await client.taskrouter.v1.workspaces.list();
    assert.deepEqual(await client.taskrouter.v1.workspaces(workspace.sid).tasks.list(), []);
  },
};

for (const [row, act] of Object.entries(rows)) {
  try {
    await act();
    console.log(JSON.stringify({ row, ok: true }));
  } catch (error) {
    console.log(JSON.stringify({ row, ok: false, why: String(error.stack ?? error) }));
  }
}
