from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import target
from hublint.config import Settings
from hublint.target import (
    KERAS_CHOICES,
    LEVEL_CHOICES,
    PURPOSE_CHOICES,
    Evidence,
    Target,
    TargetError,
    clear_cache,
    find_evidence,
    parse_target,
    require_consistent,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    clear_cache()
    yield
    clear_cache()


def project(tmp_path: Path, files: dict[str, str]) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "train.py"


def test_newest_target() -> None:
    target = Target.newest()
    assert target == ((2, 21), "keras3", "reuse", "native")
    assert target.keras3
    assert str(target) == "tf=2.21,keras=keras3,purpose=reuse"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tf=2.21,keras=keras3", Target((2, 21), "keras3", "reuse")),
        ("tensorflow=2.15", Target((2, 15), "keras2", "reuse")),
        ("tf=2.16", Target((2, 16), "keras3", "reuse")),
        ("tf=2.15.1", Target((2, 15), "keras2", "reuse")),
        (" tf = 2.20 , keras = tf_keras , purpose = serve ", Target((2, 20), "tf_keras", "serve")),
        ("keras=keras2", Target((2, 15), "keras2", "reuse")),
        ("keras=tf_keras", Target((2, 21), "tf_keras", "reuse")),
        ("purpose=serve", Target((2, 21), "keras3", "serve")),
        ("tf=1.15", Target((1, 15), "keras2", "reuse")),
        ("tf=1.12.0", Target((1, 15), "keras2", "reuse")),
        ("tf=1.x", Target((1, 15), "keras2", "reuse")),
        ("tf=1", Target((1, 15), "keras2", "reuse")),
        ("level=compat", Target((2, 21), "keras3", "reuse", "compat")),
        ("tf=2.15,level=native", Target((2, 15), "keras2", "reuse", "native")),
    ],
)
def test_parse_target(text: str, expected: Target) -> None:
    assert parse_target(text) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected KEY=VALUE"),
        ("2.21", "expected KEY=VALUE"),
        ("tf=", "expected KEY=VALUE"),
        ("python=3.11", "unknown key 'python'; use tf, keras, purpose or level"),
        ("tf=2.15,tensorflow=2.15", "tensorflow is given twice"),
        ("tf=2", "'2' is not a version"),
        ("tf=two", "'two' is not a version"),
        ("tf=2.²", "is not a version"),
        ("tf=-2.1", "is not a version"),
        ("tf=2.22", "2.22 is newer than this hublint knows; use 2.21"),
        ("tf=3.0", "3.0 is newer than this hublint knows"),
        ("tf=1.16", "1.16 does not exist"),
        ("tf=0.12", "0.12 does not exist"),
        ("keras=keras4", "keras 'keras4' is unknown; use keras2, keras3 or tf_keras"),
        ("purpose=fun", "purpose 'fun' is unknown; use reuse"),
        ("level=v1", "level 'v1' is unknown; use compat (change least) or native"),
        ("level=compat,level=compat", "level is given twice"),
        ("tf=2.15,keras=keras3", "2.15 contradicts keras3, which needs TensorFlow 2.16 or newer"),
        ("tf=2.16,keras=keras2", "use tf_keras"),
        ("tf=2.13,keras=tf_keras", "2.13 contradicts tf_keras"),
    ],
)
def test_a_bad_target_is_one_sentence(text: str, complaint: str) -> None:
    with pytest.raises(TargetError) as raised:
        parse_target(text)
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, ValueError)


@given(
    st.builds(
        Target,
        st.one_of(st.just((1, 15)), st.tuples(st.just(2), st.integers(0, 21))),
        st.sampled_from(KERAS_CHOICES),
        st.sampled_from(PURPOSE_CHOICES),
        st.sampled_from(LEVEL_CHOICES),
    )
)
def test_every_possible_target_is_read_back_from_its_text(target: Target) -> None:
    try:
        require_consistent(target)
    except TargetError:
        with pytest.raises(TargetError):
            parse_target(str(target))
    else:
        assert parse_target(str(target)) == target


def test_the_level_is_told_where_it_is_not_the_usual_one() -> None:
    assert str(Target.newest()._replace(level="compat")) == "tf=2.21,keras=keras3,purpose=reuse,level=compat"
    assert "level" not in str(Target.newest())


def test_the_level_of_the_settings_is_that_of_the_target(tmp_path: Path) -> None:
    path = project(tmp_path, {"requirements.txt": "tensorflow==2.15.0\n"})
    assert resolve(Settings(level="compat"), path).target == Target((2, 15), "keras2", "reuse", "compat")
    assert resolve(Settings(level="compat", tensorflow="2.20", keras="tf_keras"), path).target.level == "compat"
    assert resolve(Settings(), path).target.level == "native"


ASKS = 'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nimport tensorflow as tf\n'


@pytest.mark.parametrize(
    ("target", "text", "keras"),
    [
        ("tf=2.21", ASKS, "tf_keras"),
        ("tf=2.16", ASKS.replace('"1"', '"True"'), "tf_keras"),
        ("tf=2.21", "import os\nos.environ.setdefault('TF_USE_LEGACY_KERAS', '1')\n", "tf_keras"),
        ("tf=2.21", "import os\nos.putenv('TF_USE_LEGACY_KERAS', 'true')\n", "tf_keras"),
        ("tf=2.21,keras=tf_keras", ASKS, "tf_keras"),
        ("tf=2.21,keras=tf_keras", "", "tf_keras"),
        ("tf=2.21", ASKS.replace('"1"', '"0"'), "keras3"),
        ("tf=2.21", "import os\nif os.environ['TF_USE_LEGACY_KERAS'] == '1':\n    pass\n", "keras3"),
        ("tf=2.21", "", "keras3"),
        # Before 2.16 the switch does nothing: `tf.keras` is Keras 2 anyway.
        ("tf=2.15", ASKS, "keras2"),
        ("tf=2.15,keras=tf_keras", ASKS, "tf_keras"),
        ("tf=1.15", ASKS, "keras2"),
    ],
)
def test_a_file_can_ask_for_keras_2_itself(target: str, text: str, keras: str) -> None:
    whole = parse_target(f"{target},purpose=serve,level=compat")
    assert whole.in_file(text) == whole._replace(keras=keras)  # type: ignore[arg-type]


@given(st.text(alphabet="tfkeras=,. 0123456789_-\x00é", max_size=40))
def test_any_text_is_a_target_or_a_target_error(text: str) -> None:
    try:
        target = parse_target(text)
    except TargetError:
        return
    assert parse_target(str(target)) == target


REQUIREMENTS = {
    "requirements.txt": ({"requirements.txt": "numpy\ntensorflow==2.15.0  # pinned\n"}, (2, 15), "tensorflow==2.15.0"),
    "hashes": ({"requirements.txt": "tensorflow==2.12.1 \\\n    --hash=sha256:00\n"}, (2, 12), "tensorflow==2.12.1"),
    "post release": ({"requirements.txt": "tensorflow==2.15.0.post1\n"}, (2, 15), "tensorflow==2.15.0.post1"),
    "extra": ({"requirements.txt": "tensorflow[and-cuda]==2.14.0\n"}, (2, 14), "tensorflow[and-cuda]==2.14.0"),
    "gpu package": ({"requirements.txt": "tensorflow_gpu==2.10.1\n"}, (2, 10), "tensorflow_gpu==2.10.1"),
    "requirements folder": ({"requirements/train.txt": "tensorflow~=2.13.0\n"}, (2, 13), "requirements/train.txt"),
    "range": ({"requirements.txt": "tensorflow >= 2.4, < 2.12\n"}, (2, 11), "tensorflow>=2.4,<2.12"),
    "not equal": ({"requirements.txt": "tensorflow!=2.21.*,!=2.20.*\n"}, (2, 19), "requirements.txt"),
    "unbounded": ({"requirements.txt": "tensorflow>=2.4\n"}, (2, 21), "the newest TensorFlow that tensorflow>=2.4"),
    "unbounded from 1": ({"requirements.txt": "tensorflow>=1.12\n"}, (2, 21), "allows"),
    "newer than all": ({"requirements.txt": "tensorflow==2.30\n"}, (2, 21), "asks for a newer one"),
    "wants newer": ({"requirements.txt": "tensorflow>=2.22\n"}, (2, 21), "asks for a newer one"),
    "project": (
        {"pyproject.toml": '[project]\ndependencies = ["tensorflow<2.16"]\n'},
        (2, 15),
        "the newest TensorFlow that tensorflow<2.16 in pyproject.toml allows",
    ),
    "optional": (
        {"pyproject.toml": '[project.optional-dependencies]\ntf = ["tensorflow-cpu~=2.17.0"]\n'},
        (2, 17),
        "tensorflow-cpu~=2.17.0 in pyproject.toml",
    ),
    "group": (
        {"pyproject.toml": '[dependency-groups]\ndev = [{include-group = "x"}, "tensorflow==2.18.*"]\n'},
        (2, 18),
        "tensorflow==2.18.* in pyproject.toml",
    ),
    "poetry caret": (
        {"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.10"\ntensorflow = "^2.4"\n'},
        (2, 21),
        "tensorflow>=2.4,<3 in pyproject.toml",
    ),
    "poetry tilde": ({"pyproject.toml": '[tool.poetry.dependencies]\ntensorflow = "~2.9"\n'}, (2, 9), "pyproject.toml"),
    "poetry bare": (
        {"pyproject.toml": '[tool.poetry.group.ml.dependencies]\ntensorflow = {version = "2.11.0", optional = true}\n'},
        (2, 11),
        "tensorflow==2.11.0 in pyproject.toml",
    ),
    "poetry alternatives": (
        {"pyproject.toml": '[[tool.poetry.dependencies.tensorflow]]\nversion = "2.10.*"\n'
         '[[tool.poetry.dependencies.tensorflow]]\nversion = "2.13.*"\n'},
        (2, 13),
        "tensorflow==2.13.*",
    ),
    "setup.cfg": (
        {"setup.cfg": "[options]\ninstall_requires =\n    numpy\n    tensorflow>=2.2,<2.9\n"},
        (2, 8),
        "tensorflow>=2.2,<2.9",
    ),
    "setup.cfg extra": ({"setup.cfg": "[options.extras_require]\ntf =\n    tensorflow==2.7.0\n"}, (2, 7), "setup.cfg"),
    "setup.py": (
        {"setup.py": "from setuptools import setup\nsetup(install_requires=['tensorflow==2.6.2'])\n"},
        (2, 6),
        "tensorflow==2.6.2 in setup.py",
    ),
    "setup.py pieces": (
        {"setup.py": "V = '==2.5.0'\nsetup(extras_require={'tf': 'tensorflow' + V, 'gpu': [f'tensorflow-gpu{V}']})\n"},
        (2, 5),
        "tensorflow==2.5.0 in setup.py",
    ),
    "setup.py keywords": ({"setup.py": "setup(keywords=['tensorflow'])\n"}, (2, 21), "no requirement names one"),
    "uv.lock": (
        {
            "pyproject.toml": '[project]\ndependencies = ["tensorflow>=2.10"]\n',
            "uv.lock": 'version = 1\n[[package]]\nname = "tensorflow"\nversion = "2.19.0"\n',
        },
        (2, 19),
        "tensorflow==2.19.0 in uv.lock",
    ),
    "a lock file wins over looser pins": (
        {
            "requirements-docs.txt": "tensorflow==2.15.0\n",
            "uv.lock": 'version = 1\n[[package]]\nname = "tensorflow"\nversion = "2.19.0"\n',
        },
        (2, 19),
        "tensorflow==2.19.0 in uv.lock",
    ),
    "poetry.lock of several machines": (
        {"poetry.lock": '[[package]]\nname = "tensorflow"\nversion = "2.13.1"\n'
         '[[package]]\nname = "tensorflow"\nversion = "2.16.1"\n'},
        (2, 16),
        "tensorflow==2.16.1 in poetry.lock",
    ),
    "Pipfile": ({"Pipfile": '[packages]\ntensorflow = "==2.9.1"\n'}, (2, 9), "tensorflow==2.9.1 in Pipfile"),
    "Pipfile.lock": (
        {"Pipfile.lock": json.dumps({"default": {"tensorflow": {"version": "==2.8.4"}}, "develop": {}})},
        (2, 8),
        "tensorflow==2.8.4 in Pipfile.lock",
    ),
    "conda": (
        {"environment.yml": "dependencies:\n  - python=3.10\n  - tensorflow=2.11\n  - pip:\n    - numpy\n"},
        (2, 11),
        "tensorflow==2.11.* in environment.yml",
    ),
    "conda build and channel": (
        {"environment.yml": "dependencies:\n  - conda-forge::tensorflow=2.10.0=gpu_py39\n"},
        (2, 10),
        "environment.yml",
    ),
    "conda pip": ({"environment.yaml": "dependencies:\n  - pip:\n    - tensorflow==2.14.0\n"}, (2, 14), "2.14.0"),
    "several files": (
        {"requirements.txt": "tensorflow==2.15.0\n", "setup.py": "setup(install_requires=['tensorflow>=2.0'])\n"},
        (2, 15),
        "tensorflow==2.15.0 in requirements.txt",
    ),
    "alternatives by marker": (
        {"requirements.txt": "tensorflow==2.10.1; sys_platform == 'win32'\n"
         "tensorflow==2.15.0; sys_platform != 'win32'\n"},
        (2, 15),
        "tensorflow==2.15.0",
    ),
    "old home": ({"requirements.txt": "tensorflow==1.15.5\n"}, (2, 21), "1.15.5 in requirements.txt is where the code"),
    "nonsense": ({"requirements.txt": "tensorflow>=2.5,<2.4\n"}, (2, 21), "no requirement names one"),
    "impossible 1": ({"requirements.txt": "tensorflow==0.12\n"}, (2, 21), "where the code comes from"),
    "old home by range": ({"setup.py": "setup(install_requires=['tensorflow>=1.4,<2'])\n"}, (2, 21), "where the code"),
    "old home and new": (
        {"requirements-tf1.txt": "tensorflow==1.15.5\n", "requirements-tf2.txt": "tensorflow==2.12.0\n"},
        (2, 12),
        "tensorflow==2.12.0 in requirements-tf2.txt",
    ),
    "keras below 3": ({"requirements.txt": "keras<3\n"}, (2, 15), "the newest TensorFlow that keras<3"),
    "keras pin": ({"requirements.txt": "keras==2.12.0\n"}, (2, 12), "keras==2.12.0 in requirements.txt"),
    "keras range with a ceiling": ({"requirements.txt": "keras>=2.4,<2.9\n"}, (2, 8), "keras>=2.4,<2.9"),
    "keras 3": ({"requirements.txt": "keras==3.3.0\n"}, (2, 21), "no requirement names one"),
    "keras 3 by range": ({"requirements.txt": "keras>=3,<4\n"}, (2, 21), "no requirement names one"),
    "keras of TF 1": ({"requirements.txt": "keras==2.2.4\n"}, (2, 21), "no requirement names one"),
    "another distribution": ({"requirements.txt": "tensorflow-probability==0.7\n"}, (2, 21), "no requirement names"),
    "nothing": ({}, (2, 21), "no requirement names one"),
}  # fmt: skip


@pytest.mark.parametrize("case", REQUIREMENTS)
def test_tensorflow_is_read_from_the_requirements(tmp_path: Path, case: str) -> None:
    files, version, reason = REQUIREMENTS[case]
    resolution = resolve(Settings(), project(tmp_path, files))
    assert resolution.target == Target(version, "keras2" if version < (2, 16) else "keras3", "reuse")
    assert reason in resolution.reason
    assert "\n" not in resolution.reason


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "tensorflow==2.18.0\ntf-keras\n"},
        {"requirements.txt": "tensorflow==2.18.0\ntf_keras>=2.16\n"},
        {"requirements.txt": "tensorflow==2.18.0\n", "Dockerfile": "ENV TF_USE_LEGACY_KERAS=1\n"},
        {"requirements.txt": "tensorflow==2.18.0\n", ".env": "TF_USE_LEGACY_KERAS=True\n"},
        {"requirements.txt": "tensorflow==2.18.0\n", "compose.yml": "environment:\n  TF_USE_LEGACY_KERAS: '1'\n"},
        {"requirements.txt": "tf-keras==2.18.0\n"},
    ],
)
def test_tf_keras_is_noticed(tmp_path: Path, files: dict[str, str]) -> None:
    resolution = resolve(Settings(), project(tmp_path, files))
    assert resolution.target == Target((2, 18), "tf_keras", "reuse")


@pytest.mark.parametrize("value", ["0", "", "false", "10"])
def test_a_switch_that_is_off_does_not_mean_tf_keras(tmp_path: Path, value: str) -> None:
    path = project(tmp_path, {".env": f"TF_USE_LEGACY_KERAS={value}\n"})
    assert resolve(Settings(), path).target == Target.newest()


def test_tf_keras_beside_a_tensorflow_that_has_keras_2_changes_nothing(tmp_path: Path) -> None:
    path = project(tmp_path, {"requirements.txt": "tensorflow==2.15.1\ntf-keras\n"})
    assert resolve(Settings(), path).target == Target((2, 15), "keras2", "reuse")


def test_settings_win_over_requirements(tmp_path: Path) -> None:
    path = project(tmp_path, {"requirements.txt": "tensorflow==2.10.0\n"})
    resolution = resolve(Settings(tensorflow="2.20", keras="tf_keras", purpose="serve"), path)
    assert resolution == (Target((2, 20), "tf_keras", "serve"), "tensorflow 2.20 and tf_keras in the settings")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(tensorflow="2.17"), Target((2, 17), "keras3", "reuse")),
        (Settings(tensorflow="1.15"), Target((1, 15), "keras2", "reuse")),
        (Settings(keras="keras2"), Target((2, 12), "keras2", "reuse")),
        (Settings(keras="keras3"), Target((2, 21), "keras3", "reuse")),
        (Settings(keras="tf_keras"), Target((2, 21), "tf_keras", "reuse")),
        (Settings(purpose="serve"), Target((2, 12), "keras2", "serve")),
    ],
)
def test_what_the_settings_leave_open_goes_with_what_they_say(
    tmp_path: Path, settings: Settings, expected: Target
) -> None:
    path = project(tmp_path, {"requirements.txt": "tensorflow==2.12.0\n"})
    assert resolve(settings, path).target == expected


def test_keras2_without_requirements_means_the_last_tensorflow_that_has_it(tmp_path: Path) -> None:
    resolution = resolve(Settings(keras="keras2"), project(tmp_path, {}))
    assert resolution.target == Target((2, 15), "keras2", "reuse")
    assert "2.15, the last with Keras 2" in resolution.reason


def test_contradicting_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="contradicts keras3"):
        resolve(Settings(tensorflow="2.15", keras="keras3"), project(tmp_path, {}))


def test_the_nearest_requirements_win_and_the_search_ends_at_the_project(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==2.3.0\n")
    root = tmp_path / "project"
    inner = root / "examples" / "deep"
    inner.mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert resolve(Settings(), inner / "a.py").target == Target.newest()
    clear_cache()
    (root / "requirements.txt").write_text("tensorflow==2.8.0\n")
    assert resolve(Settings(), inner / "a.py").target.tensorflow == (2, 8)
    clear_cache()
    (root / "examples" / "requirements.txt").write_text("tensorflow==2.9.0\n")
    assert resolve(Settings(), inner / "a.py").target.tensorflow == (2, 9)
    assert resolve(Settings(), root / "b.py").target.tensorflow == (2, 8)


def test_a_project_is_read_once_for_all_folders_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, {"uv.lock": '[[package]]\nname = "tensorflow"\nversion = "2.12.0"\n', "a/b/x": "", "a/c/x": ""})
    read: list[str] = []
    plain = target.read_folder

    def noting(folder: str) -> Evidence:
        read.append(folder)
        return plain(folder)

    monkeypatch.setattr(target, "read_folder", noting)
    for folder in ("a/b", "a/c", "a", "."):
        assert resolve(Settings(), tmp_path / folder / "x.py").target.tensorflow == (2, 12)
    assert sorted(read) == sorted(str(tmp_path / folder) for folder in ("", "a", "a/b", "a/c"))


def test_a_folder_is_read_once_until_the_cache_is_cleared(tmp_path: Path) -> None:
    path = project(tmp_path, {"requirements.txt": "tensorflow==2.8.0\n"})
    assert resolve(Settings(), path).target.tensorflow == (2, 8)
    (tmp_path / "requirements.txt").write_text("tensorflow==2.9.0\n")
    assert resolve(Settings(), path).target.tensorflow == (2, 8)
    clear_cache()
    assert resolve(Settings(), path).target.tensorflow == (2, 9)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.py", b"print 'tensorflow==2.5.0'\n"),
        ("setup.py", b"x = [" + b"'tensorflow' + " * 5000 + b"'']\n"),
        ("pyproject.toml", b"tensorflow = = 2\n"),
        ("pyproject.toml", b"project = 3 # tensorflow\n"),
        ("pyproject.toml", b'[project]\ndependencies = "tensorflow"\n[tool.poetry]\ngroup = ["tensorflow"]\n'),
        ("Pipfile.lock", b"{tensorflow"),
        ("Pipfile.lock", b'["tensorflow"]'),
        ("setup.cfg", b"tensorflow==2.5.0\n"),
        ("requirements.txt", b"tensorflow==\xff\xfe\n-r other.txt\n git+https://example.invalid/tensorflow\n"),
        ("environment.yml", b"- tensorflow=>=<\n"),
    ],
)
def test_a_broken_requirement_file_is_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    path = project(tmp_path, {})
    (tmp_path / name).write_bytes(content)
    assert resolve(Settings(), path).target == Target.newest()


@given(name=st.sampled_from(["setup.py", "pyproject.toml", "uv.lock", "Pipfile.lock", "setup.cfg", "environment.yml",
                             "requirements.txt", "Pipfile"]),
       content=st.text(alphabet="tensorflow=<>!~^2.15,[]{}\"'\n\t -*|;#()", max_size=80))  # fmt: skip
def test_no_requirement_file_can_break_the_resolution(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: str
) -> None:
    folder = tmp_path_factory.mktemp("project")
    (folder / ".git").mkdir()
    (folder / name).write_text(f"tensorflow{content}", encoding="utf-8")
    require_consistent(resolve(Settings(), folder / "a.py").target)


def test_a_path_that_does_not_exist_has_a_target(tmp_path: Path) -> None:
    assert find_evidence(tmp_path / "none" / "a.py") == Evidence((), None)
