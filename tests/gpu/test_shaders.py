"""Shaders: nested includes, errors that name file and line, and a reload that keeps the last good program."""

import os

import numpy as np
import pytest

from installation import resources
from installation.gpu.shaders import ShaderError, Shaders, read

MAIN = """#include "lib/two.glsl"
#include "lib/one.glsl"
layout(local_size_x = 1) in;
layout(std430, binding = 0) buffer OutBuffer { float result[]; };
void main() { result[0] = two() + one(); }
"""
ONE = "float one() { return 1.0; }\n"
TWO = '#include "lib/one.glsl"\n\nfloat two() { return one() + one(); }\n'


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "main.comp", MAIN)
    write(tmp_path, "lib/one.glsl", ONE)
    write(tmp_path, "lib/two.glsl", TWO)
    return tmp_path


def write(folder, name, text):
    """Write a shader, surely later than it was written before."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    later = path.stat().st_mtime + 2 if path.exists() else None
    path.write_text(text)
    if later:
        os.utime(path, (later, later))


def result(context, compute):
    out = context.buffer(reserve=4)
    out.bind_to_storage_buffer(0)
    compute.run(1)
    context.finish()
    return float(np.frombuffer(out.read(), np.float32)[0])


def refusal(context, folder, name="main.comp"):
    with pytest.raises(ShaderError) as caught:
        Shaders(context, folder).compute(name)
    return str(caught.value)


def test_includes_nest_and_each_file_is_taken_once(context, folder):
    source = read(folder, "main.comp")
    assert source.text.count("float one()") == 1
    assert source.files == ["main.comp", "lib/two.glsl", "lib/one.glsl"]
    assert result(context, Shaders(context, folder).compute("main.comp")) == 3.0


def test_files_that_include_each_other_end(folder):
    write(folder, "lib/one.glsl", '#include "lib/two.glsl"\n' + ONE)
    assert read(folder, "main.comp").text.count("float two()") == 1


def test_constants_reach_every_file(context, folder):
    write(folder, "lib/one.glsl", "float one() { return float(LEVELS); }\n")
    assert result(context, Shaders(context, folder).compute("main.comp", LEVELS=4)) == 12.0


def test_an_error_names_file_and_line(context, folder):
    write(folder, "main.comp", MAIN.replace("two() + one()", "three()"))
    assert refusal(context, folder).startswith("main.comp:5: ")
    assert "three" in refusal(context, folder)


def test_an_error_inside_an_include_names_that_file_and_line(context, folder):
    write(folder, "lib/one.glsl", "\n\n" + ONE.replace("1.0", "unheard_of"))
    message = refusal(context, folder)
    assert message.startswith("lib/one.glsl:3: ") and "unheard_of" in message


def test_an_error_after_a_nested_include_names_the_including_file(context, folder):
    write(folder, "lib/two.glsl", TWO.replace("one() + one()", "unheard_of"))
    assert refusal(context, folder).startswith("lib/two.glsl:3: ")


def test_an_error_in_a_fragment_shader_names_it(context, folder):
    write(folder, "full.vert", "void main() { gl_Position = vec4(0.0); }\n")
    write(folder, "paint.frag", '#include "lib/one.glsl"\nout vec4 colour;\nvoid main() { colour = one(); }\n')
    with pytest.raises(ShaderError, match=r"^paint\.frag:3: "):
        Shaders(context, folder).render("full.vert", "paint.frag")


def test_an_error_in_a_vertex_shader_names_it(context, folder):
    write(folder, "full.vert", "\nvoid main() { gl_Position = unheard_of; }\n")
    write(folder, "paint.frag", "out vec4 colour;\nvoid main() { colour = vec4(0.0); }\n")
    with pytest.raises(ShaderError, match=r"^full\.vert:2: "):
        Shaders(context, folder).render("full.vert", "paint.frag")


def test_a_missing_include_names_the_line_that_asks_for_it(context, folder):
    write(folder, "lib/two.glsl", '\n#include "lib/none.glsl"\n' + TWO)
    message = refusal(context, folder)
    assert message.startswith('lib/two.glsl:2: cannot include "lib/none.glsl"')
    assert "\n" not in message


def test_a_missing_shader_is_named(context, folder):
    assert "none.comp" in refusal(context, folder, "none.comp")


def test_a_reload_takes_on_a_change(context, folder):
    shaders = Shaders(context, folder)
    compute = shaders.compute("main.comp")
    assert shaders.reload() == []
    write(folder, "lib/one.glsl", ONE.replace("1.0", "2.0"))
    assert shaders.reload() == ["main.comp: reloaded"]
    assert result(context, compute) == 6.0
    assert shaders.reload() == []


def test_a_reload_that_fails_keeps_the_last_good_program_and_tells(context, folder):
    shaders = Shaders(context, folder)
    compute = shaders.compute("main.comp")
    write(folder, "lib/two.glsl", TWO.replace("one() + one()", "unheard_of"))
    (message,) = shaders.reload()
    assert message.startswith("lib/two.glsl:3: ")
    assert list(shaders.faults().values()) == [message]
    assert result(context, compute) == 3.0
    assert shaders.reload() == []  # said once
    write(folder, "lib/two.glsl", TWO.replace("one() + one()", "5.0"))
    assert shaders.reload() == ["main.comp: reloaded"]
    assert shaders.faults() == {}
    assert result(context, compute) == 6.0


def test_a_file_that_vanishes_and_comes_back_does_no_harm(context, folder):
    shaders = Shaders(context, folder)
    compute = shaders.compute("main.comp")
    (folder / "lib/one.glsl").rename(folder / "away")
    (message,) = shaders.reload()
    assert "lib/one.glsl" in message
    assert result(context, compute) == 3.0
    write(folder, "lib/one.glsl", ONE.replace("1.0", "3.0"))
    assert shaders.reload() == ["main.comp: reloaded"]
    assert result(context, compute) == 9.0


def test_programs_are_compiled_once(context, folder):
    shaders = Shaders(context, folder)
    assert shaders.compute("main.comp").program is shaders.compute("main.comp").program
    assert shaders.compute("main.comp").program is not shaders.compute("main.comp", LEVELS=1).program


SHIPPED = resources.directory("shaders")


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.*")), ids=lambda path: str(path.relative_to(SHIPPED)))
def test_every_shipped_shader_begins_with_what_it_is_for(path):
    assert path.read_text(encoding="utf-8").startswith("// ")
