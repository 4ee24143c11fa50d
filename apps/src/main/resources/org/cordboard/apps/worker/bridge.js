// The v1 worker bridge: a socket that only tells, and requests by POST to the same address. Reconnects for ever.

const REST = "https://taskrouter.twilio.com/v1";
const SILENCE_MILLIS = 60_000;
const REQUEST_MILLIS = 30_000;
const RESERVATION_EVENTS = ["created", "accepted", "rejected", "timeout", "canceled", "rescinded", "completed", "wrapup"];

export class WorkerBridge extends EventTarget {
  #base;
  #token;
  #claims;
  #attempts = 0;
  #silence;
  #news = Promise.resolve();

  constructor(base, token) {
    super();
    this.#token = token;
    this.#claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    this.#base = `${base.replace(/\/$/, "")}/v1/wschannels/${this.#claims.account_sid}/${this.#claims.channel}`;
    const left = this.#claims.exp * 1000 - Date.now() - 5_000;
    setTimeout(() => this.#tell("token.expired"), Math.min(left, 2 ** 31 - 1));
    this.#open();
  }

  setActivity(activitySid) {
    return this.#request("POST", this.#own(), { ActivitySid: activitySid });
  }

  reject(reservation) {
    return this.#request("POST", this.#reservation(reservation), { ReservationStatus: "rejected" });
  }

  /** Rings the worker's phone and, once it answers, brings the caller into the same conference. */
  conference(reservation, options) {
    return this.#request("POST", this.#reservation(reservation), { Instruction: "conference", ...options });
  }

  #open() {
    const query = new URLSearchParams({ token: this.#token, closeExistingSessions: "false" });
    const socket = new WebSocket(`${this.#base.replace(/^http/, "ws")}?${query}`);
    const heard = () => {
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => socket.close(), SILENCE_MILLIS);
    };
    socket.onopen = () => {
      heard();
      this.#ready().catch((failure) => this.#tell("error", failure));
    };
    socket.onmessage = (message) => {
      heard();
      if (message.data.trim() !== "") {
        this.#received(JSON.parse(message.data));
      }
    };
    socket.onclose = () => {
      clearTimeout(this.#silence);
      this.#tell("disconnected");
      this.#attempts += 1;
      setTimeout(() => this.#open(), Math.min(30, 2 ** this.#attempts - 1) * 1000);
    };
  }

  /** Fetches the worker, then the reservations that waited for it before this page opened. */
  async #ready() {
    this.#tell("ready", readable(await this.#request("GET", this.#own(), undefined, "ready")));
    this.#attempts = 0;
    const pending = await this.#request("GET", `${this.#own()}/Reservations`, { ReservationStatus: "pending" });
    for (const reservation of pending.reservations ?? []) {
      await this.#offered("reservation.created", reservation.task_sid, reservation.sid);
    }
  }

  #received(event) {
    const name = event.event_type.replace(/^worker\./, "");
    if (name.startsWith("reservation.") && RESERVATION_EVENTS.includes(name.slice("reservation.".length))) {
      // In reservation events the payload is the task; the reservation is named beside it.
      this.#inOrder(() => this.#offered(name, event.payload.sid, event.payload.reservation_sid, event.payload));
    } else if (name === "activity.update" || name === "attributes.update") {
      this.#inOrder(() => this.#tell(name, readable(event.payload)));
    }
  }

  /** Some news needs a request before it can be told; what came after it waits for it. */
  #inOrder(telling) {
    this.#news = this.#news.then(telling, telling);
  }

  async #offered(name, taskSid, reservationSid, known) {
    const task = await this.#request("GET", `${this.#workspace()}/Tasks/${taskSid}`).catch(() => known);
    if (task !== undefined) {
      this.#tell(name, { sid: reservationSid, task: readable(task) });
    }
  }

  async #request(method, url, params, eventType) {
    const answer = await fetch(this.#base, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify({ url, method, params, event_type: eventType, token: this.#token }),
      signal: AbortSignal.timeout(REQUEST_MILLIS),
    });
    if (answer.status !== 200) {
      const body = await answer.json().catch(() => ({}));
      throw new Error(body.message ?? body.payload?.message ?? answer.statusText);
    }
    return (await answer.json()).payload;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #workspace() {
    return `${REST}/Workspaces/${this.#claims.workspace_sid}`;
  }

  #own() {
    return `${this.#workspace()}/Workers/${this.#claims.worker_sid}`;
  }

  #reservation(reservation) {
    return `${this.#workspace()}/Tasks/${reservation.task.sid}/Reservations/${reservation.sid}`;
  }
}

/** Attributes come as a text. */
function readable(resource) {
  return { ...resource, attributes: typeof resource.attributes === "string" ? JSON.parse(resource.attributes || "{}") : {} };
}
