"""The instruments show what is heard and felt, at every size, in every language, and never flash."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from picture.flashes import ALLOWED, worst_share

from installation import captions, resources
from installation.community import Citizen, Community
from installation.gpu.shaders import Shaders
from installation.score import BANDS, FEATURES, MUSIC, Event
from installation.stage.live.arrangement import SHADE, arrange
from installation.stage.live.hearing import CONTOUR_TICKS, STALE_TICKS, Hearing
from installation.stage.live.instruments import Instruments, Shown
from installation.stage.live.pointers import KEY_STAYS, Pointers
from installation.story.gestures import Gestures

SIZE = (1280, 720)
QUIET = Community()
MUSICAL = Community(
    tempo=120.0, tempo_confidence=0.9, beat=0.1, bar=1.0, key=9, mode=-0.8, key_clarity=0.9, chroma=(0.5,) * 12,
    music=0.9, valence=0.4, arousal=0.4, unity=0.75, confidence=1.0,
)  # fmt: skip


def features(**loud: float) -> Event:
    return Event(0, "sound", "features", tuple(loud.get(name, 0.0) for name in FEATURES))


def hearing(*ticks: list[Event]) -> Hearing:
    heard = Hearing()
    for events in ticks:
        heard.hear(events)
    return heard


def shown(community=QUIET, heard=None, **more) -> Shown:
    return Shown(heard or Hearing(), community, "Thaloria", "calm", "Look at the light.", **more)


@pytest.fixture
def draw(context):
    """Draws what is shown, once every pointer has come to rest, over black; returns pixels, the lowest row first."""

    def make(what: Shown, size=SIZE, language="en", seconds=8.0):
        target = context.framebuffer([context.texture(size, 4)])
        shaders = Shaders(context, resources.directory("shaders"))
        instruments = Instruments(context, shaders, captions.find(language), size)
        for now in np.arange(0.0, seconds, 0.5):
            target.clear()
            instruments.draw(target, now, what, 1.0)
        pixels = np.frombuffer(target.read(components=3, alignment=1), np.uint8).reshape(size[1], size[0], 3)
        return pixels.astype(float)

    return make


def part(pixels, place, scale):
    """The pixels of a part of the arrangement."""
    left, bottom, right, top = (round(edge * scale) for edge in (place.left, place.bottom, place.right, place.top))
    return pixels[bottom:top, left:right]


# Where they lie

SIZES = [(1280, 720), (3840, 2160), (720, 1280), (2160, 3840), (2560, 720), (960, 720), (800, 800), (640, 480)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_parts_keep_to_the_window_and_to_themselves_at_every_shape(size):
    places = arrange(size)
    for part in places.parts:
        assert part.left > 20.0 and part.bottom > 20.0 and part.width > 80.0 and part.height > 80.0
        assert (part.right + 20.0) * places.scale < size[0] and (part.top + 20.0) * places.scale < size[1]
        shades = [shade for shade in (places.shade, places.top_shade) if shade.bottom <= part.bottom]
        assert any(part.top < shade.top and part.right < shade.right for shade in shades)
    for one, other in combinations(places.parts, 2):
        assert min(one.right, other.right) <= max(one.left, other.left) or (
            min(one.top, other.top) <= max(one.bottom, other.bottom)
        )


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (2560, 720)])
def test_the_ear_stays_free(size):
    places = arrange(size)
    rows = size[1] / places.scale
    # It stands at about two fifths of the height. A shade is hardly there yet at its very edge.
    edge = 0.5 * SHADE
    assert places.shade.top - edge < 0.4 * rows and places.top_shade.bottom + edge > 0.55 * rows


def test_a_window_of_twice_the_size_shows_the_same_twice_as_large():
    small, large = arrange((1280, 720)), arrange((2560, 1440))
    assert large.scale == 2.0 * small.scale and large.parts == small.parts


# What is remembered and how it moves


def test_the_contour_keeps_the_last_seconds_with_their_onsets_and_beats():
    beat = Event(0, "sound", "beat", (0.5, 0.8, 1))
    heard = hearing([features(envelope=0.7, onset=0.4), beat], [features(envelope=0.3)], [])
    assert heard.contour.shape == (CONTOUR_TICKS, 3)
    assert heard.contour[-3:] == pytest.approx(np.array([[0.7, 0.4, 0.8], [0.3, 0.0, 0.0], [0.0, 0.0, 0.0]]))
    assert heard.features == {}


def test_what_is_known_of_music_is_forgotten_when_nothing_is_said_of_it_any_more():
    music = Event(0, "sound", "music", tuple(float(number) for number in range(len(MUSIC))))
    heard = hearing([music], *[[]] * STALE_TICKS)
    assert heard.music["tempo"] == MUSIC.index("tempo")
    heard.hear([])
    assert heard.music == {}


def test_events_that_make_no_sense_are_passed_over():
    odd = [Event(0, "sound", name, values) for name in ("features", "music", "beat") for values in ((), ("x",), (1.0,))]
    heard = hearing(odd)
    assert (heard.features, heard.music) == ({}, {}) and not heard.contour.any()


def test_the_light_of_an_onset_glows_and_fades():
    pointers, struck = Pointers(), hearing([features(onset=0.5)])
    lit = pointers.move(0.02, struck, QUIET).onset
    later = [pointers.move(0.1, Hearing(), QUIET).onset for _ in range(8)]
    assert lit > 0.6 and all(b < a for a, b in zip([lit, *later], later, strict=False)) and later[-1] < 0.05


def test_the_key_wheel_follows_another_key_only_when_it_stays():
    pointers = Pointers()
    for _ in range(60):
        pointers.move(0.02, Hearing(), MUSICAL)
    assert (pointers.key, pointers.minor) == (9, True)
    other = replace(MUSICAL, key=4, mode=0.5)
    for _ in range(round(KEY_STAYS / 0.02) - 5):
        pointers.move(0.02, Hearing(), other)
    assert pointers.key == 9
    for _ in range(10):
        pointers.move(0.02, Hearing(), other)
    assert (pointers.key, pointers.minor) == (4, False)


def test_pointers_move_alike_at_every_frame_rate():
    ends = []
    for rate in (24, 60, 144):
        pointers = Pointers()
        for _ in range(rate):
            heard = pointers.move(1.0 / rate, Hearing(), MUSICAL)
        ends.append((heard.valence, heard.unity, heard.pulse, heard.clarity, *heard.chroma))
    assert np.ptp(np.array(ends), axis=0).max() < 0.01


# What is seen


def test_each_band_rises_in_its_place(draw):
    place, scale = arrange(SIZE).sound, arrange(SIZE).scale

    def columns(**loud):
        return part(draw(shown(heard=hearing([features(**loud)]))), place, scale).mean(axis=(0, 2))

    silent, middles = columns(), []
    for name in BANDS:
        gain = columns(**{name: 1.0}) - silent
        middles.append(float((np.arange(len(gain)) * gain).sum() / gain.sum()))
        assert gain.max() > 20.0
    assert np.allclose(np.diff(middles), 14.0 * scale, atol=2.0) and middles[0] > 0.6 * place.width * scale


def test_the_ring_closes_as_people_come_to_feel_alike_and_is_open_where_nobody_knows(draw):
    def gold(unity, confidence=1.0):
        community = replace(QUIET, unity=unity, confidence=confidence, valence=-0.5, arousal=-0.5)
        pixels = part(draw(shown(community)), arrange(SIZE).circle, arrange(SIZE).scale)
        y, x = (np.indices(pixels.shape[:2]).astype(float).T - np.array(pixels.shape[:2]) / 2).T
        rim = np.hypot(x, y) > 0.5 * len(pixels) - 9.0
        return float(((pixels[..., 0] > 1.3 * pixels[..., 2]) & (pixels[..., 0] > 120) & rim).sum())

    shares = [gold(unity) for unity in (0.25, 0.5, 0.75, 1.0)]
    assert np.allclose(np.array(shares) / shares[-1], (0.25, 0.5, 0.75, 1.0), atol=0.04)
    assert gold(1.0, confidence=0.0) == 0.0


def test_every_citizen_is_a_dot_where_they_feel(draw):
    place, scale = arrange(SIZE).circle, arrange(SIZE).scale
    feelings = [(-0.6, 0.5), (0.5, 0.6), (0.7, -0.4), (-0.3, -0.7)]
    citizens = tuple(Citizen(str(n), (0.5, 0.5), *felt, 1.0, 9.0) for n, felt in enumerate(feelings))
    nobody, all_here = (part(draw(shown(replace(QUIET, citizens=here))), place, scale) for here in ((), citizens))
    for valence, arousal in feelings:
        radius = 0.5 * place.width - 14.0
        x, y = (round(scale * (0.5 * place.width + radius * felt)) for felt in (valence, arousal))
        around = np.s_[y - 2 : y + 3, x - 2 : x + 3]
        assert all_here[around].max(axis=2).mean() > nobody[around].max(axis=2).mean() + 60.0


def test_a_beat_lights_the_pulse_and_without_one_it_rests(draw):
    place, scale = arrange(SIZE).pulse, arrange(SIZE).scale
    beaten, between, none = (
        part(draw(shown(community)), place, scale).mean()
        for community in (replace(MUSICAL, beat=0.0), replace(MUSICAL, beat=0.9), QUIET)
    )
    assert beaten > between > none


def test_a_clear_key_is_named_and_lit_and_an_unclear_one_is_not(draw):
    place, scale = arrange(SIZE).wheel, arrange(SIZE).scale
    clear = part(draw(shown(MUSICAL)), place, scale)
    unclear = part(draw(shown(replace(MUSICAL, key_clarity=0.0))), place, scale)
    middle = np.s_[60:100, 55:105]
    assert clear[middle].max() > 200.0 and unclear[middle].max() < 160.0


def test_words_are_in_the_language_of_the_captions_and_a_lost_microphone_is_said(draw):
    english, german = (draw(shown(), language=language) for language in ("en", "de"))
    assert np.abs(english - german).max() > 100.0
    place, scale = arrange(SIZE).sound, arrange(SIZE).scale
    foot = np.s_[round((place.bottom - 26) * scale) : round((place.bottom - 8) * scale), round(place.left * scale) :][
        :2
    ]
    told, heard = (draw(shown(lost=lost))[foot][:, :300] for lost in (True, False))
    assert told[..., 0].max() > 200.0 and told[..., 0].max() > told[..., 2].max() + 40.0 and heard.max() < 120.0


def test_what_people_do_turns_gold_and_what_helps_here_is_brighter(draw):
    place, scale = arrange(SIZE).words, arrange(SIZE).scale

    def foot(**more):
        return part(draw(shown(**more)), place, scale)[: round(22 * scale)]

    resting, helping = foot(), foot(helps=Gestures(rally=1.0))
    humming, clapping = foot(gestures=Gestures(shape=1.0)), foot(gestures=Gestures(rally=1.0))
    assert helping.sum() > resting.sum()
    for made, left in ((humming, 0), (clapping, 60)):
        warm = (made[..., 0] - made[..., 2]) * (made[..., 0] > 100.0)
        assert warm.max() > 60.0 and np.flatnonzero(warm.max(axis=0) > 60.0)[0] >= left
    assert (resting[..., 0] - resting[..., 2]).max() < 20.0


def test_it_is_drawn_in_4k_and_in_a_tall_window(draw):
    for size in ((3840, 2160), (720, 1280)):
        pixels = draw(shown(MUSICAL), size, seconds=1.0)
        places = arrange(size)
        assert all(part(pixels, place, places.scale).max() > 100.0 for place in places.parts)
        free = np.s_[round(places.shade.top * places.scale) + 1 : round(places.top_shade.bottom * places.scale)]
        assert pixels[free].max() == 0.0


def test_the_wildest_room_does_not_make_it_flash(context):
    size, frames = (640, 360), []
    target = context.framebuffer([context.texture(size, 4)])
    instruments = Instruments(context, Shaders(context, resources.directory("shaders")), captions.find(), size)
    for number in range(75):
        wild = float(number // 3 % 2)
        heard = hearing(*[[features(**dict.fromkeys(FEATURES, wild))]] * 30)
        community = replace(
            MUSICAL, beat=number * 5 / 30 % 1.0, chroma=(wild,) * 12, unity=wild, valence=2 * wild - 1, arousal=wild,
            key=number % 12, citizens=tuple(Citizen(str(n), (0.5, 0.5), math.sin(n + number), wild, wild, 0.0)
                                            for n in range(60)),
        )  # fmt: skip
        target.clear(0.3, 0.3, 0.3)
        instruments.draw(target, number / 30, shown(community, heard), 1.0)
        pixels = np.frombuffer(target.read(components=3, alignment=1), np.uint8).reshape(size[1], size[0], 3)
        frames.append(pixels.copy())
    assert worst_share(np.array(frames), np.arange(75) / 30) < 0.5 * ALLOWED
