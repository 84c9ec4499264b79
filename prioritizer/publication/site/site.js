// Search and filter of the list of projects. Without it the list is whole, and reads the same.
(() => {
  "use strict";
  const form = document.getElementById("filter");
  const table = document.getElementById("list");
  const status = form.querySelector("[role=status]");
  const selects = [...form.querySelectorAll("select")];
  const lang = document.documentElement.lang;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const said = (cell) => cell.textContent.trim();
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: plain(row.textContent),
    cells: [...row.cells].map(said),
  }));

  for (const select of selects) {
    const values = new Set(rows.map(({ cells }) => cells[select.dataset.column]));
    for (const value of [...values].sort((a, b) => a.localeCompare(b, lang))) select.add(new Option(value, value));
  }

  // What is asked stands in the address, so that it can be kept or sent.
  const fields = [form.elements.words, ...selects];
  const asked = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = given.get(field.name) ?? "";
    show();
  };
  const keep = () => {
    const given = new URLSearchParams();
    for (const field of fields) if (field.value) given.set(field.name, field.value);
    history.replaceState(null, "", `#${given}`);
    show();
  };

  function show() {
    const words = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text, cells } of rows) {
      const kept =
        words.every((word) => text.includes(word)) &&
        selects.every((select) => !select.value || cells[select.dataset.column] === select.value);
      row.hidden = !kept;
      count += kept;
    }
    status.textContent = count ? status.dataset.shown.replace("#", count.toLocaleString(lang)) : status.dataset.none;
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("hashchange", asked);
  form.hidden = false;
  asked();
})();
