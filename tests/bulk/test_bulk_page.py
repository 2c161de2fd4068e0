"""The example of docs/bulk.md runs and says what the page says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "bulk.md"


def test_the_example_runs(capsys):
    (example,) = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    (said,) = capsys.readouterr().out.splitlines()
    assert f"print(found)  # {said}" in example
