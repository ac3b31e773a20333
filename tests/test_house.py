"""The way through the house: imports run one way, and the pure rooms read no clock, file or device."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import installation

PACKAGE = Path(installation.__file__).parent

BELOW_ALL = {"params", "score", "clock", "chance", "resources", "files"}
TO_THE_STORY = BELOW_ALL | {"community", "story"}
TO_THE_WORLD = TO_THE_STORY | {"gpu", "world"}
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "params": set(),
    "chance": set(),
    "resources": set(),
    "files": set(),
    "score": {"params"},
    "clock": {"score"},
    "presets": {"score", "params", "resources", "files"},
    "captions": {"score", "resources", "files"},
    "community": {"score", "params"},
    "story": {"score", "params", "community"},
    "senses": BELOW_ALL,
    "gpu": {"params", "resources"},
    "world": TO_THE_WORLD,
    "picture": TO_THE_WORLD | {"picture"},
    "sound": TO_THE_STORY | {"senses"},
    "stage": TO_THE_WORLD | {"picture", "sound", "presets", "captions"},
    "doctor": BELOW_ALL | {"gpu", "senses"},
    "reference": {"params", "score", "community", "senses", "stage", "story"},
}
SEES_ALL = {"cli", "__main__"}
IMPURE = {
    "time",
    "datetime",
    "os",
    "pathlib",
    "io",
    "random",
    "secrets",
    "tempfile",
    "shutil",
    "sys",
    "subprocess",
    "socket",
}

FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The top-level module or package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in the file it does so."""
    package = ["installation", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # What is imported from the package itself is a room; from anywhere else the base tells enough.
            yield from (f"{base}.{alias.name}" if base == "installation" else base for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("installation.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    if room(path) in SEES_ALL:
        return
    assert room(path) in MAY_IMPORT, f"{room(path)}: say here what it may import"
    assert rooms_imported(path) <= MAY_IMPORT[room(path)] | {room(path)}


@pytest.mark.parametrize("name", ["community", "story"])
def test_community_and_story_read_no_clock_file_or_device(name):
    paths = [path for path in FILES if room(path) == name]
    assert paths
    for path in paths:
        assert not {module.split(".")[0] for module in imports(path)} & IMPURE, path
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"open", "input", "print", "__import__", "eval", "exec"}, path


def test_of_the_sound_only_the_engine_knows_devices():
    knowing = {path.parent.name for path in FILES if room(path) == "sound" and "senses" in rooms_imported(path)}
    assert knowing == {"engine"}


def test_the_package_imports_nothing_by_itself():
    assert list(imports(PACKAGE / "__init__.py")) == []
