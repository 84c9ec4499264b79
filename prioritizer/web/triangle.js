(() => {
  // The committee's point in the triangle of weights: dragged, or moved by the arrow keys. What is let go of is written
  // into the field beside it, which Streamlit sends to the server; nothing is worked out here but where the point stands.
  const PAUSE = 250;
  let dragged = false, held = false, moved = null, waiting = 0;
  const place = () => document.querySelector("[data-triangle]");
  const point = () => document.querySelector("[data-triangle] [role=slider]");
  const read = (node) => node.dataset.triangle.split(";").map(Number);
  const locked = (node) => node.dataset.locked.split("").map((one) => one === "1");
  const round = (figure) => Math.round(figure * 1e4) / 1e4;

  // Whole percents that make 100, the locked ones as they are.
  const settled = (node, mix) => {
    const kept = read(node), fixed = locked(node), free = [0, 1, 2].filter((n) => !fixed[n]);
    if (free.length < 2) return kept;
    const out = kept.slice(), all = 100 - [0, 1, 2].filter((n) => fixed[n]).reduce((sum, n) => sum + kept[n], 0);
    const asked = free.map((n) => Math.max(mix[n], 0)), sum = asked.reduce((a, b) => a + b, 0) || 1;
    let left = all;
    free.forEach((n, k) => {
      out[n] = k === free.length - 1 ? round(left) : Math.min(Math.round((all * asked[k]) / sum), Math.floor(left));
      left -= out[n];
    });
    return out;
  };
  const paint = (mix) => {
    const node = place();
    if (!node) return;
    const said = mix.map((share) => node.dataset.percent.replace("{n}", String(round(share)).replace(".", node.dataset.point)));
    const dot = point();
    dot.style.left = 50 + (mix[2] - mix[1]) / 2 + "%";
    dot.style.top = 100 - mix[0] + "%";
    dot.setAttribute("aria-valuenow", mix[0]);
    node.querySelectorAll("[data-share]").forEach((one, n) => { one.textContent = said[n]; });
    const names = [...node.querySelectorAll("[data-name]")].map((one) => one.textContent);
    dot.setAttribute("aria-valuetext", names.map((name, n) => name + " " + said[n]).join(", "));
  };
  const send = () => {
    clearTimeout(waiting);
    waiting = 0;
    const field = document.querySelector(".st-key-triangle-sent input");
    if (!moved || !field) return;
    const sent = moved.join(";");
    moved = null;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, sent);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    for (const kind of ["keydown", "keypress", "keyup"]) {
      field.dispatchEvent(new KeyboardEvent(kind, { key: "Enter", code: "Enter", keyCode: 13, bubbles: true }));
    }
  };
  const move = (mix) => {
    moved = settled(place(), mix);
    paint(moved);
  };
  const under = (event) => {
    const box = place().querySelector(".ternary").getBoundingClientRect();
    const up = Math.min(Math.max(1 - (event.clientY - box.top) / box.height, 0), 1);
    const across = Math.min(Math.max((event.clientX - box.left) / box.width - 0.5, -(1 - up) / 2), (1 - up) / 2);
    return [up, (1 - up) / 2 - across, (1 - up) / 2 + across].map((share) => share * 100);
  };
  document.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest || !event.target.closest("[data-triangle] .ternary")) return;
    event.preventDefault();
    dragged = held = true;
    point().focus();
    move(under(event));
  });
  document.addEventListener("pointermove", (event) => { if (dragged && place()) move(under(event)); });
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => {
      if (dragged) send();
      dragged = false;
    });
  }
  // Up and down: the first axis, the others in proportion. Left and right: from the third to the second, and back.
  document.addEventListener("keydown", (event) => {
    if (!point() || event.target !== point() || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? 5 : 1, mix = moved || read(place()), [a, b, c] = mix;
    const steps = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] }[event.key];
    if (!steps) return;
    event.preventDefault();
    const up = Math.min(Math.max(a + steps[0], 0), 100), share = b + c > 0 ? c / (b + c) : 0.5;
    const right = steps[1] ? Math.min(Math.max(c + steps[1], 0), b + c) : (100 - up) * share;
    held = true;
    move([up, 100 - up - right, right]);
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  });
  document.addEventListener("focusin", (event) => { held = event.target === point(); });
  document.addEventListener("focusout", (event) => { if (event.target === point() && waiting) send(); });
  // The server draws the point again: it keeps the focus, and what is under way.
  new MutationObserver(() => {
    const dot = point();
    if (!dot || dot.dataset.known) return;
    dot.dataset.known = "1";
    if (moved) paint(moved);
    if (held && (document.activeElement === document.body || !document.activeElement)) dot.focus();
  }).observe(document, { subtree: true, childList: true });
})();
