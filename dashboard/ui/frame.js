/* What Streamlit's frame leaves undone. Runs before Streamlit and page.js do. Comments stay in this
   form: the file is sent as one line. */
(() => {
  const one = (selector) => document.querySelector(selector);

  /* History. Streamlit writes the address two or three times for one click, each a step. What a
     visitor does makes one step at most, what a page does by itself makes none. "build" is no part
     of a step: page.js writes it without asking the server. */
  const said = (place) => {
    const url = new URL(place, location.href);
    url.searchParams.delete("build");
    url.searchParams.sort();
    return url;
  };
  const same = (a, b) => a.pathname === b.pathname && a.search === b.search;
  let may = false;
  for (const kind of ["pointerdown", "keydown", "click"]) {
    addEventListener(kind, (event) => { may ||= event.isTrusted; }, true);
  }
  addEventListener("popstate", () => { may = false; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (state, title, place) => {
    const [from, to] = [said(location.href), said(place)];
    if (same(from, to)) return;
    if (may) push(state, title, place);
    else history.replaceState(state, title, place);
    may = false;
    arrived(from, to);
    turned(from, to);
  };

  /* Another region or page begins at its top, and so does the focus of the keyboard, unless it is in
     an input, which the next page has again. On a narrow screen the sidebar lies over the page, and
     closes once something is chosen in it; months of one's own are two more choices. */
  const foldButton = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";
  const arrived = (from, to) => {
    const changed = (name) => from.searchParams.get(name) !== to.searchParams.get(name);
    const elsewhere = from.pathname !== to.pathname || changed("region");
    const main = one("[data-testid=stMain]"), held = document.activeElement;
    if (elsewhere) {
      main?.scrollTo(0, 0);
      if (main?.contains(held) && held.tagName !== "INPUT") main.focus({ preventScroll: true });
    }
    const choosing = changed("period") && (to.searchParams.get("period") || "").startsWith("m");
    if (!matchMedia("(max-width: 768px)").matches || choosing || !one(foldButton)) return;
    one(foldButton).click();
    main?.focus({ preventScroll: true });
  };

  /* After the sidebar is opened or folded by keyboard, the focus is on the button that undoes it. */
  document.addEventListener("click", (event) => {
    if (!event.isTrusted || event.detail) return;
    const openButton = "[data-testid=stExpandSidebarButton]";
    const opens = event.target.closest(openButton), folds = event.target.closest(foldButton);
    if (opens || folds) setTimeout(() => one(opens ? foldButton : openButton)?.focus(), 100);
  }, true);

  /* Another page of a list begins at its first row: the buttons stand below its last. */
  const turned = (from, to) => {
    for (const name of new Set([...from.searchParams.keys(), ...to.searchParams.keys()])) {
      if (!name.endsWith("_page") || from.searchParams.get(name) === to.searchParams.get(name)) continue;
      let below = one(`.st-key-pages_${name.slice(0, -5)}`);
      while (below && !below.previousElementSibling?.querySelector("table")) below = below.parentElement;
      const top = below?.previousElementSibling.getBoundingClientRect().top;
      if (top < 0) one("[data-testid=stMain]").scrollBy(0, top - 56);
    }
  };

  /* Lets Streamlit run the page again: "r" is its key for it. */
  const rerun = () => {
    const key = { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", key));
    document.body.dispatchEvent(new KeyboardEvent("keyup", key));
  };

  /* The system's change between light and dark: Streamlit changes its own colours at once, the
     page's and the figures' come with the next run. */
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!matchMedia("print").matches) setTimeout(rerun, 100);
  });

  /* A connection that was lost may come back to a process that does not know the visitor, who would
     lose the region with the next page. A run tells it the address. */
  let state, before = false;
  const connect = () => {
    const now = one("[data-testid=stApp]")?.dataset.testConnectionState;
    if (now === state) return;
    state = now;
    if (now !== "CONNECTED") return;
    if (before) setTimeout(rerun, 100);
    before = true;
  };

  /* A sheet of A4, in pixels between its margins, and the figures as wide as they are drawn. */
  addEventListener("beforeprint", () => {
    const width = one("[data-testid=stMainBlockContainer]")?.clientWidth || 0;
    document.documentElement.style.setProperty("--on-paper", Math.min(1, 700 / width).toFixed(3));
  });

  /* What Streamlit writes in English: names of its controls, and texts. */
  const names = {
    "Expand sidebar": "展开侧栏",
    "Collapse sidebar": "收起侧栏",
    "Sidebar": "侧栏",
    "App pages": "页面",
    "Main menu": "菜单",
    "Notifications": "通知",
    "Running...": "正在更新",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Open": "展开选项",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Clear entry": "清空",
    "Selected values": "已选",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Choose an option": "请选择",
    "Choose options": "请选择",
  };
  const lost = "连不上服务器，正在重试；恢复后本页自动继续。"
    + "如长时间不能恢复，请告诉管理员。";
  const texts = [
    [/^Skip to main content$/, "跳到正文"],
    [/^Select all$/, "全选"],
    [/^Select (\d+) match(es)?$/, "选择找到的 $1 项"],
    [/^No results\.?$/, "没有找到"],
    [/^(\d+) options? available\.$/, "$1 个选项"],
    [/^(.*), selected$/, "$1，已选"],
    [/^Add: (.*)$/, "添加：$1"],
    [/^Connection error$/, "连接中断"],
    [/^(Is Streamlit still running|Streamlit server is not responding|Connection failed).*$/, lost],
    [/^Connection timed out.*$/, lost],
    [/^streamlit run .*$/, ""],
    [/^Page not found$/, "没有这个页面"],
    [/^You have requested page \/(.*), but no .*$/, "地址中的页面“$1”不存在，已改为首页。"],
    [/^The page that you have requested does not .*$/, "地址中的页面不存在，已改为首页。"],
    [/^Running\.\.\.$/, "正在更新"],
    [/^Connecting.*$/, "正在连接"],
    [/^Stop$/, "停止"],
    [/^Error$/, "出错"],
    [/^Download failed$/, "下载失败"],
    [/^Remove (.*)$/, "移除$1"],
  ];
  const attributes = ["aria-label", "placeholder", "data-title"];
  const named = attributes.map((attribute) => `[${attribute}]`).join();
  const written = "[data-testid=stSkipToContent], [data-testid=stStatusWidget], [role=dialog], "
    + "[role=option], [role=listbox], [data-live-announcer]";
  const translated = (text) => {
    if (Object.hasOwn(names, text)) return names[text];
    const found = texts.find(([english]) => english.test(text));
    return found ? text.replace(...found) : text;
  };
  const translate = () => {
    for (const element of document.querySelectorAll(named)) {
      for (const attribute of attributes) {
        const text = element.getAttribute(attribute);
        const said = text && /^[A-Z]/.test(text) ? translated(text) : text;
        if (said !== text) element.setAttribute(attribute, said);
      }
    }
    for (const element of document.querySelectorAll(written)) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.nodeValue.trim();
        const said = /[A-Za-z]{3}/.test(text) ? translated(text) : text;
        if (said !== text) walker.currentNode.nodeValue = said;
      }
    }
  };

  /* Enter in the search opens the first region found, as soon as it has been found for what is
     written. */
  let wanted = null;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (!event.target.closest("[data-testid=stSidebar] [data-testid=stTextInput]")) return;
    wanted = event.target.value.trim();
    open();
  });
  document.addEventListener("input", () => { wanted = null; });
  const open = () => {
    if (!wanted) return;
    const found = one(".found-for");
    if (found?.dataset.text !== wanted) return;
    wanted = null;
    one(".st-key-found_regions button")?.click();
  };

  /* Whoever hears the page is told of another region or page. */
  const line = document.body.appendChild(document.createElement("div"));
  line.className = "page-named";
  line.setAttribute("role", "status");
  let title = "";
  const tell = () => {
    if (title === document.title) return;
    if (title.includes(" · ")) line.textContent = document.title;
    title = document.title;
  };

  let asked = false;
  const look = () => {
    asked = false;
    translate();
    open();
    tell();
  };
  const soon = () => {
    connect();
    if (!asked) requestAnimationFrame(look);
    asked = true;
  };
  new MutationObserver(soon).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true,
    attributeFilter: [...attributes, "data-test-connection-state"],
  });
  look();
})();
