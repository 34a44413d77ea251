import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

/** A picture of the camera as the browser has it, or its pixels where the browser gives no such frame. */
export type Picture = VideoFrame | Pixels;

export interface Pixels {
  readonly pixels: ArrayBuffer;
  readonly width: number;
  readonly height: number;
}

/** How long it took to get hold of the pixels, and then the reader's own time for them. */
export interface Reading {
  readonly text: string | null;
  readonly copyMilliseconds: number;
  readonly readMilliseconds: number;
}

export type Read = Reading | { readonly trouble: string };

// The reader comes from our own server, beside this script; its default would be somebody else's network.
prepareZXingModule({ overrides: { locateFile: (file: string) => `/door/${file}` } });

/** Formats whose first plane is brightness, a byte for each pixel. */
const brightFirst = /^(I420A?|I422A?|I444A?|NV12)$/;

/** One picture is as large as the next: its room is used again. */
let room = new Uint8Array(0);

self.addEventListener("message", async ({ data }: MessageEvent<Picture>) => {
  self.postMessage(await read(data));
});

async function read(picture: Picture): Promise<Read> {
  try {
    const taken = performance.now();
    const image = "pixels" in picture ? new ImageData(new Uint8ClampedArray(picture.pixels), picture.width, picture.height) : await grayOf(picture);
    const began = performance.now();
    const [code] = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1, textMode: "Plain" });
    return { text: code?.text ?? null, copyMilliseconds: began - taken, readMilliseconds: performance.now() - began };
  } catch (trouble) {
    return { trouble: String(trouble) };
  }
}

/** Cameras give how bright each pixel is before all colour. The reader wants no more, and takes it as a file of the simplest kind there is (PGM). */
async function grayOf(frame: VideoFrame): Promise<Uint8Array> {
  try {
    if (!brightFirst.test(frame.format ?? "") || !frame.visibleRect) throw new Error(`Frames of the format ${frame.format} are not copied.`);
    const { width, height } = frame.visibleRect;
    const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
    const bytes = head.length + frame.allocationSize();
    if (room.length !== bytes) room = new Uint8Array(bytes);
    room.set(head);
    const [bright] = await frame.copyTo(room.subarray(head.length));
    if (bright?.offset !== 0 || bright.stride !== width) throw new Error("The frame's rows do not follow each other.");
    return room.subarray(0, head.length + width * height);
  } finally {
    frame.close();
  }
}
