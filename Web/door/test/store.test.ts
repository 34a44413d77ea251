import { openDB } from "idb";
import { describe, expect, test } from "vitest";
import { PhoneMemory } from "../src/memory";
import { Pairing, takeCode } from "../src/pairing";
import { keepPass, openPass } from "../src/pass";
import { Server } from "../src/server";
import { openDatabase, steps, type DoorDatabase } from "../src/store";
import { aMemory, network } from "./parts";
import { aPhone, FakeServer } from "./shift-parts";

describe("a database of an earlier version", () => {
  test("1 goes on with its pass, sealed, its code and its language", async () => {
    const name = "esik-door-version-1";
    const first = await openDB(name, 1, { upgrade: (opened) => void opened.createObjectStore("kept") });
    const kept = { pass: { deviceToken: "secret" }, language: "ru", pairing: { code: "CODE", requestId: "id" }, choice: { door: "main", slot: null }, scope: { name: "Gate" } };
    for (const [key, value] of Object.entries(kept)) await first.put("kept", value, key);
    first.close();

    const memory = await aMemory(name);
    expect(await openPass(memory)).toBe("secret");
    expect(JSON.stringify(await memory.get("pass"))).not.toContain("secret");
    expect([await memory.get("language"), await memory.get("pairing"), await memory.get("choice")]).toEqual(["ru", kept.pairing, kept.choice]);
    expect(await memory.get("scope" as never)).toBeUndefined();
    expect(await memory.scans()).toEqual([]);
  });

  test("with a full queue loses none of it to the next one, whatever that adds", async () => {
    const server = await FakeServer.open();
    const phone = await aPhone(server, await aMemory("esik-door-next"));
    await phone.sync();
    for (let n = 0; n < 5; n++) await phone.scan(await server.print({ id: `0${n}`.repeat(8) }));
    const before = await phone.memory.scans();
    const next = await openDB("esik-door-next", steps.length + 1, {
      upgrade: (opened, version) => {
        expect(version).toBe(steps.length);
        opened.createObjectStore("something-new");
      },
    });
    expect(await next.getAll("scans")).toEqual(before);
    next.close();
  });

  test("lets go when a newer page wants it, and says so", async () => {
    let displaced = 0;
    await openDatabase(() => displaced++, "esik-door-displaced");
    (await openDB("esik-door-displaced", steps.length + 1)).close();
    expect(displaced).toBe(1);
  });
});

test("a database whose connection the browser lost is opened again, and what was scanned meanwhile is kept", async () => {
  const name = "esik-door-lost-connection";
  let opened = 0;
  let last: DoorDatabase | undefined;
  const open = async () => {
    opened++;
    return (last = await openDatabase(() => undefined, name));
  };
  const memory = new PhoneMemory(await open(), open);
  await memory.put("language", "ru");
  last!.close();
  await memory.put("language", "kk");
  expect([await memory.get("language"), opened]).toEqual(["kk", 2]);
});

describe("the phone's token", () => {
  test("lies there under a key that nobody can take out", async () => {
    const memory = await aMemory();
    await keepPass(memory, "secret-token");
    const pass = (await memory.get("pass")) as { token: { key: CryptoKey } };
    expect(pass.token.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", pass.token.key)).rejects.toThrow();
    expect(await openPass(memory)).toBe("secret-token");
  });

  test("that was never given is none", async () => {
    expect(await openPass(await aMemory())).toBeNull();
  });
});

describe("a door link", () => {
  function opened(hash: string) {
    const seen: string[] = [];
    const place = { hash, pathname: "/door", search: "" };
    return { code: takeCode(place, { replaceState: (_, __, url) => void seen.push(String(url)) }), seen };
  }

  test.each([["#AB%2DCD", "AB-CD", ["/door"]], ["", null, []], ["#50%", "50%", ["/door"]], [`#${"A".repeat(301)}`, null, ["/door"]]])(
    "ending with %j gives its code and leaves the address bar at once", (hash, code, seen) => {
      expect(opened(hash)).toEqual({ code, seen });
    });
});

describe("pairing", () => {
  const pass = { status: 201, body: { deviceToken: "secret", role: "volunteer", doors: [], validUntil: "2026-09-16T20:00:00Z" } };

  async function begun(...told: Parameters<typeof network>) {
    const memory = await aMemory();
    const net = network(...told);
    const pairing = new Pairing(memory, new Server(null, net.send));
    await pairing.begin("CODE");
    return { memory, net, pairing };
  }

  test("repeats the same request id after a lost answer, and after the page was opened again", async () => {
    const { memory, net, pairing } = await begun("lost", { status: 503 }, "not-json", pass);
    expect(await pairing.ask("Gate")).toBe("no-network");
    expect(await pairing.ask("Gate")).toBe("server");
    const reopened = new Pairing(memory, new Server(null, net.send));
    await reopened.begin("CODE");
    expect(await reopened.ask("Gate")).toBe("server");
    expect(await reopened.ask("Gate")).toBe("paired");
    const ids = new Set(net.asked.map(({ body }) => body.requestId));
    expect([ids.size, net.asked.length]).toEqual([1, 4]);
    expect([...ids][0]).toMatch(/^[A-Za-z0-9-]{16,64}$/);
  });

  test("keeps the token, and forgets the code and what an earlier pass knew, once answered", async () => {
    const { memory, pairing } = await begun(pass);
    await memory.put("choice", { door: "old", slot: null });
    expect(await pairing.ask("Gate")).toBe("paired");
    expect(await openPass(memory)).toBe("secret");
    expect([await memory.get("pairing"), await memory.get("choice")]).toEqual([undefined, undefined]);
  });

  test("takes another request id for another code", async () => {
    const { net, pairing } = await begun("lost");
    await pairing.ask("Gate");
    await pairing.begin("OTHER");
    await pairing.ask("Gate");
    expect(new Set(net.asked.map(({ body }) => body.requestId)).size).toBe(2);
  });

  test("of a link that gave this phone its pass asks for nothing more, also after the page was opened again", async () => {
    const { memory, net, pairing } = await begun(pass);
    await pairing.ask("Gate");
    const reopened = new Pairing(memory, new Server(null, net.send));
    await reopened.begin("CODE");
    expect([await reopened.isPending(), await reopened.hasPass()]).toEqual([false, true]);
    await reopened.begin("OTHER");
    expect(await reopened.isPending()).toBe(true);
    expect(JSON.stringify(await memory.get("pairedBy"))).not.toContain("CODE");
    // A phone whose pass is gone may take the same link again.
    await memory.drop("pairing");
    await memory.drop("pass");
    await reopened.begin("CODE");
    expect([await reopened.isPending(), await reopened.hasPass()]).toEqual([true, false]);
  });

  test("waits until a revoked pass has handed its scans in, for they go up with the token of that pass", async () => {
    const { memory, net, pairing } = await begun(pass);
    await keepPass(memory, "the old token");
    await memory.put("ending", "revoked");
    expect([await pairing.isPending(), await pairing.pendingCode(), await pairing.ask("Gate")]).toEqual([false, "CODE", "refused"]);
    expect([await openPass(memory), net.asked]).toEqual(["the old token", []]);
  });

  test("forgets a code that the server refused", async () => {
    const { memory, pairing } = await begun({ status: 410, body: { code: "door-code-expired" } });
    expect(await pairing.ask("Gate")).toBe("refused");
    expect([await pairing.isPending(), await memory.get("pass")]).toEqual([false, undefined]);
  });

  test("calls an answer without a token no pass, and may ask again", async () => {
    const { pairing } = await begun({ status: 200, body: {} });
    expect(await pairing.ask("Gate")).toBe("server");
    expect(await pairing.isPending()).toBe(true);
  });
});
