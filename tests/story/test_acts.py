import numpy as np
import pytest
from telling import FIVE, PRESETS, alike, crowd, director, opposed, play, seconds, sound, steps

from installation.community import Citizen, Community
from installation.params import INDEX
from installation.score import WORLDS, Event
from installation.story.acts import Act, agreement, move
from installation.story.gestures import Gestures

HEARING = {
    "act_to_cure": 1.0, "act_to_bridging": 0.4, "act_to_waves": 30.0, "act_to_tiles": 1.5, "discord_to_division": 1.0,
    "discord_to_severing": 2.0, "arousal_to_burst": 1.0,
}  # fmt: skip


def moving(**more: float):
    """Five worlds whose parameters the community moves."""
    looks = {key: values.copy() for key, values in FIVE.items()}
    for values in looks.values():
        for name, amount in (HEARING | more).items():
            values[INDEX[name]] = amount
    return looks


def last(world: str, events, time: float = 3.0, **more):
    return play(director("chaos", world, moving(**more)), seconds(time), events)[-1]


def value(moment, name: str) -> float:
    return float(moment.values[INDEX[name]])


@pytest.mark.parametrize("world", WORLDS[:-1])
def test_twelve_who_agree_heal_within_three_seconds(world):
    assert value(last(world, alike(arousal=-0.2)), "cure") > 0.95


def test_in_thaloria_it_takes_arousal_and_unity():
    assert value(last("thaloria", alike(arousal=0.8)), "cure") > 0.95
    assert value(last("thaloria", alike(arousal=-0.4)), "cure") < 0.05


def spread(unity: float, arousal: float, number: int = 12):
    """Citizens of exactly this unity around this arousal, spread along valence."""
    line = np.linspace(-1, 1, number)
    places = np.sign(line) * np.abs(line) ** 0.5
    scale = np.sqrt((1.0 - unity) * (2 / 3) / places.var(ddof=1))
    return crowd([(float(place * scale), arousal) for place in places])


@pytest.mark.parametrize(("unity", "low", "high"), [(0.2, 0.0, 0.02), (0.8, 0.98, 1.0), (0.9, 0.98, 1.0)])
def test_aroused_citizens_of_thaloria_act_by_their_unity(unity, low, high):
    moment = last("thaloria", spread(unity, 0.8))
    assert moment.community.unity == pytest.approx(unity, abs=0.01)
    assert low <= value(moment, "cure") <= high


def test_claps_in_time_do_not_mend_thaloria_while_people_disagree():
    one = director("chaos", "thaloria", moving())
    events = spread(0.2, 0.8)
    clap = [Event(0, "tap", "keyboard")]
    beats = play(one, seconds(8), lambda tick: events(tick) + (clap if tick % 30 == 0 else []))
    assert beats[-1].community.rhythm > 0.9
    assert value(beats[-1], "cure") < 0.4


def test_agreement_moves_cure_bridges_waves_and_tiles():
    quiet, agreed = last("nutrient_network", None), last("nutrient_network", alike())
    assert value(quiet, "cure") == 0.0
    assert value(agreed, "bridging") == pytest.approx(value(quiet, "bridging") + 0.4, abs=0.01)
    assert value(agreed, "wave_rate") == pytest.approx(30.0, rel=0.05)
    assert value(agreed, "tile_appetite") == pytest.approx(value(quiet, "tile_appetite") + 1.5, rel=0.05)


def test_two_camps_divide_the_banks_tear_bridges_and_heal_nothing():
    moment = last("nutrient_network", opposed())
    assert abs(value(moment, "division")) > 0.95
    assert value(moment, "severing") > 1.9
    assert value(moment, "cure") < 0.02


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_bank_of_those_who_feel_well_is_the_fed_one_and_stays_it(side):
    def events(tick):
        if tick % 60:
            return []
        flip = -side if tick > 600 else side
        glad, sad = (0.8, 0.3, 0.5 + 0.3 * flip, 0.5), (-0.8, 0.3, 0.5 - 0.3 * flip, 0.5)
        return [Event(tick, "citizen", str(one), glad if one % 2 else sad) for one in range(12)]

    moments = play(director("chaos", "nutrient_network", moving()), 1200, events)
    divisions = np.array([value(moment, "division") for moment in moments])
    assert (divisions * side >= 0.0).all()
    assert divisions[-1] * side > 0.95


def test_arousal_without_unity_scatters_the_swarm_and_with_unity_it_does_not():
    assert value(last("thaloria", spread(0.2, 0.8)), "burst") > 0.7
    own = value(last("thaloria", None), "burst")
    assert value(last("thaloria", alike(arousal=0.8)), "burst") < own + 0.05


def test_a_few_people_act_on_less():
    strengths = [value(last("ecoverse", alike(number)), "cure") for number in (1, 2, 3, 12)]
    assert strengths == sorted(strengths)
    assert strengths[0] < 0.05 and strengths[1] < 0.5


def test_what_the_act_moves_it_moves_without_a_step():
    agree, quarrel = alike(arousal=0.8), opposed()

    def events(tick):
        return (agree if tick < 600 else quarrel)(tick)

    moments = play(director("chaos", "nutrient_network", moving()), 1500, events)
    assert steps(moments).max() <= 1 / 90 + 1e-4


def a_room(seconds_of: float, one_tick):
    """Play a room's sound in a world where gestures show, and return how strong the act became."""
    one = director("chaos", "ecoverse", PRESETS | moving())
    return max(float(moment.values[INDEX["cure"]]) for moment in play(one, seconds(seconds_of), one_tick))


def test_a_sustained_tone_a_hush_a_beat_and_many_hands_are_gestures():
    tone = a_room(6, lambda tick: sound(tick, envelope=0.6, loudness=0.6))
    hush = a_room(16, lambda tick: sound(tick, loudness=0.7 if tick < 480 else 0.0, envelope=0.7 * (tick % 60 < 20)))
    beat = a_room(8, lambda tick: [Event(tick, "tap", "keyboard")] if tick % 32 == 0 else [])
    hand = Event(0, "touch", "pointer", (0.5, 0.5, 1.0))
    hands = a_room(3, lambda tick: [hand] * 4)
    assert min(tone, hush, beat, hands) > 0.45
    assert 0.2 < a_room(3, lambda tick: [hand]) < 0.3
    assert a_room(8, None) == 0.0


def test_noise_without_form_is_no_gesture():
    chance = np.random.default_rng(3)
    onsets = set(np.cumsum(chance.integers(9, 70, 60)).tolist())
    noise = a_room(12, lambda tick: sound(tick, loudness=0.4, envelope=0.1, onset=0.5 * (tick in onsets)))
    assert noise < 0.3


def test_a_reply_to_the_networks_answer_connects():
    def once(tick):
        return sound(tick, envelope=0.9) if 30 <= tick < 50 else []

    def twice(tick):
        return sound(tick, envelope=0.9) if 30 <= tick < 50 or 200 <= tick < 220 else []

    assert a_room(6, once) < 0.05
    assert a_room(6, twice) > 0.15


def test_a_fan_that_never_stops_is_nobodys_tone():
    one = director("chaos", "purification", moving())
    fan = play(one, seconds(60), lambda tick: sound(tick, envelope=0.5, loudness=0.5))
    assert float(fan[-1].values[INDEX["cure"]]) < 0.05


def test_what_is_not_known_is_not_acted_on():
    unsure = Community(unity=1.0, arousal=0.9, confidence=0.0)
    assert all(agreement(world, unsure) == 0.0 for world in WORLDS)


def test_a_preset_that_is_divided_stays_within_its_range():
    act = Act()
    glad = Citizen("a", (0.9, 0.5), 0.5, 0.5, 1.0, 5.0)
    community = Community(camps=1.0, unity=0.0, confidence=1.0, citizens=(glad,))
    for _ in range(200):
        act.step("nutrient_network", community, Gestures())
    values = moving()["nutrient_network/chaos"].copy()
    values[INDEX["division"]] = 0.7
    assert float(move(values, community, act, mercy=0.0)[INDEX["division"]]) == 1.0
