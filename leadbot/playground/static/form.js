// The form before the person: a dialog that keeps what they typed, whatever arrives meanwhile.

import { show } from "./live.js";
import { post } from "./place.js";
import { valueOf } from "./press.js";

const dialog = document.getElementById("form-dialog");
let before = null; // where the focus was when the form opened
const settled = new Map(); // what was called wrong and has been edited since: block_id → what was said
let leaving = false; // the person has sent it off or closed it, and the answer is on its way

export function watchForm() {
  if (dialog.firstElementChild) open();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (event.target === dialog) close();
  });
  dialog.addEventListener("click", (event) => event.target.closest("[data-close-form]") && close());
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  dialog.addEventListener("input", (event) => {
    if (event.target.role !== "combobox") settle(event.target);
    count(event.target);
  });
  dialog.addEventListener("chips", (event) => settle(event.target));
  for (const done of ["change", "chips"]) dialog.addEventListener(done, () => keepForm());
  window.addEventListener("pagehide", () => form() && keepForm());
}

function form() {
  return document.getElementById("form");
}

export function formValues() {
  return Object.fromEntries([...dialog.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, valueOf(field)]));
}

export async function keepForm() {
  if (form() && !leaving) await post("keep", { view: form().dataset.view, values: formValues() });
}

export function showForm(parts) {
  if (!parts) {
    if (form()) shut();
    return;
  }
  const old = form();
  if (!old || old.dataset.view !== parts.view) {
    if (!old) before = document.activeElement;
    dialog.innerHTML = parts.html;
    open();
  } else if (old.dataset.hash !== parts.hash) {
    redraw(parts.html);
  }
  showErrors(parts);
}

function open() {
  leaving = false;
  if (!dialog.open) dialog.showModal();
  dialog.querySelectorAll("[data-counter]").forEach((each) => count(each.previousElementSibling));
  const first = dialog.querySelector("[autofocus], .dialog-body input:not([type=hidden]), .dialog-body textarea, .dialog-body select");
  (first ?? dialog.querySelector("[data-close-form]")).focus();
}

function shut() {
  leaving = false;
  dialog.close();
  dialog.replaceChildren();
  const back = before?.isConnected ? before : document.getElementById("composer-text");
  back?.focus({ preventScroll: true });
}

// The app has changed the form: the new one takes over what is entered in the old one, and the focus.
function redraw(html) {
  const kept = new Map([...dialog.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
  const focus = document.activeElement?.id;
  const scrolled = dialog.querySelector(".dialog-body").scrollTop;
  dialog.innerHTML = html;
  for (const field of dialog.querySelectorAll("[data-field]")) {
    const old = kept.get(field.dataset.field);
    if (old && old.dataset.kind === field.dataset.kind && old.tagName === field.tagName) takeOver(field, old);
  }
  dialog.querySelectorAll("[data-counter]").forEach((each) => count(each.previousElementSibling));
  dialog.querySelector(".dialog-body").scrollTop = scrolled;
  if (focus) document.getElementById(focus)?.focus();
}

function takeOver(field, old) {
  if (field.dataset.kind === "chips") field.querySelector(".chips-chosen").replaceWith(old.querySelector(".chips-chosen"));
  else if (field.dataset.kind) {
    const ticked = new Set([...old.querySelectorAll("input:checked")].map((each) => each.value));
    field.querySelectorAll("input").forEach((each) => (each.checked = ticked.has(each.value)));
  } else field.value = old.value;
}

function showErrors({ errors, trouble }) {
  let first = null;
  for (const line of dialog.querySelectorAll("[data-error]")) {
    const said = errors[line.dataset.error] ?? "";
    const text = settled.get(line.dataset.error) === said ? "" : said;
    if (text && (line.hidden || line.textContent !== text)) first ??= line;
    line.textContent = text;
    line.hidden = !text;
    mark(line.closest(".question"), Boolean(text));
  }
  const alert = document.getElementById("form-trouble");
  alert.textContent = trouble;
  alert.hidden = !trouble;
  first?.closest(".question").querySelector("input, textarea, select")?.focus();
}

function mark(question, wrong) {
  for (const each of question.querySelectorAll("input, textarea, select")) {
    if (wrong) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
}

// What is being put right no longer needs to be called wrong.
function settle(field) {
  const question = field.closest(".question");
  const line = question?.querySelector("[data-error]");
  if (!line || line.hidden) return;
  settled.set(line.dataset.error, line.textContent);
  line.hidden = true;
  mark(question, false);
}

function count(field) {
  const counter = field?.nextElementSibling;
  if (counter?.dataset.counter) counter.textContent = `${field.value.length} / ${counter.dataset.counter}`;
}

async function submit() {
  const button = dialog.querySelector("[type=submit]");
  if (!button || leaving) return;
  leaving = true;
  settled.clear();
  button.setAttribute("aria-busy", "true");
  const parts = await post("submit", { view: form().dataset.view, values: formValues() });
  leaving = false;
  button.removeAttribute("aria-busy");
  show(parts);
}

async function close() {
  if (leaving) return;
  leaving = true;
  show(await post("close", { view: form().dataset.view }));
  leaving = false;
}
