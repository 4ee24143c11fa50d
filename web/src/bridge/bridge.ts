import type { Activity, Reservation, Worker } from "./resources";

export interface BridgeEvent {
  event_type: string;
  payload: unknown;
}

export interface BridgeListener {
  opened(): void;
  received(event: BridgeEvent): void;
  closed(): void;
}

interface Page<T> {
  contents: T[];
  after_sid: string | null;
}

/** Silence on the socket longer than this means the connection is gone; the server sends a blank every 15 s. */
const SILENCE_MILLIS = 30_000;
const RECONNECT_MILLIS_MAX = 30_000;

export class BridgeError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The worker bridge: a socket that only listens, and requests by POST. Reconnects for ever until closed. */
export class Bridge {
  private socket: WebSocket | undefined;
  private silence: number | undefined;
  private retry: number | undefined;
  private attempts = 0;
  private ended = false;

  constructor(
    private token: string,
    private readonly workspaceSid: string,
    private readonly workerSid: string,
    private readonly listener: BridgeListener,
  ) {}

  open(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ token: this.token, closeExistingSessions: "false", clientVersion: "desk" });
    const socket = new WebSocket(`${scheme}://${location.host}/v1/wschannels?${query}`);
    this.socket = socket;
    socket.onopen = () => this.heard();
    socket.onmessage = (message: MessageEvent<string>) => this.message(message.data);
    socket.onclose = () => this.lost(socket);
  }

  /** From now on requests and new sockets carry this token. */
  renew(token: string): void {
    this.token = token;
  }

  close(): void {
    this.ended = true;
    window.clearTimeout(this.silence);
    window.clearTimeout(this.retry);
    this.socket?.close();
  }

  worker(): Promise<Worker> {
    return this.request<Worker>("GET", `Workers/${this.workerSid}`);
  }

  async activities(): Promise<Activity[]> {
    return (await this.request<Page<Activity>>("GET", "Activities", { PageSize: 1000 })).contents;
  }

  /** Pending, accepted and wrapping reservations. */
  async openReservations(): Promise<Reservation[]> {
    const path = `Workers/${this.workerSid}/Reservations`;
    return (await this.request<Page<Reservation>>("GET", path, { Active: "true", PageSize: 1000 }, "v2")).contents;
  }

  setActivity(activitySid: string): Promise<Worker> {
    return this.request<Worker>("POST", `Workers/${this.workerSid}`, { ActivitySid: activitySid });
  }

  updateReservation(reservationSid: string, params: Record<string, unknown>): Promise<Reservation> {
    return this.request<Reservation>("POST", `Workers/${this.workerSid}/Reservations/${reservationSid}`, params);
  }

  completeTask(taskSid: string, reason: string): Promise<unknown> {
    return this.request("POST", `Tasks/${taskSid}`, { AssignmentStatus: "completed", Reason: reason });
  }

  private async request<T>(
    method: "GET" | "POST",
    path: string,
    params: Record<string, unknown> = {},
    apiVersion = "v1",
  ): Promise<T> {
    const answer = await fetch("/v1/wschannels", {
      method: "POST",
      headers: { "Content-Type": "text/plain", apiVersion, clientVersion: "desk" },
      body: JSON.stringify({ url: `Workspaces/${this.workspaceSid}/${path}`, method, params, token: this.token }),
    });
    const body = (await answer.json()) as { payload?: T; message?: string };
    if (!answer.ok) {
      throw new BridgeError(answer.status, body.message ?? answer.statusText);
    }
    return body.payload as T;
  }

  private message(text: string): void {
    this.heard();
    if (text.trim() === "") {
      return;
    }
    const event = JSON.parse(text) as BridgeEvent;
    if (event.event_type === "init") {
      this.attempts = 0;
      this.listener.opened();
    } else {
      this.listener.received(event);
    }
  }

  private heard(): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.socket?.close(), SILENCE_MILLIS);
  }

  private lost(socket: WebSocket): void {
    if (this.ended || socket !== this.socket) {
      return;
    }
    window.clearTimeout(this.silence);
    this.listener.closed();
    this.attempts += 1;
    const ceiling = Math.min(RECONNECT_MILLIS_MAX, 2 ** this.attempts * 500);
    this.retry = window.setTimeout(() => this.open(), 300 + Math.random() * ceiling);
  }
}
