// Preview of Markdown: the server makes the HTML safe; a template element parses it without running anything.
function preview(box) {
  const source = document.getElementById(box.dataset.previewOf);
  const button = box.querySelector("button");
  const place = document.getElementById(button.getAttribute("aria-controls"));
  box.hidden = false;

  button.addEventListener("click", async () => {
    const open = place.hidden;
    button.setAttribute("aria-expanded", String(open));
    place.hidden = !open;
    if (!open) return;
    const body = new FormData();
    body.set("text", source.value);
    const token = source.form?.querySelector("[name=csrf_token]")?.value ?? "";
    try {
      const answer = await fetch(box.dataset.previewUrl, { method: "POST", body, redirect: "error", headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(String(answer.status));
      const parsed = document.createElement("template");
      parsed.innerHTML = await answer.text();
      place.replaceChildren(parsed.content);
    } catch {
      place.textContent = place.dataset.failed;
    }
  });
}

document.querySelectorAll("[data-preview-url]").forEach(preview);
