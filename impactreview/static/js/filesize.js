// <input type="file" data-most-bytes="number" data-too-large="words">: says so before a file is sent that is not taken.
function watch(input) {
  const most = Number(input.dataset.mostBytes);
  const said = document.createElement("div");
  said.className = "field-error";
  said.id = `${input.id}-too-large`;
  said.setAttribute("role", "alert");
  input.before(said);
  const described = input.getAttribute("aria-describedby") ?? "";

  const isTooLarge = () => [...input.files].some((file) => file.size > most);
  const tell = () => {
    const wrong = isTooLarge();
    const words = document.createElement("p");
    words.textContent = input.dataset.tooLarge;
    said.replaceChildren(...(wrong ? [words] : []));
    input.classList.toggle("is-invalid", wrong);
    input.closest(".field")?.classList.toggle("is-wrong", wrong);
    input.setAttribute("aria-invalid", String(wrong));
    input.setAttribute("aria-describedby", wrong ? `${described} ${said.id}`.trim() : described);
    return wrong;
  };
  input.addEventListener("change", tell);
  input.form.addEventListener("submit", (event) => {
    if (!tell()) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // nothing was sent, and what is typed is still unsent
    input.focus();
  }, true);
}

document.querySelectorAll("input[type=file][data-most-bytes]").forEach(watch);
