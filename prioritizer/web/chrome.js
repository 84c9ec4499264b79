(() => {
  // Words that Streamlit writes itself, by their English sentence. "{n}" stands for any figure or name.
  const words = __WORDS__;
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  const escape = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const compile = (from, to) => ({
    test: new RegExp("^" + escape(from).replace(/\\\{\w+\\\}/g, "(.+?)") + "$"),
    put: (m) => { let k = 0; return to.replace(/\{\w+\}/g, () => m[++k]); },
  });
  const book = { fr: { exact: new Map(), like: [] }, en: { exact: new Map(), like: [] } };
  for (const [en, fr] of Object.entries(words)) {
    for (const [lang, from, to] of [["fr", en, fr], ["en", fr, en]]) {
      if (from.includes("{")) book[lang].like.push(compile(from, to));
      else book[lang].exact.set(from, to);
    }
  }
  const say = (text) => {
    const bare = text.trim();
    if (!bare) return null;
    const { exact, like } = book[document.documentElement.lang === "en" ? "en" : "fr"];
    let found = exact.get(bare);
    if (found === undefined) {
      for (const one of like) {
        const m = bare.match(one.test);
        if (m) { found = one.put(m); break; }
      }
    }
    return found === undefined || found === bare ? null : text.replace(bare, found);
  };
  // What a page of ours says is ours: only Streamlit's own furniture is looked at.
  const ours = (node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return !element || element.closest(".pz, [data-testid=stMarkdownContainer], script, style");
  };
  const text = (node) => {
    if (ours(node)) return;
    const said = say(node.data);
    if (said !== null) node.data = said;
  };
  const labels = (element) => {
    if (ours(element)) return;
    for (const name of attributes) {
      const value = element.getAttribute(name);
      const said = value && say(value);
      if (said) element.setAttribute(name, said);
    }
  };
  const walk = (root) => {
    if (root.nodeType === 3) return text(root);
    if (root.nodeType !== 1) return;
    const language = root.matches("[data-page-lang]") ? root : root.querySelector("[data-page-lang]");
    if (language) speak(language.dataset.pageLang);
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
      else if (change.type === "attributes") {
        if (change.attributeName === "data-page-lang") speak(change.target.dataset.pageLang);
        else labels(change.target);
      } else change.addedNodes.forEach(walk);
    }
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...attributes, "data-page-lang"],
  });
})();
