"""The page as text: what it holds, what it cannot be made to hold, and its colours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.migrate.record import STANDINGS, Proven, Repository
from hublint.migrate.report import page
from hublint.migrate.report.progress import add_up
from tests.migrate.report.made import CAMPAIGN, HOSTILE, RULES, TEXTS, Reports, hostile, item, record, whole

STYLE = (Path(page.__file__).parent / "page.css").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """The elements of a page, its text, and what its scripts and styles hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[tuple[dict[str, str | None], str]]] = {"script": [], "style": []}
        self.shown: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is not None:
            self.raw[self.cdata_elem].append((self.tags[-1][1], data))
        else:
            self.shown.append(data)

    def data(self, name: str = "data") -> Any:
        (found,) = [text for attributes, text in self.raw["script"] if attributes.get("id") == name]
        return json.loads(found)


def rendered(repositories: Reports, folder: Path = Path("/report")) -> str:
    return page.render(folder, add_up(CAMPAIGN, repositories, RULES), repositories).decode()


def shape(text: str) -> list[tuple[str, list[str]]]:
    """Return the elements of a page, but for code in sentences, with a text wherever one of a stranger can be."""
    one = item(text, message=text, note=text, skeleton=text)
    found = [
        record(text, status="written", found=(one,), remaining=(one,), after="manual", rewrites=(text,), reason=text,
               proof=Proven("differ", text, text, (text,), (text,)), partly=True, diff=text, from_python2=True),
        record(text, status="failed", reason=text),
        record(text, status="left", reason=text),
        record(text, after="unparseable", reason=text),
        record(text, kind="requirements", diff="a"),
    ]  # fmt: skip
    repository = Repository(text, text, text, text, text, ((text, text),), text, requirements=(text,))
    tags = Elements(rendered([(repository, partial(iter, found))])).tags
    return [(tag, sorted(attributes)) for tag, attributes in tags if tag != "code"]


def test_what_only_an_owner_can_decide_of_requirements_is_told() -> None:
    sentence = "setup.py:3: `tensorflow>={}`: is put together when it runs"
    repository = Repository("/r", "r", requirements=(sentence,))
    page = rendered([(repository, partial(iter, [record("a.py")]))])
    assert "<code>tensorflow&gt;={}</code>: is put together when it runs" in page


class TestEscaping:
    def test_no_text_of_a_stranger_becomes_an_element_or_an_attribute(self) -> None:
        elements = Elements(rendered(hostile()))
        harmless = {tag for tag, _ in Elements(rendered(whole())).tags}
        assert {tag for tag, _ in elements.tags} <= harmless
        assert not [name for _, attributes in elements.tags for name in attributes if name.startswith("on")]
        # The data, the diffs and ours.
        assert len([tag for tag, _ in elements.tags if tag == "script"]) == 3
        links = [attributes["href"] or "" for tag, attributes in elements.tags if tag == "a" and "href" in attributes]
        assert not [link for link in links if ":" in link]

    def test_nothing_turns_the_direction_of_writing(self) -> None:
        assert "\u202e" not in rendered(hostile())

    def test_all_texts_are_in_the_data_as_they_are(self) -> None:
        texts = Elements(rendered(hostile())).data()["texts"]
        assert set(HOSTILE) <= set(texts)

    @given(TEXTS.filter(lambda text: text.strip() and text not in RULES.known))
    def test_the_page_is_built_the_same_whatever_a_text_says(self, text: str) -> None:
        assert shape(text) == shape("plain")

    @given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
    def test_embedded_data_ends_no_element_and_is_what_it_was(self, value: object) -> None:
        text = page.embedded(value)
        assert text.isascii()
        assert not set("<>&") & set(text)
        assert json.loads(text) == value

    @given(st.text(alphabet="ab`<&"))
    def test_code_is_set_as_such_and_all_the_rest_escaped(self, text: str) -> None:
        html = str(page.code_spans(text))
        assert not re.sub(r"</?code>|&\w+;|&#\d+;", "", html).count("<")
        assert html.count("<code>") == html.count("</code>")

    def test_a_lone_backquote_is_one(self) -> None:
        assert page.code_spans("a `b` c") == "a <code>b</code> c"
        assert page.code_spans("a `b") == "a `b"


class TestPolicy:
    def test_only_our_script_and_our_style_may_run_and_nothing_be_loaded(self) -> None:
        elements = Elements(rendered(whole()))
        (policy,) = [
            attributes["content"]
            for tag, attributes in elements.tags
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy is not None
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        (style,) = [text for _, text in elements.raw["style"]]
        (script,) = [text for attributes, text in elements.raw["script"] if "type" not in attributes]
        for rule, text in (("style-src", style), ("script-src", script)):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert rules[rule] == f"'sha256-{digest}'"

    def test_it_names_no_other_place_and_has_no_style_or_handler_of_its_own(self) -> None:
        elements = Elements(rendered(whole()))
        for tag, attributes in elements.tags:
            assert "style" not in attributes
            assert not {"src", "srcset"} & attributes.keys()
            assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert "http://" not in STYLE
        assert "url(" not in STYLE


class TestText:
    def test_without_a_script_it_tells_what_matters(self) -> None:
        text = " ".join(" ".join(Elements(rendered(whole())).shown).split())
        assert "38% of the files that use TensorFlow are fit for the target; 12% were before." in text
        assert "output 'y' is 1 in old and 2 in new" in text
        assert "it has a LICENSE of its own" in text
        assert "the user stopped it" in text
        assert "permission denied" in text
        assert "+tensorflow==2.21" in text
        assert CAMPAIGN.command in text
        assert "the graph is built in another module" in text
        assert "line 3: print is no statement" in text
        assert "line 9: a division" in text

    def test_a_plan_says_that_nothing_was_written(self) -> None:
        planned = type(CAMPAIGN)(command="x", hublint="1", level="native", mode="plan")
        repositories = whole()
        html = page.render(Path("/r"), add_up(planned, repositories, RULES), repositories).decode()
        assert "Nothing has been written" in html
        assert "would be fit" in html

    def test_links_lead_to_the_folder_that_was_written(self) -> None:
        elsewhere = msgspec.structs.replace(CAMPAIGN, mode="folder")
        (repository, records), *_ = whole()
        repositories: Reports = [(msgspec.structs.replace(repository, written_to="/new/first"), records)]
        html = page.render(Path("/report"), add_up(elsewhere, repositories, RULES), repositories).decode()
        assert [one["root"] for one in Elements(html).data()["repositories"]] == ["/new/first"]
        assert 'href="../new/first/src/models/deep/train.py"' in html

    def test_an_empty_campaign_has_a_page(self) -> None:
        assert "No file uses TensorFlow." in rendered([])

    def test_diffs_are_packed_and_found_by_their_place(self) -> None:
        elements = Elements(rendered(whole()))
        packed = [text for attributes, text in elements.raw["script"] if attributes.get("id") == "diffs-0"]
        unpacked = json.loads(zlib.decompress(base64.b64decode(packed[0])))
        by_path = {file[1]: file[10] for file in elements.data()["files"]}
        assert "+tensorflow==2.21" in unpacked[by_path["setup.py"][1]]
        assert by_path["src/models/wide.py"] == 0

    def test_diffs_that_would_make_it_too_large_are_left_out_and_it_says_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(page, "MOST_DIFFS", 10)
        monkeypatch.setattr(page, "_BLOCK", 10)
        elements = Elements(rendered(whole()))
        assert [file[10] for file in elements.data()["files"] if file[10]] == [[0, 0], 1, 1, 1]
        assert "The diffs of 3 files would make this page too large." in " ".join(elements.shown)

    def test_links_lead_from_the_report_to_the_files(self) -> None:
        elements = Elements(rendered(whole("/src"), Path("/out/report")))
        assert [one["near"] for one in elements.data()["repositories"]] == ["../../src/first", "../../src/second"]
        links = [attributes.get("href") for tag, attributes in elements.tags if tag == "a"]
        assert "../../src/first/src/models/deep/train.py" in links


class TestBars:
    @given(st.dictionaries(st.sampled_from(STANDINGS), st.integers(0, 10_000)))
    def test_the_parts_of_a_bar_fill_it_in_order(self, counted: dict[Any, int]) -> None:
        segments = page.bar(counted)
        assert [segment.number for segment in segments] == [
            counted[standing] for standing in STANDINGS[:-1] if counted.get(standing)
        ]
        end = 0.0
        for segment in segments:
            assert segment.start == pytest.approx(end, abs=0.01)
            end = segment.start + segment.width
        assert not segments or end == pytest.approx(100, abs=0.01)

    @pytest.mark.parametrize(
        ("counted", "share"),
        [
            ({"native": 1}, "100%"),
            ({"broken": 1}, "0%"),
            ({"native": 999, "broken": 1}, "99%"),
            ({"native": 1, "broken": 999}, "1%"),
            ({"other": 3}, "none"),
        ],
    )
    def test_neither_all_nor_none_is_said_of_what_is_nearly_so(self, counted: dict[Any, int], share: str) -> None:
        assert str(page.Share.of(counted)) == share


COLOURS = dict(re.findall(r"--([\w-]+): light-dark\((.+)\);", STYLE))


def colour(name: str, scheme: int) -> str:
    found: str = COLOURS[name].split(", ")[scheme]
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as the Web Content Accessibility Guidelines define it."""

    def luminance(shown: str) -> float:
        channels = [int(shown[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize("ground", ["page", "raised", "sunk"])
    @pytest.mark.parametrize("ink", ["ink", "soft", "link", "hot", "good"])
    def test_text_can_be_read(self, ink: str, ground: str, scheme: int) -> None:
        assert contrast(colour(ink, scheme), colour(ground, scheme)) >= 4.5

    def test_names_of_inner_folders_on_the_map_can_be_read(self, scheme: int) -> None:
        assert contrast(colour("ink", scheme), colour("line", scheme)) >= 4.5

    @pytest.mark.parametrize("standing", STANDINGS)
    def test_numbers_in_bars_and_names_on_the_map_can_be_read(self, standing: str, scheme: int) -> None:
        assert contrast(colour(f"on-{standing}", scheme), colour(standing, scheme)) >= 4.5

    @pytest.mark.parametrize("standing", STANDINGS[:-1])
    def test_bars_stand_out_from_the_page(self, standing: str, scheme: int) -> None:
        assert contrast(colour(standing, scheme), colour("page", scheme)) >= 3

    @pytest.mark.parametrize("ground", ["added", "added-word", "removed", "removed-word"])
    def test_diffs_can_be_read(self, ground: str, scheme: int) -> None:
        assert contrast(colour("ink", scheme), colour(ground, scheme)) >= 4.5
        if not ground.endswith("word"):
            assert contrast(colour("soft", scheme), colour(ground, scheme)) >= 4.5

    @pytest.mark.parametrize("name", ["edge", "focus"])
    def test_controls_and_the_focus_can_be_seen(self, name: str, scheme: int) -> None:
        for ground in ("page", "raised"):
            assert contrast(colour(name, scheme), colour(ground, scheme)) >= 3
