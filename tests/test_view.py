"""The cleaned view: what it shows, and where each of its characters stands in the original."""

from __future__ import annotations

import html
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annonce_nlp.view import clean, fold
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

CLEANED = [
    ("no-break space", "1\u00a0800\u202f€", "1 800 €"),
    ("typographic apostrophe", "l’équipe", "l'équipe"),
    ("typographic quotes", "“Kelvane”", '"Kelvane"'),
    ("no-break hyphen", "Saint\u2011Denis", "Saint-Denis"),
    ("decomposed accents", "Socie\u0301te\u0301", "Société"),
    ("two marks on a letter", "e\u0323\u0301", "ẹ"),
    ("windows line ends", "CDD\r\nDax", "CDD \nDax"),
    ("line separator", "CDD\u2028Dax", "CDD\nDax"),
    ("named entities", "1&nbsp;800&nbsp;&euro;", "1 800 €"),
    ("numbered entities", "l&#8217;&#xE9;quipe", "l'équipe"),
    ("ampersand entity", "R&amp;D", "R&D"),
    ("no entity", "AT&T; et R&D", "AT&T; et R&D"),
    ("unknown entity", "&kelvane;", "&kelvane;"),
    ("bold", "**Contrat :** CDI", "Contrat : CDI"),
    ("bold underscores", "__Contrat__ : CDI", "Contrat : CDI"),
    ("escaped hyphen", "\\- Missions", "- Missions"),
    ("link", "[Postuler](https://example.org/a)", "Postuler (https://example.org/a)"),
    ("block tags", "Poste<br/>Lieu", "Poste\nLieu"),
    (
        "inline tags",
        "un <b>soudeur</b> ou <span class='x'>soudeuse</span>",
        "un soudeur ou soudeuse",
    ),
    ("comparison is no tag", "prix < 3 et > 2", "prix < 3 et > 2"),
    ("soft hyphen", "infor\u00admatique", "informatique"),
    ("soft hyphen entity", "infor&shy;matique", "informatique"),
    ("zero-width space", "Kel\u200bvane", "Kelvane"),
    ("zero-width entity", "Kel&#8203;vane", "Kelvane"),
    ("byte-order mark", "\ufeffPoste", "Poste"),
    ("inclusive writing is kept", "chargé·e, chargé(e), chargé.e", "chargé·e, chargé(e), chargé.e"),
    ("plain text is kept", "Durée : 6 mois", "Durée : 6 mois"),
    ("empty", "", ""),
]


@pytest.mark.parametrize(
    ("original", "shown"), [c[1:] for c in CLEANED], ids=[c[0] for c in CLEANED]
)
def test_what_the_view_shows(original: str, shown: str) -> None:
    view = clean(original)
    assert view.text == shown
    assert view.original == original
    assert view.folded == fold(shown)


MAPPED = [
    ("Salaire&nbsp;: 1&#8239;800&nbsp;&euro; brut", "1 800 €", "1&#8239;800&nbsp;&euro;"),
    ("R&amp;D chez **Kelvane**", "R&D", "R&amp;D"),
    ("R&amp;D chez **Kelvane**", "Kelvane", "Kelvane"),
    ("Direction R&amp;", "R&", "R&amp;"),
    ("Charg&eacute;(e) de mission", "Chargé(e)", "Charg&eacute;(e)"),
    ("Charg&eacute; de mission", "Chargé", "Charg&eacute;"),
    ("la Socie\u0301te\u0301 Orvalis", "Société", "Socie\u0301te\u0301"),
    ("<p>Poste : <b>Soudeur</b></p>", "Soudeur", "Soudeur"),
    ("infor\u00admatique", "informatique", "infor\u00admatique"),
    ("l’été", "l'été", "l’été"),
    ("[Postuler](https://example.org/a)", "https://example.org/a", "https://example.org/a"),
]


@pytest.mark.parametrize(
    ("original", "words", "source"), MAPPED, ids=[f"{m[1]} ← {m[2]}" for m in MAPPED]
)
def test_words_of_the_view_map_to_their_source(original: str, words: str, source: str) -> None:
    view = clean(original)
    at = view.text.index(words)
    start, end = view.to_original(at, at + len(words))
    assert original[start:end] == source
    assert view.from_original(start, end) == (at, at + len(words))


FOLDED = [
    ("DURÉE", "duree"), ("Élève À l'Été", "eleve a l'ete"), ("ŒUVRE", "œuvre"), ("Ça", "ca"),
    ("ñandú", "nandu"),
    ("İ", "i"), ("ß", "ß"), ("ﬁ", "ﬁ"), ("€ 1", "€ 1"), ("Ÿ", "y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "folded"), FOLDED, ids=[f[0] for f in FOLDED])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(POSTING_LIKE, st.data())
def test_every_span_maps_into_the_original_and_back(text: str, data: st.DataObject) -> None:
    view = clean(text)
    if view.offsets is not None:
        assert len(view.offsets) == len(view.text) + 1
        assert list(view.offsets) == sorted(view.offsets)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    # A break put in where one was lost stands for no character: no span begins with it.
    assume(view.offsets is None or view.offsets[start] < view.offsets[start + 1])
    first, last = view.to_original(start, end)
    assert 0 <= first < last <= len(text)
    again, until = view.from_original(first, last)
    assert again <= start
    assert until >= end


_PIECES = ["Dax", "R&D", "l'été", "1800€", "Kelvane", "<5", "œuvre", "chargé·e"]


@given(st.lists(st.sampled_from(_PIECES), min_size=1))
def test_escaped_text_is_shown_as_the_plain_one(words: list[str]) -> None:
    plain = " ".join(words)
    escaped = html.escape(plain, quote=False).replace("é", "&eacute;").replace(" ", "&nbsp;")
    view = clean(escaped)
    assert view.text == plain
    at = 0
    for word in words:
        start, end = view.to_original(at, at + len(word))
        assert html.unescape(escaped[start:end]) == word
        at += len(word) + 1


_SEEDS = Path(__file__).parents[1] / "data/annotated/source"


@pytest.mark.parametrize("path", sorted(_SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_decomposed_accents_change_nothing(path: Path) -> None:
    text = unicodedata.normalize("NFC", path.read_text("utf-8"))
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert clean(apart).text == clean(text).text


def test_annotated_spans_survive_the_way_through_the_view() -> None:
    lines = (_SEEDS.parent / "postings.jsonl").read_text("utf-8").splitlines()
    seen = 0
    for record in map(json.loads, lines):
        view = clean(record["text"])
        for entity in record["entities"]:
            start, end = view.from_original(entity["start"], entity["end"])
            assert view.to_original(start, end) == (entity["start"], entity["end"]), record["id"]
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(clean, unit)
    assert_linear(fold, unit)
