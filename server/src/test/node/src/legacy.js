// A worker client of the first generation, written from the published protocol: capability token, one socket for
// events, POSTs for requests whose only success is status 200, tasks' SIDs in reservation events.
globalThis.Legacy = (() => {
  const clients = new Map();

  class Client {
    constructor(token, bridge, options) {
      this.token = token;
      this.bridge = bridge;
      this.options = options;
      this.api = options.api ?? "https://taskrouter.twilio.com/v1";
      this.log = [];
      this.heartbeats = 0;
      this.claims = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      this.base = `${this.api}/Workspaces/${this.claims.workspace_sid}`;
      this.own = `${this.base}/Workers/${this.claims.worker_sid}`;
      this.path = `/v1/wschannels/${this.claims.account_sid}/${this.claims.channel}`;
    }

    connect() {
      const query = new URLSearchParams({ token: this.token, closeExistingSessions: String(this.options.closeExistingSessions ?? false) });
      if (this.options.disconnectActivitySid) {
        query.set("disconnectActivitySid", this.options.disconnectActivitySid);
      }
      this.socket = new WebSocket(this.bridge.replace(/^http/, "ws") + this.path + "?" + query);
      this.socket.onopen = () => this.start();
      this.socket.onclose = () => this.log.push("disconnected");
      this.socket.onmessage = (message) => this.hear(message.data);
    }

    async start() {
      this.log.push("connected");
      const ready = await this.ask("GET", this.own, undefined, "ready");
      if (ready.status !== 200) {
        this.log.push("error " + ready.status);
        return;
      }
      this.worker = ready.payload;
      JSON.parse(this.worker.attributes);
      this.log.push(ready.event_type + " " + this.worker.friendly_name + " " + this.worker.activity_name);
      const pending = await this.ask("GET", this.own + "/Reservations", { ReservationStatus: "pending" });
      if (pending.payload.meta.key !== "reservations") throw new Error("not a list of reservations");
      for (const reservation of pending.payload.reservations) {
        await this.tell("reservation.created", reservation.task_sid, reservation.sid);
      }
      if (pending.payload.reservations.length === 0 && this.options.connectActivitySid) {
        await this.ask("POST", this.own, { ActivitySid: this.options.connectActivitySid });
      }
    }

    // Reservation events name the task; both it and the reservation are fetched before the application hears of it.
    async tell(event, taskSid, reservationSid) {
      const path = `${this.base}/Tasks/${taskSid}`;
      const [task, reservation] = await Promise.all([this.ask("GET", path), this.ask("GET", `${path}/Reservations/${reservationSid}`)]);
      if (task.status === 200 && reservation.status === 200) {
        this.reservation = { ...reservation.payload, task: { ...task.payload, attributes: JSON.parse(task.payload.attributes) } };
      }
      this.log.push(`${event} ${reservationSid} of ${taskSid} ${this.reservation.reservation_status} ${task.payload?.assignment_status}`);
    }

    hear(frame) {
      if (frame.trim() === "") {
        this.heartbeats += 1;
        return;
      }
      const { event_type: event, payload } = JSON.parse(frame);
      if (event.startsWith("reservation.")) {
        JSON.parse(payload.attributes);
        this.tell(event, payload.sid, payload.reservation_sid);
      } else {
        this.log.push(event.replace(/^worker\./, "") + " " + payload.sid + " " + (payload.activity_name ?? ""));
      }
    }

    async ask(method, url, params, eventType) {
      const body = { url, method, token: this.token };
      if (params) body.params = params;
      if (eventType) body.event_type = eventType;
      const answer = await fetch(this.bridge + this.path, { method: "POST", headers: { "Content-Type": "text/plain" }, body: JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, text: answer.statusText, ...(text ? JSON.parse(text) : {}) };
    }

    act(params) {
      return this.ask("POST", `${this.base}/Tasks/${this.reservation.task_sid}/Reservations/${this.reservation.sid}`, params);
    }
  }

  return {
    open(name, token, bridge, options) {
      const client = new Client(token, bridge, options);
      clients.set(name, client);
      client.connect();
    },
    client: (name) => clients.get(name),
    log: (name) => clients.get(name).log.join("\n"),
    outcome: async (promise) => {
      const answer = await promise;
      return answer.status + " " + answer.text + " " + ("payload" in answer);
    },
  };
})();
