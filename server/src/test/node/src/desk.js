// The official worker SDK on a page without any buttons: the test presses them by calling these functions.
import { Supervisor, Worker, Workspace } from "twilio-taskrouter";

const EVENTS = [
  "ready",
  "error",
  "disconnected",
  "activityUpdated",
  "attributesUpdated",
  "reservationCreated",
  "reservationFailed",
  "tokenExpired",
  "tokenUpdated",
];
const RESERVATION_EVENTS = ["accepted", "rejected", "timeout", "canceled", "rescinded", "completed", "wrapup"];
const desks = new Map();

function bridge(server) {
  const path = "/v1/wschannels";
  return { ebServer: server + path, wsServer: server.replace(/^http/, "ws") + path };
}

// Starts a worker's client and writes down everything it tells.
export function open(name, token, server, options = {}) {
  const Kind = options.supervisor ? Supervisor : Worker;
  const worker = new Kind(token, { ...bridge(server), logLevel: "error", ...options.sdk });
  const desk = { worker, log: [], reservations: new Map() };
  desks.set(name, desk);
  for (const event of EVENTS) {
    worker.on(event, (subject) => desk.log.push(event + (subject?.sid ? " " + subject.sid : "") + (subject?.message ? " " + subject.message : "")));
  }
  worker.on("reservationCreated", (reservation) => follow(desk, reservation));
  worker.on("ready", () => worker.reservations.forEach((reservation) => follow(desk, reservation)));
}

function follow(desk, reservation) {
  if (desk.reservations.has(reservation.sid)) {
    return;
  }
  desk.reservations.set(reservation.sid, reservation);
  for (const event of RESERVATION_EVENTS) {
    reservation.on(event, () => desk.log.push(event + " " + reservation.sid + " " + reservation.status));
  }
  for (const event of ["completed", "wrapup", "updated", "canceled"]) {
    reservation.task.on(event, () => desk.log.push("task." + event + " " + reservation.task.status));
  }
  reservation.task.on("transferInitiated", (transfer) => {
    desk.log.push("task.transferInitiated " + transfer.status);
    for (const event of ["completed", "failed", "canceled", "attemptFailed"]) {
      transfer.on(event, () => desk.log.push("transfer." + event + " " + transfer.status));
    }
  });
}

export const log = (name) => desks.get(name).log.join("\n");
export const worker = (name) => desks.get(name).worker;
export const reservation = (name) => [...desks.get(name).reservations.values()].at(-1);
export const activity = (name, wanted) =>
  [...worker(name).activities.values()].find((one) => one.name === wanted);
export const workspace = (token, server) => new Workspace(token, { ...bridge(server), logLevel: "error" });

// A promise's end in words, so that a refusal can be asserted like any other outcome.
export const outcome = (promise) =>
  promise.then(
    (value) => "ok " + (value?.status ?? value?.sid ?? value ?? ""),
    (error) => "error " + (error.status ?? error.response?.status ?? "") + " " + error.message,
  );
