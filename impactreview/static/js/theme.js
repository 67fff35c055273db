// Light, dark or as the system. Loaded blocking in the head, so that no page flashes in the wrong colours.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // Storage throws where it is forbidden (private windows, policies); then the system decides.
  const chosen = () => {
    try { return localStorage.getItem("theme") || "system"; } catch { return "system"; }
  };
  const keep = (choice) => {
    try {
      if (choice === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", choice);
    } catch { /* the choice then lasts for this page */ }
  };
  const paint = (choice) => {
    root.dataset.bsTheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  };

  let choice = chosen();
  paint(choice);
  dark.addEventListener("change", () => paint(choice));

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-switch] [data-theme]");
    const press = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.theme === choice)));
    press();
    document.querySelectorAll("[data-theme-switch]").forEach((group) => { group.hidden = false; });
    buttons.forEach((button) => button.addEventListener("click", () => {
      choice = button.dataset.theme;
      keep(choice);
      paint(choice);
      press();
    }));
  });
})();
