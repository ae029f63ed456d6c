"""What the extension says has a translation into each of its languages, which keeps what is no word."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from tests.lsp.client import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION: Final = ROOT / "vscode-extension"
LANGUAGES: Final = ("ja", "ko", "zh-cn")
# Names, and a full stop, which Korean writes as English does.
UNTRANSLATED: Final = {"ja": {"hublint", "Python {0}"}, "ko": {"hublint", "Python {0}", "{0}."}}
UNTRANSLATED["zh-cn"] = UNTRANSLATED["ja"]
PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")
# What stands in every language as it is: placeholders, code, icons, commands of links, settings, and names.
KEPT: Final = re.compile(
    r"\{\d+\}|`[^`]*`|\$\([\w-]+\)|\(command:[\w.]+\)|\bhublint\.[\w.]*\w|\b(?:TensorFlow|Keras|SavedModel|Python|JSON)\b",
    re.ASCII,
)


def translated(language: str) -> dict[str, str]:
    """Return the translations of what the sources say."""
    return read(EXTENSION / "l10n" / f"bundle.l10n.{language}.json")


def read(file: Path) -> dict[str, str]:
    """Read texts by their names; a name that stands twice is an error."""

    def unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
        twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        assert twice == [], f"{file.name} has these twice"
        return dict(pairs)

    texts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=unique)
    return texts


def extract(folder: Path) -> subprocess.CompletedProcess[str]:
    """List what sources have translated, with the number of values of each text."""
    node = shutil.which("node")
    assert node is not None, "node is not on the path"
    assert (EXTENSION / "node_modules" / "typescript").is_dir(), "run `npm ci` in vscode-extension first"
    return subprocess.run(
        [node, EXTENSION / "test" / "l10n.mjs", folder], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def said() -> dict[str, int]:
    """What the extension says, with the number of values of each text."""
    listed = extract(EXTENSION / "src")
    assert listed.returncode == 0, listed.stderr
    texts: dict[str, int] = json.loads(listed.stdout)
    return texts


def changed(english: str, translation: str) -> str:
    """Tell which of the words that have to stay have not; nothing if all have."""
    return ", ".join(sorted(set(KEPT.findall(english)) ^ set(KEPT.findall(translation))))


@pytest.mark.vscode
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_sources_say_is_translated_and_nothing_else(said: dict[str, int], language: str) -> None:
    there = translated(language).keys()
    assert {"missing": said.keys() - there, "superfluous": there - said.keys()} == {
        "missing": set(),
        "superfluous": set(),
    }


@pytest.mark.vscode
def test_each_value_has_its_place_in_the_english_text(said: dict[str, int]) -> None:
    wrong = [
        text for text, values in said.items() if {int(at) for at in PLACEHOLDER.findall(text)} != set(range(values))
    ]
    assert wrong == []


@pytest.mark.vscode
def test_a_text_that_is_put_together_cannot_be_translated_and_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "said.ts"
    source.write_text("l10n.t('one {0}', 1);\nl10n.t(`two ${2}`);\nl10n.t(three);\n", encoding="utf-8")
    listed = extract(tmp_path)
    assert listed.returncode == 1
    assert listed.stderr.splitlines() == [
        f"{source}:2: only a text that is written out can be translated: l10n.t(`two ${{2}}`)",
        f"{source}:3: only a text that is written out can be translated: l10n.t(three)",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_of_a_source_keeps_what_is_no_word_and_is_no_english(language: str) -> None:
    texts = translated(language)
    assert {english: lost for english, text in texts.items() if (lost := changed(english, text))} == {}
    assert {english for english, text in texts.items() if not text.strip()} == set()
    assert {english for english, text in texts.items() if text == english} == UNTRANSLATED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_of_the_manifest_keeps_what_is_no_word_and_is_no_english(language: str) -> None:
    english = read(EXTENSION / "package.nls.json")
    texts = read(EXTENSION / f"package.nls.{language}.json")
    assert texts.keys() == english.keys()
    assert {name: lost for name, text in texts.items() if (lost := changed(english[name], text))} == {}
    assert {name for name, text in texts.items() if not text.strip() or text == english[name]} == set()
