from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from hublint.savedmodel import SavedModelError
from hublint.savedmodel.contents import Damage, KerasPart, Optimizer, StoredFile, StoredVariable
from hublint.savedmodel.keras_files import part_of_config, read_keras_file
from tests.savedmodel.hdf5_writer import Tree, Weights, hdf5

if TYPE_CHECKING:
    from pathlib import Path

KERNEL: Tree = {"dense": {"vars": {"": Weights(attributes={"name": "hidden"}), "0": Weights(3, 4)}}}
WEIGHTS: Tree = {"layers": KERNEL, "optimizer": {"vars": {"0": Weights(), "1": Weights(3, 4)}}, "vars": {}}
BYTECODE = "4wEAAAAAAAAAAAAAAAIAAAATAAAA8ww="


def layer(class_name: str, name: str, module: str | None = "keras.layers", **config: Any) -> dict[str, Any]:
    settings = {"name": name, "trainable": True, **config}
    return {"module": module, "class_name": class_name, "config": settings, "registered_name": None}


def functional(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    config = {"name": "functional", "trainable": True, "layers": list(layers)}
    module = "keras.src.models.functional"
    return {"module": module, "class_name": "Functional", "config": config, "registered_name": "Functional", **more}


def archive(path: Path, config: Any, weights: bytes | None = None, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("metadata.json", json.dumps({"keras_version": "3.15.1"}))
        opened.writestr("config.json", json.dumps(config))
        if weights is not None:
            opened.writestr("model.weights.h5", weights)
        for name, data in members.items():
            opened.writestr(name, data)
    return path


class TestArchives:
    def test_what_an_archive_says(self, tmp_path: Path) -> None:
        config = functional(layer("Dense", "hidden"), compile_config={"optimizer": "adam", "loss": "mse"})
        path = archive(tmp_path / "m.keras", config, hdf5(WEIGHTS))
        contents = read_keras_file(path)
        assert contents.form == "keras-zip"
        assert contents.path == str(path)
        assert contents.files == (StoredFile("m.keras", path.stat().st_size),)
        assert contents.keras == KerasPart("3.15.1", "", "Functional", ("Dense",), training_config=True)
        assert contents.variables == (
            StoredVariable("layers/dense/vars/0", "hidden/0", "float32", (3, 4), 48),
            StoredVariable("optimizer/vars/0", "optimizer/vars/0", "float32", (), 4),
            StoredVariable("optimizer/vars/1", "optimizer/vars/1", "float32", (3, 4), 48),
        )
        keys = ("optimizer/vars/0", "optimizer/vars/1")
        assert contents.optimizer == Optimizer(keys, 52, "optimizer in model.weights.h5")
        assert contents.damage == ()

    def test_a_model_that_was_not_compiled(self, tmp_path: Path) -> None:
        # Keras 3 writes an empty compile_config then, Keras 2 none.
        for config in (functional(compile_config={}), functional()):
            contents = read_keras_file(archive(tmp_path / "m.keras", config, hdf5({"layers": KERNEL})))
            assert contents.keras is not None
            assert not contents.keras.training_config
            assert contents.optimizer is None

    def test_weights_that_are_compressed(self, tmp_path: Path) -> None:
        path = tmp_path / "m.keras"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
            opened.writestr("metadata.json", "{}")
            opened.writestr("config.json", json.dumps(functional()))
            opened.writestr("model.weights.h5", hdf5(WEIGHTS))
        contents = read_keras_file(path)
        assert len(contents.variables) == 3
        assert not contents.damage

    def test_weights_in_the_form_of_numpy_are_not_missed(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "m.keras", functional(), **{"model.weights.npz": b""})
        assert not read_keras_file(path).damage

    @pytest.mark.parametrize("name", ["metadata.json", "config.json", "model.weights.h5"])
    def test_a_member_that_is_missing(self, tmp_path: Path, name: str) -> None:
        whole = archive(tmp_path / "whole.keras", functional(), hdf5(WEIGHTS))
        path = tmp_path / "m.keras"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for info in old.infolist():
                if info.filename != name:
                    new.writestr(info, old.read(info))
        assert read_keras_file(path).damage == (Damage(name, "is missing from the archive"),)

    def test_members_that_are_damaged(self, tmp_path: Path) -> None:
        path = tmp_path / "m.keras"
        with zipfile.ZipFile(path, "w") as opened:
            opened.writestr("metadata.json", "[" * 100_000)
            opened.writestr("config.json", '{"class_name": ')
            opened.writestr("model.weights.h5", hdf5(WEIGHTS)[:-100])
        metadata, config, weights = read_keras_file(path).damage
        assert metadata.file == "metadata.json"
        assert metadata.reason.startswith("is no JSON (")
        assert config == Damage("config.json", "is no JSON (Expecting value: line 1 column 16 (char 15))")
        assert re.fullmatch(r"is cut off: it has [0-9,]+ of its [0-9,]+ bytes", weights.reason)

    def test_weights_that_are_no_hdf5(self, tmp_path: Path) -> None:
        (damage,) = read_keras_file(archive(tmp_path / "m.keras", functional(), b"<html>" * 9)).damage
        assert damage == Damage("model.weights.h5", "is no HDF5 file: it does not begin as an HDF5 file does")

    @pytest.mark.parametrize("data", [b"", b"<html>not found</html>", b"PK\x03\x04" + bytes(100)])
    def test_what_is_no_archive(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "m.keras"
        path.write_bytes(data)
        contents = read_keras_file(path)
        assert contents.form == "keras-zip"
        (damage,) = contents.damage
        assert damage.file == "m.keras"
        assert damage.reason.startswith("is no zip archive, or one that is cut off (")

    def test_an_archive_that_is_cut_off(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "m.keras", functional(), hdf5(WEIGHTS))
        path.write_bytes(path.read_bytes()[:-30])
        assert "cut off" in read_keras_file(path).damage[0].reason

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(SavedModelError, match="cannot be read: No such file"):
            read_keras_file(tmp_path / "m.keras")


class TestHdf5Files:
    TREE: ClassVar[Tree] = {
        "model_weights": {"dense": {"dense": {"kernel:0": Weights(3, 4)}}},
        "optimizer_weights": {"Adam": {"m": Weights(3, 4)}, "iteration:0": Weights()},
    }

    def write(self, path: Path, **attributes: str) -> Path:
        path.write_bytes(hdf5(self.TREE, attributes))
        return path

    def test_what_a_file_says(self, tmp_path: Path) -> None:
        config = {"class_name": "Sequential", "config": {"layers": [layer("Dense", "dense")]}}
        path = self.write(
            tmp_path / "m.h5",
            keras_version="2.15.0",
            backend="tensorflow",
            model_config=json.dumps(config),
            training_config="{}",
        )
        contents = read_keras_file(path)
        assert contents.form == "keras-hdf5"
        assert contents.keras == KerasPart("2.15.0", "tensorflow", "Sequential", ("Dense",), training_config=True)
        assert contents.variables[0] == StoredVariable(
            "model_weights/dense/dense/kernel:0", "dense/dense/kernel:0", "float32", (3, 4), 48
        )
        keys = ("optimizer_weights/Adam/m", "optimizer_weights/iteration:0")
        assert contents.optimizer == Optimizer(keys, 52, "optimizer_weights in m.h5")
        assert contents.damage == ()
        assert contents.bytes == path.stat().st_size

    def test_hdf5_in_a_file_that_is_called_keras(self, tmp_path: Path) -> None:
        # Keras 2's `save("m.keras", save_format="tf")` writes that.
        assert read_keras_file(self.write(tmp_path / "m.keras", model_config="{}")).form == "keras-hdf5"

    def test_a_file_that_is_cut_off(self, tmp_path: Path) -> None:
        path = self.write(tmp_path / "m.h5", model_config='{"class_name": "Sequential"}', keras_version="3.0.0")
        data = path.read_bytes()
        path.write_bytes(data[:-8])
        contents = read_keras_file(path)
        assert contents.damage == (Damage("m.h5", f"is cut off: it has {len(data) - 8:,} of its {len(data):,} bytes"),)

    def test_weights_alone(self, tmp_path: Path) -> None:
        (damage,) = read_keras_file(self.write(tmp_path / "m.h5")).damage
        assert damage.reason.startswith("holds no model_config")

    def test_a_configuration_that_is_no_json(self, tmp_path: Path) -> None:
        (damage,) = read_keras_file(self.write(tmp_path / "m.h5", model_config="?")).damage
        assert damage.reason == "has a model_config that is no JSON (Expecting value: line 1 column 1 (char 0))"

    def test_what_is_no_hdf5_file(self, tmp_path: Path) -> None:
        path = tmp_path / "m.h5"
        path.write_bytes(b"<html>" * 10)
        assert read_keras_file(path).damage == (
            Damage("m.h5", "is no HDF5 file: it does not begin as an HDF5 file does"),
        )


class TestConfigurations:
    def test_classes_of_ones_own(self) -> None:
        registered = layer("Twice", "a", None) | {"registered_name": "mine>Twice"}
        unregistered = layer("Own", "b", None) | {"registered_name": "Own"}
        of_package = layer("Backbone", "c", "keras_hub.src.models")
        function = {"module": "builtins", "class_name": "function", "config": "act", "registered_name": "function"}
        dense = layer("Dense", "d", activation=function)
        part = part_of_config(functional(registered, unregistered, of_package, dense, dense))
        assert part.custom == ("mine>Twice", "Own", "keras_hub.src.models.Backbone", "act")
        assert part.layers == ("Twice", "Own", "Backbone", "Dense", "Dense")

    def test_the_class_of_a_model_of_ones_own(self) -> None:
        part = part_of_config({"module": None, "class_name": "MyModel", "config": {}, "registered_name": "MyModel"})
        assert (part.model_class, part.layers, part.custom) == ("MyModel", (), ("MyModel",))

    def test_what_it_was_trained_with_is_no_part_of_the_model(self) -> None:
        loss = {"module": "builtins", "class_name": "function", "config": "loss", "registered_name": "function"}
        assert part_of_config(functional(compile_config={"loss": loss})).custom == ()

    def test_models_inside_of_models(self) -> None:
        inner = functional(layer("Dense", "b"), layer("Dropout", "c"))
        assert part_of_config(functional(layer("InputLayer", "a"), inner)).layers == ("InputLayer", "Dense", "Dropout")

    def test_bytecode_of_keras_3_and_2(self) -> None:
        code = {"class_name": "__lambda__", "config": {"code": BYTECODE, "defaults": None, "closure": None}}
        three = layer("Lambda", "plus", function=code)
        two = layer("Lambda", "minus", function=[BYTECODE, None, None], function_type="lambda")
        named = layer("Lambda", "times", function="times", function_type="function")
        wrapped = layer("TimeDistributed", "each", layer=layer("Lambda", "inner", function=code))
        part = part_of_config(functional(three, two, named, wrapped))
        assert part.lambdas == ("plus", "minus", "inner")
        assert part.layers == ("Lambda", "Lambda", "Lambda", "TimeDistributed")

    def test_classes_that_are_known_by_their_names_alone(self) -> None:
        layers = [layer("mine>Twice", "a"), layer("Own", "b"), layer("Dense", "c"), layer("TFOpLambda", "d")]
        operation = {"class_name": "GetItem", "config": {"name": "get_item"}, "inbound_nodes": []}
        part = part_of_config({"class_name": "Functional", "config": {"layers": [*layers, operation]}}, legacy=True)
        assert part.custom == ("mine>Twice", "Own")
        assert part.layers == ("Twice", "Own", "Dense", "TFOpLambda", "GetItem")

    @pytest.mark.parametrize(
        "config",
        [
            None,
            [],
            "",
            1,
            {},
            {"class_name": None},
            {"class_name": [], "config": 1},
            {"class_name": "A", "config": [1]},
        ],
    )
    def test_what_is_no_configuration(self, config: Any) -> None:
        part = part_of_config(config)
        assert part.layers == ()
        assert part.custom == ()
