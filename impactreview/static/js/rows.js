// Rows of a FieldList: the add and remove buttons work here at once; without this script they are sent.
function repeat(box) {
  const list = box.querySelector("[data-rows-list]");
  const template = box.querySelector("template");
  const add = box.querySelector("[data-add-row]");
  const least = Number(box.dataset.min || 0);
  const most = Number(box.dataset.max || Infinity);
  // Numbers are never given twice, so that a removed row's name can not come back with other text.
  const number = (row) => Number(row.querySelector("[data-remove-row]").value.match(/\d+$/)?.[0] ?? -1);
  let next = 1 + Math.max(-1, ...[...list.querySelectorAll(":scope > [data-row]")].map(number));

  const renumber = () => {
    const rows = list.querySelectorAll(":scope > [data-row]");
    rows.forEach((row, index) => {
      const said = row.querySelector("[data-row-number]");
      row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\S+$/, String(index + 1)));
      if (said) said.textContent = String(index + 1);
      row.querySelector("[data-remove-row]").hidden = rows.length <= least;
    });
    add.hidden = rows.length >= most;
  };

  const fill = (fragment, index) => {
    for (const node of fragment.querySelectorAll("*")) {
      for (const attribute of node.attributes) {
        if (attribute.value.includes("__row__")) attribute.value = attribute.value.replaceAll("__row__", index);
      }
    }
    return fragment;
  };

  box.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove-row]");
    if (event.target.closest("[data-add-row]") === add) {
      event.preventDefault();
      list.append(fill(template.content.cloneNode(true), String(next++)));
      renumber();
      list.lastElementChild.querySelector("input, select, textarea")?.focus();
    } else if (remove) {
      event.preventDefault();
      const row = remove.closest("[data-row]");
      const near = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      renumber();
      (near?.querySelector("input, select, textarea") ?? add).focus();
    } else {
      return;
    }
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  renumber();
}

document.querySelectorAll("[data-rows]").forEach(repeat);
