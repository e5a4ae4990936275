/* What the search page does beyond its links and forms; without it everything still works. */
"use strict";

(() => {
  const WIDE = window.matchMedia("(min-width: 60rem)");
  const SHORTCUTS = "newsarchive.shortcuts";
  let openFilters = false;
  let switched = "";

  const filters = () => document.getElementById("filters");
  const results = () => [...document.querySelectorAll(".result")];

  /* ---- filters: shut on the phone, open at a desk (where CSS alone cannot hold them open) */

  function placeFilters() {
    if (filters() && (WIDE.matches || openFilters)) filters().open = true;
  }

  /* ---- forms: leave empty fields out of the address */

  document.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });

  /* ---- htmx: one region is swapped; focus, state and errors are ours to keep */

  document.addEventListener("htmx:beforeRequest", () => {
    document.getElementById("results").setAttribute("aria-busy", "true");
    // Put a phone's keyboard away, so that it does not hide what was found.
    if (window.matchMedia("(pointer: coarse)").matches) document.activeElement?.blur();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    openFilters = !WIDE.matches && Boolean(filters()?.open);
    switched = event.detail.requestConfig?.elt?.closest?.("#howread a")?.id ?? "";
    // A sign-in page or an error is not a list of results: go there.
    if (!event.detail.serverResponse.includes('id="results"')) {
      event.detail.shouldSwap = false;
      window.location.assign(event.detail.pathInfo.finalRequestPath);
    }
  });

  document.addEventListener("htmx:sendError", (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    placeFilters();
    // The panel of switches stays open while one tries them.
    if (switched && document.getElementById(switched)) {
      document.getElementById("howread").open = true;
      document.getElementById(switched).focus({ preventScroll: true });
    }
    const source = event.detail.requestConfig?.elt;
    const isPager = Boolean(source?.closest?.("[data-to-results]"));
    if (isPager) window.scrollTo({ top: 0 });
    // What had the focus may be gone: go on from the heading of the results.
    if (isPager || document.activeElement === document.body) {
      document.getElementById("results-heading")?.focus({ preventScroll: true });
    }
  });

  /* ---- keys: by place on the keyboard, since an Arabic layout sends other letters */

  function shortcutsOn() {
    try {
      return window.localStorage.getItem(SHORTCUTS) !== "off";
    } catch {
      return true;
    }
  }

  function step(by) {
    const all = results();
    if (!all.length) return;
    const here = all.findIndex((result) => result.classList.contains("is-current"));
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
    all.forEach((result) => result.classList.toggle("is-current", result === next));
    next.querySelector("a").focus();
  }

  const KEYS = {
    Slash: () => {
      document.getElementById("q").focus();
      document.getElementById("q").select();
    },
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyO: () => document.querySelector(".result.is-current a")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !shortcutsOn()) return;
    if (!(event.target instanceof Element) || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = KEYS[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  function offerShortcuts() {
    const box = document.getElementById("keys-on");
    if (!box) return;
    document.getElementById("keys").hidden = false;
    box.checked = shortcutsOn();
    box.addEventListener("change", () => {
      try {
        window.localStorage.setItem(SHORTCUTS, box.checked ? "on" : "off");
      } catch {
        box.checked = true;
      }
    });
  }

  placeFilters();
  WIDE.addEventListener("change", placeFilters);
  offerShortcuts();
})();
