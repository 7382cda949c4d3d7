// Menus that take several: what is chosen stands as chips, and typing brings suggestions. All of it by keyboard, too.

import { suggestions } from "./place.js";

const asked = new WeakMap(); // input → the number of its latest question

export function watchChips() {
  on("input", (box, input) => offer(box, input));
  on("focusin", (box, input) => box.dataset.asks === undefined && offer(box, input));
  on("click", (box, input) => box.dataset.asks === undefined && offer(box, input));
  on("focusout", (box, input) => hide(box, input));
  on("keydown", key);
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest(".chips-list [role=option]");
    if (!option) return;
    event.preventDefault(); // the focus stays in the input
    add(option.closest(".chips"), option);
  });
  document.addEventListener("click", (event) => {
    const remove = event.target.closest(".chips-chosen button");
    if (remove) drop(remove.closest(".chips"), remove.closest("li"));
    else if (event.target.matches(".chips, .chips-chosen")) inputOf(event.target.closest(".chips")).focus();
  });
}

function on(event, act) {
  document.addEventListener(event, (happened) => {
    if (happened.target.matches?.(".chips > input")) act(happened.target.parentElement, happened.target, happened);
  });
}

const inputOf = (box) => box.querySelector(":scope > input");
const listOf = (box) => box.querySelector(".chips-list");
const chosenIn = (box) => [...box.querySelectorAll(".chips-chosen li")];
const shownIn = (box) => [...listOf(box).querySelectorAll("[role=option]:not([hidden])")];

async function offer(box, input) {
  const typed = input.value.trim();
  const number = (asked.get(input) ?? 0) + 1;
  asked.set(input, number);
  if (box.dataset.asks === undefined) {
    narrow(box, typed.toLowerCase());
    return unfold(box, input);
  }
  if (typed.length < Number(box.dataset.asks)) return hide(box, input);
  await new Promise((done) => setTimeout(done, 120));
  if (asked.get(input) !== number) return;
  const view = box.closest("form").dataset.view;
  const options = await suggestions({ view, block: box.dataset.block, typed });
  if (asked.get(input) !== number || document.activeElement !== input) return;
  const taken = new Set(chosenIn(box).map((chip) => chip.dataset.value));
  listOf(box).replaceChildren(...options.filter(([value]) => !taken.has(value)).map(option));
  unfold(box, input);
}

function option([value, text]) {
  const line = document.createElement("li");
  line.role = "option";
  line.dataset.value = value;
  line.textContent = text;
  line.ariaSelected = "false";
  return line;
}

function narrow(box, typed) {
  const taken = new Set(chosenIn(box).map((chip) => chip.dataset.value));
  for (const line of listOf(box).children)
    line.hidden = taken.has(line.dataset.value) || !line.textContent.toLowerCase().includes(typed);
}

function unfold(box, input) {
  const shown = shownIn(box);
  shown.forEach((line, index) => {
    line.id = `${input.id}-option-${index}`;
    line.ariaSelected = "false";
  });
  input.removeAttribute("aria-activedescendant");
  listOf(box).hidden = shown.length === 0;
  input.ariaExpanded = String(shown.length > 0);
  if (shown.length && input.value.trim()) point(box, input, shown[0]);
}

function hide(box, input) {
  asked.set(input, (asked.get(input) ?? 0) + 1);
  listOf(box).hidden = true;
  input.ariaExpanded = "false";
  input.removeAttribute("aria-activedescendant");
}

function point(box, input, line) {
  shownIn(box).forEach((each) => (each.ariaSelected = String(each === line)));
  input.setAttribute("aria-activedescendant", line.id);
  line.scrollIntoView({ block: "nearest" });
}

function key(box, input, event) {
  const shown = listOf(box).hidden ? [] : shownIn(box);
  const at = shown.findIndex((line) => line.ariaSelected === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!shown.length) return void offer(box, input);
    const step = event.key === "ArrowDown" ? 1 : -1;
    point(box, input, shown[(at + step + shown.length) % shown.length] ?? shown[0]);
  } else if (event.key === "Enter") {
    event.preventDefault(); // Enter in here never sends the form off
    if (at >= 0) add(box, shown[at]);
  } else if (event.key === "Escape" && shown.length) {
    event.preventDefault();
    event.stopPropagation();
    hide(box, input);
  } else if (event.key === "Backspace" && !input.value) {
    const last = chosenIn(box).at(-1);
    if (last) drop(box, last);
  }
}

function add(box, line) {
  const input = inputOf(box);
  if (Number(box.dataset.max) === 1) box.querySelector(".chips-chosen").replaceChildren(); // the new choice takes its place
  if (chosenIn(box).length < Number(box.dataset.max)) {
    const chip = document.createElement("li");
    chip.dataset.value = line.dataset.value;
    const words = document.createElement("span");
    words.textContent = line.textContent;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.ariaLabel = `Remove ${line.textContent}`;
    chip.append(words, remove);
    box.querySelector(".chips-chosen").append(chip);
  }
  input.value = "";
  hide(box, input);
  changed(box);
}

function drop(box, chip) {
  chip.remove();
  inputOf(box).focus();
  changed(box);
}

function changed(box) {
  const full = chosenIn(box).length >= Number(box.dataset.max);
  box.classList.toggle("full", full);
  box.dispatchEvent(new CustomEvent("chips", { bubbles: true }));
  if (box.dataset.pick !== undefined) box.dispatchEvent(new Event("change", { bubbles: true }));
}
