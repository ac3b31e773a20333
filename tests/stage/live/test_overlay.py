"""The operator's panel: what it says, and that it covers its own place only."""

from dataclasses import fields

import pygame
import pytest

from installation import resources
from installation.gpu.shaders import Shaders
from installation.score import FEATURES
from installation.stage.live.messages import Messages
from installation.stage.live.overlay import NOTE_SECONDS, Overlay
from installation.stage.live.panel import WIDTH, Readings, Typesetter, rows
from installation.world.vitals import Vitals

VITALS = Vitals(
    **dict.fromkeys((field.name for field in fields(Vitals)), 0)
    | {"biomass": 88.25, "segments": 21000, "tips": 300, "growing": 120}
)


def readings(**changes):
    """The readings of a show in full swing, with some changes."""
    usual = dict(
        fps=59.7, frame_ms=16.7, tick=1234, slipped=0.0, world="thaloria", phase="chaos", blend=0.4,
        caption="A community in calm.", citizens=12, unity=0.834, arousal=-0.25, guard="",
        quality="high (auto)", renderer="a GPU", vitals=VITALS, capacity=40960, sound_in="the microphone",
        features=(0.5,) * len(FEATURES), recording="show.score", faults=(), notes=(),
    )  # fmt: skip
    return Readings(**(usual | changes))


def test_the_panel_says_how_the_show_goes():
    said = {row.label: row.value for row in rows(readings(slipped=2.5))}
    assert said["frame"] == "16.7 ms   high (auto)"
    assert said["tick"] == "1234   slipped 2.5 s"
    assert said["phase"] == "chaos   40%"
    assert said["segments"] == "21000 of 40960"
    assert said["biomass"] == "88.2 heights"
    assert said["tips"] == "120 growing of 300"
    assert said["sound in"] == "the microphone"
    assert said["recording"] == "show.score"
    assert said["citizens"] == "12   unity 0.83   arousal -0.25"
    assert said["guard"] == "nothing held"


def test_before_there_are_vitals_or_a_recording_the_panel_does_without():
    said = {row.label: row.value for row in rows(readings(vitals=None, recording=""))}
    assert "segments" not in said and said["recording"] == "off"


@pytest.mark.parametrize("height", [480, 720, 2160])
def test_the_panel_is_as_large_as_suits_the_window(height):
    width = Typesetter(height).panel(readings()).get_width()
    assert width == round(WIDTH * max(0.75, height / 720))


def test_the_panel_says_when_the_guard_acted_and_on_what():
    said = {row.label: row.value for row in rows(readings(guard="3 s ago: upper left"))}
    assert said["guard"] == "3 s ago: upper left"
    assert rows(readings(guard="now"))[-2].colour != rows(readings())[-2].colour


def test_the_caption_is_wrapped_under_the_title():
    setter = Typesetter(720)
    short, long = (setter.panel(readings(caption=text)) for text in ("Look.", "Look at the bridges between them. " * 5))
    assert long.get_width() == short.get_width() and long.get_height() > short.get_height() + 30


def test_a_long_fault_is_wrapped_and_whatever_a_driver_says_can_be_shown():
    setter = Typesetter(720)
    plain = setter.panel(readings())
    faulty = setter.panel(readings(faults=["world/extend.comp:12: \0\t'x' : undeclared identifier " * 4]))
    assert faulty.get_width() == plain.get_width() and faulty.get_height() > plain.get_height() + 40


def brightness(surface, left, right):
    """The mean of the brightest channel over the columns of a meter."""
    pixels = pygame.surfarray.array3d(surface)[left:right]
    return pixels.max(axis=2).mean()


def test_meters_show_each_band_in_its_place():
    setter = Typesetter(720)
    silent = setter.panel(readings(features=()))
    features = tuple(1.0 if name == "band_7" else 0.0 for name in FEATURES)
    heard = setter.panel(readings(features=features))
    assert silent.get_size() == heard.get_size()
    assert brightness(heard, 240, 300) > brightness(silent, 240, 300) + 5
    assert brightness(heard, 16, 230) == pytest.approx(brightness(silent, 16, 230), abs=0.5)


@pytest.fixture
def screen_of(context):
    """Gives a framebuffer of grey, an overlay over it, its messages, and a way to look at both."""

    def make(size):
        target = context.framebuffer([context.texture(size, 4)])
        messages = Messages()
        overlay = Overlay(context, Shaders(context, resources.directory("shaders")), messages, size)

        def look(now):
            target.clear(0.5, 0.5, 0.5, 1.0)
            overlay.draw(target, now, readings)
            surface = pygame.image.frombytes(target.read(components=3, alignment=1), size, "RGB", True)
            return pygame.surfarray.array3d(surface)

        return overlay, messages, look

    return make


def test_the_open_panel_covers_its_own_place_and_nothing_else(screen_of):
    overlay, _, look = screen_of((1280, 720))
    assert (look(0.0) == 128).all()
    overlay.toggle()
    picture = look(0.1)
    inside = picture[30:340, 30:200]
    assert 20 < inside.min() < 60 and inside.max() > 200
    assert (picture[16 + WIDTH :] == 128).all() and (picture[:16] == 128).all() and (picture[:, 500:] == 128).all()
    overlay.toggle()
    assert (look(0.2) == 128).all()


def test_a_note_is_shown_at_the_bottom_for_a_while(screen_of):
    overlay, messages, look = screen_of((640, 360))
    messages.say("still saved: somewhere")
    picture = look(1.0)
    assert (picture[:, 300:] != 128).any() and (picture[:, :300] == 128).all()
    assert (look(1.0 + NOTE_SECONDS / 2) != 128).any()
    assert (look(1.1 + NOTE_SECONDS) == 128).all()


def test_faults_stay_until_they_are_mended_and_are_logged_once(caplog):
    messages = Messages()
    for _ in range(3):
        messages.set_faults({"world/extend.comp": "world/extend.comp:3: wrong"})
    assert messages.faults and len(caplog.records) == 1
    messages.set_faults({})
    assert not messages.faults
