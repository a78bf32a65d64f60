// "Who?": suggestions for units and people while somebody types. The key of the choice goes along in a hidden field; a name that is
// typed and not chosen is understood by the server.
const WAIT_MS = 150;
const waiting = new WeakMap();

const partsOf = (node) => {
  const root = node.closest("[data-who]");
  return root && { root, input: root.querySelector("[role=combobox]"), key: root.querySelector("[data-who-key]"), list: root.querySelector("[role=listbox]") };
};

function close({ input, list }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(who, option) {
  for (const one of who.list.children) one.setAttribute("aria-selected", String(one === option));
  if (!option) return;
  who.input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function choose(who, option) {
  if (!option?.dataset.key) return;
  who.key.value = option.dataset.key;
  who.input.value = option.dataset.label;
  close(who);
}

async function suggest(who) {
  const text = who.input.value.trim();
  if (text.length < 2) return close(who);
  const address = new URL(who.root.dataset.who, window.location.href);
  address.searchParams.set("q", text);
  const answer = await fetch(address, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || who.input.value.trim() !== text || document.activeElement !== who.input) return;
  who.list.innerHTML = await answer.text(); // our own server's fragment, every name in it escaped
  [...who.list.children].forEach((one, n) => (one.id = `${who.list.id}_${n}`));
  who.list.hidden = who.list.children.length === 0;
  who.input.setAttribute("aria-expanded", String(!who.list.hidden));
  mark(who, who.list.querySelector("[data-key]"));
}

document.addEventListener("input", (event) => {
  const who = event.target.matches?.("[role=combobox]") && partsOf(event.target);
  if (!who) return;
  who.key.value = "";
  clearTimeout(waiting.get(who.input));
  waiting.set(who.input, setTimeout(() => suggest(who), WAIT_MS));
});

document.addEventListener("keydown", (event) => {
  const who = event.target.matches?.("[role=combobox]") && partsOf(event.target);
  if (!who || who.list.hidden) return;
  const options = [...who.list.querySelectorAll("[data-key]")];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark(who, options[(at + step + options.length) % options.length]);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    choose(who, options[at]);
  } else if (event.key === "Tab" && at >= 0) {
    choose(who, options[at]); // and on to the next field
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(who);
  }
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-who] [data-key]");
  if (!option) return;
  event.preventDefault(); // the input keeps the focus
  choose(partsOf(option), option);
});

document.addEventListener("focusout", (event) => {
  const who = event.target.matches?.("[role=combobox]") && partsOf(event.target);
  if (who) close(who);
});
