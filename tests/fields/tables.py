"""Tables of invented postings: what a field must be, and where it is known to be read wrong.

`python -m tests.fields.tables` reads every table again and writes `known_failures.json` anew,
telling which cases have become right or wrong; do it after training, and read what it tells.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import annonce_nlp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from annonce_nlp.posting import Posting

KNOWN = Path(__file__).with_name("known_failures.json")
TABLES = (  # each a module, tests/fields/test_….py
    "remuneration", "deadline", "duration", "employer", "places", "contract", "title", "start",
)  # fmt: skip
SIX = TABLES[:6]


class Case(NamedTuple):
    """An invented posting and the value its field must have."""

    name: str
    text: str
    want: Any
    reference: dt.date | None = None
    silent_too: bool = False
    """Saying nothing is right as well."""


def _equal(want: Any, got: Any) -> bool:
    return bool(want == got)


@dataclass(frozen=True, eq=False)
class Table:
    """The cases of one field, and how its value is taken from a posting and judged."""

    field: str
    cases: list[Case]
    value: Callable[[Posting], Any]
    accepts: Callable[[Any, Any], bool] = _equal

    @property
    def known(self) -> dict[str, str]:
        """What is read wrong today, by case."""
        return known_failures().get(self.field, {})

    @cache  # noqa: B019 - tables live as long as the tests
    def read(self) -> dict[str, Posting]:
        """Read all cases, by name."""
        together: dict[dt.date | None, list[Case]] = defaultdict(list)
        for case in self.cases:
            together[case.reference].append(case)
        found: dict[str, Posting] = {}
        for reference, cases in together.items():
            postings = annonce_nlp.pipe((c.text for c in cases), reference_date=reference)
            found.update(zip((c.name for c in cases), postings, strict=True))
        return found

    def params(self) -> list[Any]:
        """Return the cases for `parametrize`, those known to fail marked so."""
        return [
            pytest.param(case, id=case.name.replace("\n", " ⏎ "), marks=self._marks(case.name))
            for case in self.cases
        ]

    def _marks(self, name: str) -> list[pytest.MarkDecorator]:
        reason = self.known.get(name)
        return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []

    def fault(self, case: Case) -> str | None:
        """Return what was read instead of the value wanted, None when it is right."""
        got = self.value(self.read()[case.name])
        silent = got in (None, [])
        if self.accepts(case.want, got) or (case.silent_too and silent):
            return None
        return "says nothing" if silent else f"reads {got}"

    def check(self, case: Case) -> None:
        """Fail with a sentence when the case is read wrong."""
        fault = self.fault(case)
        if fault is not None:
            pytest.fail(
                f"{self.field}: {fault}, wanted {case.want}, in:\n{case.text}", pytrace=False
            )


@cache
def known_failures() -> dict[str, dict[str, str]]:
    """Return what is read instead, by field and case."""
    known: dict[str, dict[str, str]] = json.loads(KNOWN.read_text("utf-8"))
    return known


def all_tables() -> list[Table]:
    """Return every table of the modules of `TABLES`, in order."""
    modules = [import_module(f"tests.fields.test_{name}") for name in TABLES]
    return [table for m in modules for table in vars(m).values() if isinstance(table, Table)]


def write_known() -> None:
    """Read every table and write what fails; print what changed."""
    now: dict[str, dict[str, str]] = {}
    for table in all_tables():
        faults = {c.name: fault for c in table.cases if (fault := table.fault(c)) is not None}
        now[table.field] = faults
        print(f"{table.field}: {len(table.cases) - len(faults)} of {len(table.cases)} right")
        for name in sorted(faults.keys() ^ table.known.keys()):
            change = f"now wrong, {faults[name]}" if name in faults else "now right"
            print(f"  {name!r}: {change}")
    KNOWN.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    # The tables know this module by its name, not as `__main__`.
    import_module("tests.fields.tables").write_known()
