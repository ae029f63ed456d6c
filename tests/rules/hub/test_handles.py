"""The catalogue of tfhub.dev as hublint keeps it, and what it says of handles in code."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.source.source import Source
from hublint_rules.hub.handles import Version, catalogue, format_of, handles, later_version, newest

if TYPE_CHECKING:
    from hublint_rules.hub.handles import Handle

VERSIONS = [version for versions in catalogue().values() for version in versions]
TABLE = Path(__file__).resolve().parents[3] / "rules" / "hublint_rules" / "hub" / "handles.tsv"


def lines() -> list[str]:
    return [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def written() -> list[str]:
    """Return what the table says of each version: its format and its marks."""
    return [item.partition(":")[2] for line in lines() for item in line.partition("\t")[2].split()]


def found(code: str) -> list[Handle]:
    """Return the handles of the argument of `load`."""
    source = Source(textwrap.dedent(code).encode())
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    call = next(call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "load")
    return handles(source, call.args[0])


def only(code: str) -> Handle:
    (handle,) = found(code)
    return handle


def names(handle: Handle) -> set[str]:
    return {version.name for version in handle.versions}


class TestCatalogue:
    def test_it_has_all_pages(self) -> None:
        assert len(VERSIONS) == 1815
        assert len(set(VERSIONS)) == 1815
        assert len(catalogue()) == 1160

    def test_it_knows_the_formats(self) -> None:
        assert Counter(told[0] for told in written()) == {"1": 732, "2": 1079, "?": 4}

    def test_it_does_not_believe_what_the_pages_show_to_be_wrong(self) -> None:
        """Eight pages tell TensorFlow 1's format and call the model, or load it by the tag "serve"."""
        assert sum(told.startswith("1?") for told in written()) == 8
        assert Counter(version.format for version in VERSIONS) == {"hub": 724, "saved_model": 1079, None: 12}
        styles = only("load('https://tfhub.dev/google/magenta/arbitrary-image-stylization-v1-256/2')")
        assert styles.format is None
        assert len(styles.versions) == 1

    def test_it_knows_what_is_not_fine_tunable(self) -> None:
        assert sum(not version.fine_tunable for version in VERSIONS) == 407

    def test_it_knows_what_needs_tensorflow_text(self) -> None:
        assert sum(version.needs_tensorflow_text for version in VERSIONS) == 101

    @pytest.mark.parametrize("encoder", ["google/LaBSE", "google/electra_small", "google/experts/bert/pubmed"])
    def test_an_encoder_does_not_need_what_its_preprocessor_needs(self, encoder: str) -> None:
        assert not any(version.needs_tensorflow_text for version in catalogue()[encoder])

    def test_of_295_tf1_versions_there_is_a_later_one_of_tensorflow_2(self) -> None:
        old = [version for version in VERSIONS if version.format == "hub"]
        assert sum(later_version(version.handle) is not None for version in old) == 295

    def test_versions_are_in_order_and_numbered_once(self) -> None:
        for versions in catalogue().values():
            numbers = [version.number for version in versions]
            assert numbers == sorted(set(numbers))

    def test_each_line_is_a_model_with_versions(self) -> None:
        for line in lines():
            assert re.fullmatch(r"[^\s]+\t\d+:[12?]\??-?t?( \d+:[12?]\??-?t?)*", line), line

    def test_it_tells_where_it_comes_from(self) -> None:
        head = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        assert any("github.com/tensorflow/tfhub.dev" in line and "Apache" in line for line in head)

    @pytest.mark.parametrize(
        ("handle", "version"),
        [
            (
                "https://tfhub.dev/google/elmo/3",
                Version("google/elmo", 3, "hub", fine_tunable=True, needs_tensorflow_text=False),
            ),
            (
                "https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3",
                Version(
                    "tensorflow/bert_en_uncased_preprocess",
                    3,
                    "saved_model",
                    fine_tunable=False,
                    needs_tensorflow_text=True,
                ),
            ),
        ],
    )
    def test_single_models(self, handle: str, version: Version) -> None:
        assert only(f"load({json.dumps(handle)})").versions == (version,)
        assert version.handle == handle


class TestLaterVersions:
    def test_the_newest_of_a_format(self) -> None:
        assert newest("google/universal-sentence-encoder") == catalogue()["google/universal-sentence-encoder"][-1]
        old = newest("google/universal-sentence-encoder", "hub")
        assert old is not None
        assert old.number == 2
        assert newest("google/elmo") is None
        assert newest("nobody/nothing") is None

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("https://tfhub.dev/google/nnlm-en-dim128/1", 2),
            ("https://tfhub.dev/google/nnlm-en-dim128/1/?tf-hub-format=compressed", 2),
            ("tfhub.dev/google/nnlm-en-dim128/1", 2),
            ("https://tfhub.dev/google/nnlm-en-dim128/2", None),
            ("https://tfhub.dev/google/nnlm-en-dim128/7", None),
            ("https://tfhub.dev/google/nnlm-en-dim128", None),
            ("https://tfhub.dev/google/elmo/1", None),
            ("https://example.com/google/nnlm-en-dim128/1", None),
            ("google/nnlm-en-dim128/1", None),
            (None, None),
        ],
    )
    def test_later_than_a_handle(self, text: str | None, number: int | None) -> None:
        later = later_version(text)
        assert (None if later is None else later.number) == number


class TestHandles:
    @pytest.mark.parametrize(
        "spelled",
        [
            "https://tfhub.dev/google/elmo/3",
            "http://tfhub.dev/google/elmo/3",
            "https://www.tfhub.dev/google/elmo/3",
            "tfhub.dev/google/elmo/3",
            "https://tfhub.dev/google/elmo/3/",
            "https://tfhub.dev/google/elmo/3?tf-hub-format=compressed",
            "https://tfhub.dev/google/elmo/3/?tf-hub-format=uncompressed",
        ],
    )
    def test_spellings(self, spelled: str) -> None:
        handle = only(f"load({spelled!r})")
        assert (handle.site, handle.format, handle.is_versioned) == ("tfhub.dev", "hub", True)
        assert handle.text == spelled
        assert handle.path == "google/elmo/3"
        assert [version.number for version in handle.versions] == [3]

    def test_a_handle_without_a_number_has_all_versions(self) -> None:
        handle = only("load('https://tfhub.dev/google/universal-sentence-encoder?tf-hub-format=compressed')")
        assert handle.is_versioned is False
        assert [version.number for version in handle.versions] == [1, 2, 3, 4]
        assert handle.format is None
        assert only("load('https://tfhub.dev/google/elmo')").format == "hub"

    def test_a_version_or_a_model_that_is_not_in_the_catalogue_is_not_known(self) -> None:
        for path in ("google/elmo/9", "nobody/nothing/1"):
            handle = only(f"load('https://tfhub.dev/{path}')")
            assert (handle.site, handle.format, handle.versions, handle.is_versioned) == ("tfhub.dev", None, (), True)

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3", "hub"),
            ("google/elmo/TensorFlow1/elmo/3", "hub"),
            ("google/nnlm/tensorFlow2/en-dim50/1", "saved_model"),
            ("google/nnlm/TensorFlow2/en-dim50", "saved_model"),
            ("google/yamnet/tfLite/tflite/1", None),
            ("google/yamnet", None),
        ],
    )
    @pytest.mark.parametrize(
        "site", ["https://www.kaggle.com/models/", "https://kaggle.com/models/", "kaggle.com/models/"]
    )
    def test_kaggle_tells_the_format_itself(self, site: str, path: str, expected: str | None) -> None:
        handle = only(f"load({site + path!r})")
        assert (handle.site, handle.format, handle.versions) == ("kaggle.com", expected, ())
        assert handle.path == path

    @pytest.mark.parametrize(
        "text", ["models/elmo", "/srv/tfhub.dev/elmo/3", "https://example.com/tfhub.dev/elmo/3", ""]
    )
    def test_other_texts_have_no_site(self, text: str) -> None:
        handle = only(f"load({text!r})")
        assert (handle.text, handle.site, handle.format, handle.is_versioned) == (text, None, None, None)

    def test_a_gap_leaves_the_models_that_fit(self) -> None:
        handle = only("load(f'https://tfhub.dev/google/nnlm-{language}-dim50/1')")
        assert handle.text is None
        assert handle.is_versioned is None
        assert handle.format == "hub"
        assert names(handle) == {f"google/nnlm-{one}-dim50" for one in ("de", "en", "es", "id", "ja", "ko", "zh")}

    def test_a_gap_may_be_the_version(self) -> None:
        handle = only("load(f'https://tfhub.dev/google/universal-sentence-encoder/{version}')")
        assert [version.number for version in handle.versions] == [1, 2, 3, 4]
        assert handle.format is None
        assert only("load('https://tfhub.dev/google/elmo/' + version)").format == "hub"

    def test_a_gap_at_the_end_of_the_name_leaves_those_that_begin_so(self) -> None:
        handle = only("load('https://tfhub.dev/google/imagenet/mobilenet_v3_' + size)")
        assert handle.versions
        assert all(name.startswith("google/imagenet/mobilenet_v3_") for name in names(handle))

    def test_a_gap_before_the_models_name_leaves_nothing(self) -> None:
        for start in ("https://tfhub.dev/", "https://tfhub.dev/google/"):
            handle = only(f"load({start!r} + name + '/1')")
            assert (handle.site, handle.versions, handle.format) == ("tfhub.dev", (), None)

    def test_a_gap_where_the_site_stands_leaves_nothing(self) -> None:
        handle = only("load(f'{site}/google/elmo/3')")
        assert (handle.text, handle.site, handle.versions) == (None, None, ())

    def test_values_are_followed(self) -> None:
        code = """
            BASE = "https://tfhub.dev/google"
            MODELS = {"elmo": BASE + "/elmo/3", "nnlm": f"{BASE}/nnlm-en-dim128/1"}
            def choose(name):
                return MODELS[name]
            load(choose("elmo"))
        """
        assert {handle.text for handle in found(code)} == {
            "https://tfhub.dev/google/elmo/3",
            "https://tfhub.dev/google/nnlm-en-dim128/1",
        }

    def test_a_format_is_that_of_all_handles(self) -> None:
        old, older, new = (f"'https://tfhub.dev/google/{end}'" for end in ("elmo/3", "elmo/1", "nnlm-en-dim128/2"))
        assert format_of(found(f"load({old} if c else {older})")) == "hub"
        assert format_of(found(f"load({old} if c else {new})")) is None
        assert format_of(found(f"load({old} if c else x)")) is None
        assert format_of([]) is None
