import type { Memory } from "./memory";
import { seal, unseal } from "./sealed-token";

/** Keeps the phone's token, sealed where the browser can keep a key. */
export async function keepPass(memory: Memory, deviceToken: string): Promise<void> {
  await memory.put("pass", { token: await seal(deviceToken) });
}

/** The phone's token; null when it has none. Throws when what it has cannot be opened. */
export async function openPass(memory: Memory): Promise<string | null> {
  const pass = await memory.get("pass");
  if (!pass) return null;
  if ("deviceToken" in pass) {
    await keepPass(memory, pass.deviceToken);
    return pass.deviceToken;
  }
  return unseal(pass.token);
}
