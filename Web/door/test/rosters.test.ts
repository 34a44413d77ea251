import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Rosters } from "../src/rosters";
import { Server } from "../src/server";
import { aMemory, aSlot, rosterBytes } from "./parts";
import { aPhone, FakeServer } from "./shift-parts";

const anna = "a1".repeat(8);
let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.open();
  server.entries = [{ id: anna, state: 1 }];
});
afterEach(() => vi.useRealTimers());

/** The wholes and the changes that were asked for. */
function asked(): string[] {
  return server.asked.filter((address) => address.includes("/roster/")).map((address) => address.replace("/api/door/roster/", ""));
}

describe("rosters on a bad network", () => {
  test("come nearest slot first, and one that fails keeps no other from coming", async () => {
    server.others = [aSlot("later", 5, { number: 3 }, Date.now()), aSlot("dance", 2, { number: 2 }, Date.now())];
    server.faults = [{ address: "/api/door/roster/clay", fault: 500 }, { address: "/api/door/roster/dance", fault: "lost" }];
    const phone = await aPhone(server);
    expect(await phone.sync()).toBe("unreachable");
    expect([asked(), (await phone.memory.rosterSlots())]).toEqual([["clay", "dance", "later"], ["later"]]);
    expect([await phone.sync(), asked().slice(3)]).toEqual(["synced", ["clay", "dance"]]);
  });

  test("are not asked for one after the other from a server that says when to come again", async () => {
    server.others = [aSlot("dance", 2, { number: 2 }, Date.now())];
    server.faults = [{ address: "/api/door/roster/", fault: 503, headers: { "Retry-After": "30" } }];
    expect([await (await aPhone(server)).sync(), asked()]).toEqual(["unreachable", ["clay"]]);
  });

  test("keep the rest of the sync from nothing: it is written down before them, and its age does not say more than is known", async () => {
    const phone = await aPhone(server);
    server.faults = [{ address: "/api/door/roster/", fault: "lost" }];
    await phone.sync();
    const again = await aPhone(server, phone.memory);
    expect([again.shift.learned?.told.slots.length, again.shift.knownAt]).toEqual([1, null]);
    await again.sync();
    const before = (await aPhone(server, phone.memory)).shift.knownAt;
    expect(before).toBeGreaterThan(0);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000 });
    server.version++;
    server.faults = [{ address: "/api/door/roster/", fault: "lost" }];
    await again.sync();
    const third = await aPhone(server, phone.memory);
    expect([third.shift.knownAt, third.shift.learned?.at]).toEqual([before, Date.now()]);
  });

  test("hold up no scan: what is scanned meanwhile goes up", async () => {
    const phone = await aPhone(server);
    await phone.sync();
    server.version++;
    server.faults = [{ address: "/api/door/roster/", fault: "hangs" }];
    const token = await server.print({ id: "b2".repeat(8) });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const syncing = phone.shift.syncOnce();
    await vi.waitUntil(() => asked().length === 2, { interval: 0 });
    await phone.scan(token);
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitUntil(() => server.inside === 1, { interval: 0 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await syncing).kind).toBe("unreachable");
  });
});

describe("an answer that comes in parts", () => {
  /** A network on which a part comes after so many milliseconds each. */
  function slow(pauses: readonly number[]) {
    const send = (async (_: string, { signal }: RequestInit) => new Response(new ReadableStream({
      start(stream) {
        signal!.addEventListener("abort", () => stream.error(new DOMException("Aborted", "AbortError")));
      },
      async pull(stream) {
        const milliseconds = pauses[at++];
        if (milliseconds === undefined) return stream.close();
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        stream.enqueue(Uint8Array.of(at));
      },
    }))) as typeof fetch;
    let at = 0;
    return new Server("secret", send).roster("clay", null);
  }

  test.each([["goes on", [10_000, 10_000, 10_000, 10_000], "ok"], ["stands still", [10_000, 13_000, 10_000], "unreachable"], ["never ends", Array(100).fill(10_000), "unreachable"]])(
    "and %s is waited for accordingly", async (_, pauses, expected) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      const reply = slow(pauses);
      await vi.advanceTimersByTimeAsync(400_000);
      expect((await reply).kind).toBe(expected);
    });

  test("is put together", async () => {
    const reply = await slow([0, 0, 0]);
    expect(reply.kind === "ok" && [...new Uint8Array(reply.body)]).toEqual([1, 2, 3]);
  });
});

describe("a roster of many pieces", () => {
  test("is asked for as a whole; where the network does not carry that, changes do for another fifty", async () => {
    const memory = await aMemory();
    const filled = await Rosters.open(memory);
    await filled.learn("clay", null, "0", rosterBytes([]));
    for (let n = 1; n < 200; n++) await filled.learn("clay", `${n - 1}`, `${n}`, rosterBytes([{ id: n.toString(16).padStart(16, "0") }]));
    const phone = await aPhone(server, memory);
    const since = async (...faults: FakeServer["faults"]) => {
      server.version++;
      server.asked.length = 0;
      server.faults = faults;
      return [await phone.sync(), ...asked()];
    };
    server.version = 300;
    expect(await since({ address: "/api/door/roster/", fault: "lost" })).toEqual(["synced", "clay", "clay?since=199"]);
    expect(await phone.scan(await server.print({ id: anna }))).toBe("cancelled");
    for (let turn = 0; turn < 49; turn++) expect(await since()).toEqual(["synced", `clay?since=${server.version - 1}`]);
    expect(await since()).toEqual(["synced", "clay"]);
    expect(await since()).toEqual(["synced", `clay?since=${server.version - 1}`]);
  });
});
