"""Files that people name: asked about first, and replaced whole or not at all."""

from pathlib import Path

import pytest

from installation.files import OutputError, check_writable, open_text, replacing


@pytest.mark.parametrize("out", ["nowhere/a.mp4", "."])
def test_place_that_cannot_be_written_is_refused_and_left_alone(out: str, tmp_path: Path) -> None:
    for ask in (check_writable, open_text):
        with pytest.raises(OutputError, match=f"{out}: cannot be written: "):
            ask(tmp_path / out)
    assert list(tmp_path.iterdir()) == []


def test_asking_whether_a_file_can_be_written_leaves_it_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    check_writable(tmp_path / "old")
    check_writable(tmp_path / "new")
    assert (tmp_path / "old").read_text() == "old"
    assert not (tmp_path / "new").exists()


def test_file_is_replaced_when_all_of_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a"
    for text in (b"first", b"second"):
        with replacing(path) as file:
            file.write(text)
            assert not path.exists() or path.read_bytes() == b"first"
        assert path.read_bytes() == text
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_file_stays_as_it_was_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(OSError, match="full"), replacing(path) as file:
        file.write(b"half")
        raise OSError("full")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
