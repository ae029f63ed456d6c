"""What is left out by default, and what is not; the first lines are those that the programs named there write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.migrate.vendored import why_left_out

if TYPE_CHECKING:
    from pathlib import Path


def put(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class TestFolders:
    @pytest.mark.parametrize(
        "name",
        [
            "third_party",
            "3rdparty",
            "vendor",
            "_vendor",
            "extern",
            "lib/site-packages",
            "pkg/Third_Party",
            "a/b/vendored",
        ],
    )
    def test_names_that_say_so_are_left_out_with_all_below(self, tmp_path: Path, name: str) -> None:
        put(tmp_path, f"{name}/deep/model.py")
        expected = f"vendored: `{name}/`"
        assert why_left_out(tmp_path / name, tmp_path, None) == expected
        assert why_left_out(tmp_path / name / "deep", tmp_path, None) == expected
        assert why_left_out(tmp_path / name / "deep" / "model.py", tmp_path, b"import os\n") == expected

    def test_who_gives_a_vendored_folder_wants_what_is_in_it(self, tmp_path: Path) -> None:
        root = tmp_path / "third_party" / "models"
        put(root, "model.py")
        assert why_left_out(root / "model.py", root, b"import os\n") is None
        assert why_left_out(root, root, None) is None

    @pytest.mark.parametrize("name", ["vendors.py", "third_party.py", "thirdparty_models", "external", "build", "deps"])
    def test_names_that_people_give_to_code_of_their_own_stay(self, tmp_path: Path, name: str) -> None:
        if name.endswith(".py"):
            put(tmp_path, name)
        else:
            put(tmp_path, f"{name}/model.py")
        assert why_left_out(tmp_path / name, tmp_path, None) is None

    def test_external_holds_copies_where_they_have_a_licence(self, tmp_path: Path) -> None:
        put(tmp_path, "external/six/LICENSE", "external/six/six.py", "mine/external/data.py")
        reason = "vendored: `external/` holds what has a licence or a setup of its own"
        assert why_left_out(tmp_path / "external" / "six" / "six.py", tmp_path, b"") == reason
        assert why_left_out(tmp_path / "mine" / "external" / "data.py", tmp_path, b"") is None

    def test_a_distribution_inside_a_package_is_a_copy(self, tmp_path: Path) -> None:
        put(tmp_path, "pkg/__init__.py", "pkg/six-1.0/PKG-INFO", "pkg/six-1.0/six.py")
        put(tmp_path, "pkg/gym/setup.py", "pkg/gym/LICENSE.md", "pkg/gym/env.py")
        assert why_left_out(tmp_path / "pkg" / "six-1.0" / "six.py", tmp_path, b"") == (
            "vendored: `pkg/six-1.0/` is inside a package and has the `PKG-INFO` of its own"
        )
        assert why_left_out(tmp_path / "pkg" / "gym", tmp_path, None) == (
            "vendored: `pkg/gym/` is inside a package and has a `setup.py` and a `LICENSE.md` of its own"
        )

    def test_the_projects_of_one_repository_are_its_own(self, tmp_path: Path) -> None:
        """tensorflow/models: each project of research/ has a setup.py, some a licence, and official/ packs itself."""
        put(tmp_path, "LICENSE", "official/__init__.py", "official/pip_package/setup.py", "official/bert/__init__.py")
        put(tmp_path, "research/slim/setup.py", "research/slim/LICENSE", "research/slim/nets/__init__.py")
        put(tmp_path, "research/slim/nets/resnet.py", "research/object_detection/packages/tf1/setup.py")
        put(tmp_path, "pkg-1.0/PKG-INFO", "pkg-1.0/pkg/__init__.py")
        for path in sorted(tmp_path.rglob("*")):
            assert why_left_out(path, tmp_path, b"" if path.is_file() else None) is None, path

    def test_what_setuptools_copies_for_a_build(self, tmp_path: Path) -> None:
        put(tmp_path, "setup.py", "build/lib/pkg/a.py", "build/lib.linux-x86_64-3.7/a.py", "build/tools.py")
        put(tmp_path, "other/build/lib/mine.py")
        reason = "generated: `build/lib/` is what setuptools copies for a build"
        assert why_left_out(tmp_path / "build" / "lib" / "pkg" / "a.py", tmp_path, b"") == reason
        assert why_left_out(tmp_path / "build" / "lib.linux-x86_64-3.7", tmp_path, None) is not None
        assert why_left_out(tmp_path / "build" / "tools.py", tmp_path, b"") is None
        assert why_left_out(tmp_path / "other" / "build" / "lib" / "mine.py", tmp_path, b"") is None

    def test_submodules(self, tmp_path: Path) -> None:
        text = '[submodule "bert"]\n\tpath = libs/bert\n\turl = ../bert.git\n[submodule "x"]\n\tpath = "my libs/x"\n'
        put(tmp_path, ".gitmodules", text=text)
        put(tmp_path, "libs/bert/run.py", "libs/own.py", "my libs/x/a.py", "kept/.git", "kept/a.py")
        assert why_left_out(tmp_path / "libs" / "bert" / "run.py", tmp_path, b"") == "a git submodule: `libs/bert/`"
        assert why_left_out(tmp_path / "my libs" / "x", tmp_path, None) == "a git submodule: `my libs/x/`"
        assert why_left_out(tmp_path / "kept" / "a.py", tmp_path, b"") == "a git submodule: `kept/`"
        assert why_left_out(tmp_path / "libs" / "own.py", tmp_path, b"") is None


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "head", "reason"),
        [
            ("a_pb2.py", "", "generated: by the protocol buffer compiler, as its name says"),
            ("a_pb2_grpc.py", "", "generated: by the protocol buffer compiler, as its name says"),
            ("ez_setup.py", "", "vendored: `ez_setup.py` of setuptools"),
            ("versioneer.py", '\n# Version: 0.18\n\n"""The Versioneer\n', "vendored: `versioneer.py` of versioneer"),
            (
                "_version.py",
                "\n# feature). This file is released into the public domain. Generated by\n# versioneer-0.18 (https://x)\n",
                "generated: `_version.py` by versioneer",
            ),
            (
                "_version.py",
                "\n# This file was generated by 'versioneer.py' (0.18) from\n# revision-control system data\n",
                "generated: `_version.py` by versioneer",
            ),
            (
                "v.py",
                "# coding: utf-8\n# file generated by setuptools_scm\n",
                "generated: by setuptools_scm (line 2 says so)",
            ),
            (
                "a.py",
                "# -*- coding: utf-8 -*-\n# Generated by the protocol buffer compiler.  DO NOT EDIT!\n",
                "generated: by the protocol buffer compiler (line 2 says so)",
            ),
            (
                "a.py",
                '# Generated by the gRPC Python protocol compiler plugin. DO NOT EDIT!\n"""Client."""\n',
                "generated: by the gRPC compiler (line 1 says so)",
            ),
            (
                "M.py",
                "# automatically generated by the FlatBuffers compiler, do not modify\n",
                "generated: by the FlatBuffers compiler (line 1 says so)",
            ),
            (
                "t.py",
                "#\n# Autogenerated by Thrift Compiler (0.9.3)\n",
                "generated: by the Thrift compiler (line 2 says so)",
            ),
            ("l.py", "# Generated from Sql.g4 by ANTLR 4.7\n", "generated: by ANTLR (line 1 says so)"),
            (
                "s.py",
                "# This file was automatically generated by SWIG (http://www.swig.org).\n",
                "generated: by SWIG (line 1 says so)",
            ),
            (
                "__init__.py",
                "# This file is MACHINE GENERATED! Do not edit.\n",
                "generated: by a program (line 1 says so)",
            ),
            (
                "gen_ops.py",
                '"""Python wrappers around TensorFlow ops.\n\nThis file is MACHINE GENERATED! Do not edit.\n"""\n',
                "generated: by a program (line 3 says so)",
            ),
            (
                "version.py",
                "# @license See the LICENSE file.\n\n# This code is auto-generated, do not modify this file!\n",
                "generated: by a program (line 3 says so)",
            ),
            ("x.py", "#!/usr/bin/python\n# DO NOT EDIT THIS FILE!\n", "generated: by a program (line 2 says so)"),
            (
                "api.py",
                '"""\n    Pets\n\n    Generated by: https://openapi-generator.tech\n"""\n',
                "generated: by the OpenAPI generator (line 4 says so)",
            ),
            (
                "ui.py",
                "# -*- coding: utf-8 -*-\n\n# Form implementation generated from reading ui file 'a.ui'\n",
                "generated: by a compiler of user interfaces (line 3 says so)",
            ),
            ("data.py", "x = '" + "A" * 5000, "minified: its lines have a thousand characters and more"),
        ],
    )
    def test_by_name_or_by_what_their_first_lines_say(self, tmp_path: Path, name: str, head: str, reason: str) -> None:
        path = tmp_path / "pkg" / name
        assert why_left_out(path, tmp_path, head.encode()) == reason

    @pytest.mark.parametrize(
        ("name", "head"),
        [
            ("model.py", '"""Automatically generated by Colaboratory.\n\nOriginal file is located at https://x\n"""\n'),
            ("model.py", "# This file was generated by nbconvert from model.ipynb\nimport tensorflow as tf\n"),
            (
                "conf.py",
                "# Note that not all possible configuration values are present in this\n# autogenerated file.\n",
            ),
            ("gan.py", '"""Losses.\n\nThe images are generated by the generator.\nGenerated by sampling z.\n"""\n'),
            ("canary.py", "import os\n# Generated by hand. DO NOT EDIT\n"),
            ("canary.py", '"""Checks.\n\nNote: please do not edit this function unless you have a GPU\n"""\n'),
            ("run.py", "# DO NOT EDIT below this line unless you know what you are doing\nx = 1\n"),
            ("versioneer.py", "import os\n"),
            ("_version.py", "__version__ = '1.0'\n"),
            ("pb2.py", "import os\n"),
            ("notebook.ipynb", '{"cells": [' + "x" * 5000),
            ("table.py", "x = [\n" + "    1, 2, 3, 4,\n" * 400),
            ("a.py", ""),
        ],
    )
    def test_what_a_person_has_written_stays(self, tmp_path: Path, name: str, head: str) -> None:
        assert why_left_out(tmp_path / "pkg" / name, tmp_path, head.encode()) is None


class TestAttributes:
    def test_linguist_says_what_is_vendored_or_generated_and_what_is_not(self, tmp_path: Path) -> None:
        text = (
            "# what git is told\n*.py text eol=lf\n"
            "libs/** linguist-vendored\nlibs/own/*.py -linguist-vendored\n"
            "third_party/ours.py linguist-vendored=false\n"
            '"with blank/*.py" linguist-generated=true\nkept_pb2.py linguist-generated=false\n'
            "gen_?.py linguist-generated\n"
        )
        put(tmp_path, ".gitattributes", text=text)

        def why(name: str) -> str | None:
            return why_left_out(tmp_path / name, tmp_path, b"")

        assert why("libs/a.py") == "vendored: `.gitattributes` says so (`libs/**`)"
        assert why("libs/deep/er/a.py") == "vendored: `.gitattributes` says so (`libs/**`)"
        assert why("libs/own/a.py") is None
        assert why("third_party/ours.py") is None
        assert why("third_party/theirs.py") == "vendored: `third_party/`"
        assert why("with blank/a.py") == "generated: `.gitattributes` says so (`with blank/*.py`)"
        assert why("with blank/deep/a.py") is None
        assert why("pkg/kept_pb2.py") is None
        assert why("pkg/other_pb2.py") == "generated: by the protocol buffer compiler, as its name says"
        assert why("pkg/gen_1.py") == "generated: `.gitattributes` says so (`gen_?.py`)"
        # A folder is left out as a whole only where nothing in it may be brought back.
        (tmp_path / "third_party").mkdir()
        assert why_left_out(tmp_path / "third_party", tmp_path, None) is None

    def test_a_folder_of_which_all_is_vendored_is_left_out_as_one(self, tmp_path: Path) -> None:
        put(tmp_path, ".gitattributes", text="libs/** linguist-vendored\n")
        put(tmp_path, "libs/a.py", "other/a.py")
        assert why_left_out(tmp_path / "libs", tmp_path, None) == "vendored: `.gitattributes` says so (`libs/**`)"
        assert why_left_out(tmp_path / "other", tmp_path, None) is None

    def test_a_file_further_in_speaks_of_its_own_folder_and_outranks_those_above(self, tmp_path: Path) -> None:
        put(tmp_path, ".gitattributes", text="*.py linguist-generated\n")
        put(tmp_path, "pkg/.gitattributes", text="/hand.py -linguist-generated\n")
        assert why_left_out(tmp_path / "pkg" / "hand.py", tmp_path, b"") is None
        assert why_left_out(tmp_path / "pkg" / "deep" / "hand.py", tmp_path, b"") is not None
        assert why_left_out(tmp_path / "hand.py", tmp_path, b"") is not None

    def test_a_change_at_the_top_is_seen(self, tmp_path: Path) -> None:
        put(tmp_path, "a.py")
        assert why_left_out(tmp_path / "a.py", tmp_path, b"") is None
        put(tmp_path, ".gitattributes", text="a.py linguist-generated\n")
        assert why_left_out(tmp_path / "a.py", tmp_path, b"") is not None
