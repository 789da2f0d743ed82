(() => {
  "use strict";
  const body = document.body;
  let pinned = null;

  // A card stays in the window: in the gutter it moves, elsewhere it leaves the end that its unit is at.
  const place = (unit) => {
    const card = unit.querySelector(".card");
    card.style.translate = card.style.maxHeight = "";
    card.classList.remove("above");
    const { top, height } = card.getBoundingClientRect();
    if (getComputedStyle(card).position === "absolute") {
      const free = Math.max(12, Math.min(top, innerHeight - 12 - height));
      if (free !== top) card.style.translate = `0 ${free - top}px`;
      return;
    }
    const lines = [...unit.getClientRects()];
    const [first, last] = [Math.min(...lines.map((line) => line.top)), Math.max(...lines.map((line) => line.bottom))];
    const above = last > top && first + last > innerHeight;
    card.classList.toggle("above", above);
    // A long card scrolls rather than cover its unit.
    const room = (above ? first : innerHeight - last) - 24;
    if (height > room && room > 120) card.style.maxHeight = `${room}px`;
  };

  // A unit that is clicked keeps its reasons in sight; a second click, or Escape, lets them go.
  const pin = (unit) => {
    if (pinned) pinned.classList.remove("pinned");
    pinned = unit === pinned ? null : unit;
    if (!pinned) return;
    pinned.classList.add("pinned");
    place(pinned);
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
    place(unit);
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  // Tables sort by any column, and can be searched.
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number(text.replaceAll(",", ""));
    return text === "–" || text === "" ? null : isNaN(number) ? text.toLowerCase() : number;
  };
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order(String(a), String(b)));
  const step = 200;
  for (const table of document.querySelectorAll("table.sortable")) {
    const tbody = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...tbody.rows];
    const told = (row) => `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase();
    const texts = new Map(rows.map((row) => [row, told(row)]));
    let wanted = "";
    let most = step;
    // Of thousands only some are laid out at a time, so that sorting feels instant.
    const draw = () => {
      const found = wanted ? rows.filter((row) => texts.get(row).includes(wanted)) : rows;
      tbody.replaceChildren(...found.slice(0, most));
      more.hidden = found.length <= most;
      more.textContent = `Show ${Math.min(most, found.length - most)} more of ${found.length}`;
      count.textContent = wanted ? `${found.length} found` : "";
    };
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.addEventListener("click", () => {
      most *= 2;
      draw();
    });
    const count = document.createElement("span");
    count.className = "sub";
    count.setAttribute("role", "status");
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("n") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const next = head.getAttribute("aria-sort") === first ? other : first;
        for (const cell of heads) cell.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", next);
        const sign = next === "ascending" ? 1 : -1;
        const keyed = rows.map((row) => [value(row, column), row]);
        // What has no value stands last in both directions.
        keyed.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : sign * compare(a, b)));
        rows.splice(0, rows.length, ...keyed.map(([, row]) => row));
        draw();
      });
    });
    if (rows.length >= 10) {
      const search = document.createElement("input");
      search.type = "search";
      search.placeholder = "Find a release";
      search.setAttribute("aria-label", "Find a release");
      search.addEventListener("input", () => {
        wanted = search.value.trim().toLowerCase();
        draw();
      });
      table.closest(".scroll").before(search, count);
    }
    table.closest(".scroll").after(more);
    draw();
  }
})();
