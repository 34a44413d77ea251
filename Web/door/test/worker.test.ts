import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hex } from "../src/bytes";
import { holdPage, keepFresh } from "../src/worker-link";

const digest = async (text: string) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

/** What a browser gives its workers, as far as ours uses it. */
class FakeCaches {
  readonly all = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const cache = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, cache);
    return { put: async (path: string, response: Response) => void cache.set(path, response), match: async (path: string) => cache.get(path)?.clone() };
  }

  async match(path: string) {
    for (const cache of this.all.values()) if (cache.has(path)) return cache.get(path)!.clone();
    return undefined;
  }

  async keys() {
    return [...this.all.keys()];
  }

  async delete(name: string) {
    return this.all.delete(name);
  }
}

let caches: FakeCaches;
let served: Record<string, string>;
let fetched: string[];

beforeEach(() => {
  caches = new FakeCaches();
  served = { "/door": "<page 1>", "/door/door.js": "script 1", "/door/zxing_reader.wasm": "reader" };
  fetched = [];
  vi.stubGlobal("caches", caches);
  vi.stubGlobal("fetch", async (path: string) => (fetched.push(path), new Response(served[path] ?? "", { status: path in served ? 200 : 404 })));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Runs the worker of one version of the page; gives what its events do. */
async function worker(version: string, files: Record<string, string>) {
  const heard = new Map<string, (event: any) => void>();
  const skipped = vi.fn();
  vi.stubGlobal("self", { addEventListener: (name: string, act: () => void) => heard.set(name, act), skipWaiting: skipped, clients: { claim: async () => undefined } });
  vi.stubGlobal("shellVersion", version);
  vi.stubGlobal("shellFiles", Object.fromEntries(await Promise.all(Object.entries(files).map(async ([path, text]) => [path, await digest(text)]))));
  vi.resetModules();
  await import("../src/worker");
  const waited = async (name: string) => {
    let work: Promise<unknown> | undefined;
    heard.get(name)!({ waitUntil: (promise: Promise<unknown>) => (work = promise) });
    await work;
  };
  const ask = (path: string, method = "GET") => {
    let answer: Promise<Response> | undefined;
    heard.get("fetch")!({ request: { method, url: `https://tickets.example.org${path}` }, respondWith: (promise: Promise<Response>) => (answer = promise) });
    return answer;
  };
  return { install: () => waited("install"), activate: () => waited("activate"), ask, say: (data: string) => heard.get("message")!({ data }), skipped };
}

describe("the page's worker", () => {
  test("keeps every file and answers with it, leaving the server's addresses alone", async () => {
    const first = await worker("v1", { ...served });
    await first.install();
    await first.activate();
    fetched = [];
    expect(await (await first.ask("/door")!).text()).toBe("<page 1>");
    expect(await (await first.ask("/door/door.js")!).text()).toBe("script 1");
    expect([first.ask("/api/door/sync"), first.ask("/door", "POST"), first.ask("/en")]).toEqual([undefined, undefined, undefined]);
    expect(fetched).toEqual([]);
  });

  test("of a newer version fetches only what changed, and the older page keeps its own until it takes over", async () => {
    const first = await worker("v1", { ...served });
    await first.install();
    await first.activate();
    served = { ...served, "/door/door.js": "script 2" };
    fetched = [];
    const second = await worker("v2", { ...served });
    await second.install();
    expect(fetched).toEqual(["/door/door.js"]);
    expect(await (await first.ask("/door/door.js")!).text()).toBe("script 1");
    expect(second.skipped).not.toHaveBeenCalled();
    second.say("take-over");
    expect(second.skipped).toHaveBeenCalled();
    await second.activate();
    expect(await caches.keys()).toEqual(["esik-door-v2"]);
  });

  test("takes nothing when files do not fit together, as in the middle of a deployment", async () => {
    const mixed = await worker("v2", { ...served, "/door/door.js": "script 2" });
    await expect(mixed.install()).rejects.toThrow("/door/door.js is not of version v2");
  });
});

describe("a newer page", () => {
  test("takes over when nobody was scanned for a minute, and not before", async () => {
    vi.useFakeTimers();
    const heard = new Map<string, () => void>();
    const waiting = { postMessage: vi.fn() };
    const reload = vi.fn();
    vi.stubGlobal("location", { reload });
    vi.stubGlobal("navigator", { serviceWorker: { addEventListener: (name: string, act: () => void) => heard.set(name, act), register: async () => ({ waiting, update: async () => undefined }) } });
    let isIdle = false;
    keepFresh({ isIdle: () => isIdle });
    heard.get("controllerchange")!();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([waiting.postMessage.mock.calls.length, reload.mock.calls.length]).toEqual([0, 0]);
    isIdle = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(waiting.postMessage).toHaveBeenCalledWith("take-over");
    // Somebody is scanned, or the disk turns out to be full, between the wish and the exchange: the page stays until that is over.
    isIdle = false;
    heard.get("controllerchange")!();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(reload).not.toHaveBeenCalled();
    isIdle = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test("a second page of one phone sends the first to rest", async () => {
    let steal: (() => void) | undefined;
    const request = vi.fn((_: string, __: unknown, hold: () => Promise<void>) => new Promise((_, reject) => {
      steal?.();
      steal = () => reject(new DOMException("stolen", "AbortError"));
      void hold();
    }));
    vi.stubGlobal("navigator", { locks: { request } });
    const displaced: string[] = [];
    holdPage(() => displaced.push("first"));
    holdPage(() => displaced.push("second"));
    await Promise.resolve().then(() => undefined);
    expect(displaced).toEqual(["first"]);
  });
});
