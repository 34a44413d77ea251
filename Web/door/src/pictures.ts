import type { Picture } from "./decoder-worker";

/** More pixels cost time and read no more codes at arm's length. */
const sideMax = 1_280;

/** Takes pictures off the camera: as its own frames, which cost next to nothing here, or drawn on a canvas where those are of no use. */
export class Pictures {
  private readonly canvas = document.createElement("canvas");
  private asFrames = "VideoFrame" in globalThis;

  /** The video's present picture, and what of it is handed over to the reader. */
  take(video: HTMLVideoElement): readonly [Picture, Transferable] {
    const larger = Math.max(video.videoWidth, video.videoHeight, 1) / sideMax;
    const frame = larger <= 1 ? this.frame(video) : null;
    if (frame) return [frame, frame];
    const [width, height] = [video.videoWidth, video.videoHeight].map((side) => Math.max(1, Math.round(side / Math.max(1, larger)))) as [number, number];
    const pixels = this.drawn(video, width, height);
    return [{ pixels, width, height }, pixels];
  }

  /** From now on all are drawn. False when they were before. */
  drawAll(): boolean {
    const changed = this.asFrames;
    this.asFrames = false;
    return changed;
  }

  private frame(video: HTMLVideoElement): VideoFrame | null {
    if (!this.asFrames) return null;
    try {
      return new VideoFrame(video);
    } catch (trouble) {
      console.warn("Pictures are drawn from now on:", trouble);
      this.asFrames = false;
      return null;
    }
  }

  private drawn(video: HTMLVideoElement, width: number, height: number): ArrayBuffer {
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("This browser gives no canvas.");
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data.buffer;
  }
}
