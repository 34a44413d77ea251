/** Whoever knows whether the page may be exchanged. */
export interface Restful {
  isIdle(milliseconds: number): boolean;
}

/** So long nobody must have been scanned before a newer page takes over. */
const idleMilliseconds = 60_000;
const lookMilliseconds = 5_000;
const updateMilliseconds = 30 * 60_000;

/** This page is the phone's only one at work; `displaced` is called when another is opened. A killed page lets go by itself. */
export function holdPage(displaced: () => void): void {
  if (!("locks" in navigator)) return;
  navigator.locks.request("esik-door-page", { steal: true }, () => new Promise(() => undefined)).catch(displaced);
}

/**
 * Keeps the page on the phone, so that it opens without a network. A newer page waits until nobody is being scanned; what was scanned
 * lies in the database, and the newer page goes on with it.
 */
export function keepFresh(page: Restful): void {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  let isExchanging = false;
  let isDue = false;
  // Whoever is scanned between the two is waited for.
  const reload = () => isDue && page.isIdle(0) && location.reload();
  workers.addEventListener("controllerchange", () => {
    isDue = isExchanging;
    reload();
  });
  void workers.register("/door/worker.js", { scope: "/door", updateViaCache: "none" }).then((registration) => {
    setInterval(() => {
      reload();
      if (!registration.waiting || !page.isIdle(idleMilliseconds)) return;
      isExchanging = true;
      registration.waiting.postMessage("take-over");
    }, lookMilliseconds);
    setInterval(() => void registration.update().catch(() => undefined), updateMilliseconds);
  }).catch((trouble: unknown) => console.warn("This browser opens the door only with a network:", trouble));
}
