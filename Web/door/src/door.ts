import { openMemory } from "./memory";
import { Page } from "./page";
import { takeCode } from "./pairing";
import { Server } from "./server";
import { holdPage, keepFresh } from "./worker-link";

// First of all: the code must not stand in the address bar a moment longer than needed.
const code = takeCode(location, history);

let page: Page | null = null;
let isDisplaced = false;
const displace = () => {
  isDisplaced = true;
  page?.displace();
};
// A door link opened in a tab that shows this page already changes only the fragment, and loads nothing by itself.
window.addEventListener("hashchange", () => {
  if (page?.mayFollowLink() === false) takeCode(location, history);
  else location.reload();
});

holdPage(displace);
void openMemory(displace).then((memory) => {
  page = new Page(memory, new Server());
  // Another page may have been opened while this one waited for its memory.
  if (isDisplaced) page.displace();
  keepFresh(page);
  return page.open(code);
});
