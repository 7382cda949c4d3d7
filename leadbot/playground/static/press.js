// Buttons and menus on messages, on the Home tab and in forms; and the question that some of them ask first.

import { show } from "./live.js";
import { post } from "./place.js";
import { formValues } from "./form.js";

export function watchPresses() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button) press(button);
    const choice = event.target.closest("[data-choose]");
    if (choice) choose(choice);
    const share = event.target.closest("[data-share]");
    if (share) carry("share", share, { shortcut: share.dataset.share });
    const move = event.target.closest("[data-move]");
    if (move) moveClock(move);
    const typed = event.target.closest("[data-type]");
    if (typed) typeThis(typed.dataset.type);
    for (const open of document.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
  });
  document.addEventListener("change", (event) => {
    const menu = event.target.closest("[data-pick]");
    if (menu) pick(menu);
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details[open]");
    if (!open) return;
    event.preventDefault();
    open.open = false;
    open.querySelector("summary").focus();
  });
}

async function press(button) {
  if (button.dataset.confirmTitle && !(await confirmed(button))) return;
  if (/^https?:/.test(button.dataset.url ?? "")) window.open(button.dataset.url, "_blank", "noopener");
  await carry("press", button, where(button));
}

async function pick(menu) {
  if (menu.dataset.confirmTitle && !(await confirmed(menu))) return;
  await carry("pick", menu, { ...where(menu), value: valueOf(menu) });
}

async function choose(choice) {
  const menu = choice.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  if (menu.dataset.confirmTitle && !(await confirmed(menu))) return;
  await carry("pick", choice, { ...where(menu), value: choice.dataset.choose });
}

async function moveClock(move) {
  const menu = move.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  if (menu.getAttribute("aria-busy")) return;
  menu.setAttribute("aria-busy", "true");
  const parts = await post("move", { move: move.dataset.move });
  menu.removeAttribute("aria-busy");
  show(parts);
}

function where(element) {
  return { block: element.dataset.block, action: element.dataset.action };
}

async function carry(what, element, given) {
  if (element.getAttribute("aria-busy")) return;
  element.setAttribute("aria-busy", "true");
  const surface = element.closest("[data-on]");
  const { on, ts, view } = surface.dataset;
  const values = on === "form" ? { values: formValues() } : {};
  const parts = await post(what, { on, ts, view, ...values, ...given });
  element.removeAttribute("aria-busy");
  show(parts);
}

export function valueOf(field) {
  switch (field.dataset.kind) {
    case "chips":
      return [...field.querySelectorAll(".chips-chosen li")].map((chip) => [chip.dataset.value, chip.firstElementChild.textContent]);
    case "radios":
      return field.querySelector("input:checked")?.value ?? null;
    case "boxes":
      return [...field.querySelectorAll("input:checked")].map((box) => box.value);
    default:
      return field.value || null;
  }
}

function confirmed({ dataset }) {
  const dialog = document.getElementById("confirm-dialog");
  const part = (name) => document.getElementById(`confirm-${name}`);
  part("title").textContent = dataset.confirmTitle;
  part("text").textContent = dataset.confirmText;
  part("no").textContent = dataset.confirmNo;
  part("yes").textContent = dataset.confirmYes;
  part("yes").className = `button ${dataset.confirmStyle === "danger" ? "danger" : "primary"}`;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

function typeThis(text) {
  const box = document.getElementById("composer-text");
  if (!box) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}
