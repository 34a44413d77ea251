import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Camera } from "../src/camera";
import { WakeLock } from "../src/wake";

/** A phone with these cameras; what is asked of them is kept. */
function phoneWith(...cameras: string[]) {
  const asked: MediaTrackConstraints[] = [];
  const applied: unknown[] = [];
  const getUserMedia = async ({ video }: { video: MediaTrackConstraints }) => {
    asked.push(video);
    const exact = (video.deviceId as { exact: string } | undefined)?.exact;
    const id = exact === undefined ? cameras[0] : cameras.find((each) => each === exact);
    if (id === undefined) throw new DOMException("none", exact === undefined ? "NotFoundError" : "OverconstrainedError");
    const track = Object.assign(new EventTarget(), {
      stop: vi.fn(), getSettings: () => ({ deviceId: id }), getCapabilities: () => ({ torch: id === "back" }), applyConstraints: async (what: unknown) => void applied.push(what),
    });
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  };
  const enumerateDevices = async () => [...cameras.map((deviceId) => ({ deviceId, kind: "videoinput" })), { deviceId: "ear", kind: "audioinput" }];
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia, enumerateDevices } });
  vi.stubGlobal("window", { isSecureContext: true });
  const lost = vi.fn();
  const video = { srcObject: null as unknown, play: async () => undefined };
  return { asked, applied, cameras, lost, video, camera: new Camera(video as never, lost) };
}

afterEach(() => vi.unstubAllGlobals());

describe("the camera", () => {
  test("that looks away is taken, unless another is chosen", async () => {
    const { camera, asked } = phoneWith("back", "front");
    expect([await camera.open(null), camera.id, await camera.open("front"), camera.id]).toEqual(["open", "back", "open", "front"]);
    expect(asked).toMatchObject([{ facingMode: { ideal: "environment" } }, { deviceId: { exact: "front" } }]);
    expect((await camera.choices()).map(({ deviceId }) => deviceId)).toEqual(["back", "front"]);
  });

  test("that was chosen and is gone leaves another, and is taken again once it is back", async () => {
    const { camera, cameras, asked } = phoneWith("back");
    expect([await camera.open("cable"), camera.id, asked.length]).toEqual(["open", "back", 2]);
    cameras.push("cable");
    expect([await camera.open("cable"), camera.id]).toEqual(["open", "cable"]);
  });

  test("is missing only where there is none", async () => {
    const { camera } = phoneWith();
    expect([await camera.open("cable"), await camera.open(null)]).toEqual(["missing", "missing"]);
  });

  test.each([["NotAllowedError", "denied"], ["NotReadableError", "taken"]])("that fails by %s is %s, and no other is tried", async (name, expected) => {
    const { camera } = phoneWith("back");
    const ask = vi.spyOn(navigator.mediaDevices, "getUserMedia").mockRejectedValue(new DOMException("no", name));
    expect([await camera.open("back"), ask.mock.calls.length]).toEqual([expected, 1]);
  });

  test("has a torch where the phone says so, and lights it", async () => {
    const { camera, applied } = phoneWith("back", "front");
    expect(camera.hasTorch).toBe(false);
    await camera.open(null);
    expect(camera.hasTorch).toBe(true);
    await camera.light(true);
    await camera.light(false);
    expect(applied).toEqual([{ advanced: [{ torch: true }] }, { advanced: [{ torch: false }] }]);
    await camera.open("front");
    expect(camera.hasTorch).toBe(false);
  });

  test("that the phone takes away is told, and one that was shut is not", async () => {
    const { camera, lost, video } = phoneWith("back");
    await camera.open(null);
    const [track] = (video.srcObject as MediaStream).getVideoTracks();
    camera.close();
    track!.dispatchEvent(new Event("ended"));
    expect([lost.mock.calls.length, video.srcObject]).toEqual([0, null]);
    await camera.open(null);
    (video.srcObject as MediaStream).getVideoTracks()[0]!.dispatchEvent(new Event("ended"));
    expect(lost).toHaveBeenCalledTimes(1);
  });
});

describe("the light", () => {
  let locks: { released: boolean; release(): Promise<void> }[];
  const request = vi.fn(async () => {
    const lock = { released: false, release: async () => void (lock.released = true) };
    locks.push(lock);
    return lock;
  });

  beforeEach(() => {
    locks = [];
    request.mockClear();
    vi.stubGlobal("navigator", { wakeLock: { request } });
    vi.stubGlobal("document", { hidden: false });
  });

  test("is held once, again after the browser let go of it, and goes out with the page's work", async () => {
    const light = new WakeLock();
    await light.hold();
    await light.hold();
    expect(request).toHaveBeenCalledTimes(1);
    locks[0]!.released = true;
    await light.hold();
    await light.release();
    expect([locks.map(({ released }) => released), request.mock.calls]).toEqual([[true, true], [["screen"], ["screen"]]]);
  });

  test("is not asked for by a hidden page, nor where there is none; a refusal stops nothing", async () => {
    const light = new WakeLock();
    vi.stubGlobal("document", { hidden: true });
    await light.hold();
    expect(request).not.toHaveBeenCalled();
    vi.stubGlobal("document", { hidden: false });
    request.mockRejectedValueOnce(new DOMException("low battery", "NotAllowedError"));
    await light.hold();
    await light.hold();
    expect(locks).toHaveLength(1);
    vi.stubGlobal("navigator", {});
    await new WakeLock().hold();
  });
});
