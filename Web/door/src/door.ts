import { openMemory } from "./memory";
import { Page } from "./page";
import { takeCode } from "./pairing";
import { Server } from "./server";

// First of all: the code must not stand in the address bar a moment longer than needed.
const code = takeCode(location, history);
// A door link opened in a tab that shows this page already changes only the fragment, and loads nothing by itself.
window.addEventListener("hashchange", () => location.reload());
void openMemory().then((memory) => new Page(memory, new Server()).open(code));
