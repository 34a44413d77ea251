import { base64Url } from "./bytes";
import type { Memory } from "./memory";
import { keepPass } from "./pass";
import type { Reply, Server } from "./server";

type Place = Pick<Location, "hash" | "pathname" | "search">;
const codeLettersMax = 300;

/** Takes the code of a door link out of the address bar at once, so that no screenshot, history or shoulder keeps it. */
export function takeCode(place: Place, past: Pick<History, "replaceState">): string | null {
  const fragment = place.hash.slice(1);
  if (fragment === "") return null;
  past.replaceState(null, "", place.pathname + place.search);
  return fragment.length <= codeLettersMax ? decoded(fragment) : null;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A stray percent sign: the server will say that it knows no such code.
    return fragment;
  }
}

/** An id for what may be repeated: 32 hexadecimal digits. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export type Paired = "paired" | "refused" | "no-network" | "server";

/** Exchanges a door link's code for this phone's own token. */
export class Pairing {
  private readonly memory: Memory;
  private readonly server: Server;

  constructor(memory: Memory, server: Server) {
    this.memory = memory;
    this.server = server;
  }

  /**
   * Remembers a code before anything is asked: it stands no longer in the address bar. The same code keeps its request id; the one that
   * gave this phone its pass has nothing more to give.
   */
  async begin(code: string): Promise<void> {
    if ((await this.hasPass()) && (await this.memory.get("pairedBy")) === (await digest(code))) return;
    const before = await this.memory.get("pairing");
    if (before?.code !== code) await this.memory.put("pairing", { code, requestId: newId() });
  }

  /** The code to ask about. None as long as a revoked pass still has to hand its scans in: another token in its place would lose them. */
  async isPending(): Promise<boolean> {
    return (await this.pendingCode()) !== null && !(await this.isEnding());
  }

  /** The code that was not asked about yet. */
  async pendingCode(): Promise<string | null> {
    return (await this.memory.get("pairing"))?.code ?? null;
  }

  /** Whether the door can go on without the code that waits. */
  async hasPass(): Promise<boolean> {
    return (await this.memory.get("pass")) !== undefined;
  }

  private async markEarlier(): Promise<void> {
    const done = (await this.memory.scans()).filter(({ state }) => state === "done");
    try {
      await this.memory.putScans(done.map((each) => ({ ...each, earlier: true as const })));
    } catch (trouble) {
      // A full phone is paired all the same; the server says no to an undo that is not this device's.
      console.warn("What an earlier pass handed in is not marked:", trouble);
    }
  }

  private async isEnding(): Promise<boolean> {
    return (await this.memory.get("ending")) === "revoked" && this.hasPass();
  }

  /** Asks once. Without an answer the code and its request id stay, and asking again may find what the lost answer said. */
  async ask(name: string): Promise<Paired> {
    const pending = await this.memory.get("pairing");
    if (!pending || (await this.isEnding())) return "refused";
    const reply = await this.server.pair(pending.code, name, pending.requestId);
    if (reply.kind === "unreachable") return reply.why;
    const deviceToken = tokenIn(reply);
    if (reply.kind === "ok" && deviceToken === null) return "server";
    if (deviceToken !== null) {
      await this.markEarlier();
      await keepPass(this.memory, deviceToken);
      await this.memory.put("pairedBy", await digest(pending.code));
      for (const key of ["choice", "learned", "elsewhere"] as const) await this.memory.drop(key);
    }
    await this.memory.drop("pairing");
    return deviceToken === null ? "refused" : "paired";
  }
}

async function digest(code: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code))));
}

function tokenIn(reply: Reply): string | null {
  const told = reply.kind === "ok" ? (reply.body as { deviceToken?: unknown } | null) : null;
  return typeof told?.deviceToken === "string" && told.deviceToken !== "" ? told.deviceToken : null;
}
