import { languages, Words } from "./texts";

/** Fills the few words that the bare page holds before any script runs. The build calls it; the page itself does not. */
export function shell(html: string): string {
  const noScript = languages.map((language) => `<p lang="${language}">${new Words(language).say("door.no-script")}</p>`);
  return html.replace("{{no-script}}", noScript.join("\n      "));
}
