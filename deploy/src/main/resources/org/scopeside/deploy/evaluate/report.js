"use strict";
// Sorting by a column's header, and a picture over the whole width; the report reads without both.
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => {
    const header = button.closest("th");
    const row = header.parentElement;
    const column = [...row.children].indexOf(header);
    const rising = header.getAttribute("aria-sort") !== "ascending";
    for (const other of row.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const body = header.closest("table").tBodies[0];
    const key = (line) => line.children[column].dataset.key;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      // What is undefined stays last, whichever way.
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = column === 0 ? x.localeCompare(y, "en", { numeric: true }) : x - y;
      return rising ? order : -order;
    });
    body.append(...rows);
  });
}
for (const button of document.querySelectorAll(".pictures button")) {
  button.addEventListener("click", () => {
    const large = button.closest("figure").classList.toggle("large");
    button.setAttribute("aria-expanded", String(large));
    button.scrollIntoView({ block: "nearest" });
  });
}
