// The page's log-in: a cookie the server sets, and a token for the worker bridge.

export interface Session {
  account_sid: string;
  workspace_sid: string;
  workspace_name: string;
  worker_sid: string;
  worker_name: string;
  token: string;
  csrf: string;
  expires: number;
}

export class SessionRefused extends Error {}

export async function logIn(worker: string, password: string): Promise<Session> {
  const answer = await fetch("/desk/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ worker, password }),
  });
  return read(answer);
}

/** The session of an earlier log-in, or nothing. */
export async function resume(): Promise<Session | undefined> {
  const answer = await fetch("/desk/session");
  return answer.ok ? read(answer) : undefined;
}

export async function renew(session: Session): Promise<Session> {
  return read(await post("/desk/token", session));
}

export async function logOut(session: Session): Promise<void> {
  await fetch("/desk/session", { method: "DELETE", headers: csrf(session) });
}

/** Ends the conference of that name; it must be the one of a task this worker holds. */
export async function endConference(session: Session, friendlyName: string): Promise<void> {
  const answer = await post(`/desk/conferences/${encodeURIComponent(friendlyName)}/end`, session);
  if (!answer.ok) {
    throw new SessionRefused(await message(answer));
  }
}

function post(path: string, session: Session): Promise<Response> {
  return fetch(path, { method: "POST", headers: csrf(session) });
}

function csrf(session: Session): Record<string, string> {
  return { "X-Cordboard-Csrf": session.csrf };
}

async function read(answer: Response): Promise<Session> {
  if (!answer.ok) {
    throw new SessionRefused(await message(answer));
  }
  return (await answer.json()) as Session;
}

async function message(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { message?: string };
  return body.message ?? `HTTP ${answer.status}`;
}
