import type { Memory } from "./memory";
import type { ScanQueue } from "./queue";
import { pause } from "./server";
import type { Syncing } from "./syncing";

const firstPauseMilliseconds = 1_000;
const pauseMillisecondsMax = 60_000;

export interface FarewellParts {
  readonly memory: Memory;
  readonly queue: ScanQueue;
  readonly syncing: Pick<Syncing, "handIn">;
  /** How many scans still have to be handed in. */
  readonly told: (waiting: number) => void;
  readonly wait?: typeof pause;
}

/**
 * The end of a revoked phone: what names and places it knew is forgotten at once; its queue is handed in, which the server takes
 * once, however late; then everything goes. The code of a next pass waits until then. A lost answer is asked for again, as long as the page lives, and when it is opened again.
 */
export async function farewell({ memory, queue, syncing, told, wait = pause }: FarewellParts): Promise<void> {
  await memory.put("ending", "revoked");
  await memory.dropRoster();
  for (const key of ["learned", "elsewhere", "choice"] as const) await memory.drop(key);
  for (let milliseconds = firstPauseMilliseconds; ; milliseconds = Math.min(pauseMillisecondsMax, milliseconds * 2)) {
    told(queue.waitingCount);
    const outcome = await syncing.handIn(true);
    // Nothing waits any more, or the server knows this phone no longer: there is nobody left to give the rest to.
    if (outcome === null || outcome.kind === "revoked" || outcome.kind === "ended") break;
    await wait(milliseconds);
  }
  await memory.destroy();
}

/** Takes the page itself off the phone: its caches, and the worker that opens it without a network. */
export async function leave(): Promise<void> {
  if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
}
