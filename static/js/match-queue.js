/* One key for each answer in the queue of possible matches; without it the buttons are plain buttons. */
"use strict";

(() => {
  const SHORTCUTS = "newsarchive.shortcuts";

  function shortcutsOn() {
    try {
      return window.localStorage.getItem(SHORTCUTS) !== "off";
    } catch {
      return true;
    }
  }

  /* By place on the keyboard, since an Arabic layout sends other letters. A held key answers once. */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || !shortcutsOn()) return;
    if (event.target instanceof Element && event.target.closest("input[type=text], input[type=search], textarea, select")) return;
    const button = document.querySelector(`button[data-key="${CSS.escape(event.code)}"]`);
    if (!button || button.form.dataset.sent) return;
    event.preventDefault();
    button.form.dataset.sent = "yes";
    button.click();
  });
})();
