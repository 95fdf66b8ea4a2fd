"""The files that describe the forms are checked key by key, so that a misspelt one is not passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract.report import forms

HERE = Path(forms.__file__).parent


@pytest.mark.parametrize(
    ("written", "misspelt", "said"),
    [
        ("subtotal = [", "subtotals = [", "unknown key `applications.subtotals` (did you mean subtotal?)"),
        ("[applications.balance]", "[applications.balence]", "unknown key `applications.balence`"),
        (
            'key = "enterprise", label',
            'key = "enterprise", labels',
            "unknown key `applications.columns.labels` (did you mean label?)",
        ),
        ("cited =", "quoted =", "unknown key `quoted`"),
        ("[review]", "[reviews]", "unknown key `reviews` (did you mean review?)"),
    ],
)
def test_a_misspelt_key_of_a_form_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, misspelt: str, said: str
) -> None:
    text = (HERE / "2021.toml").read_text(encoding="utf-8")
    assert written in text
    (tmp_path / "2021.toml").write_text(text.replace(written, misspelt, 1), encoding="utf-8")
    monkeypatch.setattr(forms, "_HERE", tmp_path)
    with pytest.raises(ValueError, match="unknown key") as caught:
        forms.load.__wrapped__("2021")
    assert said in str(caught.value)
