"""HUB308."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.handles import Handle


class TfhubDevMoved(Rule):
    """A handle of tfhub.dev is read from Kaggle since 2023, and the way there has been closed more than once.

    tfhub.dev answers with a redirection to Kaggle's copy of the model, `kaggle.com/models/.../tensorFlow2/...`. It has
    failed in waves, in October 2023, September 2024 and October 2025: `urllib.error.HTTPError: HTTP Error 403:
    Forbidden`, also seen as 404 and as `SignatureDoesNotMatch`. Programs that have the model in a cache do not ask.

    There is no fix: Kaggle's names cannot be told from those of tfhub.dev. Look the model up on kaggle.com/models and
    load it by that address or with `kagglehub.model_download`, or keep a copy of it and load the folder. This is said
    once in a file, at the first handle of which no newer version is to be named.
    """

    code = "HUB308"
    name = "tfhub-dev-moved"
    since = "0.1"
    applicability = "manual"
    severity = "information"
    names = (
        "tensorflow_hub.KerasLayer",
        "tensorflow_hub.Module",
        "tensorflow_hub.load",
        "tensorflow_hub.load_module_spec",
        "tensorflow_hub.resolve",
    )
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/issues/889",
        "https://github.com/tensorflow/hub/issues/922",
        "https://github.com/tensorflow/hub/issues/932",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the first handle of tfhub.dev in a file."""
        del target
        first = _first(use.source)
        if first is None or first[0] is not use.call:
            return
        message = (
            "models of tfhub.dev are read from Kaggle since 2023, not always with success; "
            "load the model from kaggle.com/models, or a copy of your own"
        )
        yield Draft(first[1].node, message)


def _first(source: Source) -> tuple[object, Handle] | None:
    """Return the first call that loads a model of tfhub.dev, with its handle."""
    from hublint_rules.hub.hub306_newer_tf2_version import superseded
    from hublint_rules.hub.loads import loads

    if "first of tfhub.dev" not in source.notes:
        source.notes["first of tfhub.dev"] = next(
            (
                (load.call, handle)
                for load in loads(source)
                for handle in load.handles
                if handle.site == "tfhub.dev" and handle not in {found for found, _ in superseded(source, load)}
            ),
            None,
        )
    found: tuple[object, Handle] | None = source.notes["first of tfhub.dev"]
    return found
