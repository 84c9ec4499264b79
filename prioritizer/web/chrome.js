(() => {
  // Words that Streamlit writes itself, by their English sentence. "{n}" stands for any figure or name.
  const words = __WORDS__;
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  const exact = new Map(), like = [];
  for (const [english, french] of Object.entries(words)) {
    if (!english.includes("{")) { exact.set(english, french); continue; }
    const bare = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "(.+?)");
    like.push([new RegExp("^" + bare + "$"), french]);
  }
  const french = (said) => {
    const bare = said.trim();
    if (!bare) return said;
    let found = exact.get(bare);
    for (let k = 0; found === undefined && k < like.length; k++) {
      const match = bare.match(like[k][0]);
      let n = 0;
      if (match) found = like[k][1].replace(/\{\w+\}/g, () => match[++n]);
    }
    return found === undefined ? said : said.replace(bare, found);
  };

  // What was said in English before, by node and name, and what stands there now in its place.
  const before = new WeakMap();
  const exchange = (node, name, said, put) => {
    const kept = before.get(node) || {};
    const english = kept[name] && kept[name].now === said ? kept[name].was : said;
    const now = document.documentElement.lang === "en" ? english : french(english);
    if (now === said) return;
    before.set(node, { ...kept, [name]: { was: english, now } });
    put(now);
  };
  const furniture = "[data-testid=stFileUploaderDropzone], [role=dialog]";
  // What a page of ours says is ours: only Streamlit's own furniture is looked at.
  const ours = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    if (!element || element.closest(".pz, script, style")) return true;
    const markdown = element.closest("[data-testid=stMarkdownContainer]");
    return markdown !== null && !markdown.closest(furniture);
  };
  const text = (node) => {
    if (!ours(node)) exchange(node, "data", node.data, (said) => { node.data = said; });
  };
  const labels = (element) => {
    if (ours(element)) return;
    for (const name of attributes) {
      const said = element.getAttribute(name);
      if (said) exchange(element, name, said, (now) => element.setAttribute(name, now));
    }
  };
  const walk = (root) => {
    if (root.nodeType === 3) return text(root);
    if (root.nodeType !== 1) return;
    const spoken = root.matches("[data-page-lang]") ? root : root.querySelector("[data-page-lang]");
    if (spoken) speak(spoken.dataset.pageLang);
    labels(root);
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) node.nodeType === 3 ? text(node) : labels(node);
  };
  const speak = (lang) => {
    if (document.documentElement.lang === lang) return;
    document.documentElement.lang = lang;
    if (document.body) walk(document.body);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.attributeName === "data-page-lang") speak(change.target.dataset.pageLang);
      else if (change.type === "attributes") labels(change.target);
      else change.addedNodes.forEach(walk);
    }
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...attributes, "data-page-lang"],
  });
})();
