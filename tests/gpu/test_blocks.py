"""Blocks: one declaration gives the numpy dtype and the GLSL struct, and a driver agrees with both."""

import dataclasses
import re

import numpy as np
import pytest

from installation.gpu import blocks
from installation.params import NAMES

BLOCKS = blocks.ALL_BLOCKS


# Scalars between vectors, so that both layouts have to pad.
Awkward = dataclasses.make_dataclass(
    "Awkward",
    [("one", "float"), ("two", "vec2"), ("three", "uint"), ("four", "vec4"), ("five", "int"), ("six", "vec2")],
)


def compute(context, declarations, body):
    return context.compute_shader(
        f"#version 430\nlayout(local_size_x = 1) in;\n{declarations}\nvoid main() {{ {body} }}"
    )


def values_for(block):
    """Return a distinct value for each component of a block's dtype, as one record and as floats in order."""
    record = np.zeros((), blocks.dtype(block))
    expected, number = [], 1
    for field in dataclasses.fields(block):
        count = record[field.name].size
        record[field.name] = np.arange(number, number + count).reshape(record[field.name].shape)
        expected += range(number, number + count)
        number += count
    return record, expected


def reading(block, source):
    """Return GLSL that writes each component of `source`, in order, to `seen`."""
    lines, place = [], 0
    for field in dataclasses.fields(block):
        count = blocks.dtype(block)[field.name].itemsize // 4
        for component in "xyzw"[:count] if count > 1 else [""]:
            lines.append(f"seen[{place}] = float({source}.{field.name}{'.' * (count > 1)}{component});")
            place += 1
    return " ".join(lines)


@pytest.mark.parametrize("block", (*BLOCKS, Awkward), ids=lambda block: block.__name__)
def test_the_struct_has_the_fields_in_the_order_of_declaration(block):
    declared = re.findall(r"^    (\w+) (\w+);$", blocks.glsl(block), re.MULTILINE)
    assert declared == [(field.type, field.name) for field in dataclasses.fields(block)]
    assert list(blocks.dtype(block).names) == [name for _, name in declared]
    assert blocks.glsl(block).startswith(f"struct {block.__name__} {{")


@pytest.mark.parametrize("block", (*BLOCKS, Awkward), ids=lambda block: block.__name__)
def test_a_uniform_block_has_the_size_of_the_packed_bytes(context, block):
    declarations = f"""{blocks.glsl(block)}
        layout(std140, binding = 0) uniform Holder {{ {block.__name__} value; }};
        layout(std430, binding = 1) buffer SeenBuffer {{ float seen[]; }};"""
    program = compute(context, declarations, reading(block, "value"))
    packed = -(-blocks.dtype(block).itemsize // 16) * 16
    assert program["Holder"].size == packed


@pytest.mark.parametrize("block", (*BLOCKS, Awkward), ids=lambda block: block.__name__)
@pytest.mark.parametrize("layout", ["std140", "std430"])
def test_a_shader_reads_every_field_where_numpy_wrote_it(context, block, layout):
    record, expected = values_for(block)
    # The second of two records in a storage buffer also tells the distance from one to the next.
    kind, array = ("uniform", "value") if layout == "std140" else ("buffer", "value[1]")
    member = f"{block.__name__} value{'' if kind == 'uniform' else '[]'};"
    declarations = f"""{blocks.glsl(block)}
        layout({layout}, binding = 0) {kind} Holder {{ {member} }};
        layout(std430, binding = 1) buffer SeenBuffer {{ float seen[]; }};"""
    program = compute(context, declarations, reading(block, array))
    data = record.tobytes()
    holder = context.buffer(data + bytes(-len(data) % 16) if kind == "uniform" else bytes(len(data)) + data)
    seen = context.buffer(reserve=4 * len(expected))
    (holder.bind_to_uniform_block if kind == "uniform" else holder.bind_to_storage_buffer)(0)
    seen.bind_to_storage_buffer(1)
    program.run(1)
    context.finish()
    assert np.frombuffer(seen.read(), np.float32).tolist() == expected


def test_packing_writes_the_dtype_padded_to_sixteen_bytes():
    awkward = Awkward(1.5, (2.0, 3.0), 4, (5.0, 6.0, 7.0, 8.0), -9, (10.0, 11.0))
    data = blocks.pack(awkward)
    record = np.frombuffer(data[: blocks.dtype(Awkward).itemsize], blocks.dtype(Awkward))[0]
    assert len(data) % 16 == 0
    assert record["two"].tolist() == [2.0, 3.0] and record["five"] == -9 and record["six"].tolist() == [10.0, 11.0]


def test_offsets_keep_to_the_alignment_of_the_vectors():
    assert [blocks.offset(Awkward, name) for name in ("one", "two", "three", "four", "five", "six")] == [
        0, 8, 16, 32, 48, 56,
    ]  # fmt: skip
    assert blocks.dtype(Awkward).itemsize == 64


def test_the_parameter_block_is_the_parameter_table():
    assert blocks.dtype(blocks.Parameters).names == NAMES
    assert blocks.dtype(blocks.Parameters).itemsize == 4 * len(NAMES)


def test_a_segment_takes_no_more_than_some_fifty_bytes_of_structs():
    assert blocks.dtype(blocks.Body).itemsize + blocks.dtype(blocks.Vigour).itemsize == 32
    assert blocks.dtype(blocks.Particle).itemsize <= 24


def test_a_vector_of_three_is_refused():
    crooked = dataclasses.make_dataclass("Crooked", [("place", "vec3")])
    with pytest.raises(TypeError, match="vec3: blocks hold scalars and vectors of 2 or 4 only"):
        blocks.dtype(crooked)
