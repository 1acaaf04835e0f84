/* Tables, files and the build in the address. Comments stay in this form: the file is sent as one
   line. */
(() => {

  /* Sortable tables: a click on a heading sorts by its column, the greatest first, a second click
     the other way round; the first column gives the order as it was. A table that a run draws anew
     is put into the order chosen before, after a reload, too. */
  const kept = JSON.parse(sessionStorage.getItem("sorted") || "{}");
  const chosen = { column: "", order: "none", ...kept };

  /* The cell's own number: its text may be rounded, or in a smaller unit than the column's. */
  const number = (row, at) => parseFloat(row.cells[at].dataset.value);

  const arrange = (table) => {
    const headings = [...table.tHead.rows[0].cells];
    const at = headings.findIndex((heading) => heading.dataset.column === chosen.column);
    const rows = [...table.tBodies[0].rows];
    rows.forEach((row, place) => { row.dataset.place ??= place; });
    const sign = chosen.order === "descending" ? -1 : 1;
    const place = (one, other) => one.dataset.place - other.dataset.place;
    rows.sort((one, other) => {
      const [a, b] = at > 0 ? [number(one, at), number(other, at)] : [0, 0];
      return isNaN(a) - isNaN(b) || sign * (a - b) || place(one, other);
    });
    headings.forEach((heading, i) => {
      heading.setAttribute("aria-sort", i === at && i > 0 ? chosen.order : "none");
    });
    table.dataset.arranged = "";
    table.tBodies[0].append(...rows);
  };

  document.addEventListener("click", (event) => {
    const heading = event.target.closest("table.sortable thead th");
    if (!heading) return;
    const again = chosen.column === heading.dataset.column && chosen.order === "descending";
    chosen.column = heading.dataset.column;
    chosen.order = again ? "ascending" : "descending";
    sessionStorage.setItem("sorted", JSON.stringify(chosen));
    arrange(heading.closest("table"));
  });

  /* Files: asked for until they are written, which the line beside the button says; then saved. A
     failure is said there, too. */
  const say = (button, text, failed) => {
    const line = button.parentElement.querySelector(".download-said");
    line.textContent = text;
    line.classList.toggle("failed", Boolean(failed));
  };

  const fetched = async (button) => {
    const place = button.dataset.file;
    button.setAttribute("aria-busy", "true");
    say(button, "");
    try {
      let answer = await fetch(place, { method: "POST" });
      while (answer.status === 202) {
        say(button, await answer.text());
        answer = await fetch(place, { method: "POST" });
      }
      if (!answer.ok) {
        const plain = (answer.headers.get("content-type") || "").startsWith("text/plain");
        const said = plain ? await answer.text() : "";
        throw new Error(said || "服务器没有给出文件，请稍后再试。");
      }
      say(button, "");
      const link = document.createElement("a");
      link.href = place;
      link.download = "";
      link.click();
    } catch (failed) {
      const cut = failed instanceof TypeError;
      say(button, "下载失败：" + (cut ? "连不上服务器，请稍后再试。" : failed.message), true);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.download");
    if (button && !button.hasAttribute("aria-busy")) fetched(button);
  });

  /* Names that open a region: the address keeps whatever else it says. A plain click does what Back
     does, so that Streamlit runs the page again and the browser does not load it anew. */
  const aim = (event) => {
    const link = event.target.closest?.("a[data-region], .concerns a, a.traced");
    if (link?.dataset.region) {
      const there = new URL(location.href);
      there.searchParams.set("region", link.dataset.region);
      [...there.searchParams.keys()].filter((name) => name.endsWith("_page"))
        .forEach((name) => there.searchParams.delete(name));
      link.href = there.href;
    }
    return link;
  };
  ["pointerover", "focusin"].forEach((kind) => document.addEventListener(kind, aim));
  document.addEventListener("click", (event) => {
    const link = aim(event);
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.button !== 0 || link.origin !== location.origin) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  });

  /* The address says which build it shows, so that a copied link can: without a step of its own in
     the history, and without asking the server. */
  let signed = "";
  const sign = () => {
    const build = document.querySelector(".build-line")?.dataset.build;
    if (!build || signed === build + location.href) return;
    const here = new URL(location.href);
    here.searchParams.set("build", build);
    signed = build + here.href;
    if (here.href === location.href) return;
    history.replaceState(history.state, "", here);
  };

  /* The number of warnings stands beside their page in the navigation. It is asked for once a page
     stands still, since counting takes the server seconds. */
  let counted = "";
  const tell = (number) => {
    document.querySelectorAll('[data-testid="stSidebarNavLink"][href*="/warnings"]').forEach((link) => {
      if (number === "0" || !number) {
        link.removeAttribute("data-count");
        link.removeAttribute("aria-label");
      } else if (link.dataset.count !== number) {
        link.dataset.count = number;
        link.setAttribute("aria-label", `预警，${number} 项`);
      }
    });
  };
  const numbers = {};
  const count = async (place) => {
    if (place !== counted || document.hidden) return;
    const answer = await fetch(place).catch(() => null);
    if (answer?.status === 202) setTimeout(count, 1000, place);
    if (answer?.status !== 200) return;
    numbers[place] = await answer.text();
    if (place === counted) tell(numbers[place]);
  };
  const recount = () => {
    const place = document.querySelector(".build-line")?.dataset.count;
    if (!place) return;
    tell(numbers[place]);
    if (place === counted) return;
    counted = place;
    if (!numbers[place]) setTimeout(count, 2500, place);
  };
  document.addEventListener("visibilitychange", () => {
    if (counted && !numbers[counted]) count(counted);
  });

  /* On a telephone a row is a block (style.py): each cell says what its heading says. */
  const label = (table) => {
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    [...table.rows].forEach((row) => {
      [...row.cells].forEach((cell, at) => { cell.dataset.head = heads[at]; });
    });
    table.dataset.labelled = "";
  };

  new MutationObserver(() => {
    sign();
    recount();
    document.querySelectorAll("table.blocks:not([data-labelled])").forEach(label);
    document.querySelectorAll("table.sortable:not([data-arranged])").forEach(arrange);
  }).observe(document.body, { childList: true, subtree: true });
})();
