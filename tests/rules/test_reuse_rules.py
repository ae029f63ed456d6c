"""What the rules about models that are built upon say of observations that are made up here."""

from __future__ import annotations

import msgspec
import pytest

from hublint import registry
from hublint.behaviour import Attempt, Behaviour, Resaving, TrainingRun
from hublint.inspection import Place, inspect
from hublint.rule import ModelRule
from hublint.savedmodel.contents import Contents
from hublint.target import Target
from tests.rules.contents.made import a_list, function, root, tf2, trace, variable

REGISTRY = registry.load()
MODEL = Contents("model", "tf2")

OMITTED, EVALUATING, TRAINING = (
    Attempt("model(inputs)"),
    Attempt("model(inputs, training=False)"),
    Attempt("model(inputs, training=True)"),
)
LAYER = Attempt("hub.KerasLayer(model, trainable=True)")
STEP = Attempt("a step of gradient descent")
HEALTHY = TrainingRun(
    callable=True,
    variables=("w", "b"),
    step=STEP,
    losses=(2.0, 1.0, 0.5, 0.4),
    modes=(OMITTED, EVALUATING, TRAINING),
    takes_training=True,
    mode_matters=True,
    stochastic=("dropout",),
    regularization=(Attempt("regularization_losses[0]()"),),
    layer=LAYER,
)
SAVED_AGAIN = Resaving(attempts=(Attempt("tf.saved_model.load"), Attempt("tf.saved_model.save")))


def behaviour(run: TrainingRun | None = None, again: Resaving | None = None) -> Behaviour:
    return Behaviour(device="CPU:0", tensorflow="2.21.0", training=run, resaving=again)


def training(**changes: object) -> Behaviour:
    """Return the behaviour of a healthy model, but for some attributes."""
    fields = {name: getattr(HEALTHY, name) for name in TrainingRun.__struct_fields__}
    return behaviour(TrainingRun(**{**fields, **changes}))


def rule(code: str) -> ModelRule:
    found = REGISTRY.by_code[code]
    assert isinstance(found, ModelRule)
    return found


def said(code: str, seen: Behaviour) -> list[tuple[str, str | None]]:
    return [(remark.message, remark.note) for remark in rule(code).check_behaviour(seen, MODEL, Target.newest)]


TRAINED = ("HUB711", "HUB712", "HUB713", "HUB714", "HUB715")


@pytest.mark.parametrize("code", TRAINED)
def test_a_healthy_model_keeps_every_promise(code: str) -> None:
    assert said(code, behaviour(HEALTHY)) == []
    assert rule(code).kept(behaviour(HEALTHY)) is True


@pytest.mark.parametrize("code", [*TRAINED, "HUB716"])
def test_what_was_not_tried_is_no_verdict(code: str) -> None:
    for seen in (behaviour(), behaviour(TrainingRun(skipped="a Keras file"), Resaving(skipped="a Keras file"))):
        assert said(code, seen) == []
        assert rule(code).kept(seen) is None


@pytest.mark.parametrize(
    ("variables", "missed", "which"),
    [
        (("w",), ("w",), "its only trainable variable ('w')"),
        (("w", "b"), ("w", "b"), "any of its 2 trainable variables ('w', 'b')"),
        (("w", "b"), ("b",), "1 of its 2 trainable variables ('b')"),
        (tuple("abcdef"), tuple("abcde"), "5 of its 6 trainable variables ('a', 'b', 'c' and 2 more)"),
    ],
)
def test_hub711_says_which_variables_no_gradient_reaches(
    variables: tuple[str, ...], missed: tuple[str, ...], which: str
) -> None:
    ((message, note),) = said("HUB711", training(variables=variables, without_gradient=missed))
    assert message.startswith(f"no gradient reaches {which}; ")
    assert note is not None


def test_hub711_leaves_a_gradient_that_raises_to_hub712() -> None:
    seen = training(step=Attempt(STEP.name, error="LookupError: No gradient defined"), losses=())
    assert said("HUB711", seen) == []
    assert rule("HUB711").kept(seen) is None
    ((message, note),) = said("HUB712", seen)
    assert message.startswith("the gradient raises LookupError; ")
    assert note == "LookupError: No gradient defined"


@pytest.mark.parametrize(
    ("losses", "lowered"),
    [
        ((2.0, 1.0, 0.5), True),
        ((2.0, 1.0, 1.0), True),  # the second step found the bottom
        ((2.0, 2.0), False),
        ((float("nan"), float("nan")), False),
    ],
)
def test_hub712_judges_the_loss_at_the_end(losses: tuple[float, ...], lowered: bool) -> None:
    seen = training(losses=losses)
    assert bool(said("HUB712", seen)) is not lowered
    assert rule("HUB712").kept(seen) is lowered


def test_hub712_does_not_judge_a_loss_that_is_a_matter_of_luck() -> None:
    seen = training(losses=())
    assert said("HUB712", seen) == []
    assert rule("HUB712").kept(seen) is None
    ((message, _),) = said("HUB712", training(losses=(), unchanged=("w", "b")))
    assert message.startswith("a step of gradient descent changes none of its 2 trainable variables; ")


def test_hub712_is_silent_where_hub711_has_said_why_there_is_no_step() -> None:
    seen = training(without_gradient=("w", "b"), step=Attempt(STEP.name, skipped="no gradient"), losses=())
    assert said("HUB712", seen) == []
    assert rule("HUB712").kept(seen) is None


def test_hub713_names_each_mode_that_fails_with_its_error() -> None:
    failed = Attempt(TRAINING.name, error="ValueError: Could not find", details="ValueError: Could not find\n...")
    ((message, note),) = said("HUB713", training(modes=(OMITTED, EVALUATING, failed), mode_matters=None))
    assert message == "`model(inputs, training=True)` fails; trace `__call__` with `training=True` before it is saved"
    assert note == "ValueError: Could not find"
    missing = Attempt(OMITTED.name, error="TypeError: missing a required argument: 'training'")
    ((message, _),) = said("HUB713", training(modes=(missing, EVALUATING, TRAINING)))
    assert message.startswith("`model(inputs)` fails; give `training` the default False")


def test_hub713_is_silent_about_a_model_that_never_answers() -> None:
    modes = tuple(Attempt(mode.name, error="ValueError") for mode in (OMITTED, EVALUATING, TRAINING))
    seen = training(modes=modes, mode_matters=None, stochastic=())
    assert said("HUB713", seen) == []
    assert rule("HUB713").kept(seen) is None


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"mode_matters": False}, "`training=True` answers as `training=False` does, with dropout inside; "),
        ({"mode_matters": False, "stochastic": ()}, None),
        ({"mode_matters": None}, None),
        (
            {"not_updated": ("moving_mean",)},
            "`training=True` leaves the averages of batch normalization as they were ('moving_mean'); ",
        ),
        ({"takes_training": False, "not_updated": ("moving_mean",)}, None),
    ],
)
def test_hub713_wants_training_to_differ_where_it_should(changes: dict[str, object], beginning: str | None) -> None:
    found = said("HUB713", training(**changes))
    assert len(found) == (beginning is not None)
    if beginning is not None:
        assert found[0][0].startswith(beginning)


def test_hub713_cannot_tell_where_evaluation_alone_gives_two_answers() -> None:
    assert rule("HUB713").kept(training(mode_matters=None)) is None
    assert rule("HUB713").kept(training(mode_matters=None, stochastic=())) is True


def test_hub714_tells_of_all_losses_at_once() -> None:
    wrong = (
        Attempt("regularization_losses[0]()"),
        Attempt("regularization_losses[1]()", error="it returns float32 [3], no float scalar"),
        Attempt("regularization_losses[2]()", error="TypeError: it is no function but a variable"),
    )
    ((message, note),) = said("HUB714", training(regularization=wrong))
    assert message.startswith("`regularization_losses[1]`, `regularization_losses[2]` cannot be added to a loss; ")
    assert note == (
        "regularization_losses[1](): it returns float32 [3], no float scalar; "
        "regularization_losses[2](): TypeError: it is no function but a variable"
    )
    assert rule("HUB714").kept(training(regularization=())) is None


def test_losses_that_are_no_functions_are_told_once_with_all_that_they_break() -> None:
    refused = "ValueError: hub.KerasLayer(obj) expects obj.regularization_losses to be an iterable of callables"
    called = "TypeError: 'ResourceVariable' object is not callable"
    seen = training(regularization=(Attempt("regularization_losses[0]()", called),), layer=Attempt(LAYER.name, refused))
    seen = msgspec.structs.replace(
        seen, loads=(Attempt("tf.saved_model.load"), Attempt("hub.KerasLayer(trainable=True)", refused))
    )
    objects = [
        root(call=1, variables=3, trainable_variables=3, regularization_losses=4),
        function(trace("f", 2)),
        variable("w"),
        a_list(2),
        a_list(5),
        variable("loss"),
    ]
    (finding,) = inspect(REGISTRY, tf2(objects), [seen], place=Place("model"), target=Target.newest).findings
    assert finding.code == "HUB609"
    assert finding.message.startswith("1 of 1 `regularization_losses` are no functions; ")
    *_, loaded, losses = (finding.detail or "").splitlines()
    assert loaded == f"seen when it was run: {refused}"
    assert losses == f"seen when it was run: regularization_losses[0](): {called}"


def test_hub715_quotes_what_the_layer_says_of_a_model_that_cannot_be_called() -> None:
    error = "ValueError: Signature name has to be specified for non-callable saved models"
    skipped = TrainingRun(skipped="what is loaded cannot be called", layer=Attempt(LAYER.name, error=error))
    ((message, note),) = said("HUB715", behaviour(skipped))
    assert message.startswith("`hub.KerasLayer(trainable=True)` finds nothing to call; save an object with a traced ")
    assert note == error


def test_hub715_names_the_variables_that_are_used_and_not_listed() -> None:
    ((message, _),) = said("HUB715", training(variables=(), unlisted=("w",), step=None))
    assert message.startswith(
        "`hub.KerasLayer(trainable=True)` trains 0 variables and misses 1 that `__call__` uses ('w'); set `variables`"
    )


def test_hub715_leaves_losses_to_hub714() -> None:
    failed = Attempt(LAYER.name, error="ValueError: hub.KerasLayer(obj) expects obj.regularization_losses to be")
    ((message, note),) = said("HUB715", training(layer=failed))
    assert message.startswith("`hub.KerasLayer(trainable=True)` does not take the model as it is; ")
    assert note == failed.error
    seen = training(layer=failed, regularization=(Attempt("regularization_losses[0]()", error="TypeError"),))
    assert said("HUB715", seen) == []
    assert rule("HUB715").kept(seen) is None


@pytest.mark.parametrize(
    "seen",
    [
        training(variables=()),
        training(layer=Attempt(LAYER.name, skipped="tensorflow_hub cannot be imported")),
    ],
    ids=["there is nothing to train", "there is no layer"],
)
def test_hub715_claims_nothing(seen: Behaviour) -> None:
    assert said("HUB715", seen) == []
    assert rule("HUB715").kept(seen) is None


def test_hub716_keeps_its_promise_where_nothing_is_lost() -> None:
    seen = behaviour(again=SAVED_AGAIN)
    assert said("HUB716", seen) == []
    assert rule("HUB716").kept(seen) is True


def test_hub716_names_what_is_lost_and_counts_what_differs() -> None:
    lost = ("signature 'serving_default'", "variable 'w'", "variable 'b'", "variable 'c'")
    seen = behaviour(again=Resaving(attempts=SAVED_AGAIN.attempts, lost=lost, differences=("`encode` raises",)))
    ((message, note),) = said("HUB716", seen)
    assert message == (
        "loaded and saved again, the model loses signature 'serving_default', variable 'w', variable 'b' and 1 more "
        "and differs in 1 place; save it with the code that made it, in TensorFlow 1 with `use_resource=True`"
    )
    assert note is not None
    assert note.endswith("; lost: variable 'c'; `encode` raises")


def test_hub716_tells_which_step_fails() -> None:
    failed = Attempt("tf.saved_model.save", error="TypeError: no", details="TypeError: no\nmore")
    ((message, note),) = said("HUB716", behaviour(again=Resaving(attempts=(SAVED_AGAIN.attempts[0], failed))))
    assert message == (
        "`tf.saved_model.save` fails when the loaded model is saved again; save it with the code that made it"
    )
    assert note == "TypeError: no"
