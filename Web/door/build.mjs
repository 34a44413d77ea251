// Builds the door page into the folder that the server's function hands out.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../../Functions/wwwroot/door/");
const scriptBytesMax = 120_000;

/** Of the catalogue only the door's own words travel to the phones. */
const doorWords = {
  name: "door-words",
  setup(esbuild) {
    esbuild.onLoad({ filter: /[/\\]Doors\.texts\.json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, "utf8"));
      const door = Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith("door.")));
      return { contents: JSON.stringify(door), loader: "json" };
    });
  },
};
const options = {
  bundle: true, minify: true, target: ["es2022", "safari15"], legalComments: "none", charset: "utf8",
  logLevel: "warning", plugins: [doorWords],
};

async function shellOf(html) {
  const built = await build({ ...options, entryPoints: [here("src/shell.ts")], format: "esm", write: false });
  const { shell } = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
  return shell(html);
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({ ...options, entryPoints: [here("src/door.ts")], format: "esm", outfile: `${target}door.js` });
await build({ ...options, entryPoints: [here("src/decoder-worker.ts")], format: "iife", outfile: `${target}decoder.js` });
await build({ ...options, entryPoints: [here("static/door.css")], outfile: `${target}door.css` });
for (const file of await readdir(here("static"))) {
  if (file === "index.html") await writeFile(target + file, await shellOf(await readFile(here("static/index.html"), "utf8")));
  else if (file !== "door.css") await copyFile(here(`static/${file}`), target + file);
}
await copyFile(here("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"), `${target}zxing_reader.wasm`);

// The worker comes last: it names every other file with its digest, so that a phone keeps a whole page or none.
const digest = (content) => createHash("sha256").update(content).digest("hex");
const shell = {};
for (const file of (await readdir(target)).sort()) shell[file === "index.html" ? "/door" : `/door/${file}`] = digest(await readFile(target + file));
const define = { shellFiles: JSON.stringify(shell), shellVersion: JSON.stringify(digest(JSON.stringify(shell)).slice(0, 16)) };
await build({ ...options, define, entryPoints: [here("src/worker.ts")], format: "iife", outfile: `${target}worker.js` });

let scriptBytes = 0;
for (const file of (await readdir(target)).sort()) {
  const content = await readFile(target + file);
  const packed = gzipSync(content, { level: 9 }).length;
  if (file.endsWith(".js")) scriptBytes += packed;
  console.log(`${file.padEnd(24)} ${String(content.length).padStart(8)} bytes, ${String(packed).padStart(8)} compressed`);
}
console.log(`Script: ${scriptBytes} bytes compressed, of ${scriptBytesMax} at most.`);
if (scriptBytes > scriptBytesMax) throw new Error("The door's script has outgrown its limit.");
