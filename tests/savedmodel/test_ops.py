"""What is known of the operations of each TensorFlow."""

from __future__ import annotations

from hublint.savedmodel.ops import CONTRIB, TENSORFLOW, TEXT, homes_of, known_ops, lacks, since


def test_an_operation_of_every_release() -> None:
    (home,) = homes_of("MatMul")
    assert home.package == TENSORFLOW
    assert home.first == since("MatMul") == (1, 15)
    assert not any(lacks("MatMul", release) for release in [(1, 14), (1, 15), (2, 9), (2, 15), (2, 99)])
    assert all("MatMul" in known_ops(release) for release in [(1, 14), (1, 15), (2, 9), (2, 99)])


def test_an_operation_that_came_later_is_lacking_before() -> None:
    # `tf.saved_model.save` of 2.15 writes it, which the real TensorFlow 1.15 refuses to load.
    assert "DisableCopyOnRead" not in known_ops((1, 15))
    assert "DisableCopyOnRead" in known_ops((2, 15))
    assert lacks("DisableCopyOnRead", (1, 15))
    assert not lacks("DisableCopyOnRead", (2, 15))


def test_of_a_release_between_two_that_differ_nothing_is_sure() -> None:
    first = since("DisableCopyOnRead")
    assert first is not None
    assert not lacks("DisableCopyOnRead", (first[0], first[1] - 1))


def test_an_operation_of_contrib_is_one_of_1_15_alone() -> None:
    (home,) = homes_of("FertileStatsDeserialize")
    assert (home.package, home.first, home.last) == (CONTRIB, (1, 15), (1, 15))
    assert since("FertileStatsDeserialize") is None
    assert lacks("FertileStatsDeserialize", (1, 15))  # without tf.contrib


def test_an_operation_can_move_from_contrib_into_tensorflow() -> None:
    assert [home.package for home in homes_of("ImageProjectiveTransformV2")] == [TENSORFLOW, CONTRIB]
    assert since("ImageProjectiveTransformV2") != (1, 15)


def test_an_operation_of_tensorflow_text() -> None:
    (home,) = homes_of("TFText>WhitespaceTokenizeWithOffsetsV2")
    assert home.package == TEXT
    assert homes_of("WordpieceTokenizeWithOffsets")[0].first == (1, 15)
    assert lacks("WordpieceTokenizeWithOffsets", (2, 21))


def test_a_custom_operation_has_no_home() -> None:
    assert homes_of("Mine>Op") == ()
    assert since("Mine>Op") is None
    assert lacks("Mine>Op", (2, 21))
