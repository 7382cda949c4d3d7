// The message box: Enter sends, Shift and Enter makes a new line, "/" lists the commands.

import { show } from "./live.js";
import { notice, post } from "./place.js";

export function watchComposers() {
  for (const form of document.querySelectorAll(".composer")) watch(form);
  const first = document.getElementById(document.body.dataset.thread ? "thread-composer-text" : "composer-text");
  if (first && matchMedia("(min-width: 48rem)").matches && !document.querySelector("dialog[open]")) first.focus();
}

function watch(form) {
  const box = form.querySelector("textarea");
  const list = form.querySelector(".commands");
  const draft = `draft ${document.body.dataset.as} ${document.body.dataset.in} ${form.dataset.thread}`;
  box.value = sessionStorage.getItem(draft) ?? "";
  grow(box);
  box.addEventListener("input", () => {
    sessionStorage.setItem(draft, box.value);
    grow(box);
    complete(box, list);
  });
  box.addEventListener("blur", () => hide(box, list));
  box.addEventListener("keydown", (event) => key(event, form, box, list));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const line = event.target.closest("[role=option]");
    if (line) take(box, list, line);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    const command = text.split(/\s/)[0];
    if (command.startsWith("/") && list.children.length && ![...list.children].some((line) => line.dataset.command === command))
      return notice(`${command} is not a command here. Type / to see those that are.`);
    box.value = "";
    sessionStorage.removeItem(draft);
    grow(box);
    hide(box, list);
    const parts = await post("send", { text, thread: form.dataset.thread });
    if (parts.revision === undefined) box.value = text;
    show(parts);
    const end = document.getElementById(form.dataset.thread ? "thread-scroll" : "scroll");
    end.scrollTop = end.scrollHeight;
  });
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
}

const shownIn = (list) => [...list.children].filter((line) => !line.hidden);

function complete(box, list) {
  const typed = box.value;
  const command = typed.split(" ")[0].toLowerCase();
  for (const line of list.children) {
    line.hidden = !typed.startsWith("/") || typed.includes("\n") || !fits(line.dataset, typed.toLowerCase(), command);
    line.ariaSelected = "false";
  }
  const shown = shownIn(list);
  list.hidden = shown.length === 0;
  if (shown.length && (!typed.includes(" ") || shown[0].dataset.shortcut)) point(box, shown, shown[0]);
  else box.removeAttribute("aria-activedescendant");
}

function fits({ command: name, label }, typed, command) {
  if (label) return label.startsWith(typed.slice(1));
  return typed.includes(" ") ? name === command : name.startsWith(command);
}

function point(box, shown, line) {
  shown.forEach((each) => (each.ariaSelected = String(each === line)));
  box.setAttribute("aria-activedescendant", line.id);
  line.scrollIntoView({ block: "nearest" });
}

function hide(box, list) {
  list.hidden = true;
  box.removeAttribute("aria-activedescendant");
}

async function take(box, list, line) {
  const { command, shortcut } = line.dataset;
  box.value = shortcut ? "" : `${command} `;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  if (shortcut) show(await post("shortcut", { shortcut }));
}

function key(event, form, box, list) {
  if (event.isComposing) return;
  const shown = list.hidden ? [] : shownIn(list);
  const at = shown.findIndex((line) => line.ariaSelected === "true");
  if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    point(box, shown, shown[(at + step + shown.length) % shown.length]);
  } else if (event.key === "Escape" && shown.length) {
    event.preventDefault();
    hide(box, list);
  } else if (at >= 0 && (event.key === "Tab" || (event.key === "Enter" && shown[at].dataset.command !== box.value))) {
    event.preventDefault();
    take(box, list, shown[at]);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
}
