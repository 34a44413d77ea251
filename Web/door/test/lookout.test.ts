import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Decoder, type Sight } from "../src/decoder";
import { Lookout } from "../src/lookout";

let workers: FakeWorker[];

class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly terminate = vi.fn();

  constructor() {
    workers.push(this);
  }

  postMessage(): void {
    this.asked?.(this);
  }

  asked: ((worker: FakeWorker) => void) | null = null;
}

const video = { videoWidth: 4, videoHeight: 4, readyState: 4 } as HTMLVideoElement;

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("HTMLMediaElement", { HAVE_CURRENT_DATA: 2 });
  const context = { drawImage: () => undefined, getImageData: () => ({ data: new Uint8ClampedArray(64) }) };
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => context }) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a reader that dies in the middle of its work is found out in seconds, and told", async () => {
  const decoder = new Decoder();
  const [worker] = workers;
  const events: string[] = [];
  worker!.asked = ({ onmessage }) => onmessage!({ data: { text: "T", milliseconds: 1 } });
  const lookout = new Lookout();
  void lookout.start(video, decoder, { seen: ({ text }: Sight) => events.push(text), works: () => events.push("works"), failed: () => events.push("failed") });
  await vi.advanceTimersByTimeAsync(0);
  expect(events).toEqual(["works", "T"]);
  worker!.asked = null;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(events).not.toContain("failed");
  await vi.advanceTimersByTimeAsync(1_500);
  expect(events.at(-1)).toBe("failed");
  expect(events.filter((each) => each === "failed")).toHaveLength(1);
});

test("the first picture may wait longer: the reader has to be fetched", async () => {
  const lookout = new Lookout();
  const failed = vi.fn();
  void lookout.start(video, new Decoder(), { seen: () => undefined, works: () => undefined, failed });
  await vi.advanceTimersByTimeAsync(25_000);
  expect(failed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(failed).toHaveBeenCalledTimes(1);
});
