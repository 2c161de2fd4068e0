"""E-mail addresses, masked ones included."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading

_MASKED_DOT = r"\s?(?:\[(?:dot|point)\]|\((?:dot|point)\))\s?"
_ADDRESS = re.compile(
    r"(?<![\w.+-])(?P<user>[a-z0-9][a-z0-9._+-]{0,63}+)"
    r"(?P<at>\s?@\s?|\s?[\[({]\s?(?:at|arobase|a|@)\s?[\])}]\s?|\s(?:at|arobase)\s)"
    r"(?P<host>[a-z0-9-]{1,63}(?:(?:\s?\.|" + _MASKED_DOT + r")[a-z0-9-]{1,63}){0,4}"
    r"(?:\s?\.|" + _MASKED_DOT + r"|\s(?:dot|point)\s)[a-z]{2,13})(?![\w@])"
)
_AT = re.compile(r"@|arobase|a(?<=\Wa)(?:t?\s?[)\]}]|t\s)")
"""What every address holds, found fast."""
_DOT = re.compile(r"\s?[\[(](?:dot|point)[\])]\s?|\s(?:dot|point)\s|\s")


def find(reading: Reading) -> list[Candidate]:
    """Propose every address, lower case and unmasked."""
    found: list[Candidate] = []
    if not _AT.search(reading.folded):
        return found
    for match in _ADDRESS.finditer(reading.folded):
        host = _DOT.sub(".", match["host"]).replace("..", ".")
        if match["at"].strip() == "at" and match["user"] in _NOT_USER:
            continue
        address = f"{match['user'].rstrip('.')}@{host}"
        start = match.start()
        found.append(Candidate(start, match.end(), address, {}, source="address"))
    return found


_NOT_USER = frozenset({
    "us", "you", "me", "it", "them", "and", "apply", "based", "located", "available", "look",
    "work", "working", "website", "page", "more", "online", "information", "here",
})  # fmt: skip
"""Words before an English « at »: `join us at example.org` is no address."""


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first mention of each address."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.value, candidate)
    return list(first.values())
