"""What running a model showed, as plain data: the observations that the rules of HUB7xx judge.

A worker in the runtime's interpreter makes them (`hublint/verify/worker/probes`), one set for each device. They arrive
as JSON and are validated here: a worker is not believed to be well-behaved, for it runs other people's models.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = [
    "Attempt",
    "Behaviour",
    "Device",
    "Difference",
    "Feature",
    "FunctionRun",
    "InputTried",
    "InputWanted",
    "OutputSeen",
    "Resaving",
    "TrainingRun",
    "Trouble",
]


class Device(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device that TensorFlow computes on: its name (`GPU:0`), its kind (`GPU`), its memory in bytes if known."""

    name: str
    kind: str
    memory: int | None = None


class Attempt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was tried: it worked, raised, or was not tried.

    Attributes:
        name: what was tried, as one would write it: `tf.saved_model.load`, `hub.KerasLayer(trainable=True)`.
        error: the exception in one line, with its type; empty if it worked.
        details: all of the exception's text.
        skipped: why it was not tried; empty if it was.
    """

    name: str
    error: str = ""
    details: str = ""
    skipped: str = ""

    @property
    def worked(self) -> bool:
        """Whether it was tried and worked."""
        return not self.error and not self.skipped


class Difference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far two results that ought to be equal are apart, and where.

    `equal` is within the tolerance; `max_abs` is None for strings and for shapes that differ. `text` says where.
    """

    equal: bool
    max_abs: float | None = None
    text: str = ""


class Feature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A feature of the `tf.train.Example`s that a function parses.

    Attributes:
        name: its key.
        dtype: the type of its values; an Example has no others.
        shape: what its values have to fill in one Example, if it is dense; None for any number of them.
        kind: what it is parsed to.
    """

    name: str
    dtype: Literal["float32", "int64", "string"]
    shape: tuple[int | None, ...] = ()
    kind: Literal["dense", "ragged", "sparse"] = "dense"


class InputWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An input that a function says it takes.

    Attributes:
        name: its name.
        dtype: its element type.
        shape: its static shape; None for an unknown rank.
        form: what kind of tensor it is.
        examples: whether it is parsed as serialized `tf.train.Example`s.
        features: what these hold; nothing where that cannot be told.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...] | None = None
    form: Literal["dense", "ragged", "sparse"] = "dense"
    examples: bool = False
    features: tuple[Feature, ...] = ()


class InputTried(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One set of inputs of a call, and what came of it.

    Attributes:
        inputs: the values in short, by name.
        batch: the batch size; None where the function leaves none open.
        error: the exception in one line, with its type; empty if it was answered.
        details: all of the exception's text.
        fill: which values these are, as the plan calls them: calls of several batch sizes have the same.
    """

    inputs: dict[str, str]
    batch: int | None = None
    error: str = ""
    details: str = ""
    fill: str = ""


class OutputSeen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One output over all calls, against what is declared for it.

    Attributes:
        name: its name, or the way to it in a nested result.
        declared_dtype: the element type that the signature declares; empty where nothing declares any.
        declared_shape: the static shape that it declares; None for an unknown rank or nothing declared.
        dtype: the element type that was seen.
        shape: the shape of the last call's.
        fits: whether every shape and type that was seen fits what is declared.
        not_finite: which of NaN and Inf it holds for finite inputs: `NaN`, `Inf`, `NaN and Inf`, or nothing.
        not_finite_for: the inputs, in short, of the first call that it was not finite for.
        probabilities: whether it looks like a softmax: columns in [0, 1] whose rows sum to 1, not all equal.
        softmax: whether a softmax is the last operation that makes it.
        misfit: the first shape and type that does not fit, and for which batch.
    """

    name: str
    declared_dtype: str = ""
    declared_shape: tuple[int | None, ...] | None = None
    dtype: str = ""
    shape: tuple[int, ...] = ()
    fits: bool = True
    misfit: str = ""
    not_finite: str = ""
    not_finite_for: str = ""
    probabilities: bool = False
    softmax: bool = False


class FunctionRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a signature or a restored function answered.

    Attributes:
        name: as one would call it: `signatures['serving_default']`, `__call__`, `encode`.
        kind: a signature, or a function of the restored object.
        skipped: why it was not called.
        wanted: what it says it takes.
        tried: what it was called with.
        outputs: what it answered.
        repeated: the same call made twice; None if it was not.
        batched: a row alone against the same row in a batch; None where that cannot be told.
        device: where its outputs with a fraction were computed, such as `CPU:0`; empty if it has none: text and whole
            numbers are kept on the CPU wherever they are computed.
        operations: how many operations ran on each device, as far as the runtime tells.
    """

    name: str
    kind: Literal["signature", "function"]
    skipped: str = ""
    wanted: tuple[InputWanted, ...] = ()
    tried: tuple[InputTried, ...] = ()
    outputs: tuple[OutputSeen, ...] = ()
    repeated: Difference | None = None
    batched: Difference | None = None
    device: str = ""
    operations: dict[str, int] = {}

    @property
    def answered(self) -> bool:
        """Whether it took any of the inputs."""
        return any(not one.error for one in self.tried)


class TrainingRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a model can be trained further, as `hub.KerasLayer(trainable=True)` would.

    Attributes:
        skipped: why nothing was trained: what is loaded cannot be called, or lists no trainable variables.
        callable: whether what is loaded has a `__call__` with a trace.
        variables: the names of `trainable_variables`.
        unlisted: the variables that `__call__` uses, and that are neither in `variables` nor in `trainable_variables`.
        without_gradient: the trainable ones that no gradient reaches (None, or zero for every input).
        step: one step of gradient descent.
        unchanged: the variables that the steps left as they were.
        losses: the toy loss before the first step, and after each; nothing where it is a matter of luck.
        modes: the call with `training` left out, False and True.
        takes_training: whether the function has an argument `training`.
        mode_matters: whether `training=True` and `training=False` differ; None where either fails, or where
            `training=False` alone gives two answers.
        stochastic: whether dropout or batch normalization is inside, so that they should.
        updates: whether `training=True` changes variables that are not trainable; None where there are none.
        not_updated: the moving averages of batch normalization that `training=True` leaves as they were.
        regularization: each of `regularization_losses`, called.
        layer: `hub.KerasLayer(model, trainable=True)`, with what it found against what the model lists.
    """

    skipped: str = ""
    callable: bool = False
    variables: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    without_gradient: tuple[str, ...] = ()
    step: Attempt | None = None
    unchanged: tuple[str, ...] = ()
    losses: tuple[float, ...] = ()
    modes: tuple[Attempt, ...] = ()
    takes_training: bool = False
    mode_matters: bool | None = None
    stochastic: tuple[str, ...] = ()
    updates: bool | None = None
    not_updated: tuple[str, ...] = ()
    regularization: tuple[Attempt, ...] = ()
    layer: Attempt | None = None


class Resaving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a model that was loaded, saved, loaded, saved and loaded once more.

    Attributes:
        skipped: why it was not tried.
        attempts: each save and load, in order.
        lost: signatures, functions and variables that are gone, as `signature 'serving_default'`.
        differences: the outputs and variables that changed, each with where.
    """

    skipped: str = ""
    attempts: tuple[Attempt, ...] = ()
    lost: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


class Trouble(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What kept a part of a behaviour from being seen.

    Attributes:
        part: what was tried: `loads: hub.load`, `functions: __call__`, `training`.
        how: how it took the process with it: `crashed` (by a signal), `hung`, `exited`, or ended for a limit that it
            broke; or `failed`: it raised what nobody foresaw; or `garbled`: its answer is none.
        message: one line.
        details: the last lines that the process wrote, or all of the exception's text.
        inputs: in short, what a function was being called with.
    """

    part: str
    how: Literal[
        "crashed",
        "hung",
        "exited",
        "out of memory",
        "too many processes",
        "too much output",
        "disk full",
        "failed",
        "garbled",
    ]
    message: str
    details: str = ""
    inputs: str = ""


class Behaviour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that running one model on one device showed.

    Attributes:
        device: the device that was asked for, as TensorFlow names it: `CPU:0`, `GPU:0`.
        tensorflow: the release that ran it.
        keras: the release of the Keras that `tf.keras` is there.
        seed: what the inputs were made from.
        loads: every way of loading it that the runtime has.
        functions: its signatures and restored functions.
        training: how it can be trained further.
        resaving: what survives saving it again.
        trouble: what could not be seen, and why: the process crashed or hung, there is no such device.
    """

    device: str
    tensorflow: str
    keras: str = ""
    seed: int = 0
    loads: tuple[Attempt, ...] = ()
    functions: tuple[FunctionRun, ...] = ()
    training: TrainingRun | None = None
    resaving: Resaving | None = None
    trouble: tuple[Trouble, ...] = ()
