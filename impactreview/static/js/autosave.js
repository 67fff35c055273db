// <form data-autosave="url">: posts the fields that changed, a moment after the last key.
// The server answers 2xx (JSON may hold {"version": ...}), 409 when somebody else saved first.
// What is typed is never touched; while it can not be saved, it is tried again.
const WAIT = 1500;
const RETRY = 10000;

function keepSaved(form) {
  const changed = new Set();
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let busy = false;

  const say = (state, more = "") => {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = (status.dataset[state] ?? "") + more;
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(() => send(false), wait); };

  const body = (names) => {
    const part = new FormData();
    const entries = [...new FormData(form)];
    // An emptied tick box sends nothing; its name in `changed` tells the server that it was emptied.
    for (const name of names) {
      part.append("changed", name);
      // A list of rows changes as a whole: its own name stands for every field in it.
      for (const [key, value] of entries) {
        if ((key === name || key.startsWith(name + "-")) && typeof value === "string") part.append(key, value);
      }
    }
    for (const hidden of form.querySelectorAll("input[type=hidden][name]")) part.set(hidden.name, hidden.value);
    return part;
  };

  async function send(leaving) {
    if (busy || changed.size === 0) return;
    const names = [...changed];
    changed.clear();
    busy = true;
    say("saving");
    try {
      const answer = await fetch(form.dataset.autosave || form.getAttribute("action") || location.href, {
        method: "POST",
        body: body(names),
        keepalive: leaving,
        redirect: "error",
        headers: { "Accept": "application/json", "X-CSRFToken": form.querySelector("[name=csrf_token]")?.value ?? "" },
      });
      if (answer.status === 409) {
        names.forEach((name) => changed.add(name));
        say("stale");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json().catch(() => ({}));
      const version = form.querySelector("input[type=hidden][name=version]");
      if (version && told.version !== undefined) version.value = told.version;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say("saved", " " + time);
      if (changed.size === 0) form.dispatchEvent(new CustomEvent("house:saved", { bubbles: true }));
      else later(WAIT);
    } catch {
      names.forEach((name) => changed.add(name));
      say("failed");
      later(RETRY);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", (event) => {
    const { name, type } = event.target;
    if (!name || type === "file" || type === "password") return;
    changed.add(name);
    later(WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); changed.clear(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
}

document.querySelectorAll("form[data-autosave]").forEach(keepSaved);
