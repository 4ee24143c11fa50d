import { useEffect, useRef, useState } from "react";
import { attributesOf } from "../bridge/resources";
import { logOut, type Session } from "../session/session";
import { canAccept, canEndConference, canGoOffline, canGoOnline, canReject, type Desk } from "./state";
import { useDesk } from "./useDesk";

export function DeskPage({ session, onLogOut }: { session: Session; onLogOut(): void }) {
  const [desk, actions] = useDesk(session);
  const activity = desk.worker?.activity_name ?? "…";
  return (
    <main className="desk">
      <header>
        <div>
          <h1>{session.workspace_name}</h1>
          <p className="who">{session.worker_name}</p>
        </div>
        <p className={`activity ${activity.toLowerCase()}`} role="status" aria-label="Activity">
          {activity}
        </p>
        <button type="button" className="quiet" onClick={() => void logOut(session).finally(onLogOut)}>
          Log out
        </button>
      </header>
      {!desk.connected && desk.worker !== undefined && (
        <p className="notice" role="alert">
          Connection lost. Reconnecting…
        </p>
      )}
      <section className="buttons" aria-label="Availability">
        <button type="button" disabled={!canGoOnline(desk)} onClick={actions.goOnline}>
          Go online
        </button>
        <button type="button" disabled={!canGoOffline(desk)} onClick={actions.goOffline}>
          Go offline
        </button>
      </section>
      <ReservationCard desk={desk} />
      <section className="buttons" aria-label="Reservation">
        <button type="button" className="good" disabled={!canAccept(desk)} onClick={actions.accept}>
          Accept
        </button>
        <button type="button" className="bad" disabled={!canReject(desk)} onClick={actions.reject}>
          Reject
        </button>
        <button type="button" className="bad" disabled={!canEndConference(desk)} onClick={actions.end}>
          End conference
        </button>
      </section>
      <Log lines={desk.log} />
    </main>
  );
}

function ReservationCard({ desk }: { desk: Desk }) {
  const reservation = desk.reservation;
  if (reservation === undefined) {
    return (
      <section className="card idle" aria-live="polite">
        <p>{desk.worker?.available ? "Waiting for a call." : "Go online to be offered calls."}</p>
      </section>
    );
  }
  const status = reservation.reservation_status;
  return (
    <section className={`card ${status}`} aria-live="assertive">
      <p className="from">{attributesOf(reservation.task).from ?? "Unknown caller"}</p>
      <p>
        {desk.accepting && status === "pending" ? "Your phone rings: answer it." : SAY[status]}
        {reservation.task.queue_name !== null && <> · {reservation.task.queue_name}</>}
      </p>
      {status === "pending" && !desk.accepting && (
        <Countdown until={(reservation.date_created + reservation.reservation_timeout) * 1_000} />
      )}
    </section>
  );
}

const SAY = {
  pending: "A caller is waiting for you.",
  accepted: "In conference.",
  wrapping: "Call ended; completing the task.",
  rejected: "Rejected.",
  timeout: "Timed out.",
  canceled: "Canceled.",
  rescinded: "Taken by another worker.",
  completed: "Completed.",
} as const;

function Countdown({ until }: { until: number }) {
  const [left, setLeft] = useState(until - Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setLeft(until - Date.now()), 250);
    return () => window.clearInterval(timer);
  }, [until]);
  return <p className="countdown">{Math.max(0, Math.ceil(left / 1_000))} s to answer</p>;
}

function Log({ lines }: { lines: string[] }) {
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (box.current !== null) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [lines]);
  return (
    <section className="log">
      <h2 id="log-title">Log messages</h2>
      {/* Focusable, so that it can be scrolled by keyboard. */}
      <pre ref={box} tabIndex={0} aria-labelledby="log-title">
        {lines.map((line) => `> ${line}`).join("\n")}
      </pre>
    </section>
  );
}
