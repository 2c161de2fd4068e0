"""The settings of training: defaults in `data/train.toml`, changed by a file of your own."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Part = Literal["ner", "rankers", "contract", "own"]
_Count = Annotated[int, Field(ge=1)]
_Positive = Annotated[float, Field(gt=0)]


class ConfigError(ValueError):
    """A settings file that cannot be used; the message names the file, the key and the cure."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NerSettings(_Table):
    """The table `[ner]`."""

    epochs: _Count
    patience: _Count
    folds: Annotated[int, Field(ge=2)]
    batch: _Count
    dropout: Annotated[float, Field(ge=0, lt=1)]
    learning_rate: _Positive
    weight_decay: Annotated[float, Field(ge=0)]


class RankerSettings(_Table):
    """The table `[rankers]`."""

    silenced: bool


class ContractSettings(_Table):
    """The table `[contract]`."""

    folds: Annotated[int, Field(ge=2)]
    strength: _Positive
    threshold: Annotated[float, Field(ge=0, le=1)]


class OwnSettings(_Table):
    """The table `[own]`."""

    labels: list[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]]
    contract_types: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]]
    epochs: _Count
    patience: _Count
    batch: _Count


class Limits(_Table):
    """The table `[limits]`."""

    postings_min: _Count
    postings_max: Annotated[int, Field(ge=0)]
    model_mb: _Positive


class TrainConfig(_Table):
    """All settings; `data/train.toml` says what each means."""

    seed: Annotated[int, Field(ge=0)]
    parts: Annotated[list[Part], Field(min_length=1)]
    ner: NerSettings
    rankers: RankerSettings
    contract: ContractSettings
    own: OwnSettings
    limits: Limits


def default_table() -> dict[str, Any]:
    """Return the defaults as plain values."""
    text = files("annonce_nlp").joinpath("data/train.toml").read_text("utf-8")
    return tomllib.loads(text)


def make_config(changes: dict[str, Any] | None = None, where: str = "settings") -> TrainConfig:
    """Return the defaults with some values changed: `{"seed": 1, "ner": {"epochs": 3}}`.

    Raises
    ------
    ConfigError
        For an unknown key or a value out of its range; `where` begins the message.
    """
    table = default_table()
    for key, value in (changes or {}).items():
        _known(key, table, where)
        if isinstance(table[key], dict):
            if not isinstance(value, dict):
                raise ConfigError(f"{where}: « {key} » is a table; write [{key}] above its keys")
            for inner in value:
                _known(inner, table[key], f"{where}: in [{key}]")
            table[key] = {**table[key], **value}
        else:
            table[key] = value
    try:
        return TrainConfig.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(map(str, first["loc"]))
        raise ConfigError(
            f"{where}: {spot} = {first['input']!r}: {first['msg']}; "
            "what each key takes is said in src/annonce_nlp/data/train.toml"
        ) from error


def read_config(path: Path) -> TrainConfig:
    """Read a settings file; what it leaves out keeps its default.

    Raises
    ------
    ConfigError
        When it is missing, no TOML, or has an unknown key or a value out of range.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; give --config a TOML file, or leave it out")
    try:
        changes = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML ({error}); write lines like « seed = 1 »") from error
    return make_config(changes, str(path))


def _known(key: str, table: dict[str, Any], where: str) -> None:
    if key not in table:
        raise ConfigError(f"{where}: unknown key « {key} »; the keys are {', '.join(table)}")
