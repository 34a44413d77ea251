import { joined, type Bytes } from "./bytes";
import type { DoorScan } from "./scan";

/** What came of one request. A refusal is the server's own word; "unreachable" says nothing about what it did. */
export type Reply<Body = unknown> =
  | { readonly kind: "ok"; readonly body: Body; readonly headers: Headers }
  | { readonly kind: "refused"; readonly status: number; readonly code: string }
  | { readonly kind: "unreachable"; readonly why: "no-network" | "server"; readonly retrySeconds: number; readonly tooOften?: boolean };

export interface SyncQuestion {
  readonly waiting: number;
  readonly setAside: number;
  readonly known: Readonly<Record<string, string>>;
  /** The version of the slots elsewhere that the phone has. */
  readonly elsewhere: string;
}

/** A scan as it is posted: one of the queue, or a short code that only the server can read. */
export type PostedScan = DoorScan | PostedAsk;
export type PostedAsk = CodeScan | AskedWalkIn;

export interface CodeScan {
  readonly scanId: string;
  readonly kind: "scan";
  readonly slot: string;
  readonly door: string;
  readonly scannedAt: string;
  readonly shortCode: string;
  readonly places?: number;
}

export interface AskedWalkIn {
  readonly scanId: string;
  readonly kind: "walk-in";
  readonly slot: string;
  readonly door: string;
  readonly scannedAt: string;
  readonly places: number;
}

/** What is asked, before it has an id and a time. */
export type AskedScan = Omit<CodeScan, "scanId" | "scannedAt"> | Omit<AskedWalkIn, "scanId" | "scannedAt">;

/** A guest stands and waits for some answers; the rest may take its time on a slow network. */
export const guestMilliseconds = 4_000;
const otherMilliseconds = 12_000;
/** A roster may take as long as something of it comes within the time of other answers, up to this. */
const wholeMilliseconds = 300_000;

/** The addresses of the server that a door speaks to. It never throws: what goes wrong is a reply, too. */
export class Server {
  private readonly send: typeof fetch;
  private readonly deviceToken: string | null;

  constructor(deviceToken: string | null = null, send: typeof fetch = (...request) => fetch(...request)) {
    this.deviceToken = deviceToken;
    this.send = send;
  }

  as(deviceToken: string): Server {
    return new Server(deviceToken, this.send);
  }

  /**
   * Goes to the lead's page of clashes, which the server draws. The token travels in a form, as in a request's header: it stands in no address.
   * What is queued stays on the phone, and is handed in when the door page is opened again.
   */
  openClashes(): void {
    const form = document.createElement("form");
    const field = document.createElement("input");
    Object.assign(form, { method: "post", action: "/lead/clashes", hidden: true });
    Object.assign(field, { type: "hidden", name: "token", value: this.deviceToken ?? "" });
    form.append(field);
    document.body.append(form);
    form.submit();
    form.remove();
  }

  /** May be repeated with the same request id when the answer was lost. */
  pair(code: string, name: string, requestId: string): Promise<Reply> {
    return this.post("/api/door/devices", { code, name, requestId });
  }

  sync(question: SyncQuestion): Promise<Reply> {
    return this.post("/api/door/sync", { sentAt: new Date().toISOString(), ...question });
  }

  roster(slot: string, since: string | null): Promise<Reply<ArrayBuffer>> {
    const cursor = since === null ? "" : `?since=${encodeURIComponent(since)}`;
    return this.ask(`/api/door/roster/${encodeURIComponent(slot)}${cursor}`, {}, bytesOf);
  }

  /** `sentAt` is of this very attempt: the server measures the phone's clock by it. */
  scans(scans: readonly PostedScan[], options: { names?: boolean; lastWords?: "more" | "yes" | null; limit?: number } = {}): Promise<Reply> {
    const headers: Record<string, string> = options.lastWords ? { "Esik-Last-Words": options.lastWords } : {};
    const body = { sentAt: new Date().toISOString(), names: options.names ?? false, scans };
    return this.post("/api/door/scans", body, headers, options.limit);
  }

  guests(slot: string, name: string): Promise<Reply> {
    return this.post("/api/door/guests", { slot, name }, {}, guestMilliseconds);
  }

  /** Who came in by the doors of this lead's phone in a while, by whatever phone. */
  admissions(slot: string): Promise<Reply> {
    return this.ask(`/api/door/admissions?${new URLSearchParams({ slot })}`, {}, (response) => response.json(), guestMilliseconds);
  }

  private post(address: string, body: unknown, headers: Record<string, string> = {}, limit?: number): Promise<Reply> {
    const request = { method: "POST", body: JSON.stringify(body), headers: { ...headers, "Content-Type": "application/json" } };
    return this.ask(address, request, (response) => response.json(), limit);
  }

  private async ask<Body>(address: string, request: RequestInit, read: Read<Body>, limit = otherMilliseconds): Promise<Reply<Body>> {
    const headers = new Headers(request.headers);
    if (this.deviceToken !== null) headers.set("Authorization", `Bearer ${this.deviceToken}`);
    const stop = new AbortController();
    const end = setTimeout(() => stop.abort(), wholeMilliseconds);
    let late = setTimeout(() => stop.abort(), limit);
    const lives = () => {
      clearTimeout(late);
      late = setTimeout(() => stop.abort(), limit);
    };
    try {
      const response = await this.send(address, { ...request, headers, signal: stop.signal, cache: "no-store", credentials: "omit" });
      return response.ok ? { kind: "ok", body: await read(response, lives), headers: response.headers } : await refusal(response);
    } catch (trouble) {
      // A body that is no JSON comes from something between us and the server: a Wi-Fi sign-in page, a proxy.
      const isServer = trouble instanceof SyntaxError || stop.signal.aborted;
      return { kind: "unreachable", why: isServer ? "server" : "no-network", retrySeconds: 0 };
    } finally {
      for (const each of [late, end]) clearTimeout(each);
    }
  }
}

/** Reads an answer; `lives` hears that a part of it came, and it is not given up as long as that goes on. */
type Read<Body> = (response: Response, lives: () => void) => Promise<Body>;

async function bytesOf(response: Response, lives: () => void): Promise<ArrayBuffer> {
  const reader = response.body?.getReader();
  if (!reader) return response.arrayBuffer();
  const parts: Bytes[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(...parts).buffer;
    parts.push(value);
    lives();
  }
}

async function refusal(response: Response): Promise<Reply<never>> {
  const { status } = response;
  const problem = (await response.json().catch(() => null)) as { code?: unknown } | null;
  const code = problem?.code;
  // Only the server itself names a code; 5xx, 408 and 429 say "later", not "no". A bare 413 comes from a proxy before it.
  const isFinal = status < 500 && status !== 429 && status !== 408;
  if (isFinal && (typeof code === "string" || status === 413)) return { kind: "refused", status, code: typeof code === "string" ? code : "too-large" };
  return { kind: "unreachable", why: "server", retrySeconds: secondsIn(response.headers.get("Retry-After")), ...(status === 429 ? { tooOften: true } : {}) };
}

/** Retry-After as seconds or as a date; a strange or very long one is cut to ten minutes. */
function secondsIn(header: string | null): number {
  if (header === null) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(600, Math.max(0, seconds)) : 0;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
