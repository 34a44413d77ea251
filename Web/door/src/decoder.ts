import type { Picture, Read } from "./decoder-worker";
import { Pictures } from "./pictures";
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
  private readonly pictures = new Pictures();
  private millisecondsMax = firstMillisecondsMax;

  constructor() {
    this.worker = new Worker("/door/decoder.js", { name: "decoder" });
  }

  /** The QR code in the video's present picture, or null. Throws when the reader cannot run, or has died: it is of no use then. */
  async read(video: HTMLVideoElement): Promise<Sight | null> {
    const takenAt = performance.now();
    const [picture, handedOver] = this.pictures.take(video);
    const takeMilliseconds = performance.now() - takenAt;
    const read = await this.ask(picture, handedOver);
    if ("trouble" in read) {
      // Not all browsers and cameras give frames that can be copied; a reader that cannot run fails by drawn pictures too.
      if ("pixels" in picture || !this.pictures.drawAll()) throw new Error(read.trouble);
      console.warn("Pictures are drawn from now on:", read.trouble);
      return this.read(video);
    }
    const { text, copyMilliseconds, readMilliseconds } = read;
    return text === null ? null : { text, takenAt, grabMilliseconds: takeMilliseconds + copyMilliseconds, readMilliseconds };
  }

  end(): void {
    this.worker.terminate();
  }

  private async ask(picture: Picture, handedOver: Transferable): Promise<Read> {
    const read = await within(this.millisecondsMax, new Promise<Read>((resolve) => {
      this.worker.onmessage = ({ data }: MessageEvent<Read>) => resolve(data);
      this.worker.onerror = (trouble) => resolve({ trouble: trouble.message });
      this.worker.postMessage(picture, [handedOver]);
    }));
    this.millisecondsMax = readMillisecondsMax;
    return read;
  }
}

/** For whoever measures: from the camera's picture to the answer on the page, beside the parts of it. */
export function noteAnswer({ takenAt, grabMilliseconds, readMilliseconds }: Sight): void {
  performance.measure("door-answer", { start: takenAt, detail: { grabMilliseconds, readMilliseconds } });
}
