import { beforeEach, describe, expect, test, vi } from "vitest";
import { farewell } from "../src/farewell";
import { noWait } from "./parts";
import { aPhone, FakeServer, post, type TestPhone } from "./shift-parts";

const anna = "a1".repeat(8);
let server: FakeServer;
let phone: TestPhone;
let tokens: string[];

beforeEach(async () => {
  server = await FakeServer.open();
  phone = await aPhone(server);
  await phone.sync();
  tokens = await Promise.all(Array.from({ length: 7 }, (_, n) => server.print({ id: `0${n}`.repeat(8) })));
});

async function scanAll(): Promise<void> {
  for (const token of tokens) expect(await phone.scan(token)).toBe("welcome");
}

describe("handing scans in", () => {
  test("goes in the order of scanning, by at most five hundred", async () => {
    for (let n = 0; n < 520; n++) await phone.scan(tokens[0]!);
    await phone.sync();
    expect(server.batches).toEqual([500, 20]);
    const order = (await phone.memory.scans()).map(({ scan }) => scan.scanId);
    expect([...server.stored.keys()]).toEqual(order);
  });

  test.each([["lost" as const], ["answer-lost" as const], [500], [503]])("after %s is repeated, and counts once", async (fault) => {
    await scanAll();
    server.faults = [{ address: "/api/door/scans", fault }];
    expect([await phone.sync(), phone.shift.queue.waitingCount]).toEqual(["unreachable", 7]);
    expect([await phone.sync(), phone.shift.queue.waitingCount, server.inside]).toEqual(["synced", 0, 7]);
  });

  test("a server that hangs is given up, and nothing is lost", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await scanAll();
    server.faults = [{ address: "/api/door/scans", fault: "hangs" }];
    const outcome = phone.shift.syncOnce();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await outcome).toMatchObject({ kind: "unreachable", why: "server" });
    vi.useRealTimers();
    expect([await phone.sync(), server.inside]).toEqual(["synced", 7]);
  });

  test("a batch that is too large is halved until it is not", async () => {
    server.tooMany = 2;
    await scanAll();
    expect(await phone.sync()).toBe("synced");
    expect(server.batches.reduce((sum, each) => sum + each, 0)).toBe(7);
    expect([Math.max(...server.batches), server.inside]).toEqual([2, 7]);
  });

  test("one scan that is refused as a whole post is found, set aside with its reason, and blocks no other", async () => {
    await scanAll();
    const bad = (await phone.memory.scans())[3]!.scan.scanId;
    const send = server.send;
    const refusing = (async (address: string, request: RequestInit) => {
      if (address === "/api/door/scans" && String(request.body).includes(bad)) return new Response(JSON.stringify({ code: "scan-unusable" }), { status: 422 });
      return send(address, request);
    }) as typeof fetch;
    Object.assign(server, { send: refusing });
    const again = await aPhone(server, phone.memory);
    expect(await again.sync()).toBe("synced");
    expect(again.shift.queue.aside.map(({ scan, trouble }) => [scan.scanId, trouble?.code])).toEqual([[bad, "scan-unusable"]]);
    expect([server.inside, again.shift.queue.waitingCount]).toEqual([6, 0]);
  });

  test("one that the server sets aside stays on the phone with its reason", async () => {
    await scanAll();
    const bad = (await phone.memory.scans())[0]!.scan.scanId;
    server.refuses = (scan) => (scan.scanId === bad ? { code: "scan-unusable", field: "slot" } : null);
    await phone.sync();
    expect((await phone.memory.scans())[0]).toMatchObject({ state: "aside", trouble: { code: "scan-unusable", field: "slot" } });
    expect(server.inside).toBe(6);
  });

  test.each([[{ answers: [] }], [{}], [null], [{ answers: [{ scanId: "another", answer: "welcome" }] }], [{ answers: "x" }]])(
    "an answer that takes nothing, such as %j, leaves everything as it was", async (body) => {
      await scanAll();
      const { send } = server;
      const odd = (async (address: string, request: RequestInit) => (address === "/api/door/scans" ? new Response(JSON.stringify(body)) : send(address, request))) as typeof fetch;
      Object.assign(server, { send: odd });
      const again = await aPhone(server, phone.memory);
      expect([await again.sync(), again.shift.queue.waitingCount]).toEqual(["unreachable", 7]);
    });

  test.each([[400, "not-json"], [403, "foreign-origin"], [404, "not-found"], [413, undefined], [415, "wrong-media-type"], [422, "scans-unusable"]])(
    "a server that refuses every post with %s sets nothing aside, and all goes up once it takes them", async (status, code) => {
      await scanAll();
      const { send } = server;
      let isRefusing = true;
      let posts = 0;
      const refusing = (async (address: string, request: RequestInit) => {
        if (address !== "/api/door/scans" || !isRefusing) return send(address, request);
        posts++;
        return new Response(JSON.stringify(code ? { code } : {}), { status });
      }) as typeof fetch;
      Object.assign(server, { send: refusing });
      const again = await aPhone(server, phone.memory);
      for (let turn = 0; turn < 3; turn++) expect(await again.sync()).toBe("refused");
      expect([again.shift.queue.waitingCount, again.shift.queue.aside.length]).toEqual([7, 0]);
      expect(posts).toBeLessThan(20);
      isRefusing = false;
      expect([await again.sync(), again.shift.queue.waitingCount, server.inside]).toEqual(["synced", 0, 7]);
    });

  test("a single scan that is refused waits for another that is taken, while the phone goes on learning", async () => {
    await phone.scan(tokens[0]!);
    const [bad] = (await phone.memory.scans()).map(({ scan }) => scan.scanId);
    const { send } = server;
    const refusing = (async (address: string, request: RequestInit) => {
      const isBad = address === "/api/door/scans" && String(request.body).includes(bad!);
      return isBad ? new Response(JSON.stringify({ code: "not-json" }), { status: 400 }) : send(address, request);
    }) as typeof fetch;
    Object.assign(server, { send: refusing });
    const again = await aPhone(server, phone.memory);
    server.more = { inside: 5 };
    expect([await again.sync(), again.shift.queue.aside.length, again.shift.keeper.tallies.of("clay")?.inside]).toEqual(["refused", 0, 6]);
    await again.scan(tokens[1]!);
    expect([await again.sync(), again.shift.queue.aside.map(({ trouble }) => trouble?.code)]).toEqual(["synced", ["not-json"]]);
  });

  test("a page of somebody's Wi-Fi that refuses everything sets nothing aside", async () => {
    await scanAll();
    server.faults = [{ address: "/api/door/scans", fault: 403 }];
    expect(await phone.sync()).toBe("unreachable");
    expect([phone.shift.queue.waitingCount, phone.shift.queue.aside.length]).toEqual([7, 0]);
  });
});

describe("learning", () => {
  test("asks for a slot's roster only when something changed, and from the cursor on", async () => {
    const addresses: string[] = [];
    const { send } = server;
    Object.assign(server, { send: ((address: string, request: RequestInit) => (addresses.push(address), send(address, request))) as typeof fetch });
    const again = await aPhone(server, phone.memory);
    await again.sync();
    server.version++;
    await again.sync();
    expect(addresses).toEqual(["/api/door/sync", "/api/door/sync", "/api/door/roster/clay?since=1"]);
  });

  test("without a slot's roster no ticket of it is called new, and none is kept as let in", async () => {
    const fresh = await aPhone(server);
    server.entries = [{ id: "00".repeat(8), state: 1 }];
    server.faults = [{ address: "/api/door/roster/", fault: 503 }];
    await fresh.sync();
    const verdict = await fresh.shift.keeper.check(tokens[0]!, post, null);
    expect([verdict, fresh.shift.queue.waitingCount]).toMatchObject([{ answer: "not-checked", why: "no-list" }, 0]);
    await fresh.sync();
    expect([await fresh.scan(tokens[0]!), await fresh.scan(tokens[1]!)]).toEqual(["cancelled", "welcome"]);
  });

  test("half a roster is not taken, and the cursor stays", async () => {
    server.version++;
    const { entries } = server;
    server.entries = [{ id: anna, name: new Uint8Array(300) }];
    expect(await phone.sync()).toBe("unreachable");
    server.entries = entries;
    expect(await phone.sync()).toBe("synced");
  });

  test("measures how far the clocks are apart, keeps it, and stores it with each scan", async () => {
    server.aheadMilliseconds = 3 * 3_600_000;
    await phone.sync();
    await phone.scan(tokens[0]!);
    const again = await aPhone(server, phone.memory);
    await again.scan(tokens[1]!);
    const offsets = (await again.memory.scans()).map(({ scan }) => scan.offsetSeconds);
    for (const offset of offsets) expect(Math.abs(offset - 3 * 3_600)).toBeLessThanOrEqual(5);
    expect(offsets).toHaveLength(2);
  });
});

describe("a pass that ends", () => {
  test("by its time keeps scanning, and says so", async () => {
    server.faults = [{ address: "/api/door/sync", fault: 401, code: "device-unknown" }];
    expect(await phone.sync()).toBe("ended");
    expect(await phone.scan(tokens[0]!)).toBe("welcome");
    expect(phone.shift.queue.waitingCount).toBe(1);
  });

  test("by being revoked hands in once, also after a lost answer, and leaves nothing", async () => {
    await scanAll();
    server.faults = [{ address: "/api/door/scans", fault: 403, code: "device-revoked" }, { address: "/api/door/scans", fault: "answer-lost" }];
    expect(await phone.sync()).toBe("revoked");
    const waiting: number[] = [];
    await phone.shift.end((n) => waiting.push(n), noWait);
    expect([server.inside, server.lastWords, waiting]).toEqual([7, ["yes", "yes"], [7, 7]]);
    const databases = await indexedDB.databases();
    expect(databases.some(({ name }) => name === phone.memory.name)).toBe(false);
  });

  test("hands in by halves when all at once is too much", async () => {
    server.tooMany = 2;
    await scanAll();
    await phone.shift.end(() => undefined, noWait);
    expect(server.inside).toBe(7);
    // Only a post of all that is left says that nothing follows.
    expect([server.lastWords.includes("more"), server.lastWords.at(-1)]).toEqual([true, "yes"]);
  });

  test("and whose last words nobody takes is wiped all the same", async () => {
    await scanAll();
    const handIn = vi.fn(async () => ({ kind: "revoked" }) as const);
    await farewell({ memory: phone.memory, queue: phone.shift.queue, syncing: { handIn }, told: () => undefined, wait: noWait });
    expect(handIn).toHaveBeenCalledTimes(1);
    expect((await indexedDB.databases()).some(({ name }) => name === phone.memory.name)).toBe(false);
  });

  test("forgets names and places before it hands in, and keeps the code of a next pass", async () => {
    await scanAll();
    const next = { code: "NEXT", requestId: "id" };
    await phone.memory.put("pairing", next);
    let left: unknown[] = [];
    const handIn = async () => {
      left = [await phone.memory.rosterSlots(), await phone.memory.get("learned"), (await phone.memory.scans()).length, await phone.memory.get("pairing")];
      return null;
    };
    await farewell({ memory: phone.memory, queue: phone.shift.queue, syncing: { handIn }, told: () => undefined, wait: noWait });
    expect(left).toEqual([[], undefined, 7, next]);
  });
});

describe("a full phone", () => {
  test("says so, keeps scanning, sends what it has, and keeps it once there is room", async () => {
    const put = vi.spyOn(phone.memory, "putScans").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
    await scanAll();
    expect([phone.shift.queue.isSaved, await phone.scan(tokens[0]!)]).toEqual([false, "already-inside"]);
    put.mockRestore();
    await phone.sync();
    expect([phone.shift.queue.isSaved, server.inside, (await phone.memory.scans()).length]).toEqual([true, 7, 8]);
  });

  test("without room for news of a roster keeps what it had before, and asks from there on", async () => {
    const put = vi.spyOn(phone.memory, "putRoster").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
    server.version++;
    server.entries = [{ id: "00".repeat(8), state: 1 }];
    expect([await phone.sync(), await phone.scan(tokens[0]!)]).toEqual(["synced", "cancelled"]);
    put.mockRestore();
    // The page is opened anew without a network: what was told before is still there.
    const again = await aPhone(server, phone.memory);
    expect([await again.scan(tokens[1]!), await again.sync(), await again.scan(tokens[0]!)]).toEqual(["welcome", "synced", "cancelled"]);
    expect(server.asked.filter((address) => address.includes("roster"))).toEqual(["", "?since=1", "?since=1"].map((since) => `/api/door/roster/clay${since}`));
    const third = await aPhone(server, phone.memory);
    expect(await third.scan(tokens[0]!)).toBe("cancelled");
  });
});

test("a phone whose clock is years off forgets by the server's", async () => {
  await scanAll();
  await phone.sync();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 365 * 86_400_000 });
  server.aheadMilliseconds = -3 * 365 * 86_400_000;
  await phone.sync();
  vi.useRealTimers();
  expect(await phone.memory.scans()).toHaveLength(7);
});

test("two pages of one phone never write over each other's scans", async () => {
  const other = await aPhone(server, phone.memory);
  await other.sync();
  await Promise.all([phone.scan(tokens[0]!), other.scan(tokens[1]!), phone.scan(tokens[2]!), other.scan(tokens[3]!)]);
  expect(await phone.memory.scans()).toHaveLength(4);
});

test("what was answered is forgotten a day after its slot, what the server never took is not", async () => {
  await scanAll();
  const bad = (await phone.memory.scans())[2]!.scan.scanId;
  server.refuses = (scan) => (scan.scanId === bad ? { code: "scan-unusable", field: "slot" } : null);
  await phone.sync();
  expect(await phone.memory.scans()).toHaveLength(7);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 50 * 3_600_000 });
  await phone.sync();
  vi.useRealTimers();
  expect((await phone.memory.scans()).map(({ state }) => state)).toEqual(["aside"]);
});
