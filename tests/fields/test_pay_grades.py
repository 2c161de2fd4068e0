"""Sums of one pay, told by grade, year or place, made one range; other sums left apart."""

from __future__ import annotations

import pytest

from annonce_nlp.fields.remuneration.grades import join_grades
from annonce_nlp.grammar.money import find_money
from annonce_nlp.view import fold

JOINED = [
    # text, the range's words, least, most, period
    ("1 950 € brut par mois en première année, 2 080 € ensuite",
     "1 950 € brut par mois en première année, 2 080 €", 1950, 2080, "month"),
    ("620 € par mois en M1, 740 € en M2", "620 € par mois en M1, 740 €", 620, 740, "month"),
    ("de 1 910 € brut (débutant) à 2 640 € brut (vingt ans)",
     "1 910 € brut (débutant) à 2 640 € brut (vingt ans)", 1910, 2640, "month"),
    ("18,40 € (aide) à 22 € brut (chef)", "18,40 € (aide) à 22 € brut (chef)", 18.4, 22, "hour"),
    ("41 € de l'heure en semaine, 48 € le dimanche", "41 € de l'heure en semaine, 48 €", 41, 48, "hour"),
    ("190 € la journée, 235 € avec nuitée", "190 € la journée, 235 €", 190, 235, "day"),
    ("1 990 € bruts par mois, portés à 2 110 € en janvier",
     "1 990 € bruts par mois, portés à 2 110 €", 1990, 2110, "month"),
    ("512 € brut par mois à 17 ans, jusqu'à 1 766 € après 26 ans",
     "512 € brut par mois à 17 ans, jusqu'à 1 766 €", 512, 1766, "month"),
    ("1 830 € brut (agent), 2 010 € (chef d'équipe), 2 390 € (responsable)",
     "1 830 € brut (agent), 2 010 € (chef d'équipe), 2 390 € (responsable)", 1830, 2390, "month"),
    ("2 050 € à temps plein, 1 025 € à mi-temps", "2 050 € à temps plein, 1 025 €", 1025, 2050, "month"),
]  # fmt: skip
APART = [
    "2 100 € brut par mois, prime de 300 € en décembre",
    "2 100 € brut par mois, soit 25 200 € par an",
    "1 900 € brut, soit 1 480 € net",
    "34 000 € par an, dont 3 000 € de variable",
    "2 100 € brut, titres-restaurant de 9 €",
    "2 100 € par mois. Logement à 350 € par mois.",
    "1 800 € net, 2 300 € brut",
    "600 € par mois, un budget de 4 000 € pour l'équipement",
    "110 € la journée en semaine (groupe plein : 180 € la visite)",
    "12 € de l'heure, 1 820 € par mois",
]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "period"), JOINED, ids=[case[0] for case in JOINED]
)
def test_sums_of_one_pay_are_a_range(
    text: str, words: str, low: float, high: float, period: str
) -> None:
    (span,) = join_grades(fold(text), list(find_money(fold(text))))
    assert text[span.start : span.end] == words
    assert (span.low, span.high, span.period) == (low, high, period)


@pytest.mark.parametrize("text", APART)
def test_other_sums_stay_apart(text: str) -> None:
    sums = list(find_money(fold(text)))
    assert len(sums) == 2
    assert join_grades(fold(text), sums) == sums
