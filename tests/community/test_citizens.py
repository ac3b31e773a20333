import itertools
import math

import pytest

from installation.community import MOST_CITIZENS, PRESENCE, Community, Listeners
from installation.community.roster import RECENT
from installation.score import FEATURES, Event

ASPECT = 16 / 9
EAR = (0.38, 0.42)


def citizen(name, *values) -> Event:
    return Event(0, "citizen", name, values)


def sound(**features: float) -> Event:
    return Event(0, "sound", "features", tuple(features.get(name, 0.0) for name in FEATURES))


def after(listeners: Listeners, seconds: float, *events: Event) -> Community:
    """The community when so much time has passed since these events, given once."""
    community = listeners.step(events)
    for _ in range(round(seconds * 60)):
        community = listeners.step([])
    return community


def heights(one, other) -> float:
    return math.hypot((one[0] - other[0]) * ASPECT, one[1] - other[1])


def test_a_citizens_tile_opens_in_a_second_stays_twenty_and_fades_in_three():
    listeners = Listeners()
    assert 0.0 < after(listeners, 0.0, citizen("anna", 0.5, 0.5)).citizens[0].strength < 0.05
    (anna,) = after(listeners, 1.1).citizens
    assert (anna.name, anna.strength) == ("anna", 1.0)
    assert anna.age == pytest.approx(1.1, abs=0.05)
    assert after(listeners, PRESENCE - 2.0).citizens[0].strength == 1.0
    assert after(listeners, 2.4).citizens[0].strength == pytest.approx(0.5, abs=0.1)
    assert after(listeners, 2.0).citizens == ()


def test_who_leaves_fades_at_once_and_can_come_back_to_the_same_place():
    listeners = Listeners()
    (before,) = after(listeners, 2.0, citizen("anna", 0.5, 0.5)).citizens
    (fading,) = after(listeners, 1.5, Event(0, "leave", "anna")).citizens
    assert fading.strength == pytest.approx(0.5, abs=0.02)
    (back,) = after(listeners, 2.0, citizen("anna", 0.1, 0.1)).citizens
    assert (back.strength, back.place) == (1.0, before.place)
    assert after(listeners, 3.2, Event(0, "leave", "anna")).citizens == ()


def test_a_feeling_is_followed_without_a_step():
    listeners = Listeners()
    after(listeners, 1.0, citizen("anna", -1.0, 0.0))
    seen = [after(listeners, 0.0, citizen("anna", 1.0, 0.0)).citizens[0].valence]
    seen += [listeners.step([]).citizens[0].valence for _ in range(120)]
    assert max(abs(b - a) for a, b in itertools.pairwise([-1.0, *seen])) < 0.1
    assert seen[-1] == pytest.approx(1.0, abs=0.02)


def test_places_are_spread_and_clear_of_the_ear():
    listeners = Listeners()
    community = after(listeners, 0.0, *(citizen(f"citizen {number}", 0, 0) for number in range(40)))
    places = [one.place for one in community.citizens]
    assert min(heights(one, EAR) for one in places) > 0.12
    assert min(heights(one, other) for one, other in itertools.combinations(places, 2)) > 0.05
    for axis in (0, 1):
        assert min(place[axis] for place in places) < 0.25 and max(place[axis] for place in places) > 0.75
    assert all(0.0 < share < 1.0 for place in places for share in place)


def test_the_same_people_come_to_the_same_places_and_a_chosen_place_holds():
    first = after(Listeners(), 0.0, citizen("anna", 0, 0), citizen("ben", 0, 0, 0.25, 2.0)).citizens
    second = after(Listeners(), 0.0, citizen("anna", 0, 0), citizen("ben", 0, 0, 0.25, 2.0)).citizens
    assert first == second
    assert first[1].place == (0.25, 1.0)
    listeners = Listeners()
    place = after(listeners, 0.0, citizen("ben", 0, 0, 0.25, 0.5)).citizens[0].place
    assert after(listeners, 0.0, citizen("ben", 0, 0, 0.75, 0.5)).citizens[0].place == place


@pytest.mark.parametrize(
    "event",
    [
        citizen("anna", 0.5),
        citizen("anna", 0.5, math.nan),
        citizen("anna", "glad", 0.5),
        citizen("anna", 0.5, 0.5, 0.5),
        citizen("", 0.5, 0.5),
        citizen("a" * 65, 0.5, 0.5),
        Event(0, "leave", "nobody"),
    ],
)
def test_what_makes_no_sense_brings_nobody(event):
    assert Listeners().step([event]).citizens == ()


def test_eight_who_agree_are_sure_of_their_unity():
    turns = [2 * math.pi * number / 8 for number in range(8)]
    events = [citizen(f"{turn}", 0.4 + 0.14 * math.cos(turn), 0.2 + 0.14 * math.sin(turn)) for turn in turns]
    community = after(Listeners(), 2.0, *events)
    assert community.unity == pytest.approx(0.97, abs=0.01)
    assert community.confidence == 1.0
    assert (community.valence, community.arousal) == (pytest.approx(0.4), pytest.approx(0.2))
    assert community.camps < 0.05
    assert community.people == 8.0


def test_what_people_feel_together_does_not_depend_on_their_names_or_who_came_first():
    felt = [(0.1 * number, 0.3 - 0.07 * number) for number in range(9)]
    ways = (
        {f"a{number}": feeling for number, feeling in enumerate(felt)},
        {f"z{number * 7 % 9}": feeling for number, feeling in enumerate(reversed(felt))},
    )
    seen = [after(Listeners(), 2.0, *(citizen(name, *feeling) for name, feeling in way.items())) for way in ways]
    for name in ("valence", "arousal", "unity", "camps", "confidence"):
        assert getattr(seen[0], name) == pytest.approx(getattr(seen[1], name)), name


def test_fewer_than_five_are_less_sure():
    sure = [
        after(Listeners(), 2.0, *(citizen(str(one), 0.5, 0.5) for one in range(number))).confidence
        for number in range(1, 7)
    ]
    assert sure == [0.0, 0.25, 0.5, 0.75, 1.0, 1.0]


def test_two_camps_have_no_unity():
    events = [citizen(str(one), 0.8 if one % 2 else -0.8, 0.3) for one in range(12)]
    community = after(Listeners(), 2.0, *events)
    assert community.unity == 0.0
    assert community.camps == pytest.approx(1.0)


def test_what_all_feel_goes_on_without_a_step_when_people_come_and_go():
    listeners = Listeners()
    events = {tick: [citizen(str(tick), 1.0 if tick % 2 else -1.0, 0.9)] for tick in range(0, 900, 90)}
    events |= {tick + 1000: [Event(0, "leave", str(tick))] for tick in range(0, 900, 90)}
    seen = [listeners.step(events.get(tick, [])) for tick in range(2400)]
    for name in ("valence", "arousal", "unity", "confidence", "camps"):
        values = [getattr(community, name) for community in seen]
        assert max(abs(b - a) for a, b in itertools.pairwise(values)) < 0.06, name


def test_one_more_than_there_is_room_for_lets_the_longest_silent_leave_and_says_so_once():
    listeners = Listeners()
    for number in range(MOST_CITIZENS):
        listeners.step([citizen(str(number), 0.5, 0.5)])
    after(listeners, RECENT)
    listeners.step([citizen("0", 0.5, 0.5)])
    assert listeners.messages() == []
    names = [one.name for one in listeners.step([citizen("late", 0.5, 0.5)]).citizens]
    assert len(names) == MOST_CITIZENS
    assert "late" in names and "0" in names and "1" not in names
    (said,) = listeners.messages()
    assert "room for 256 citizens" in said
    listeners.step([citizen("later", 0.5, 0.5)])
    assert listeners.messages() == []


def test_of_more_than_there_is_room_for_who_all_speak_again_and_again_those_who_came_first_keep_their_tiles():
    listeners, many = Listeners(), [str(number) for number in range(MOST_CITIZENS + 44)]
    for tick in range(10 * 60):
        community = listeners.step([citizen(many[tick % 60 * 5 + one], 0.5, 0.5) for one in range(5)])
    ages = {one.name: one.age for one in community.citizens}
    assert set(ages) == set(many[:MOST_CITIZENS]) and min(ages.values()) > 8.0


def test_a_word_is_a_citizen_near_the_ear_for_a_while():
    listeners = Listeners()
    community = after(listeners, 1.2, sound(onset=0.8, envelope=0.7, loudness=0.7, brightness=0.5))
    (word,) = community.citizens
    assert 0.1 < heights(word.place, EAR) < 0.35
    assert word.valence == 0.0
    assert 0.0 < word.arousal < 0.5
    assert community.confidence < 0.2
    assert after(listeners, PRESENCE + 3.0).citizens == ()


def test_sounds_close_together_are_one_citizen_and_later_ones_others():
    listeners = Listeners()
    for _ in range(5):
        community = after(listeners, 0.7, sound(onset=0.8))
    assert len(community.citizens) == 1
    after(listeners, 2.0, sound(onset=0.8))
    assert len(listeners.step([sound(onset=0.8)]).citizens) == 2


def test_a_room_full_of_sounds_has_at_most_eight_citizens():
    listeners = Listeners()
    most = max(len(after(listeners, 1.6, sound(onset=0.8)).citizens) for _ in range(40))
    assert most == 8


def test_louder_and_brighter_sounds_are_more_aroused():
    dull, bright = (
        after(Listeners(), 1.0, sound(onset=loud, loudness=loud, brightness=high)).citizens[0].arousal
        for loud, high in ((0.3, 0.1), (0.9, 0.8))
    )
    assert bright > dull + 0.5


def test_sounds_only_hint_where_people_say_what_they_feel():
    listeners = Listeners()
    events = [citizen(str(one), 0.5, 0.5) for one in range(6)]
    for _ in range(8):
        community = after(listeners, 1.6, *events, sound(onset=0.9, loudness=0.9))
    assert (community.valence, community.arousal) == (pytest.approx(0.5), pytest.approx(0.5))
    assert community.unity == pytest.approx(1.0)
    assert len(community.citizens) > 10


def test_a_tap_of_somebody_is_a_citizen_and_a_clap_at_the_keyboard_is_a_sound():
    tapped = after(Listeners(), 1.1, Event(0, "tap", "anna")).citizens
    clapped = after(Listeners(), 1.1, Event(0, "tap", "keyboard")).citizens
    assert [one.name for one in tapped] == ["anna"]
    assert heights(clapped[0].place, EAR) < 0.35


def tapping(name: str, ticks) -> dict[int, list[Event]]:
    return {round(tick): [Event(0, "tap", name)] for tick in ticks}


def hear(listeners: Listeners, events: dict[int, list[Event]], ticks: int) -> Community:
    for tick in range(ticks):
        community = listeners.step(events.get(tick, []))
    return community


def test_taps_in_time_are_a_rhythm_and_give_one_alone_unity():
    steady = hear(Listeners(), tapping("anna", [10 + 31.3 * beat for beat in range(10)]), 330)
    assert steady.rhythm > 0.9
    assert steady.unity > 0.6
    assert 0.2 < steady.confidence < 0.5


def test_taps_out_of_time_are_none():
    uneven = hear(Listeners(), tapping("anna", [5, 17, 60, 71, 140, 149, 215, 230, 290, 304]), 330)
    assert uneven.rhythm < 0.4
    assert uneven.unity >= 0.5


def taps_of(beats_of) -> dict[int, list[Event]]:
    """The taps of six people; `beats_of(number)` gives the ticks of each."""
    events: dict[int, list[Event]] = {}
    for number in range(6):
        for tick, taps in tapping(f"tapper {number}", beats_of(number)).items():
            events.setdefault(tick, []).extend(taps)
    return events


def test_people_who_tap_together_agree_and_each_in_their_own_time_do_not():
    together = hear(Listeners(), taps_of(lambda number: [10 + number % 3 + 30 * beat for beat in range(10)]), 320)
    assert together.unity > 0.85 and together.confidence > 0.7
    apart = hear(Listeners(), taps_of(lambda number: [3 + (29 + 7 * number) * beat for beat in range(5)]), 320)
    assert apart.unity < 0.3 and apart.confidence > 0.7


def test_the_voices_height_is_its_brightness_and_stays_when_it_ends():
    listeners = Listeners()
    for _ in range(40):
        listeners.step([sound(envelope=0.9, loudness=0.9, brightness=0.8)])
    assert after(listeners, 3.0).pitch == pytest.approx(0.8, abs=0.1)


def test_a_touch_is_somebody_too():
    assert Listeners().step([Event(0, "touch", "pointer", (0.5, 0.5, 1.0))]).people == 1.0


def test_what_is_remembered_goes_on_as_it_was():
    first, second = Listeners(), Listeners()
    events = [citizen("anna", 0.5, 0.1), citizen("ben", -0.5, 0.9), Event(0, "tap", "carl")]
    for tick in range(200):
        heard = [sound(onset=0.5 * (tick % 40 == 0), envelope=0.4, loudness=0.3, brightness=0.6)]
        first.step(events + heard if tick % 50 == 0 else heard)
    second.resume(first.state())
    for tick in range(400):
        heard = [sound(onset=0.5 * (tick % 40 == 0), envelope=0.4, loudness=0.3)] if tick < 100 else []
        assert first.step(heard) == second.step(heard)
