import type { Scan } from "../src/answer";
import type { SlotScope } from "../src/scope";

type Told = { readonly status: number; readonly body?: unknown } | "lost" | "not-json";

/** A network that gives the told answers one after the other (the last for ever) and keeps what it was asked. */
export function network(...told: Told[]) {
  const asked: { address: string; body: any; bearer: string | null }[] = [];
  const send = (async (address: string, request: RequestInit) => {
    const headers = new Headers(request.headers);
    asked.push({ address, body: request.body ? JSON.parse(String(request.body)) : null, bearer: headers.get("Authorization") });
    const now = told[Math.min(asked.length, told.length) - 1] ?? "lost";
    if (now === "lost") throw new TypeError("Failed to fetch");
    if (now === "not-json") return new Response("<html>Sign in to the Wi-Fi</html>", { status: 200 });
    return new Response(JSON.stringify(now.body ?? {}), { status: now.status });
  }) as typeof fetch;
  return { asked, send };
}

export const noWait = async () => {};

export function aScan(more: Partial<{ scanId: string; places: number }> = {}): Scan {
  return { scanId: "scan-1", token: "TOKEN", slot: "puppets", door: "main", scannedAt: "2026-09-15T05:00:00.000Z", ...more };
}

const hour = 3_600_000;
export const noon = Date.parse("2026-09-15T07:00:00Z");

/** A slot that starts some hours after noon, lasts one, and whose door opens half an hour before. */
export function aSlot(id: string, startHours: number, more: Partial<SlotScope> = {}): SlotScope {
  const at = (hours: number) => new Date(noon + hours * hour).toISOString();
  const name = { kk: id, ru: id, en: id };
  return {
    id, title: name, venue: name, start: at(startHours), end: at(startHours + 1), doorOpensAt: at(startHours - 0.5),
    doorClosesAt: at(startHours + 1), capacity: 40, cancelled: false, partyMax: 4, ...more,
  };
}
