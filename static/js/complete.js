/* Names and headlines offered under the search box while one types; without it, the box is a plain field. */
"use strict";

(() => {
  const box = document.querySelector("[data-suggest]");
  const input = document.getElementById("q");
  if (!box || !input) return;

  const WAIT_MS = 120;
  const KINDS = ["person", "place", "organisation", "source", "title"];
  const list = document.createElement("div");
  let timer = 0;
  let request = null;
  let current = -1;

  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestions);
  list.hidden = true;
  box.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.children];

  function close() {
    window.clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function part(name, text) {
    const element = document.createElement("bdi");
    element.className = `completions__${name}`;
    element.textContent = text;
    return element;
  }

  function option(row, number) {
    const link = document.createElement("a");
    link.className = "completions__option";
    link.id = `completion-${number}`;
    link.href = row.url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const kind = KINDS.includes(row.kind) ? box.getAttribute(`data-kind-${row.kind}`) : "";
    link.append(part("label", row.label));
    if (row.detail) link.append(part("kind", row.detail));
    link.append(part("kind", kind));
    if (row.count) link.append(part("kind", row.count.toLocaleString(document.documentElement.lang)));
    return link;
  }

  function show(rows) {
    list.replaceChildren(...rows.map(option));
    list.hidden = rows.length === 0;
    current = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const all = options();
    current = (number + all.length + 1) % (all.length + 1);
    all.forEach((link, place) => link.setAttribute("aria-selected", String(place === current)));
    if (current < all.length) {
      input.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const text = input.value.trim();
    if (!text) return close();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, {
        signal: request.signal,
        headers: { Accept: "application/json" },
      });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
    } catch {
      /* no suggestions then */
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const from = current < 0 && event.key === "ArrowUp" ? options().length : current;
      choose(from + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && options()[current]) {
      event.preventDefault();
      options()[current].click();
    }
  });
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  input.form.addEventListener("submit", close);
})();
