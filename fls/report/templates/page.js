(() => {
  "use strict";
  const body = document.body;
  let pinned = null;

  // A unit that is clicked keeps its reasons in sight; a second click, or Escape, lets them go.
  const pin = (unit) => {
    if (pinned) pinned.classList.remove("pinned");
    pinned = unit === pinned ? null : unit;
    if (pinned) pinned.classList.add("pinned");
  };
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".close");
    if (close) {
      event.preventDefault();
      close.closest(".u").querySelector(".mark").focus();
      if (pinned) pin(pinned);
      body.classList.add("quiet");
      return;
    }
    if (event.target.closest(".card, .strip")) return;
    const unit = event.target.closest(".u");
    if (!unit && !event.target.closest("a, input, label, button")) pin(pinned);
    if (!unit || String(getSelection())) return;
    if (event.target.closest(".mark")) event.preventDefault();
    body.classList.remove("quiet");
    pin(unit);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (pinned) pin(pinned);
    body.classList.add("quiet");
  });

  // The strip shows where the unit under the pointer, or with the focus, stands.
  let spot = null;
  const point = (event) => {
    const unit = event.target.closest(".u[id]");
    if (unit === spot) return;
    const mark = (on) =>
      spot?.closest(".release").querySelector(`.strip a[href="#${spot.id}"] rect`)?.classList.toggle("spot", on);
    mark(false);
    spot = unit;
    mark(true);
    if (!unit) return;
    body.classList.remove("quiet");
    // In the gutter a card that would end below the window moves up.
    const card = unit.querySelector(".card");
    card.style.translate = "";
    const below = card.getBoundingClientRect().bottom + 12 - innerHeight;
    if (below > 0 && getComputedStyle(card).position === "absolute") card.style.translate = `0 ${-below}px`;
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  // Tables sort by any column, and can be searched.
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    return text === "–" || text === "" ? null : isNaN(text) ? text.toLowerCase() : Number(text);
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  for (const table of document.querySelectorAll("table.sortable")) {
    const tbody = table.tBodies[0];
    const rows = [...tbody.rows];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("n") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? other : first;
        for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const keyed = rows.map((row) => [value(row, column), row]);
        // What has no value stands last in both directions.
        keyed.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : sign * compare(a, b)));
        rows.splice(0, rows.length, ...keyed.map(([, row]) => row));
        tbody.append(...rows);
      });
    });
    if (rows.length < 10) continue;
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = "Find a release";
    search.setAttribute("aria-label", "Find a release");
    const texts = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !texts.get(row).includes(wanted);
    });
    table.closest(".scroll").before(search);
  }
})();
