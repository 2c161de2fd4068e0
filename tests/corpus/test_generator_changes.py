"""Each change of the generator: what it moves, what it leaves, and that spans and fields follow."""

# ruff: noqa: S311 - seeds make the same variants every time
from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annonce_nlp.corpus.generator.draft import Draft, Edit
from annonce_nlp.corpus.generator.layout import add_furniture, break_lines, drop_accents
from annonce_nlp.corpus.generator.names import Wanted, communes, invent, wanted
from annonce_nlp.corpus.generator.swaps import swap_employer, swap_places
from annonce_nlp.corpus.generator.values import swap_amounts, swap_deadline, swap_year
from annonce_nlp.corpus.markup import read_markup
from annonce_nlp.corpus.schema import Record
from tests.corpus.synthetic_records import SILENT, spans_of


def made(marked: str, **fields: object) -> Record:
    text, entities = read_markup(marked)
    return Record(id="made", text=text, entities=entities, fields={**SILENT, **fields})


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
