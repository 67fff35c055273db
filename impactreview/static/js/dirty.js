// <form data-guard>: asks before a page with unsent text is left. Browsers choose the words.
function guard(form) {
  let unsent = false;
  // A page that comes back with errors holds text the server has not kept.
  if (form.dataset.guard === "unsent") unsent = true;
  form.addEventListener("input", () => { unsent = true; });
  form.addEventListener("house:saved", () => { unsent = false; });
  form.addEventListener("submit", () => { unsent = false; });
  window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
}

document.querySelectorAll("form[data-guard]").forEach(guard);
