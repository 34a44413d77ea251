import { describe, expect, test } from "vitest";
import { PageMemory, wipe } from "../src/memory";
import { Pairing, takeCode } from "../src/pairing";
import { Server } from "../src/server";
import { network } from "./parts";

const pass = { status: 201, body: { deviceToken: "secret", doors: [], validUntil: "2026-09-16T20:00:00Z" } };

describe("a door link", () => {
  function opened(hash: string) {
    const seen: string[] = [];
    const place = { hash, pathname: "/door", search: "" };
    return { code: takeCode(place, { replaceState: (_, __, url) => void seen.push(String(url)) }), seen };
  }

  test("gives its code and leaves the address bar at once", () => {
    expect(opened("#AB%2DCD")).toEqual({ code: "AB-CD", seen: ["/door"] });
  });

  test("without a code touches nothing", () => {
    expect(opened("")).toEqual({ code: null, seen: [] });
  });

  test("with a broken escape is still taken out of the address bar", () => {
    expect(opened("#50%")).toEqual({ code: "50%", seen: ["/door"] });
  });

  test("of absurd length is dropped", () => {
    expect(opened(`#${"A".repeat(301)}`)).toEqual({ code: null, seen: ["/door"] });
  });
});

describe("pairing", () => {
  async function begun(...told: Parameters<typeof network>) {
    const memory = new PageMemory();
    const net = network(...told);
    const pairing = new Pairing(memory, new Server(net.send));
    await pairing.begin("CODE");
    return { memory, net, pairing };
  }

  test("repeats the same request id after a lost answer, and after the page was opened again", async () => {
    const { memory, net, pairing } = await begun("lost", { status: 503 }, "not-json", pass);
    expect(await pairing.ask("Gate")).toBe("no-network");
    expect(await pairing.ask("Gate")).toBe("server");
    const reopened = new Pairing(memory, new Server(net.send));
    await reopened.begin("CODE");
    expect(await reopened.ask("Gate")).toBe("server");
    expect(await reopened.ask("Gate")).toBe("paired");
    const ids = new Set(net.asked.map(({ body }) => body.requestId));
    expect([ids.size, net.asked.length]).toEqual([1, 4]);
    expect([...ids][0]).toMatch(/^[A-Za-z0-9-]{16,64}$/);
  });

  test("keeps the token, and forgets the code, once answered", async () => {
    const { memory, pairing } = await begun(pass);
    expect(await pairing.ask("Gate")).toBe("paired");
    expect(await memory.get("pass")).toEqual({ deviceToken: "secret" });
    expect(await memory.get("pairing")).toBeUndefined();
  });

  test("takes another request id for another code", async () => {
    const { net, pairing } = await begun("lost");
    await pairing.ask("Gate");
    await pairing.begin("OTHER");
    await pairing.ask("Gate");
    expect(new Set(net.asked.map(({ body }) => body.requestId)).size).toBe(2);
  });

  test("forgets a code that the server refused", async () => {
    const { memory, pairing } = await begun({ status: 410 });
    expect(await pairing.ask("Gate")).toBe("refused");
    expect(await pairing.isPending()).toBe(false);
    expect(await memory.get("pass")).toBeUndefined();
  });

  test("calls an answer without a token no pass, and may ask again", async () => {
    const { pairing } = await begun({ status: 200, body: {} });
    expect(await pairing.ask("Gate")).toBe("server");
    expect(await pairing.isPending()).toBe(true);
  });
});

test("a wiped phone keeps only its language", async () => {
  const memory = new PageMemory();
  await memory.put("language", "ru");
  await memory.put("pass", { deviceToken: "secret" });
  await memory.put("pairing", { code: "CODE", requestId: "id" });
  await memory.put("choice", { door: "main", slot: null });
  await memory.put("scope", { name: "Gate", doors: [], validUntil: "", festival: null });
  await wipe(memory);
  const left = await Promise.all((["pass", "pairing", "choice", "scope", "language"] as const).map((key) => memory.get(key)));
  expect(left).toEqual([undefined, undefined, undefined, undefined, "ru"]);
});
