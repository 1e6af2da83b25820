// What JavaScript adds to pages that work without it: copy buttons, personal links that open by
// themselves, and live parts that do not disturb the reader.
"use strict";

document.documentElement.classList.add("has-script");

// A form that came back: go to the first field that needs another look.
document.addEventListener("DOMContentLoaded", () => document.querySelector(".is-invalid")?.focus());

// A personal link has its secret behind the #, which no browser sends: the page's form does, and the
// address forgets it.
function openPersonalLink() {
  const form = document.getElementById("open-link");
  const secret = location.hash.slice(1);
  if (!form || !secret) return;
  history.replaceState(null, "", location.pathname);
  form.elements.link.value = secret;
  form.submit();
}
document.addEventListener("DOMContentLoaded", openPersonalLink);
window.addEventListener("hashchange", openPersonalLink);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const word = button.querySelector("[data-copy-word]");
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    word.textContent = "Copied";
  } catch {
    // No permission: select the text so that the person can copy it with the keyboard.
    getSelection().selectAllChildren(source);
    word.textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => (word.textContent = "Copy"), 4000);
}

// A hidden tab asks for nothing.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = new URL(requestConfig.path, location.href).pathname;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
    // Sent elsewhere: the session has ended. Load the page anew, which leads to the sign-in.
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  // Equal text is not swapped in, so that focus and selection stay where they are.
  const target = event.detail.target;
  if (target.dataset.live && target.lastAnswer === xhr.responseText) {
    event.detail.shouldSwap = false;
    return;
  }
  const answer = xhr.responseText;
  const phase = target.dataset.phase;
  setTimeout(() => {
    const fresh = document.getElementById(target.id);
    if (!fresh) return;
    fresh.lastAnswer = answer;
    if (fresh.dataset.phase !== phase && !isBusy()) location.reload();
  });
});

// The rest of the page is out of date too once a node or client has connected for the first time or
// was revoked. But nobody loses what he is about to type, nor a code that is shown only once.
function isBusy() {
  return document.getElementById("activation-code") || document.activeElement.matches("input, textarea");
}
