import { useState, type FormEvent } from "react";
import { logIn, type Session } from "./session";

export function LogInPage({ onLogIn }: { onLogIn(session: Session): void }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setProblem("");
    try {
      onLogIn(await logIn(String(fields.get("worker")).trim(), String(fields.get("password"))));
    } catch (refused) {
      setProblem(refused instanceof Error ? refused.message : String(refused));
      setBusy(false);
    }
  }

  return (
    <main className="log-in">
      <h1>Cordboard desk</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label>
          Worker name
          <input name="worker" autoComplete="username" autoCapitalize="none" required autoFocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit" className="good" disabled={busy}>
          Log in
        </button>
        <p className="problem" role="alert">
          {problem}
        </p>
      </form>
    </main>
  );
}
