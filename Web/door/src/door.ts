import { openMemory } from "./memory";
import { Page } from "./page";
import { takeCode } from "./pairing";
import { Server } from "./server";
import { holdPage, keepFresh } from "./worker-link";

// First of all: the code must not stand in the address bar a moment longer than needed.
const code = takeCode(location, history);
// A door link opened in a tab that shows this page already changes only the fragment, and loads nothing by itself.
window.addEventListener("hashchange", () => location.reload());

let page: Page | null = null;
holdPage(() => page?.displace());
void openMemory(() => page?.displace()).then((memory) => {
  page = new Page(memory, new Server());
  keepFresh(page);
  return page.open(code);
});
