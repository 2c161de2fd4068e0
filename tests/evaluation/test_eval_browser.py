"""The page in a real browser: no console error, filtering works, an error's link lands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest

from annonce_nlp.evaluation import evaluate
from annonce_nlp.evaluation.report_html import html

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not on PATH (Debian: apt-get install chromium)"
)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=4000",
    "--dump-dom",
)
WATCH = "<script>window.seen=[];addEventListener('error',e=>seen.push(e.message));</script>"
# Run after the page's own script; its findings are read from the dumped DOM.
PLAY = """
<script>
(async () => {
  const wait = () => new Promise(done => setTimeout(done, 200));
  const shown = part => part.checkVisibility();
  const visible = selector => [...document.querySelectorAll(selector)].filter(shown);
  const found = {errors: window.seen};
  found.all = visible(".posting").length;
  const select = document.getElementById("field-filter");
  const choose = value => { select.value = value; select.dispatchEvent(new Event("change")); };
  choose("deadline");
  found.rows = visible("#fields tbody tr[data-field]").map(r => r.dataset.field);
  found.filtered = visible(".posting").map(p => p.querySelector("strong").textContent);
  found.errorFields = [...new Set(visible(".errors li").map(e => e.dataset.field))];
  found.count = document.getElementById("filter-count").textContent;
  found.evidence = document.querySelectorAll(".seg.ev").length;
  choose("");
  found.again = visible(".posting").length;
  found.openBefore = document.querySelectorAll(".posting[open]").length;
  const link = document.querySelector(".error-link");
  found.wantedPosting = link.querySelector(".id").textContent;
  link.click();
  await wait();
  const target = document.getElementById(location.hash.slice(1));
  const posting = target.closest(".posting");
  found.landed = posting.querySelector("strong").textContent;
  found.open = posting.open;
  const box = target.getBoundingClientRect();
  found.inView = box.top >= 0 && box.top < innerHeight;
  found.marked = target.nextElementSibling.textContent;
  found.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  found.errors = window.seen;
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
})();
</script>
"""


def _play(page: str, folder: Path, width: int) -> tuple[dict, list[str]]:
    path = folder / f"page-{width}.html"
    path.write_text(
        page.replace("<head>", "<head>" + WATCH, 1).replace("</body>", PLAY + "</body>", 1), "utf-8"
    )
    profile = folder / f"profile-{width}"
    done = subprocess.run(  # noqa: S603
        [
            str(CHROMIUM),
            *FLAGS,
            f"--window-size={width},900",
            f"--user-data-dir={profile}",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    result = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert result, f"the page did not finish: {done.stderr[-2000:]}"
    return json.loads(unescape(result[1])), [
        line for line in done.stderr.splitlines() if "CONSOLE" in line
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_works(write, records, answers, tmp_path: Path, width: int) -> None:
    def spoil(key, dump) -> None:
        if key == "posting-2":
            dump["deadline"] = "2031-01-01"
        if key == "posting-5":
            dump["employer"]["name"] = "Autre"
            dump["evidence"]["employer"][0]["score"] = 0.6

    found, console = _play(
        html(evaluate(write(records), cost=False, predictor=answers(spoil))), tmp_path, width
    )
    assert found["errors"] == []
    assert console == []
    assert (found["all"], found["again"]) == (8, 8)
    assert found["rows"] == ["deadline"]
    assert found["filtered"] == ["posting-2"]
    assert found["errorFields"] == ["deadline"]
    assert found["count"] == "1 with this field wrong"
    assert found["evidence"] == 8, "the deadline's evidence is shown in each posting"
    assert found["openBefore"] == 0
    assert found["wantedPosting"] == found["landed"] == "posting-2"
    assert found["open"]
    assert found["inView"]
    assert found["marked"] == "15/03/2024"
    assert found["overflow"] <= 0, "the page must not scroll sideways"
