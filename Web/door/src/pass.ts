import type { Clock } from "./clock";
import { wipe, type Memory } from "./memory";
import type { Scope } from "./scope";
import type { Server } from "./server";

export type Refreshed =
  | { readonly kind: "scope"; readonly scope: Scope }
  | { readonly kind: "revoked" }
  | { readonly kind: "unreachable"; readonly why: "no-network" | "server" };

/** Asks what this phone may scan now. A phone whose pass has ended forgets everything that came with it. */
export async function refreshScope(deviceToken: string, server: Server, memory: Memory, clock: Clock): Promise<Refreshed> {
  const reply = await server.scope(deviceToken);
  if (reply.kind === "unreachable") return reply;
  if (reply.kind === "refused") {
    if (reply.status !== 401 && reply.status !== 403) return { kind: "unreachable", why: "server" };
    await wipe(memory);
    return { kind: "revoked" };
  }
  const told = reply.body as (Partial<Scope> & { now?: string }) | null;
  if (!told?.doors || !told.name || !told.validUntil || !told.festival || !told.now) return { kind: "unreachable", why: "server" };
  clock.learn(told.now, told.festival.timeZone);
  const scope: Scope = { name: told.name, doors: told.doors, validUntil: told.validUntil, festival: told.festival };
  await memory.put("scope", scope);
  return { kind: "scope", scope };
}
