"""Postings of a whole cluster: one callable class for Ray and for Hugging Face `datasets`.

    from ray.data import ActorPoolStrategy
    read = ray.data.read_parquet("offers/").map_batches(
        ParsePostings, batch_format="pyarrow", batch_size=64, compute=ActorPoolStrategy(size=8))

    read = dataset.with_format("arrow").map(ParsePostings(), batched=True, num_proc=8)

Each process loads the pipeline once, at its first batch. The module itself imports neither Ray nor `datasets`; it
needs pyarrow: `pip install 'annonce_nlp[ray]'`. docs/cluster.md lists the columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

from annonce_nlp.api import MAX_LENGTH, load, parse
from annonce_nlp.export.frames import COLUMNS, arrow_schema, frame_row

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

Batch = Any
"""A `pyarrow.Table`, a `pandas.DataFrame`, or a mapping of column names to lists or arrays."""


class ParsePostings:
    """Read the postings of a batch; every row of the batch comes back, in order.

    Parameters
    ----------
    text_column
        The column that holds the postings.
    prefix
        Put before the names of the new columns, where the batch has columns of these names.
    error_column
        New column of strings: why the row could not be read, else null. `prefix` goes before it.
    json_column
        A further column with the whole posting as JSON, evidence and spans included; none if
        null.
    reference_date
        When the postings were seen, as for `annonce_nlp.parse`.
    max_length
        Longest text read, in characters; a longer one gets an error in its row.

    Raises
    ------
    ValueError
        At a batch without `text_column`, or with columns that bear the names of new ones.
    """

    def __init__(
        self,
        text_column: str = "text",
        *,
        prefix: str = "",
        error_column: str = "error",
        json_column: str | None = None,
        reference_date: dt.date | None = None,
        max_length: int = MAX_LENGTH,
    ) -> None:
        self.text_column = text_column
        self.prefix = prefix
        self.error_column = error_column
        self.json_column = json_column
        self.reference_date = reference_date
        self.max_length = max_length
        names = self.new_columns()
        if len(set(names)) < len(names):
            raise ValueError(
                f"error_column={error_column!r} or json_column={json_column!r} bears the name of "
                "another new column; name it otherwise"
            )

    def new_columns(self) -> list[str]:
        """Return the names of the columns added to a batch, in order."""
        names = [*(column.name for column in COLUMNS), self.error_column]
        if self.json_column is not None:
            names.append(self.json_column)
        return [self.prefix + name for name in names]

    def schema(self, given: Any = None) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Return the `pyarrow.Schema` of what comes back for batches of the schema `given`.

        Raises
        ------
        ValueError
            As for a batch of that schema.
        """
        new = list(arrow_schema())
        import pyarrow as pa  # noqa: PLC0415

        before = list(given) if given is not None else []
        if given is not None:
            self.check_columns(given.names)
        notes = {self.error_column: "why the row could not be read, else null"}
        if self.json_column is not None:
            notes[self.json_column] = "the whole posting as JSON"
        new += [
            pa.field(name, pa.string(), metadata={"description": note})
            for name, note in notes.items()
        ]
        named = [field.with_name(self.prefix + field.name) for field in new]
        return pa.schema([*before, *named])

    def __call__(self, batch: Batch) -> Batch:
        """Return the batch with the new columns behind its own, in the kind it came in."""
        if isinstance(batch, Mapping):
            self.check_columns(list(batch))
            columns = self._read(batch[self.text_column])
            return {**batch, **columns}
        if hasattr(batch, "column_names"):
            return self._read_table(batch)
        self.check_columns([str(name) for name in batch.columns])
        return batch.assign(**self._read(batch[self.text_column]))

    def _read_table(self, table: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
        self.check_columns(table.column_names)
        import pyarrow as pa  # noqa: PLC0415

        columns = self._read(table.column(self.text_column).to_pylist())
        for field in self.schema():
            values = pa.array(columns[field.name], type=field.type)
            table = table.append_column(field, values)
        return table

    def check_columns(self, names: Iterable[str]) -> None:
        """Raise `ValueError` unless a batch with columns of these names can be read."""
        names = list(names)
        if self.text_column not in names:
            raise ValueError(
                f"no column {self.text_column!r}, only {', '.join(names) or 'none'}; "
                "name the column of the postings with text_column"
            )
        taken = [name for name in self.new_columns() if name in names]
        if taken:
            raise ValueError(
                f"the data has columns named as new ones: {', '.join(taken)}; "
                "give prefix='posting_' or the like, or rename them"
            )

    def _read(self, texts: Iterable[object]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {name: [] for name in self.new_columns()}
        # New strings are forgotten at the end of each batch: memory stays flat over any stream.
        with load().memory_zone():
            for text in texts:
                row, error = self._row(text)
                row[self.error_column] = error
                for name, values in columns.items():
                    values.append(row.get(name.removeprefix(self.prefix)))
        return columns

    def _row(self, text: object) -> tuple[dict[str, Any], str | None]:
        # pandas says NaN for null
        if text is None or (isinstance(text, float) and isnan(text)):
            return {}, "no text: the value is null"
        try:
            if isinstance(text, str):
                text.encode()
            posting = parse(
                text,  # type: ignore[arg-type]
                reference_date=self.reference_date,
                max_length=self.max_length,
            )
        except UnicodeEncodeError as error:
            return {}, f"character {error.start} is half a surrogate pair; write the text anew"
        except (TypeError, ValueError) as error:
            return {}, str(error)
        # One posting that breaks the reader must not take the others with it.
        except Exception as error:
            return {}, f"reading it failed ({error!r}); please report it with the text"
        row = frame_row(posting)
        if self.json_column is not None:
            row[self.json_column] = posting.model_dump_json()
        return row, None
