import { pause } from "./server";
import type { Decoder, Sight } from "./decoder";

/** A phone that decodes without rest grows hot and slow: at most some twelve pictures a second. */
const pictureMilliseconds = 80;

export interface Watch {
  readonly seen: (sight: Sight) => void;
  /** The reader has looked at a picture. */
  readonly works: () => void;
  readonly failed: (trouble: unknown) => void;
}

/** Watches the camera's picture, and tells every code that it reads, again and again while it is seen. */
export class Lookout {
  private watch = 0;

  /** Ends by itself, and calls `failed`, when codes cannot be read on this phone. */
  async start(video: HTMLVideoElement, decoder: Pick<Decoder, "read">, { seen, works, failed }: Watch): Promise<void> {
    const mine = ++this.watch;
    try {
      while (mine === this.watch) {
        const began = performance.now();
        const isPicture = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
        const sight = isPicture ? await decoder.read(video) : null;
        if (mine !== this.watch) return;
        if (isPicture) works();
        if (sight !== null) seen(sight);
        await pause(Math.max(0, pictureMilliseconds - (performance.now() - began)));
      }
    } catch (trouble) {
      if (mine === this.watch) failed(trouble);
    }
  }

  stop(): void {
    this.watch++;
  }
}
