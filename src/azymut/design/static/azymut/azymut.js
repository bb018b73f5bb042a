// Small improvements on pages that work without them: the rail's first state, focus on the error summary,
// one submit per click, filters that apply as they are chosen, dialogs that replace a confirmation page.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const wide = window.matchMedia("(min-width: 60.01rem)");
  document.querySelectorAll(".rail details").forEach((rail) => {
    const follow = () => { rail.open = wide.matches; };
    wide.addEventListener("change", follow);
    follow();
  });
  document.getElementById("error-summary")?.focus();
  document.querySelectorAll("form:has(#error-summary):has([data-autosave])").forEach((form) => { form.dataset.typed = "yes"; });
  document.querySelectorAll("dialog[data-open]").forEach((dialog) => dialog.showModal());
});

// Drafts: what was typed less than a moment ago is sent when the page is left; a form that is being sent saves no draft.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (form?.querySelector("[data-autosave]")) form.dataset.typed = "yes";
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.matches("[data-autosave]") && event.target.closest("form");
  if (!form) return;
  if (document.querySelector("form[data-sent]")) event.preventDefault(); else delete form.dataset.typed;
});
const unsaved = (event) => {
  if (!event.target.matches("[data-autosave]")) return;
  event.target.textContent = event.target.dataset.failed;
  event.target.closest("form").dataset.typed = "yes";
};
document.addEventListener("htmx:responseError", unsaved);
document.addEventListener("htmx:sendError", unsaved);
document.addEventListener("htmx:beforeSwap", (event) => {
  const kind = event.detail.xhr.getResponseHeader("Content-Type") || "";
  if (event.target.matches("[data-autosave]") && !kind.startsWith("text/plain")) { event.detail.shouldSwap = false; unsaved(event); }
});
window.addEventListener("pagehide", () => {
  document.querySelectorAll("form[data-typed]:not([data-sent])").forEach((form) => {
    delete form.dataset.typed;
    const body = new URLSearchParams(new FormData(form));
    fetch(form.querySelector("[data-autosave]").dataset.autosave, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } });
  });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    if (form.matches("[action*='draft=discard']")) {
      document.querySelectorAll("form[data-typed]").forEach((typed) => { delete typed.dataset.typed; });
    }
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// Search while typing changes the address without loading the page: the ways back to this page follow it.
document.addEventListener("htmx:replacedInHistory", () => {
  document.querySelectorAll(".looks [name=next]").forEach((field) => { field.value = location.pathname + location.search; });
  document.querySelectorAll(".bar a[hreflang]").forEach((link) => { link.search = location.search; });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply]");
  if (form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) { event.preventDefault(); dialog.showModal(); }
  const closer = event.target.closest("[data-close]");
  if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); }
});
