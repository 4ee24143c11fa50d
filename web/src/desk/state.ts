import { attributesOf, type Activity, type Reservation, type Task, type Worker } from "../bridge/resources";

// What the desk knows, and how it changes: pure, so that every rule of the buttons is a test.

export interface Desk {
  connected: boolean;
  worker: Worker | undefined;
  activities: Activity[];
  /** The reservation at hand: the newest that is pending, accepted or wrapping. */
  reservation: Reservation | undefined;
  /** Accept was pressed; the phone rings until the reservation changes. */
  accepting: boolean;
  log: string[];
}

export type DeskInput =
  | { kind: "disconnected" }
  | { kind: "refreshed"; worker: Worker; activities: Activity[]; reservations: Reservation[] }
  | { kind: "accepting" }
  | { kind: "failed"; message: string }
  | { kind: "said"; line: string }
  | { kind: "event"; type: string; payload: unknown };

/** What the page has to do after a change, besides showing it. */
export type DeskTask = { kind: "setActivity"; name: string } | { kind: "completeTask"; taskSid: string };

export interface Changed {
  desk: Desk;
  todo: DeskTask[];
}

const LOG_LINES_MAX = 500;

export const EMPTY_DESK: Desk = {
  connected: false,
  worker: undefined,
  activities: [],
  reservation: undefined,
  accepting: false,
  log: [],
};

export const canGoOnline = (desk: Desk) => desk.connected && !!desk.worker && !desk.worker.available && !inCall(desk);
export const canGoOffline = (desk: Desk) =>
  desk.connected && desk.worker !== undefined && desk.worker.activity_name !== "Offline" && !inCall(desk);
export const canAccept = (desk: Desk) =>
  desk.connected && desk.reservation?.reservation_status === "pending" && !desk.accepting;
export const canReject = canAccept;
export const canEndConference = (desk: Desk) => desk.connected && inCall(desk) && conferenceSid(desk) !== undefined;

const inCall = (desk: Desk) => desk.reservation?.reservation_status === "accepted";
const conferenceSid = (desk: Desk) => desk.reservation && attributesOf(desk.reservation.task).conference?.sid;

export function changed(desk: Desk, input: DeskInput): Changed {
  switch (input.kind) {
    case "disconnected":
      return said({ ...desk, connected: false }, desk.connected ? ["Connection lost. Reconnecting."] : []);
    case "refreshed":
      return refreshed(desk, input);
    case "accepting":
      return said({ ...desk, accepting: true }, ["Accepted: your phone rings."]);
    case "failed":
      return said({ ...desk, accepting: false }, [`Error: ${input.message}`]);
    case "said":
      return said(desk, [input.line]);
    case "event":
      return happened(desk, input.type, input.payload);
  }
}

function refreshed(
  desk: Desk,
  input: { worker: Worker; activities: Activity[]; reservations: Reservation[] },
): Changed {
  const first = desk.worker === undefined;
  const reservation = input.reservations.toSorted((a, b) => b.date_created - a.date_created)[0];
  const lines = first
    ? [
        ...input.activities.map((activity) => `+ ActivitySid_${activity.friendly_name} = ${activity.sid}`),
        `Worker registered: ${input.worker.friendly_name}.`,
        ...skillsOf(input.worker),
        `Current activity is: ${input.worker.activity_name}`,
      ]
    : ["Connected again."];
  const known = reservation !== undefined && reservation.sid === desk.reservation?.sid;
  const offered = reservation?.reservation_status === "pending" && !known ? offer(reservation) : [];
  const next = {
    ...desk,
    connected: true,
    worker: input.worker,
    activities: input.activities,
    reservation,
    accepting: known && reservation?.reservation_status === "pending" && desk.accepting,
  };
  const wrapping = input.reservations.filter((one) => one.reservation_status === "wrapping");
  return said(
    next,
    [...lines, ...offered],
    wrapping.map((one) => ({ kind: "completeTask", taskSid: one.task_sid })),
  );
}

function happened(desk: Desk, type: string, payload: unknown): Changed {
  switch (type) {
    case "worker.activity.update": {
      const worker = payload as Worker;
      return said({ ...desk, worker }, [`Worker activity updated to: ${worker.activity_name}`]);
    }
    case "worker.attributes.update":
      return said({ ...desk, worker: payload as Worker }, []);
    case "reservation.created": {
      const reservation = payload as Reservation;
      return said({ ...desk, reservation, accepting: false }, offer(reservation));
    }
    case "reservation.accepted":
      return accepted(desk, payload as Reservation);
    case "reservation.timeout":
      return gone(desk, payload as Reservation, "Reservation timed out");
    case "reservation.rejected":
      return gone(desk, payload as Reservation, "Reservation rejected");
    case "reservation.canceled":
      return gone(desk, payload as Reservation, "Reservation canceled");
    case "reservation.rescinded":
      return gone(desk, payload as Reservation, "Reservation rescinded");
    case "reservation.wrapup": {
      const reservation = payload as Reservation;
      return said(
        current(desk, reservation) ? { ...desk, reservation } : desk,
        [`Conference ended. Task ${reservation.task_sid} is wrapping.`],
        [{ kind: "completeTask", taskSid: reservation.task_sid }],
      );
    }
    case "reservation.completed": {
      const reservation = payload as Reservation;
      if (!current(desk, reservation)) {
        return said(desk, []);
      }
      const back: DeskTask[] =
        desk.worker?.activity_name === "Unavailable" ? [{ kind: "setActivity", name: "Offline" }] : [];
      return said(without(desk), [`Task completed: ${reservation.task_sid}`], back);
    }
    case "task.updated": {
      const task = payload as Task;
      const reservation = desk.reservation;
      return said(
        reservation?.task_sid === task.sid ? { ...desk, reservation: { ...reservation, task } } : desk,
        [],
      );
    }
    default:
      return said(desk, []);
  }
}

function accepted(desk: Desk, reservation: Reservation): Changed {
  const conference = attributesOf(reservation.task).conference?.sid;
  return said(
    { ...desk, reservation, accepting: false },
    conference === undefined ? ["Reservation accepted."] : [`Conference SID: ${conference}`],
    [{ kind: "setActivity", name: "Unavailable" }],
  );
}

function gone(desk: Desk, reservation: Reservation, what: string): Changed {
  const lines = [`taskSid = ${reservation.task_sid}`, `${what}: ${reservation.sid}`];
  return said(current(desk, reservation) ? without(desk) : desk, lines);
}

function offer(reservation: Reservation): string[] {
  return [
    `reservation.created: You are reserved to handle a call from: ${attributesOf(reservation.task).from ?? "unknown"}`,
    `Reservation SID: ${reservation.sid}`,
    `reservation.task.sid: ${reservation.task_sid}`,
  ];
}

function skillsOf(worker: Worker): string[] {
  try {
    const skills = (JSON.parse(worker.attributes) as { skills?: unknown }).skills;
    return Array.isArray(skills) ? [`Skills: ${skills.join(", ")}`] : [];
  } catch {
    return [];
  }
}

const current = (desk: Desk, reservation: Reservation) => desk.reservation?.sid === reservation.sid;
const without = (desk: Desk): Desk => ({ ...desk, reservation: undefined, accepting: false });

function said(desk: Desk, lines: string[], todo: DeskTask[] = []): Changed {
  return { desk: { ...desk, log: [...desk.log, ...lines].slice(-LOG_LINES_MAX) }, todo };
}
