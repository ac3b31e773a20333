"""Puts the folders of data into the wheel and the source archive; the rest stands in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

DATA_FOLDERS = ("shaders", "presets", "assets")


class BuildWithData(build_py):
    """Copies each folder of data to installation/data/<name>, where an installed package looks for it."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:  # A checkout reads its own top-level folders.
            return
        for name in DATA_FOLDERS:
            target = Path(self.build_lib, "installation", "data", name)
            shutil.rmtree(target, ignore_errors=True)  # An earlier build may have left files that are gone since.
            shutil.copytree(name, target)

    def get_source_files(self) -> list[str]:
        files = (str(path) for name in DATA_FOLDERS for path in Path(name).rglob("*") if path.is_file())
        return [*super().get_source_files(), *files]


setup(cmdclass={"build_py": BuildWithData})
