"use strict";
(() => {
  const select = document.getElementById("field-filter");
  const count = document.getElementById("filter-count");
  const tagged = document.querySelectorAll("main [data-field]");
  const postings = document.querySelectorAll(".posting");
  const evidence = document.querySelectorAll("[data-evidence]");

  const holds = (list, field) => list.split(" ").includes(field);

  function filter() {
    const field = select.value;
    for (const part of tagged) part.hidden = field !== "" && part.dataset.field !== field;
    let shown = 0;
    for (const posting of postings) {
      posting.hidden = field !== "" && !holds(posting.dataset.wrong, field);
      if (!posting.hidden) shown += 1;
    }
    for (const part of evidence) part.classList.toggle("ev", field !== "" && holds(part.dataset.evidence, field));
    count.textContent = field === "" ? `${shown} postings` : `${shown} with this field wrong`;
  }

  // A link to a closed or filtered-out posting must still land.
  function land() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    const posting = target.closest(".posting");
    if (posting) {
      if (posting.hidden) {
        select.value = "";
        filter();
      }
      posting.open = true;
    }
    target.scrollIntoView({ block: posting && target !== posting ? "center" : "start" });
  }

  select.addEventListener("change", filter);
  window.addEventListener("hashchange", land);
  for (const link of document.querySelectorAll(".error-link")) {
    link.addEventListener("click", () => setTimeout(land));
  }
  filter();
  land();
})();
