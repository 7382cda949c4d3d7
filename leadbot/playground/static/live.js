// Puts what has changed on the page, and nothing else: a line that is the same stays the same element, with its focus.

import { showForm } from "./form.js";
import { notice, place } from "./place.js";

let revision = Number(document.body.dataset.revision);
const drawnFrom = new WeakMap();
const targets = { people: "people", clock: "clock", moves: "moves", sidebar: "rooms", head: "head", first: "first", main: "main", thread: "thread-lines" };

// Nothing is redrawn between the pointer's down and its click: an element that is replaced meanwhile would lose the click.
let press = null;
let release;
addEventListener("pointerdown", () => (press ??= new Promise((done) => (release = done))), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(released), true);

function released() {
  press = null;
  release?.();
}

for (const id of Object.values(targets))
  for (const child of document.getElementById(id)?.children ?? []) drawnFrom.set(child, child.outerHTML);

export async function follow() {
  for (;;) {
    try {
      const query = new URLSearchParams({ ...place(), since: revision });
      const answer = await fetch(`/changes?${query}`);
      if (!answer.ok) throw new Error(answer.statusText);
      show(await answer.json());
    } catch {
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

export function show(parts) {
  if (press) return void press.then(() => show(parts));
  if (parts.notice) notice(parts.notice);
  if (!(parts.revision >= revision)) return;
  revision = parts.revision;
  const ends = ["scroll", "thread-scroll"].map((id) => document.getElementById(id)).filter((each) => each && atEnd(each));
  for (const [part, id] of Object.entries(targets)) {
    const target = document.getElementById(id);
    if (target && parts[part] !== undefined) reconcile(target, parts[part]);
  }
  ends.forEach((each) => (each.scrollTop = each.scrollHeight));
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (parts.unread) document.title = `(${parts.unread}) ${document.title}`;
  showForm(parts.form);
}

export function toTheEnd() {
  for (const id of ["scroll", "thread-scroll"]) {
    const each = document.getElementById(id);
    if (each) each.scrollTop = document.body.dataset.tab === "home" ? 0 : each.scrollHeight;
  }
}

function atEnd(each) {
  return document.body.dataset.tab !== "home" && each.scrollHeight - each.scrollTop - each.clientHeight < 120;
}

function reconcile(target, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const known = new Map([...target.children].map((child) => [child.dataset.key, child]));
  const focus = focused(target);
  const wanted = [...fresh.content.children].map((child) => {
    const old = known.get(child.dataset.key);
    if (old && (drawnFrom.get(old) === child.outerHTML || inUse(old))) return old;
    drawnFrom.set(child, child.outerHTML);
    return child;
  });
  wanted.forEach((child, index) => {
    if (target.children[index] !== child) target.insertBefore(child, target.children[index] ?? null);
  });
  while (target.children.length > wanted.length) target.lastElementChild.remove();
  focus?.();
}

// A menu that is open, or a text that is being typed into, is left in peace until the next change.
function inUse(element) {
  return element.querySelector("details[open]") || (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
}

// The focus finds its way to the same button of the redrawn line.
function focused(target) {
  const active = document.activeElement;
  if (!target.contains(active) || active === target) return null;
  const key = active.closest("[data-key]")?.dataset.key;
  const { block, action } = active.dataset;
  const href = active.getAttribute("href");
  return () => {
    if (active.isConnected) return;
    const line = target.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`);
    const same = action && line?.querySelector(`[data-block="${CSS.escape(block)}"][data-action="${CSS.escape(action)}"]`);
    const link = href && target.querySelector(`a[href="${CSS.escape(href)}"]`);
    const next = same || link || line;
    if (next && !next.matches("a, button")) next.tabIndex = -1;
    next?.focus({ preventScroll: true });
  };
}
