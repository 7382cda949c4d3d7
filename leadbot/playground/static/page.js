// Brings the page to life: what has changed arrives by itself, and what people do is carried to the server.

import { watchChips } from "./chips.js";
import { watchComposers } from "./composer.js";
import { keepForm, watchForm } from "./form.js";
import { follow, show, toTheEnd } from "./live.js";
import { post } from "./place.js";
import { watchPresses } from "./press.js";

watchComposers();
watchForm();
watchChips();
watchPresses();
tryFirst();
drawer();
links();
document.addEventListener("submit", (event) => event.target.method !== "dialog" && event.preventDefault());
toTheEnd();
if (document.body.dataset.tab === "home") post("home").then(show);
follow();

// ---- the card for newcomers

function tryFirst() {
  const show = () => document.body.classList.toggle("guided", localStorage.getItem("try-first") !== "closed");
  show();
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close-first]")) return;
    localStorage.setItem("try-first", "closed");
    show();
    document.getElementById("composer-text")?.focus();
  });
}

// ---- the sidebar on a phone

function drawer() {
  const open = (wanted) => {
    document.body.classList.toggle("drawer-open", wanted);
    document.querySelector(".menu-button")?.setAttribute("aria-expanded", String(wanted));
    if (wanted) document.querySelector(".room-link")?.focus();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest(".menu-button")) open(!document.body.classList.contains("drawer-open"));
    else if (!event.target.closest(".sidebar")) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("drawer-open")) return;
    open(false);
    document.querySelector(".menu-button")?.focus();
  });
  document.querySelector(".people [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

// ---- going elsewhere: a half-filled form is remembered first

function links() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !document.getElementById("form")) return;
    event.preventDefault();
    await keepForm();
    location.assign(link.href);
  });
}
