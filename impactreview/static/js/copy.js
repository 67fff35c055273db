// <button data-copy="text" hidden>: shown where copying is possible, says that it was done.
if (navigator.clipboard) {
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const label = button.firstElementChild ?? button;
    const before = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
      label.textContent = button.dataset.copied;
      setTimeout(() => { label.textContent = before; }, 3000);
    });
  });
}
