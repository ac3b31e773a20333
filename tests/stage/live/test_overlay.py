"""The operator's panel and notes: what they say, and that they cover their own places only."""

from dataclasses import fields

import pygame
import pytest

from installation import captions, resources
from installation.community import Community
from installation.gpu.shaders import Shaders
from installation.stage.live.hearing import Hearing
from installation.stage.live.instruments import Shown
from installation.stage.live.messages import Messages
from installation.stage.live.overlay import FADE_SECONDS, NOTE_SECONDS, Overlay
from installation.stage.live.panel import WIDTH, Readings, Slider, Typesetter, rows
from installation.world.vitals import Vitals

VITALS = Vitals(
    **dict.fromkeys((field.name for field in fields(Vitals)), 0)
    | {"biomass": 88.25, "segments": 21000, "tips": 300, "growing": 120}
)


def readings(**changes):
    """The readings of a show in full swing, with some changes."""
    usual = dict(
        fps=59.7, frame_ms=16.7, tick=1234, slipped=0.0, world="thaloria", phase="chaos", blend=0.4,
        citizens=12, unity=0.834, arousal=-0.25, guard="",
        quality="high (auto)", renderer="a GPU", vitals=VITALS, capacity=40960, sound_in="the microphone",
        sound_state="", sound_lost=False,
        momentary=-23.4, recording="show.score", faults=(), notes=(),
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
    assert said["loudness"] == "-23 LUFS"
    assert said["recording"] == "show.score"
    assert said["citizens"] == "12   unity 0.83   arousal -0.25"
    assert said["guard"] == "nothing held"


def test_before_there_are_vitals_or_a_recording_the_panel_does_without():
    said = {row.label: row.value for row in rows(readings(vitals=None, recording="", momentary=None))}
    assert "segments" not in said and said["recording"] == "off" and said["loudness"] == "nothing heard"


@pytest.mark.parametrize("height", [480, 720, 2160])
def test_the_panel_is_as_large_as_suits_the_window(height):
    width = Typesetter(height).panel(readings()).get_width()
    assert width == round(WIDTH * max(0.75, height / 720))


def test_the_panel_says_when_the_guard_acted_and_on_what():
    said = {row.label: row.value for row in rows(readings(guard="3 s ago: upper left"))}
    assert said["guard"] == "3 s ago: upper left"
    assert rows(readings(guard="now"))[-2].colour != rows(readings())[-2].colour


def test_the_panel_says_of_the_microphone_how_its_room_was_measured_and_that_it_is_lost():
    def after_sound_in(**changes):
        lines = rows(readings(**changes))
        place = [row.label for row in lines].index("sound in")
        return lines[place], lines[place + 1]

    known, told = after_sound_in(sound_state="measured on 2026-03-21")
    assert told.value == "measured on 2026-03-21" and told.colour != known.colour
    lost, told = after_sound_in(sound_state="stopped; trying to open it again", sound_lost=True)
    assert told.value.startswith("stopped") and told.colour == lost.colour != known.colour


def test_the_panel_says_who_plays_and_why_the_picture_is_dark():
    said = {row.label: row.value for row in rows(readings())}
    assert "played by" not in said and "held" not in said
    said = {row.label: row.value for row in rows(readings(played="Keystation, OSC on port 9000", held="blackout"))}
    assert (said["played by"], said["held"]) == ("Keystation, OSC on port 9000", "blackout")


def test_a_long_fault_is_wrapped_and_whatever_a_driver_says_can_be_shown():
    setter = Typesetter(720)
    plain = setter.panel(readings())
    faulty = setter.panel(readings(faults=["world/extend.comp:12: \0\t'x' : undeclared identifier " * 4]))
    assert faulty.get_width() == plain.get_width() and faulty.get_height() > plain.get_height() + 40


@pytest.fixture
def screen_of(context):
    """Gives a framebuffer of grey, an overlay over it, its messages, and a way to look at both."""

    def make(size):
        target = context.framebuffer([context.texture(size, 4)])
        messages = Messages()
        shaders = Shaders(context, resources.directory("shaders"))
        overlay = Overlay(context, shaders, messages, captions.find(), size)
        shown = Shown(Hearing(), Community(), "Thaloria", "calm", "Look.")

        def look(now):
            target.clear(0.5, 0.5, 0.5, 1.0)
            overlay.draw(target, now, lambda: shown, readings)
            surface = pygame.image.frombytes(target.read(components=3, alignment=1), size, "RGB", True)
            return pygame.surfarray.array3d(surface)

        return overlay, messages, look

    return make


def test_tab_shows_the_instruments_then_the_panel_too_then_nothing(screen_of):
    overlay, _, look = screen_of((1280, 720))
    assert (look(0.0) == 128).all()
    overlay.toggle()
    look(1.0)
    picture = look(1.0 + FADE_SECONDS)
    # The instruments keep to the foot of the window, on a shade of their own; the upper half stays as it is.
    assert (picture[:, :320] == 128).all() and picture[:, 600:].mean() < 40 and picture[:, 600:].max() > 150
    overlay.toggle()
    both = look(1.1 + FADE_SECONDS)
    inside = both[30:340, 30:200]
    assert 20 < inside.min() < 60 and inside.max() > 200
    assert (both[16 + WIDTH :, :320] == 128).all() and (both[:16, :320] == 128).all()
    overlay.toggle()
    look(2.0)
    assert (look(2.1 + FADE_SECONDS) == 128).all()


def test_the_instruments_fade_in_and_out(screen_of):
    overlay, _, look = screen_of((640, 360))
    look(0.0)
    overlay.toggle()
    shades = [look(0.1 * FADE_SECONDS * step)[:, -1].mean() for step in range(11)]
    assert all(later < before for before, later in zip(shades, shades[1:], strict=False))


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


def test_the_panel_shows_where_macros_stand_and_which_knob_waits_to_meet_its_own():
    gold, setter = (255, 214, 138, 255), Typesetter(720)

    def golden(*sliders: Slider) -> int:
        pixels = pygame.surfarray.array3d(setter.panel(readings(sliders=sliders)))
        return int((pixels == gold[:3]).all(axis=2).sum())

    assert setter.panel(readings(sliders=[Slider("growth", 0.5)])).get_height() > setter.panel(readings()).get_height()
    plain = golden(Slider("growth", 0.5), Slider("wander", 0.2, 0.2))
    assert golden(Slider("growth", 0.5, 0.1), Slider("wander", 0.2, 0.2)) > plain
    assert not Slider("growth", 0.5, 0.51).waits and Slider("growth", 0.5, 0.1).waits
