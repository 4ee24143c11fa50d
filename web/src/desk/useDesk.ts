import { useCallback, useEffect, useReducer, useRef } from "react";
import { Bridge } from "../bridge/bridge";
import { endConference, renew, type Session } from "../session/session";
import { changed, EMPTY_DESK, type Desk, type DeskInput, type DeskTask } from "./state";

/** Renew the token this long before it ends. */
const RENEW_EARLY_MILLIS = 60_000;

export interface DeskActions {
  goOnline(): void;
  goOffline(): void;
  accept(): void;
  reject(): void;
  end(): void;
}

interface Held {
  desk: Desk;
  todo: DeskTask[];
}

/** Joins the pure desk to the worker bridge of a session. */
export function useDesk(session: Session): [Desk, DeskActions] {
  const [held, give] = useReducer(
    (before: Held, input: DeskInput | "done"): Held => {
      if (input === "done") {
        return { ...before, todo: [] };
      }
      const after = changed(before.desk, input);
      return { desk: after.desk, todo: [...before.todo, ...after.todo] };
    },
    {
      desk: {
        ...EMPTY_DESK,
        log: [
          `Refresh the TaskRouter token using client id: ${session.worker_name}`,
          `TaskRouter Worker token refreshed, stringlength :${session.token.length}:`,
        ],
      },
      todo: [],
    },
  );
  const bridge = useRef<Bridge>(undefined);

  useEffect(() => {
    const open = connect(session, give);
    bridge.current = open;
    const renewal = window.setInterval(
      () => renew(session).then((fresh) => open.renew(fresh.token), complain(give)),
      Math.max(10_000, session.expires * 1_000 - Date.now() - RENEW_EARLY_MILLIS),
    );
    return () => {
      window.clearInterval(renewal);
      open.close();
    };
  }, [session]);

  const setActivity = useCallback(
    (name: string) => {
      const activity = held.desk.activities.find((one) => one.friendly_name === name);
      if (activity !== undefined) {
        bridge.current?.setActivity(activity.sid).catch(complain(give));
      }
    },
    [held.desk.activities],
  );

  useEffect(() => {
    if (held.todo.length === 0) {
      return;
    }
    for (const task of held.todo) {
      if (task.kind === "setActivity") {
        setActivity(task.name);
      } else {
        bridge.current?.completeTask(task.taskSid, "Conference ended").catch(complain(give));
      }
    }
    give("done");
  }, [held.todo, setActivity]);

  const reservation = held.desk.reservation;
  const offline = held.desk.activities.find((one) => one.friendly_name === "Offline");
  return [
    held.desk,
    {
      goOnline: () => setActivity("Available"),
      goOffline: () => setActivity("Offline"),
      accept: () => {
        if (reservation !== undefined) {
          give({ kind: "accepting" });
          bridge.current
            ?.updateReservation(reservation.sid, {
              Instruction: "conference",
              ...(offline && { PostWorkActivitySid: offline.sid }),
            })
            .catch(complain(give));
        }
      },
      reject: () => {
        if (reservation !== undefined) {
          bridge.current
            ?.updateReservation(reservation.sid, { ReservationStatus: "rejected" })
            .catch(complain(give));
        }
      },
      end: () => {
        if (reservation !== undefined) {
          endConference(session, reservation.task_sid).catch(complain(give));
        }
      },
    },
  ];
}

function connect(session: Session, give: (input: DeskInput) => void): Bridge {
  let first = true;
  const bridge: Bridge = new Bridge(session.token, session.workspace_sid, session.worker_sid, {
    opened: () => {
      if (first) {
        first = false;
        give({ kind: "said", line: "registerTaskRouterCallbacks()." });
        give({ kind: "said", line: "TaskRouter token refreshed." });
      }
      Promise.all([bridge.worker(), bridge.activities(), bridge.openReservations()]).then(
        ([worker, activities, reservations]) => give({ kind: "refreshed", worker, activities, reservations }),
        complain(give),
      );
    },
    received: (event) => give({ kind: "event", type: event.event_type, payload: event.payload }),
    closed: () => give({ kind: "disconnected" }),
  });
  bridge.open();
  return bridge;
}

function complain(give: (input: DeskInput) => void): (problem: unknown) => void {
  return (problem) => give({ kind: "failed", message: problem instanceof Error ? problem.message : String(problem) });
}
