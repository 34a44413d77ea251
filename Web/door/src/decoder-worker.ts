import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

export interface Frame {
  readonly pixels: ArrayBuffer;
  readonly width: number;
  readonly height: number;
}

/** `milliseconds`: the reader's own time for this picture. */
export type Read = { readonly text: string | null; readonly milliseconds: number } | { readonly trouble: string };

// The reader comes from our own server, beside this script; its default would be somebody else's network.
prepareZXingModule({ overrides: { locateFile: (file: string) => `/door/${file}` } });

self.addEventListener("message", async ({ data }: MessageEvent<Frame>) => {
  self.postMessage(await read(data));
});

async function read({ pixels, width, height }: Frame): Promise<Read> {
  try {
    const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
    const began = performance.now();
    const [code] = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1, textMode: "Plain" });
    return { text: code?.text ?? null, milliseconds: performance.now() - began };
  } catch (trouble) {
    return { trouble: String(trouble) };
  }
}
