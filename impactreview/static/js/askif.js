// <... data-ask-if='{"=": ["field", "value"]}'>: stands there only while the answers of its form ask for it.
// The conditions are those of the questionnaire. Without this script everything stands there; the server
// passes over what is not asked. What has an error is never hidden.
const CHOSEN = new Set(["radio", "checkbox"]);

function said(form, name) {
  if (form.elements[`${name}-unknown`]?.checked) return ["unknown"];
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((field) => !CHOSEN.has(field.type) || field.checked)
    .map((field) => field.value.trim())
    .filter((value) => value !== "");
}

const PREDICATES = {
  and: (form, parts) => parts.every((part) => holds(form, part)),
  or: (form, parts) => parts.some((part) => holds(form, part)),
  not: (form, part) => !holds(form, part),
  answered: (form, name) => said(form, name).length > 0,
  "=": (form, [name, value]) => said(form, name).length === 1 && said(form, name)[0] === String(value),
  "!=": (form, [name, value]) => said(form, name).length > 0 && !PREDICATES["="](form, [name, value]),
  contains: (form, [name, value]) => said(form, name).includes(String(value)),
};

function holds(form, tree) {
  const [[name, operand]] = Object.entries(tree);
  return PREDICATES[name] ? PREDICATES[name](form, operand) : true;
}

function watch(form, asked) {
  const show = () => asked.forEach((block) => {
    block.hidden = !holds(form, JSON.parse(block.dataset.askIf)) && !block.querySelector(".is-wrong");
  });
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

for (const form of document.forms) {
  const asked = form.querySelectorAll("[data-ask-if]");
  if (asked.length > 0) watch(form, asked);
}
