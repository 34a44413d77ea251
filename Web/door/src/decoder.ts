import type { Frame, Read } from "./decoder-worker";
import { within } from "./within";

/** A code in the camera's picture: when that picture was taken, by the page's clock, how long it took to get hold of it, and how long the reader itself took. */
export interface Sight {
  readonly text: string;
  readonly takenAt: number;
  readonly grabMilliseconds: number;
  readonly readMilliseconds: number;
}

/** The first picture waits for the reader itself to be fetched and made ready. */
const firstMillisecondsMax = 30_000;
const readMillisecondsMax = 4_000;

/** Reads QR codes in a worker, so that the page stays awake; one picture at a time. */
export class Decoder {
  private readonly worker: Worker;
  private readonly canvas = document.createElement("canvas");
  private millisecondsMax = firstMillisecondsMax;

  constructor() {
    this.worker = new Worker("/door/decoder.js", { name: "decoder" });
  }

  /** The QR code in the video's present picture, or null. Throws when the reader cannot run, or has died: it is of no use then. */
  async read(video: HTMLVideoElement): Promise<Sight | null> {
    const takenAt = performance.now();
    const frame = this.frame(video);
    const grabMilliseconds = performance.now() - takenAt;
    const read = await within(this.millisecondsMax, new Promise<Read>((resolve) => {
      this.worker.onmessage = ({ data }: MessageEvent<Read>) => resolve(data);
      this.worker.onerror = (trouble) => resolve({ trouble: trouble.message });
      this.worker.postMessage(frame, [frame.pixels]);
    }));
    this.millisecondsMax = readMillisecondsMax;
    if ("trouble" in read) throw new Error(read.trouble);
    return read.text === null ? null : { text: read.text, takenAt, grabMilliseconds, readMilliseconds: read.milliseconds };
  }

  end(): void {
    this.worker.terminate();
  }

  private frame(video: HTMLVideoElement): Frame {
    const shrink = Math.min(1, widthMax / Math.max(video.videoWidth, video.videoHeight, 1));
    const width = Math.max(1, Math.round(video.videoWidth * shrink));
    const height = Math.max(1, Math.round(video.videoHeight * shrink));
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("This browser gives no canvas.");
    context.drawImage(video, 0, 0, width, height);
    return { pixels: context.getImageData(0, 0, width, height).data.buffer, width, height };
  }
}

/** More pixels cost time and read no more codes at arm's length. */
const widthMax = 1_280;

/** For whoever measures: from the camera's picture to the answer on the page, beside the parts of it. */
export function noteAnswer({ takenAt, grabMilliseconds, readMilliseconds }: Sight): void {
  performance.measure("door-answer", { start: takenAt, detail: { grabMilliseconds, readMilliseconds } });
}
