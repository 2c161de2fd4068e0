"""What every caller meets first: `parse`, `parse_all`, `pipe`, `load`, and importing them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import annonce_nlp
from annonce_nlp.api import MAX_LENGTH, shifted
from annonce_nlp.posting import Posting
from tests.invented import POSTINGS
from tests.texts import HOSTILE, POSTING_LIKE, hostile, seconds

PAGE = "\n\n---\n\n".join([POSTINGS["labels"], POSTINGS["internship"], POSTINGS["public"]])


def run(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - this interpreter, our code
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


# --- one posting


def test_a_posting_is_read() -> None:
    posting = annonce_nlp.parse(POSTINGS["labels"])
    assert posting.title == "Gestionnaire de paie (H/F)"
    assert posting.employer is not None
    assert posting.employer.name.endswith("Les Vergers d'Albon")
    assert [(place.name, place.postal_code) for place in posting.places] == [("Valence", "26000")]
    assert posting.contract is not None
    assert posting.contract.type == "cdd"
    assert posting.remuneration is not None
    assert (posting.remuneration.min, posting.remuneration.max) == (2150, 2350)
    assert posting.deadline == dt.date(2025, 4, 18)
    assert posting.duration is not None
    assert (posting.duration.min, posting.duration.max) == (8, 8)
    assert posting.start == "2025-05-05"
    assert posting.weekly_hours == 35
    assert posting.emails == ["embauche@vergers-albon.example.fr"]
    assert {e.label for e in posting.entities} == {
        "ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE",
    }  # fmt: skip


BLANK = ["", " ", "\n\n\r\n", "\t\u00a0\u202f", "\u200b\ufeff", "&nbsp;", "\u2028"]


@pytest.mark.parametrize("text", BLANK, ids=repr)
def test_a_blank_text_gives_an_empty_posting(text: str) -> None:
    assert annonce_nlp.parse(text) == Posting(end_char=len(text))
    assert list(annonce_nlp.pipe([text])) == [Posting(end_char=len(text))]
    assert annonce_nlp.parse_all(text) == []


@pytest.mark.parametrize("text", ["...", "***", "-----", "?!", "🚀"], ids=repr)
def test_marks_alone_state_nothing(text: str) -> None:
    posting = annonce_nlp.parse(text)
    assert posting.model_dump(exclude={"start_char", "end_char"}) == Posting().model_dump(
        exclude={"start_char", "end_char"}
    )


NOT_TEXT = [
    (None, "NoneType"), (b"CDI", "bytes"), (12, "int"), (["CDI"], "list"), (Path("a"), "PosixPath"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), NOT_TEXT, ids=[kind for _, kind in NOT_TEXT])
def test_what_is_no_text_is_refused_by_name(text: Any, kind: str) -> None:
    for call in (annonce_nlp.parse, annonce_nlp.parse_all, lambda t: list(annonce_nlp.pipe([t]))):
        with pytest.raises(TypeError, match=f"not {kind}"):
            call(text)


def test_a_text_over_the_limit_is_refused_with_the_limit_and_its_parameter() -> None:
    assert MAX_LENGTH == 1_000_000
    message = r"12 characters, more than max_length=10; .*raise the parameter max_length"
    text = "Stage à Gap."
    for call in (
        lambda: annonce_nlp.parse(text, max_length=10),
        lambda: annonce_nlp.parse_all(text, max_length=10),
        lambda: list(annonce_nlp.pipe([text], max_length=10)),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(ValueError, match="1,000,001 characters"):
        annonce_nlp.parse("a" * (MAX_LENGTH + 1))
    assert annonce_nlp.parse(text, max_length=12).end_char == 12


def test_the_limit_may_be_raised() -> None:
    long = "Stage à Gap. " + " " * MAX_LENGTH
    assert annonce_nlp.parse(long, max_length=2 * MAX_LENGTH).end_char == len(long)


DATED = "Comptable\nCandidatures avant le 20 juin."


@pytest.mark.parametrize(
    ("reference", "deadline"),
    [
        (dt.date(2025, 5, 2), dt.date(2025, 6, 20)),
        (dt.date(2025, 6, 20), dt.date(2025, 6, 20)),
        (dt.date(2025, 6, 21), dt.date(2026, 6, 20)),
        (None, None),
    ],
    ids=str,
)
def test_a_day_without_year_is_dated_from_the_reference_date(
    reference: dt.date | None, deadline: dt.date | None
) -> None:
    assert annonce_nlp.parse(DATED, reference_date=reference).deadline == deadline
    (posting,) = annonce_nlp.pipe([DATED], reference_date=reference)
    assert posting.deadline == deadline
    (posting,) = annonce_nlp.parse_all(DATED, reference_date=reference)
    assert posting.deadline == deadline


def test_a_reference_date_does_not_outlive_its_call() -> None:
    annonce_nlp.parse(DATED, reference_date=dt.date(2025, 5, 2))
    assert annonce_nlp.parse(DATED).deadline is None


# --- offsets


def assert_grounded(posting: Posting, text: str) -> None:
    """Every span of a posting is a piece of the caller's text, inside the posting's slice."""
    parts: list[Any] = [
        *posting.entities,
        *(e for found in posting.evidence.values() for e in found),
    ]
    for part in parts:
        assert part.text == text[part.start : part.end] != "", part
        assert posting.start_char <= part.start < part.end <= posting.end_char, part
    spans = sorted((e.start, e.end) for e in posting.entities)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


FRAGMENTS = [
    "Comptable (H/F)", "Charge\u0301\u00b7e de mission", "RESPONSABLE D\u2019EXPLOITATION", "\u2022 ",
    "Employeur : Coope\u0301rative Les Vergers d'Albon", "chez Orvalis", "Croquelune recrute",
    "Lieu\u00a0: 26000 Valence", "à Saint-E\u0301tienne (42)", "Lyon(69003)", "Paris &amp; Nantes",
    "Salaire :1800€", "35\u202f000\u00a0€ brut annuel", "12,5€/h", "gratification l&eacute;gale",
    "de 2 100 à 2 300 &euro;", "Contrat : CDD-6 mois", "stage de 4 à 6 mois", "**CDI**", "[CDI](#)",
    "Date limite&nbsp;: 14/03/2025", "avant le 5\u00a0mai\u00a02025", "<br>", "<p>", "&#8217;", "***",
    "### ", "|", "\ufeff", "\u200b", "\u00ad", "🚀", "👩\u200d🔧", "ﬁn", "œuvre", "İ", "ß", " ",
    "rh@vergers.example.org", "rh [at] vergers.example.org", "télétravail", "_", "dès que possible",
]  # fmt: skip
BREAKS = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    " ",
    "\u00a0",
    "",
    "\t",
    " \n- ",
    "\n1. ",
    "\u2028",
]
MIXED = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(BREAKS)), min_size=1, max_size=14
).map(lambda pieces: "".join(part for piece in pieces for part in piece))


@settings(max_examples=200)
@given(MIXED)
def test_what_is_read_is_in_the_text_as_given(text: str) -> None:
    posting = annonce_nlp.parse(text)
    assert (posting.start_char, posting.end_char) == (0, len(text))
    assert_grounded(posting, text)


@settings(max_examples=60)
@given(POSTING_LIKE)
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert_grounded(annonce_nlp.parse(text), text)


@settings(max_examples=60)
@given(st.lists(MIXED, max_size=3).map("\n\n---\n\n".join))
def test_pages_are_grounded_too(page: str) -> None:
    end = 0
    for posting in annonce_nlp.parse_all(page):
        assert end <= posting.start_char < posting.end_char <= len(page)
        assert_grounded(posting, page)
        end = posting.end_char


DISGUISES = {
    "carriage returns": lambda t: t.replace("\n", "\r\n"),
    "no-break spaces": lambda t: t.replace(" €", "\u00a0€").replace(" :", "\u00a0:"),
    "decomposed accents": lambda t: t.replace("é", "e\u0301").replace("ê", "e\u0302"),
    "HTML entities": lambda t: t.replace("é", "&eacute;").replace("€", "&euro;"),
    "typographic apostrophes": lambda t: t.replace("'", "\u2019"),
    "Markdown": lambda t: t.replace("Lieu de travail :", "**Lieu de travail :**"),
    "emoji bullets": lambda t: t.replace("\n- ", "\n👉 "),
    "a byte order mark": lambda t: "\ufeff" + t,
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_the_way_of_writing_does_not_change_the_values(disguise: Any) -> None:
    plain, written = POSTINGS["labels"], disguise(POSTINGS["labels"])
    assert written != plain
    keys = ("places", "remuneration", "deadline", "duration", "start", "weekly_hours", "emails")
    want, got = annonce_nlp.parse(plain), annonce_nlp.parse(written)
    assert {key: getattr(got, key) for key in keys} == {key: getattr(want, key) for key in keys}
    assert got.contract is not None
    assert got.contract.type == "cdd"
    assert_grounded(got, written)


# --- a page


def test_offsets_of_parse_all_count_from_the_beginning_of_the_page() -> None:
    postings = annonce_nlp.parse_all(PAGE)
    assert [posting.title for posting in postings] == [
        "Gestionnaire de paie (H/F)", "Médiation numérique", "TECHNICIEN RIVIÈRE (H/F)",
    ]  # fmt: skip
    for posting in postings:
        assert_grounded(posting, PAGE)
        alone = annonce_nlp.parse(PAGE[posting.start_char : posting.end_char])
        assert shifted(alone, posting.start_char) == posting
    assert postings[0].start_char == 0
    assert PAGE[: postings[0].end_char] == POSTINGS["labels"]
    assert postings[-1].end_char == len(PAGE)


def test_a_page_of_one_gives_that_one() -> None:
    text = POSTINGS["labels"]
    assert annonce_nlp.parse_all(text) == [annonce_nlp.parse(text)]


# --- a stream


class Counted:
    """Texts that count how many of them were taken."""

    def __init__(self, texts: list[Any]) -> None:
        self.texts = texts
        self.taken = 0

    def __iter__(self) -> Iterator[Any]:
        for text in self.texts:
            self.taken += 1
            yield text


TEXTS = [*POSTINGS.values(), "", DATED]


@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_pipe_reads_in_order_what_parse_reads(batch_size: int) -> None:
    assert list(annonce_nlp.pipe(iter(TEXTS), batch_size=batch_size)) == [
        annonce_nlp.parse(text) for text in TEXTS
    ]


def test_pipe_of_nothing() -> None:
    assert list(annonce_nlp.pipe([])) == []


@pytest.mark.parametrize("batch_size", [1, 4])
def test_pipe_takes_no_more_than_a_batch(batch_size: int) -> None:
    texts = Counted(["CDI"] * 20)
    stream: Any = annonce_nlp.pipe(texts, batch_size=batch_size)
    assert texts.taken == 0
    for number in range(1, 10):
        next(stream)
        assert texts.taken <= -(-number // batch_size) * batch_size
    stream.close()
    assert texts.taken < 20


def read_until_it_breaks(texts: list[Any], **how: Any) -> tuple[int, Exception | None]:
    """Return how many postings came before the error, and the error."""
    count = 0
    try:
        for _ in annonce_nlp.pipe(texts, **how):
            count += 1
    except (TypeError, ValueError) as error:
        return count, error
    return count, None


BREAKERS = [(5, "not int"), ("a" * 40, "max_length=30")]


@pytest.mark.parametrize("batch_size", [1, 64])
@pytest.mark.parametrize(("breaker", "message"), BREAKERS, ids=["no text", "too long"])
def test_pipe_raises_at_the_text_in_question(breaker: Any, message: str, batch_size: int) -> None:
    texts = ["CDI", "CDD", breaker, "Stage"]
    count, error = read_until_it_breaks(texts, batch_size=batch_size, max_length=30)
    assert message in str(error)
    assert count == 2


def test_an_error_of_the_stream_itself_is_raised() -> None:
    def broken() -> Iterator[str]:
        yield "CDI"
        raise OSError("disk gone")

    stream = annonce_nlp.pipe(broken(), batch_size=1)
    assert next(stream).end_char == 3
    with pytest.raises(OSError, match="disk gone"):
        next(stream)


@pytest.mark.parametrize("how", [{"batch_size": 0}, {"n_process": 0}, {"batch_size": -1}], ids=str)
def test_numbers_below_one_are_refused(how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="at least 1, not"):
        list(annonce_nlp.pipe(["CDI"], **how))


def test_two_processes_read_what_one_reads_and_break_where_one_breaks() -> None:
    reference = dt.date(2025, 5, 2)
    one = list(annonce_nlp.pipe(TEXTS, reference_date=reference))
    texts = Counted([*TEXTS * 3, 5, *TEXTS])
    two = annonce_nlp.pipe(texts, batch_size=2, n_process=2, reference_date=reference)
    found = [next(two)]
    assert texts.taken < len(texts.texts), "the whole stream was taken at once"
    with pytest.raises(TypeError, match="not int"):
        found.extend(two)
    assert found == one * 3


# --- loading and importing


def test_load_gives_one_shared_pipeline() -> None:
    assert annonce_nlp.load() is annonce_nlp.load()


def test_loading_from_nowhere_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no pipeline at .*nothing: give a folder"):
        annonce_nlp.load(tmp_path / "nothing")


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("spacy", "sklearn", "pydantic", "numpy", "thinc", "scipy")
    code = f"import sys, annonce_nlp; print([m for m in {heavy!r} if m in sys.modules])"
    assert run(code) == "[]"


def test_names_are_found_on_first_use() -> None:
    code = "import annonce_nlp as a; print(a.parse('CDI').contract.type, a.Posting.__name__)"
    assert run(code) == "cdi Posting"


def test_the_package_lists_its_names_and_refuses_others() -> None:
    assert dir(annonce_nlp) == [
        "Failure", "Posting", "__version__", "load", "parse", "parse_all", "pipe",
    ]  # fmt: skip
    with pytest.raises(AttributeError, match="no attribute 'parze'"):
        annonce_nlp.parze  # noqa: B018


def test_half_a_character_does_not_stop_the_reading():
    posting = annonce_nlp.parse("Poste en CDI \ud800 à Dax (40100).")
    assert posting.contract.type.value == "cdi"
    assert [place.name for place in posting.places] == ["Dax"]
    assert annonce_nlp.Posting.model_validate_json(posting.model_dump_json()) == posting


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_reading_is_linear(unit: str) -> None:
    annonce_nlp.parse("Mairie de Dax")
    short = seconds(annonce_nlp.parse, hostile(unit, 8_000))
    long = seconds(annonce_nlp.parse, hostile(unit, 32_000))
    assert long < 0.1 or long / short < 9, (
        f"{unit!r}: 8,000 characters took {short:.3f} s, 32,000 took {long:.3f} s"
    )


@pytest.mark.parametrize("kind", ["town in capitals", "sums"])
def test_one_endless_line_is_read_in_linear_time(kind: str) -> None:
    annonce_nlp.parse("Mairie de Dax")
    short = seconds(annonce_nlp.parse, hostile(HOSTILE[kind], 20_000))
    long = seconds(annonce_nlp.parse, hostile(HOSTILE[kind], 160_000))
    assert long / short < 12, f"20,000 characters took {short:.3f} s, 160,000 took {long:.3f} s"
