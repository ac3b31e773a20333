"""A wheel, and one built from the source archive, carries everything that a checkout has."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
DATA_FOLDERS = ("shaders", "presets", "assets")
BUILD_FILES = ("pyproject.toml", "setup.py", "README.md", "LICENSE")


def files_of(folder: str) -> set[str]:
    """Paths of the files in a top-level folder of the project, relative to the project."""
    paths = (path for path in (PROJECT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(PROJECT).as_posix() for path in paths}


def pip(*arguments: str) -> None:
    """Run pip without network: the build tools are those of the running environment."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def build_wheel(source: Path, target: Path) -> zipfile.ZipFile:
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(target), str(source))
    (wheel,) = target.glob("living_mosaic-*.whl")
    return zipfile.ZipFile(wheel)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build reads, since building leaves traces beside its source."""
    copy = tmp_path_factory.mktemp("source") / "living-mosaic"
    for folder in ("installation", *DATA_FOLDERS):
        shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILD_FILES:
        shutil.copy(PROJECT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return build_wheel(source, tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_wheel_carries_the_data(wheel: zipfile.ZipFile, folder: str) -> None:
    expected = {f"installation/data/{path}" for path in files_of(folder)}
    assert expected
    assert expected <= set(wheel.namelist())


def test_wheel_carries_every_module_and_nothing_foreign(wheel: zipfile.ZipFile) -> None:
    assert files_of("installation") <= set(wheel.namelist())
    assert all(name.startswith(("installation/", "living_mosaic-")) for name in wheel.namelist())


def test_wheel_declares_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "living-mosaic = installation.cli:main" in wheel.read(entry_points).decode()
    assert "installation/cli/__init__.py" in wheel.namelist()


def test_installed_wheel_finds_its_data_from_any_folder(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    pip("install", "--no-index", "--no-deps", "--quiet", "--target", str(installed), str(wheel.filename))
    code = "from installation import doctor; print([(c.found, c.ok) for c in doctor.data_checks()])"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count(str(installed)) == done.stdout.count("True") == len(DATA_FOLDERS)


def test_wheel_built_from_the_source_archive_is_the_same(source: Path, wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    build = f"from setuptools import build_meta; build_meta.build_sdist({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, check=True)
    (archive,) = tmp_path.glob("living_mosaic-*.tar.gz")
    rebuilt = build_wheel(archive, tmp_path / "rebuilt")
    assert set(rebuilt.namelist()) == set(wheel.namelist())
