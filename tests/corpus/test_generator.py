"""Variants of annotated postings keep the promises of the annotated data."""

# ruff: noqa: S311 - seeds make the same variants every time
from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from annonce_nlp.cli import main
from annonce_nlp.corpus.generator import CHANGES, variants
from annonce_nlp.corpus.generator.draft import Draft, Edit
from annonce_nlp.corpus.generator.layout import add_furniture, break_lines, drop_accents
from annonce_nlp.corpus.generator.names import Wanted, communes, invent, wanted
from annonce_nlp.corpus.generator.swaps import swap_employer, swap_places
from annonce_nlp.corpus.generator.values import swap_amounts, swap_deadline, swap_year
from annonce_nlp.corpus.markup import read_markup
from annonce_nlp.corpus.schema import CorpusError, Record, read_records
from annonce_nlp.evaluation.match import comparable
from annonce_nlp.language import PostingTokenizer
from annonce_nlp.view import fold

AUTHORED = Path(__file__).parents[2] / "data/authored"
COUNT = 1400
TOKENIZER = PostingTokenizer(Vocab())
_EDGE = re.compile(r"^[\s.,;:!?«»\"“”)\]*_]|[\s,;:!?«»\"“”(\[*_]$")
SILENT = {
    "title": None, "employer": None, "places": [], "contract": None, "contract_also": [],
    "remuneration": None, "deadline": None, "duration": None, "start": None,
    "weekly_hours": None, "telework": None, "emails": [],
}  # fmt: skip


def made(marked: str, **fields: object) -> Record:
    text, entities = read_markup(marked)
    return Record(id="made", text=text, entities=entities, fields={**SILENT, **fields})


@pytest.fixture(scope="module")
def authored() -> list[Record]:
    return [r for path in sorted(AUTHORED.glob("*.jsonl")) for r in read_records(path)]


@pytest.fixture(scope="module")
def some(authored: list[Record]) -> list[Record]:
    return list(variants(authored, COUNT, seed=7))


def spans_of(record: Record, *labels: str) -> list[str]:
    return [record.text[e.start : e.end] for e in record.entities or [] if e.label in labels]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


# -- all variants ------------------------------------------------------------------------------


def test_there_are_as_many_as_asked_for_and_no_two_alike(authored, some):
    assert len(some) == COUNT
    assert len({r.text for r in some} | {r.text for r in authored}) == COUNT + len(authored)
    assert len({r.id for r in some}) == COUNT
    assert {r.meta["variant_of"] for r in some} == {r.id for r in authored}


def test_every_change_occurs_and_says_so(some):
    done = Counter(change for record in some for change in record.meta["changes"])
    assert set(done) == {name for name, _, _ in CHANGES}
    assert min(done.values()) >= COUNT // 20, done
    assert all(record.meta["changes"] for record in some)


def test_spans_have_the_labels_and_roles_of_the_source(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        assert [(e.label, e.role) for e in record.entities] == [
            (e.label, e.role) for e in sorted(source.entities, key=lambda e: e.start)
        ], record.id


def test_spans_have_clean_edges(some):
    assert [
        (record.id, words)
        for record in some
        for words in (record.text[e.start : e.end] for e in record.entities)
        if _EDGE.search(words)
    ] == []


def test_spans_are_runs_of_tokens(some):
    broken = []
    for record in some:
        doc = TOKENIZER(record.text)
        broken += [
            (record.id, record.meta["changes"], record.text[e.start : e.end])
            for e in record.entities
            if doc.char_span(e.start, e.end) is None
        ]
    assert broken == []


def test_what_no_change_concerns_stays(authored, some):
    by_id = {record.id: record for record in authored}
    kept = ("contract", "contract_also", "duration", "weekly_hours", "telework", "emails")
    for record in some:
        source = by_id[record.meta["variant_of"]]
        for name in kept:
            assert getattr(record.fields, name) == getattr(source.fields, name), record.id
        for name, change in [("remuneration", "amounts"), ("start", "year")]:
            if change not in record.meta["changes"]:
                assert getattr(record.fields, name) == getattr(source.fields, name), record.id


def test_emails_stand_in_the_text_as_before(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]].text.lower()
        for mail in record.fields.emails:
            assert (mail in record.text.lower()) == (mail in source), record.id


def test_the_employer_is_marked_under_its_new_name(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        if "employer" in record.meta["changes"]:
            forms = {squeezed(form) for form in record.fields.employer}
            marked = {
                squeezed(re.sub(r"-\n", "", record.text[e.start : e.end]))
                for e in record.entities
                if e.role == "employer"
            }
            assert marked <= forms, f"{record.id}: {marked - forms} not in {forms}"
            old = by_id[record.meta["variant_of"]].fields.employer
            assert not {comparable(f) for f in old} & {
                comparable(f) for f in record.fields.employer
            }


def test_a_place_of_the_fields_stands_in_the_text_if_it_did(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        before = [
            any(squeezed(f) in squeezed(source.text) for f in p) for p in source.fields.places
        ]
        after = [any(squeezed(f) in squeezed(record.text) for f in p) for p in record.fields.places]
        assert after == before, f"{record.id}: {record.fields.places}"


def test_new_pay_and_dates_are_written_in_their_spans(some):
    checked = Counter()
    for record in some:
        changes, fields = record.meta["changes"], record.fields
        if "amounts" in changes:
            figures = re.sub(
                r"(?<=\d)[\s.'’](?=\d{3})", "", " ".join(spans_of(record, "REMUNERATION"))
            )
            numbers = {
                float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d{1,2})?", figures)
            }
            for side in (fields.remuneration.min, fields.remuneration.max):
                assert side is None or {side, side / 1000} & numbers, (record.id, side, numbers)
                checked["amounts"] += 1
        if {"deadline", "year"} & set(changes) and fields.deadline:
            words = " ".join(spans_of(record, "DATE_LIMITE")).lower()
            assert re.search(rf"\b0?{fields.deadline.day}(?:er|st|nd|rd|th)?\b", words), (
                record.id,
                words,
            )
            said = re.search(r"20\d\d", words)
            assert said is None or said[0] == str(fields.deadline.year), (record.id, words)
            checked["deadline"] += 1
    assert min(checked["amounts"], checked["deadline"]) > 200


def test_the_title_stands_in_the_text(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        if source.fields.title and " ".join(source.fields.title.split()) in source.text:
            assert record.fields.title in " ".join(record.text.split()), record.id


# -- the same again ----------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(), count=st.integers(0, 40))
def test_the_same_seed_gives_the_same_and_is_a_beginning_of_more(seed, count):
    records = _seeds()
    first = list(variants(records, count, seed))
    assert first == list(variants(records, count, seed))
    assert first == list(islice(variants(records, count + 5, seed), count))


def test_another_seed_gives_others(authored):
    one = {record.text for record in variants(authored[:50], 60, 1)}
    assert len(one & {record.text for record in variants(authored[:50], 60, 2)}) < 20


def test_given_records_are_not_changed(authored):
    before = [record.model_dump() for record in authored[:30]]
    list(variants(authored[:30], 90, 3))
    assert [record.model_dump() for record in authored[:30]] == before


def _seeds() -> list[Record]:
    path = min(AUTHORED.glob("*.jsonl"))
    return list(islice(read_records(path), 20))


def test_it_yields_one_by_one():
    assert next(variants(_seeds(), 10**9)).text


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([], "give annotated postings"),
        ([Record(id="a", text="Un poste.", fields=SILENT)], "no record has entities"),
    ],
)
def test_nothing_to_vary_is_said(records, sentence):
    with pytest.raises(CorpusError, match=sentence):
        next(variants(records, 1))


def test_no_further_variants_is_said():
    bare = Record(id="a", text="Oui", fields=SILENT, entities=[])
    with pytest.raises(CorpusError, match=r"no more than \d+ differing variants"):
        list(variants([bare], 10**6))


# -- edits -------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    text=st.text(st.sampled_from("ab c\n"), min_size=4, max_size=60),
    data=st.data(),
)
def test_spans_follow_edits(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    pieces = list(pairwise(cuts))
    inside = data.draw(st.sampled_from(pieces))
    draft = Draft.of(made("x"))
    draft.text, draft.title = text, inside
    edits = [
        Edit(start, end, data.draw(st.text("XYZ", max_size=4)))
        for start, end in data.draw(st.sets(st.sampled_from(pieces)))
    ] + [Edit(at, at, "+") for at in data.draw(st.sets(st.sampled_from(cuts)))]
    want = next((e.new for e in edits if (e.start, e.end) == inside), text[slice(*inside)])
    draft.apply(edits)
    assert draft.text[slice(*draft.title)] == want


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        Draft.of(made("abcdef")).apply([Edit(0, 3, "x"), Edit(2, 4, "y")])


# -- single changes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("chez ", Wanted()),
        ("au sein de la ", Wanted("f", vowel=False)),
        ("rejoignez le ", Wanted("m", vowel=False)),
        ("l'équipe de l'", Wanted(vowel=True)),
        ("l’", Wanted(vowel=True)),
        ("le projet de ", Wanted(vowel=False)),
        ("une ", Wanted("f")),
        ("avec les ", None),
        ("", Wanted()),
    ],
)
def test_what_the_words_before_a_name_ask(before, want):
    assert wanted(before) == want


@pytest.mark.parametrize("group", [None, "care", "farm", "intercommunal", "company"])
def test_invented_names_have_a_short_form_and_an_acronym(group):
    names = [invent(Random(n), group, Wanted("f")) for n in range(200)]
    assert len({name.full for name in names}) > 150
    for name in names:
        assert name.short in name.full
        assert re.fullmatch(r"[A-ZŒ]{2,8}", name.acronym), name
        assert not re.search(r"\bde [AEIOUÉ]|\bd'[B-DFGJ-NP-TV-XZ]", name.full), name


def test_an_employer_keeps_its_kind_gender_and_forms():
    record = made(
        "La [[ORG*:Clinique des Lauriers]] recrute. La [[ORG*:CLINIQUE DES LAURIERS]], à "
        "[[LIEU*:Dax]], soigne. [[ORG*:CDL]], clinique privée, près de l'[[ORG:INSEE]].",
        employer=["Clinique des Lauriers", "CDL"],
    )
    for seed in range(30):
        draft = Draft.of(record)
        assert swap_employer(draft, Random(seed))
        after = draft.record("after", {})
        full, shouted, short, other = spans_of(after, "ORG")
        assert after.fields.employer == [full, short]
        assert shouted == full.upper()
        assert full.split()[0] in {"Clinique", "Polyclinique", "Résidence", "Maison", "Pharmacie"}
        assert (other, short.isupper(), "CDL" in after.text) == ("INSEE", True, False)


@pytest.mark.parametrize(
    ("marked", "employer"),
    [
        ("La [[ORG*:Ville d'Arles]] recrute.", ["Ville d'Arles"]),
        ("Les [[ORG*:Ateliers Gronval]] recrutent.", ["Ateliers Gronval"]),
        ("[[ORG*:Gronval]] et la [[ORG*:Sodimex]]", ["Gronval"]),
        ("Le [[ORG*:Gronval]], la [[ORG*:Gronval]]", ["Gronval"]),
        ("Un artisan recrute.", None),
        ("Le [[ORG*:Théâtre de Dax]] recrute.", ["Théâtre de Dax"]),
    ],
    ids=["territory", "plural", "second employer", "two genders", "unsaid", "tells the place"],
)
def test_an_employer_whose_swap_would_not_fit_stays(marked, employer):
    draft = Draft.of(made(marked, employer=employer, places=[["Dax"]]))
    assert not swap_employer(draft, Random(0))
    assert draft.text == read_markup(marked)[0]


def test_a_commune_is_moved_everywhere_with_its_code():
    record = made(
        "La [[ORG*:Ville de Brive-la-Gaillarde]] recrute à [[LIEU*:Brive la Gaillarde]].\n"
        "[[LIEU*:2 rue Haute, 19100 BRIVE-LA-GAILLARDE]]",
        employer=["Ville de Brive-la-Gaillarde"],
        places=[["Brive-la-Gaillarde", "19100 Brive-la-Gaillarde"]],
    )
    for seed in range(30):
        draft = Draft.of(record)
        assert swap_places(draft, Random(seed))
        after = draft.record("after", {})
        town, coded = after.fields.places[0]
        code = coded.removesuffix(f" {town}")
        assert re.fullmatch(r"\d{5}", code)
        assert spans_of(after, "LIEU") == [town, f"2 rue Haute, {code} {town.upper()}"]
        assert spans_of(after, "ORG") == [f"Ville de {town}"] == after.fields.employer
        assert "rive" not in after.text.replace(town, "").lower()


@pytest.mark.parametrize(
    "marked",
    [
        "à [[LIEU*:Dax]] (40)",
        "à [[LIEU*:Dax]], dans les [[LIEU:Landes]]",
        "40 - [[LIEU*:Dax]]",
    ],
)
def test_a_commune_stays_in_the_department_that_is_said(marked):
    for seed in range(20):
        draft = Draft.of(made(marked, places=[["Dax"]]))
        assert swap_places(draft, Random(seed))
        town = draft.fields["places"][0][0]
        assert [e.department for e in communes().everywhere if e.name == town] == ["40"]


@pytest.mark.parametrize(
    "marked",
    [
        "à [[LIEU*:Paris]]",
        "au [[LIEU*:Havre]]",
        "[[LIEU*:Namur]]",
        "[[LIEU*:Bretagne]]",
        "[[LIEU*:Seynod]]",
    ],
)
def test_places_that_cannot_be_moved_stay(marked):
    assert not swap_places(Draft.of(made(marked)), Random(0))


@pytest.mark.parametrize(
    ("words", "least", "most", "pattern"),
    [
        ("1 800 € brut", 1800, 1800, r"\d \d{3} € brut"),
        ("de 2 350 à 2 800 €", 2350, 2800, r"de \d \d{3} à \d \d{3} €"),
        ("35-40 K€ sur 13 mois", 35000, 40000, r"\d\d-\d\d K€ sur 13 mois"),
        ("12,10 € de l'heure + 10 %", 12.1, 12.1, r"\d\d,\d\d € de l'heure \+ 10 %"),
        ("4'500 à 5'200 CHF", 4500, 5200, r"\d'\d{3} à \d'\d{3} CHF"),
        ("à partir de 1950€", 1950, None, r"à partir de \d{4}€"),
    ],
)
def test_amounts_keep_their_writing(words, least, most, pattern):
    pay = {"kind": "amount", "min": least, "max": most, "period": "month", "tax": None}
    record = made(f"Salaire : [[REMUNERATION:{words}]]", remuneration=pay)
    swapped = 0
    for seed in range(20):
        draft = Draft.of(record)
        if not swap_amounts(draft, Random(seed)):
            continue
        swapped += 1
        after = draft.record("after", {})
        assert re.fullmatch(pattern, spans_of(after, "REMUNERATION")[0]), after.text
        new = after.fields.remuneration
        assert 0.7 * least < new.min < 1.4 * least
        assert (new.max is None) == (most is None)
        assert new.max is None or new.min <= new.max
        assert after.text != record.text
    assert swapped >= 5


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("vendredi 17 septembre 2021", r"vendredi (1er|\d+) [a-zéû]+ 2021"),
        ("17/09/2021 à 12 h", r"\d\d/\d\d/2021 à 12 h"),
        ("17.09.21", r"\d\d\.\d\d\.21"),
        ("17 septembre", r"(1er|\d+) septembre"),
        ("17 SEPTEMBRE 2021", r"(1er|\d+) [a-zéû]+ 2021"),
    ],
)
def test_deadlines_move_by_weeks_and_keep_their_writing(words, pattern):
    record = made(f"Avant le [[DATE_LIMITE:{words}]]", deadline=dt.date(2021, 9, 17))
    for seed in range(20):
        draft = Draft.of(record)
        assert swap_deadline(draft, Random(seed))
        after = draft.record("after", {})
        assert re.fullmatch(pattern, spans_of(after, "DATE_LIMITE")[0]), after.text
        assert after.fields.deadline.weekday() == 4
        assert after.fields.deadline != record.fields.deadline


def test_a_deadline_stays_before_the_start():
    record = made(
        "Avant le [[DATE_LIMITE:17 août 2021]], début en septembre",
        deadline=dt.date(2021, 8, 17),
        start="2021-09",
    )
    for seed in range(30):
        draft = Draft.of(record)
        assert swap_deadline(draft, Random(seed))
        assert draft.fields["deadline"] < dt.date(2021, 9, 1)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Avant le [[DATE_LIMITE:15/11/2019]], contrat 2000 €, décret 2019-1414.", True),
        ("Le vendredi [[DATE_LIMITE:15 novembre 2019]].", False),
        ("Avant le [[DATE_LIMITE:15/11/19]], en 2019.", False),
        ("Avant le [[DATE_LIMITE:15 novembre]]. recrutement2019@exemple.example.fr", False),
    ],
)
def test_years_move_together(text, moved):
    record = made(text, deadline=dt.date(2019, 11, 15))
    draft = Draft.of(record)
    assert swap_year(draft, Random(1)) is moved
    assert (draft.fields["deadline"].year != 2019) is moved
    if moved:
        year = str(draft.fields["deadline"].year)
        assert draft.text == record.text.replace("/2019", f"/{year}")


LETTER = (
    "Nous recherchons, pour renforcer durablement l'équipe de rééducation du centre "
    "[[ORG*:Horizons Partagés]] de [[LIEU*:Saint-Brieuc]], une personne expérimentée et bienveillante.\n\n"
    "Écrivez avant le [[DATE_LIMITE:15 juin 2025]] à direction.generale@horizons-partages.example.org."
)


@pytest.mark.parametrize("seed", range(12))
def test_broken_lines_say_the_same(seed):
    draft = Draft.of(made(LETTER))
    assert break_lines(draft, Random(seed))
    joined = re.sub(r"\s+", " ", draft.text.replace("-\n", ""))
    assert joined == re.sub(r"\s+", " ", read_markup(LETTER)[0])
    assert max(map(len, draft.text.split("\n"))) <= 97
    assert "direction.generale@horizons-partages.example.org" in draft.text


@pytest.mark.parametrize("seed", range(12))
def test_furniture_stands_around_the_paragraphs(seed):
    draft = Draft.of(made(LETTER))
    assert add_furniture(draft, Random(seed))
    for paragraph in read_markup(LETTER)[0].split("\n\n"):
        assert paragraph in draft.text
    assert len(draft.text) > len(read_markup(LETTER)[0])
    assert [draft.words(span) for span in draft.spans] == [
        "Horizons Partagés", "Saint-Brieuc", "15 juin 2025",
    ]  # fmt: skip


def test_accents_go_from_text_and_fields():
    draft = Draft.of(made(LETTER, employer=["Horizons Partagés"], places=[["Saint-Brieuc"]]))
    assert drop_accents(draft, Random(0))
    after = draft.record("after", {})
    assert spans_of(after, "ORG") == ["Horizons Partages"] == after.fields.employer
    assert not re.search("[éèêàçù]", after.text)


# -- the command -------------------------------------------------------------------------------


def test_the_command_writes_records(tmp_path, capsys):
    out = tmp_path / "made.jsonl"
    words = ["generate", str(AUTHORED), "--count", "25", "--seed", "3", "--output", str(out)]
    assert main(words) == 0
    assert capsys.readouterr() == ("", "")
    written = list(read_records(out))
    assert len(written) == 25
    assert json.loads(out.read_text("utf-8").splitlines()[0])["meta"]["changes"]
    first = out.read_bytes()
    assert main(words) == 0
    assert out.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["made.jsonl"]


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    out = tmp_path / "made.jsonl"
    assert main(["generate", str(tmp_path), "--count", "2", "--output", str(out)]) == 1
    assert "holds no *.jsonl file" in capsys.readouterr().err
    assert not out.exists()
