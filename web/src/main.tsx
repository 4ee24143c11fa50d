import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { DeskPage } from "./desk/DeskPage";
import { LogInPage } from "./session/LogInPage";
import { resume, type Session } from "./session/session";
import "./shared/style.css";

function App() {
  const [session, setSession] = useState<Session | undefined | "unknown">("unknown");
  useEffect(() => {
    resume().then(setSession, () => setSession(undefined));
  }, []);
  if (session === "unknown") {
    return null;
  }
  return session === undefined ? (
    <LogInPage onLogIn={setSession} />
  ) : (
    <DeskPage session={session} onLogOut={() => setSession(undefined)} />
  );
}

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
