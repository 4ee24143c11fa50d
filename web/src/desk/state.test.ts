import { describe, expect, it } from "vitest";
import type { Activity, Reservation, Worker } from "../bridge/resources";
import {
  canAccept,
  canEndConference,
  canGoOffline,
  canGoOnline,
  canReject,
  changed,
  EMPTY_DESK,
  type Desk,
} from "./state";

const activities: Activity[] = [
  { sid: "WA1", friendly_name: "Offline", available: false },
  { sid: "WA2", friendly_name: "Available", available: true },
  { sid: "WA3", friendly_name: "Unavailable", available: false },
];

function worker(activity: string): Worker {
  return {
    sid: "WK1",
    friendly_name: "dave",
    activity_sid: "WA",
    activity_name: activity,
    available: activity === "Available",
    attributes: '{"skills":["support"]}',
    version: 0,
  };
}

function reservation(status: Reservation["reservation_status"], conference = false): Reservation {
  const attributes = conference ? { from: "+16505551111", conference: { sid: "CF1" } } : { from: "+16505551111" };
  return {
    sid: "WR1",
    reservation_status: status,
    reservation_timeout: 10,
    date_created: 1,
    task_sid: "WT1",
    task: {
      sid: "WT1",
      assignment_status: "reserved",
      attributes: JSON.stringify(attributes),
      queue_name: "support",
      reason: null,
    },
  };
}

function after(activity: string, ...reservations: Reservation[]): Desk {
  return changed(EMPTY_DESK, { kind: "refreshed", worker: worker(activity), activities, reservations }).desk;
}

describe("the desk", () => {
  it("logs the activities, the worker, the skills and the activity after log-in", () => {
    expect(after("Offline").log).toEqual([
      "+ ActivitySid_Offline = WA1",
      "+ ActivitySid_Available = WA2",
      "+ ActivitySid_Unavailable = WA3",
      "Worker registered: dave.",
      "Skills: support",
      "Current activity is: Offline",
    ]);
  });

  it("lets an offline worker only go online", () => {
    const desk = after("Offline");
    expect([canGoOnline, canGoOffline, canAccept, canReject, canEndConference].map((can) => can(desk))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("offers a reservation with the caller's number and enables accept and reject", () => {
    const { desk } = changed(after("Available"), {
      kind: "event",
      type: "reservation.created",
      payload: reservation("pending"),
    });
    expect(desk.log.slice(-3)).toEqual([
      "reservation.created: You are reserved to handle a call from: +16505551111",
      "Reservation SID: WR1",
      "reservation.task.sid: WT1",
    ]);
    expect(canAccept(desk)).toBe(true);
    expect(canReject(desk)).toBe(true);
    expect(canEndConference(desk)).toBe(false);
  });

  it("disables accept while the phone rings and enables it again when accepting failed", () => {
    const ringing = changed(after("Available", reservation("pending")), { kind: "accepting" }).desk;
    expect(canAccept(ringing)).toBe(false);
    expect(canAccept(changed(ringing, { kind: "failed", message: "no phone" }).desk)).toBe(true);
  });

  it("shows the conference and makes the worker unavailable once accepted", () => {
    const { desk, todo } = changed(after("Available", reservation("pending")), {
      kind: "event",
      type: "reservation.accepted",
      payload: reservation("accepted", true),
    });
    expect(desk.log.at(-1)).toBe("Conference SID: CF1");
    expect(canEndConference(desk)).toBe(true);
    expect(canGoOnline(desk)).toBe(false);
    expect(todo).toEqual([{ kind: "setActivity", name: "Unavailable" }]);
  });

  it("completes a wrapping task and then goes offline", () => {
    const inCall = after("Unavailable", reservation("accepted", true));
    const wrapped = changed(inCall, { kind: "event", type: "reservation.wrapup", payload: reservation("wrapping") });
    expect(wrapped.todo).toEqual([{ kind: "completeTask", taskSid: "WT1" }]);
    const done = changed(wrapped.desk, {
      kind: "event",
      type: "reservation.completed",
      payload: reservation("completed"),
    });
    expect(done.todo).toEqual([{ kind: "setActivity", name: "Offline" }]);
    expect(done.desk.reservation).toBeUndefined();
  });

  it("drops a reservation that timed out and says which", () => {
    const { desk } = changed(after("Available", reservation("pending")), {
      kind: "event",
      type: "reservation.timeout",
      payload: reservation("timeout"),
    });
    expect(desk.log.slice(-2)).toEqual(["taskSid = WT1", "Reservation timed out: WR1"]);
    expect(canAccept(desk)).toBe(false);
  });

  it("finds an open conference and a task left wrapping again after a reload", () => {
    expect(canEndConference(after("Unavailable", reservation("accepted", true)))).toBe(true);
    const { todo } = changed(EMPTY_DESK, {
      kind: "refreshed",
      worker: worker("Offline"),
      activities,
      reservations: [reservation("wrapping")],
    });
    expect(todo).toEqual([{ kind: "completeTask", taskSid: "WT1" }]);
  });

  it("disables everything while disconnected", () => {
    const lost = changed(after("Available", reservation("pending")), { kind: "disconnected" }).desk;
    expect([canGoOnline, canGoOffline, canAccept, canReject, canEndConference].some((can) => can(lost))).toBe(false);
  });

  it("keeps the log bounded", () => {
    let desk = EMPTY_DESK;
    for (let line = 0; line < 600; line++) {
      desk = changed(desk, { kind: "said", line: String(line) }).desk;
    }
    expect(desk.log).toHaveLength(500);
  });
});
