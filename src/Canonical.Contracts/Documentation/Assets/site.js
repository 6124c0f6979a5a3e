"use strict";
// Search: every word must occur in the name, the place or the description; names that begin with the first word come first.
const input = document.getElementById("search");
const results = document.getElementById("results");
let chosen = -1;

function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(word => word.length > 0);
  if (words.length === 0) return [];
  const found = [];
  for (const entry of searchIndex) {
    const name = entry.n.toLowerCase();
    const all = `${name} ${entry.w.toLowerCase()} ${entry.d.toLowerCase()}`;
    if (!words.every(word => all.includes(word))) continue;
    found.push([name === words[0] ? 0 : name.startsWith(words[0]) ? 1 : name.includes(words[0]) ? 2 : 3, found.length, entry]);
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 30).map(match => match[2]);
}

function show(entries) {
  results.replaceChildren(...entries.map(entry => {
    const link = document.createElement("a");
    link.href = entry.a;
    const name = document.createElement("b");
    name.textContent = entry.n;
    const place = document.createElement("small");
    place.textContent = entry.w ? ` ${entry.w}` : "";
    link.append(name, place);
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  chosen = -1;
  results.hidden = entries.length === 0;
}

function choose(index) {
  const items = results.children;
  if (items.length === 0) return;
  if (chosen >= 0) items[chosen].classList.remove("chosen");
  chosen = (index + items.length) % items.length;
  items[chosen].classList.add("chosen");
  items[chosen].scrollIntoView({ block: "nearest" });
}

input.addEventListener("input", () => show(find(input.value)));
input.addEventListener("keydown", event => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Escape") show([]);
  else if (event.key === "Enter" && results.children.length > 0) {
    results.children[Math.max(chosen, 0)].firstChild.click();
    results.hidden = true;
  } else return;
  event.preventDefault();
});
document.addEventListener("click", event => { if (!results.parentElement.contains(event.target)) results.hidden = true; });
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== input) {
    input.focus();
    event.preventDefault();
  }
});

// Point at an object to see its own references.
for (const diagram of document.querySelectorAll(".diagram")) {
  const mark = name => {
    diagram.classList.toggle("chosen", name !== null);
    for (const link of diagram.querySelectorAll(".link")) link.classList.toggle("on", name !== null && (link.dataset.from === name || link.dataset.to === name));
  };
  for (const box of diagram.querySelectorAll(".box")) {
    box.addEventListener("pointerenter", () => mark(box.dataset.name));
    box.addEventListener("pointerleave", () => mark(null));
    box.addEventListener("focus", () => mark(box.dataset.name));
    box.addEventListener("blur", () => mark(null));
  }
}
