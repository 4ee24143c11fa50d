// The worker bridge's representations, as far as the desk reads them. Dates are epoch seconds.

export interface Worker {
  sid: string;
  friendly_name: string;
  activity_sid: string;
  activity_name: string;
  available: boolean;
  attributes: string;
  version: number;
}

export interface Activity {
  sid: string;
  friendly_name: string;
  available: boolean;
}

export interface Task {
  sid: string;
  assignment_status: "pending" | "reserved" | "assigned" | "wrapping" | "completed" | "canceled";
  attributes: string;
  queue_name: string | null;
  reason: string | null;
}

export type ReservationStatus =
  | "pending"
  | "accepted"
  | "rejected"
  | "timeout"
  | "canceled"
  | "rescinded"
  | "wrapping"
  | "completed";

export interface Reservation {
  sid: string;
  reservation_status: ReservationStatus;
  reservation_timeout: number;
  date_created: number;
  task_sid: string;
  task: Task;
}

export interface TaskAttributes {
  from?: string;
  conference?: { sid?: string };
}

/** The task's attributes as an object; attributes that are no JSON object read as empty. */
export function attributesOf(task: Task): TaskAttributes {
  try {
    const parsed: unknown = JSON.parse(task.attributes);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
