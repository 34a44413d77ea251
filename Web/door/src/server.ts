import type { Scan } from "./answer";

/** What came of one request. A refusal is the server's own word; "unreachable" says nothing about what it did. */
export type Reply =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "unreachable"; readonly why: "no-network" | "server" };

/** A guest stands and waits for a scan's answer; the rest may take its time on a slow network. */
const scanMillisecondsMax = 4_000;
const otherMillisecondsMax = 12_000;

/** The three addresses of the server that a door speaks to. It never throws: what goes wrong is a reply, too. */
export class Server {
  private readonly send: typeof fetch;

  constructor(send: typeof fetch = (...request) => fetch(...request)) {
    this.send = send;
  }

  /** May be repeated with the same request id when the answer was lost. */
  pair(code: string, name: string, requestId: string): Promise<Reply> {
    return this.ask("/api/door/devices", { method: "POST", body: JSON.stringify({ code, name, requestId }) });
  }

  scope(deviceToken: string): Promise<Reply> {
    return this.ask("/api/door/devices/me", { method: "GET" }, deviceToken);
  }

  /** `sentAt` is of this very attempt: the server measures the phone's clock by it. */
  scan(deviceToken: string, scans: readonly Scan[]): Promise<Reply> {
    const body = JSON.stringify({ scans, sentAt: new Date().toISOString(), names: true });
    return this.ask("/api/door/scans", { method: "POST", body }, deviceToken, scanMillisecondsMax);
  }

  private async ask(address: string, request: RequestInit, deviceToken?: string, limit = otherMillisecondsMax): Promise<Reply> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (request.body) headers["Content-Type"] = "application/json";
    if (deviceToken) headers["Authorization"] = `Bearer ${deviceToken}`;
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), limit);
    try {
      const response = await this.send(address, { ...request, headers, signal: stop.signal, cache: "no-store", credentials: "omit" });
      if (response.ok) return { kind: "ok", body: await response.json() };
      return passing(response.status) ? { kind: "unreachable", why: "server" } : { kind: "refused", status: response.status };
    } catch (trouble) {
      // A body that is no JSON comes from something between us and the server: a Wi-Fi sign-in page, a proxy.
      return { kind: "unreachable", why: trouble instanceof SyntaxError ? "server" : "no-network" };
    } finally {
      clearTimeout(late);
    }
  }
}

/** These say "later", not "no". */
function passing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
