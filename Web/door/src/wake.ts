/** Keeps the screen lit while a volunteer stands at the door. The browser lets go of the lock whenever the page is hidden. */
export class WakeLock {
  private lock: WakeLockSentinel | null = null;

  async hold(): Promise<void> {
    if (!("wakeLock" in navigator) || document.hidden || this.lock?.released === false) return;
    try {
      this.lock = await navigator.wakeLock.request("screen");
    } catch (trouble) {
      // A low battery may refuse it. The door works on; only the screen will darken by the phone's own rule.
      console.warn("The screen may darken:", trouble);
    }
  }

  async release(): Promise<void> {
    await this.lock?.release();
    this.lock = null;
  }
}
