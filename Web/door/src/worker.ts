/// <reference lib="webworker" />
/** Put in by the build: every file of the page with the digest of its content, and a name for all of them together. */
declare const shellFiles: Readonly<Record<string, string>>;
declare const shellVersion: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const prefix = "esik-door-";
const cacheName = prefix + shellVersion;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", ({ data }) => {
  if (data === "take-over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method === "GET" && path in shellFiles) event.respondWith(answer(path, request));
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(Object.entries(shellFiles).map(async ([path, digest]) => cache.put(path, await file(path, digest))));
}

/** A file as the build made it, from an older cache or from the server. In the middle of a deployment files may not fit together: then nothing is taken. */
async function file(path: string, digest: string): Promise<Response> {
  const before = await caches.match(path);
  if (before && (await digestOf(before)) === digest) return before;
  const fetched = await fetch(path, { cache: "no-cache", credentials: "omit" });
  if (!fetched.ok || (await digestOf(fetched)) !== digest) throw new Error(`${path} is not of version ${shellVersion}.`);
  return fetched;
}

async function digestOf(response: Response): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
  await worker.clients.claim();
}

async function answer(path: string, request: Request): Promise<Response> {
  return (await (await caches.open(cacheName)).match(path)) ?? fetch(request);
}

export {};
