import { WorkerBridge } from "./bridge.js";

const PHONE_SECONDS = 20;
const element = (id) => document.getElementById(id);
const activities = {};
let bridge;
let token = "";
let reservation;
let taskSid = "";
let conference = "";

function log(line) {
  const entry = document.createElement("li");
  entry.textContent = `> ${line}`;
  element("log").append(entry);
  entry.scrollIntoView({ block: "nearest" });
}

function say(message) {
  element("message").textContent = message;
}

/** Only what makes sense now can be clicked; an offer and a conference are highlighted. */
function allow(...names) {
  for (const button of document.querySelectorAll("[data-step]")) {
    button.disabled = !names.includes(button.dataset.step);
  }
}

function allowFor(activity) {
  if (conference !== "") {
    allow("end");
  } else {
    allow(activity === "Available" ? "offline" : "online");
  }
}

function show(activity) {
  element("status").textContent = activity;
  element("status").dataset.activity = activity;
}

/** A server program; those that change something want the worker's token. */
async function program(name, parameters = {}) {
  const headers = token === "" ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${name}.php?${new URLSearchParams(parameters)}`, { headers });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(text);
  }
  return text;
}

async function readActivities() {
  const parts = (await program("getTrActivites")).split(":");
  element("workspace").textContent = parts[0];
  for (let i = 2; i + 1 < parts.length; i += 2) {
    activities[parts[i + 1]] = parts[i];
  }
  for (const name of ["Offline", "Available", "Unavailable"]) {
    log(`+ ActivitySid_${name} = ${activities[name] ?? "(missing)"}`);
  }
}

async function logIn(event) {
  event.preventDefault();
  const clientid = element("clientid").value.trim();
  try {
    log(`Refresh the TaskRouter token using client id: ${clientid}`);
    token = await program("generateTrToken", { tokenPassword: element("password").value, clientid });
    log(`TaskRouter Worker token refreshed, stringlength :${token.length}:`);
    const { bridge: base } = await (await fetch("bridge.json")).json();
    bridge = new WorkerBridge(base, token);
    registerCallbacks();
    log("TaskRouter token refreshed.");
    element("login").disabled = true;
    say("");
  } catch (failure) {
    say(failure.message);
    log(`- Error refreshing the TaskRouter token: ${failure.message}`);
  }
}

function registerCallbacks() {
  log("registerTaskRouterCallbacks().");
  const on = (name, run) => bridge.addEventListener(name, (event) => run(event.detail));
  on("ready", ready);
  on("activity.update", activityUpdated);
  on("reservation.created", offered);
  on("reservation.accepted", accepted);
  on("reservation.rejected", (ended) => over(ended, `Reservation rejected, SID: ${ended.sid}`));
  on("reservation.timeout", timedOut);
  on("reservation.canceled", (ended) => over(ended, `Reservation canceled: ${ended.sid}`));
  on("reservation.rescinded", (ended) => over(ended, `Reservation rescinded: ${ended.sid}`));
  on("disconnected", () => log("Disconnected; trying again."));
  on("error", (failure) => say(failure.message));
  on("token.expired", () => {
    say("Refresh TaskRouter token.");
    element("login").disabled = false;
    allow();
  });
}

function ready(worker) {
  log(`Worker registered: ${worker.friendly_name}.`);
  for (const [name, title] of [["skills", "Skills"], ["languages", "Languages"]]) {
    if (Array.isArray(worker.attributes[name])) {
      log(`${title}: ${worker.attributes[name].join(", ")}`);
    }
  }
  log(`Current activity is: ${worker.activity_name}`);
  show(worker.activity_name);
  allowFor(worker.activity_name);
}

async function activityUpdated(worker) {
  log(`Worker activity updated to: ${worker.activity_name}`);
  show(worker.activity_name);
  if (taskSid !== "") {
    log(`taskSid = ${taskSid}`);
  }
  if (reservation === undefined || conference !== "") {
    allowFor(worker.activity_name);
  }
  if (taskSid !== "" && worker.activity_name === "Offline") {
    await unwrap();
  }
}

/** A task left in wrapping would keep its worker from new calls. */
async function unwrap() {
  const task = taskSid;
  taskSid = "";
  try {
    log(`Task check: ${await program("taskReservationTaskFix", { taskSid: task })}`);
  } catch (failure) {
    log(`- Error checking the task: ${failure.message}`);
  }
}

function offered(offer) {
  reservation = offer;
  taskSid = offer.task.sid;
  log(`reservation.created: You are reserved to handle a call from: ${offer.task.attributes.from}`);
  if (offer.task.attributes.selected_language) {
    log(`Caller selected language: ${offer.task.attributes.selected_language}`);
  }
  log(`Reservation SID: ${offer.sid}`);
  log(`reservation.task.sid: ${taskSid}`);
  say(`Call from ${offer.task.attributes.from}`);
  allow("accept", "reject");
}

async function accepted(offer) {
  log(`Reservation accepted, SID: ${offer.sid}`);
  reservation = offer;
  conference = offer.task.attributes.conference?.sid ?? "";
  log(`Conference SID: ${conference}`);
  say("You are connected.");
  allow("end");
  await attempt(() => bridge.setActivity(activities.Unavailable));
}

function over(ended, line) {
  log(line);
  if (ended.sid === reservation?.sid) {
    reservation = undefined;
    taskSid = "";
    rest();
  }
}

/** The worker goes offline with it; that news may come before or after, and names the task. */
function timedOut(ended) {
  log(`Reservation timed out: ${ended.sid}`);
  if (ended.sid === reservation?.sid) {
    reservation = undefined;
    rest();
  }
}

function rest() {
  say("");
  allowFor(element("status").textContent);
}

async function attempt(act) {
  try {
    return await act();
  } catch (failure) {
    say(failure.message);
    log(`--- Error: ${failure.message}`);
    return undefined;
  }
}

function accept() {
  allow();
  say("Your phone rings.");
  log("acceptReservation(): start a conference call, and connect caller and agent.");
  return attempt(() =>
    bridge.conference(reservation, { PostWorkActivitySid: activities.Offline, Timeout: PHONE_SECONDS }),
  );
}

async function end() {
  allow();
  log(`End the conference: ${conference}`);
  const answer = await attempt(() => program("conferenceEndFn", { conferenceName: conference }));
  log(`Response: ${answer}`);
  conference = "";
  reservation = undefined;
  say("");
  await attempt(() => bridge.setActivity(activities.Offline));
}

const steps = {
  online: () => attempt(() => bridge.setActivity(activities.Available)),
  offline: () => attempt(() => bridge.setActivity(activities.Offline)),
  accept,
  reject: () => attempt(() => bridge.reject(reservation)),
  end,
};
for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => steps[button.dataset.step]());
}
element("form").addEventListener("submit", logIn);
allow();
readActivities().catch((failure) => log(`- Error refreshing the TaskRouter workspace activities: ${failure.message}`));
