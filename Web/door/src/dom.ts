/** The element with this id. A page without it is broken, and says which one is missing. */
export function byId<T extends Element>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return element;
}

export function show(id: string, shown: boolean): void {
  byId(id, HTMLElement).hidden = !shown;
}

/** What may wait until that which was changed just now has been painted. */
export function afterPaint(act: () => void): void {
  requestAnimationFrame(() => setTimeout(act));
}

/** An open dialog lies above all else, and what is under it can be neither seen nor pressed. */
export function isDialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
}

/** Writes a text only when it changes, so that screen readers and selections are left in peace. */
export function write(id: string, text: string): void {
  const element = byId(id, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}

/** Shows another of the page's signs, only when it is another: the browser makes anew all that it uses. */
export function showIcon(id: string, icon: string): void {
  const element = byId(id, SVGUseElement);
  if (element.getAttribute("href") !== `#icon-${icon}`) element.setAttribute("href", `#icon-${icon}`);
}

/** Writes a list, again only when it changes. */
export function writeLines(id: string, lines: readonly string[]): void {
  const list = byId(id, HTMLElement);
  const now = Array.from(list.children, (item) => item.textContent);
  if (now.length === lines.length && now.every((text, at) => text === lines[at])) return;
  list.replaceChildren(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

/** Fills a choice, keeping the list untouched when nothing changed: an open list must not close under a thumb. */
export function fillSelect(select: HTMLSelectElement, options: readonly (readonly [value: string, text: string])[], chosen: string): void {
  const same = options.length === select.options.length
    && options.every(([value, text], index) => select.options[index]?.value === value && select.options[index].text === text);
  if (!same) select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  if (select.value !== chosen) select.value = chosen;
}
