"""One sum for a whole contract, told by the month."""

from __future__ import annotations

import pytest

from annonce_nlp.fields.remuneration.whole import told_by_month
from annonce_nlp.grammar.money import MoneySpan, find_money
from annonce_nlp.view import fold


def sums_of(text: str) -> list[MoneySpan | None]:
    folded = fold(text)
    return [told_by_month(folded, span, len(folded)) for span in find_money(folded)]


def the_sum_of(text: str) -> MoneySpan:
    (span,) = sums_of(text)
    assert span is not None
    return span


@pytest.mark.parametrize(
    ("text", "monthly", "words"),
    [
        ("Bourse de 5 400 euros pour les 9 mois.", 600, "5 400 euros pour les 9 mois"),
        ("3 800 € pour 16 mois", 237.5, "3 800 € pour 16 mois"),
        ("7 200 € sur 18 mois", 400, "7 200 € sur 18 mois"),
        ("6 300 € au total pour les neuf mois", 700, "6 300 € au total pour les neuf mois"),
        ("un forfait de 1 800 € pour 3 mois", 600, "1 800 € pour 3 mois"),
        ("3 600 euros forfaitaires pour la durée de 6 mois", 600,
         "3 600 euros forfaitaires pour la durée de 6 mois"),
        ("9 600 € pour toute la durée des 16 mois", 600, "9 600 € pour toute la durée des 16 mois"),
        ("Contrat de cinq mois : 10 500 € brut pour la totalité du contrat", 2100,
         "10 500 € brut pour la totalité du contrat"),
        ("3 960 euros pour l'ensemble du séjour (six mois)", 660, "3 960 euros pour l'ensemble du séjour"),
        ("au total : 4 800 € pour les 12 mois", 400, "4 800 € pour les 12 mois"),
        ("4 200 euros (pour les 7 mois)", 600, "4 200 euros (pour les 7 mois)"),
    ],
)  # fmt: skip
def test_a_sum_for_all_months_is_told_by_the_month(text: str, monthly: float, words: str) -> None:
    span = the_sum_of(text)
    assert (span.low, span.high, span.period) == (monthly, monthly, "month")
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(
    ("text", "amount", "period"),
    [
        ("1 900 € brut pour 6 mois", 1900, "month"),
        ("1 900 € pour 6 mois", 1900, "month"),
        ("2 100 € par mois pour 6 mois", 2100, "month"),
        ("24 000 € pour 12 mois", 24000, "year"),
        ("3 400 € brut sur 13 mois", 3400, "month"),
        ("38 k€ sur treize mois", 38000, "year"),
        ("une subvention de 60 000 € sur trois ans", 60000, "year"),
        ("3 200 € pour 1 mois", 3200, "month"),
        ("3 200 € pour 4 à 6 mois", 3200, "month"),
        ("3 200 € pour un poste de chef d'équipe", 3200, "month"),
        ("un forfait de 300 € pour 6 mois", 300, "month"),
    ],
)
def test_other_sums_stay_as_they_are(text: str, amount: float, period: str) -> None:
    span = the_sum_of(text)
    assert (span.low, span.period) == (amount, period)


@pytest.mark.parametrize(
    "text",
    [
        "5 400 € net pour toute la saison, en trois fois",
        "Trois à quatre mois : 10 000 € TTC pour le tout",
        "Entre 4 mois et, au plus, 6 mois : 9 000 € pour l'ensemble de la mission",
    ],
)
def test_nothing_is_told_where_nothing_tells_the_months(text: str) -> None:
    assert sums_of(text) == [None]
