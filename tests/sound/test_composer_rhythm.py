import pytest
from moments import SURE, moments, play
from sound.measures import density, loops, regularity

from installation.community import Community, Pulse
from installation.sound.composer import Composer
from installation.sound.rhythm import Clock, Span, crossing


def test_the_more_people_are_one_the_more_regular_are_the_onsets():
    found = [regularity("ecoverse", unity) for unity in (0.0, 0.4, 0.6, 0.8, 1.0)]
    assert found == sorted(found)
    assert found[0] < 0.2 and found[-1] > 0.98


def test_the_more_people_are_moved_the_more_is_played():
    counts = [density("ecoverse", arousal) for arousal in (-1.0, -0.4, 0.2, 1.0)]
    assert counts == sorted(counts) and counts[-1] > 4 * counts[0]


@pytest.mark.parametrize("arousal, faster", [(-0.8, 0.88), (0.8, 1.26)])
def test_the_more_people_are_moved_the_faster_it_goes_and_loops_keep_their_places_in_the_beat(arousal, faster):
    people = Community(unity=1.0, arousal=arousal, **SURE)
    _, controls = play(Composer(0), moments("thaloria", "calm", 40, lambda _: people))
    tempos = [one.tempo for one in controls]
    assert tempos[-1] / tempos[0] == pytest.approx(faster, abs=0.02)
    assert max(abs(b / a - 1.0) for a, b in zip(tempos, tempos[1:], strict=False)) < 0.002
    assert max(abs(4.0 * beat - round(4.0 * beat)) for beat in loops("thaloria", people)) < 0.1


def test_apart_each_loop_has_its_own_melody_together_they_share_one_in_octaves():
    def shared(unity):
        people = Community(unity=unity, arousal=0.5, **SURE)
        notes, _ = play(Composer(0), moments("ecoverse", "celebration", 30, lambda _: people))
        tones = [(at, round(note.pitch) % 12) for at, note in notes if note.source == "loop" and at > 8.0]
        close = [a[1] == b[1] for a, b in zip(tones, tones[1:], strict=False) if b[0] - a[0] < 0.1]
        return sum(close) / len(close)

    assert shared(1.0) > shared(0.0) + 0.25


def test_it_takes_tempo_and_beat_of_music_that_is_surely_heard():
    clock, spans, phases = Clock(), [], []
    for tick in range(60 * 20):
        beats = tick / 60.0 * 100.0 / 60.0
        heard = Community(tempo=100.0, tempo_confidence=0.9, music=0.9, beat=(beats + 0.37) % 1.0)
        spans.append(clock.step(Pulse(beats=tick / 60.0 * 0.8 % 128.0, tempo=48.0), heard, 1.0))
        phases.append((spans[-1].end - 0.5 * heard.beat) % 0.5)
    assert clock.joined and spans[-1].tempo == pytest.approx(50.0)
    # Half as fast as the music, so that each of its beats falls on every second one's half or whole.
    assert min(phases[-1], 0.5 - phases[-1]) < 0.03


def test_a_tempo_that_is_a_guess_is_not_followed():
    clock = Clock()
    for _ in range(600):
        span = clock.step(Pulse(), Community(tempo=100.0, tempo_confidence=0.2, music=0.9), 1.0)
    assert not clock.joined and span.tempo == 48.0


def test_beats_never_jump_when_music_comes_or_goes():
    clock, before = Clock(), None
    for tick in range(60 * 40):
        playing = 10 < tick / 60 < 25
        heard = Community(tempo=96.0 * playing, tempo_confidence=0.9 * playing, music=0.9, beat=tick / 37.5 % 1.0)
        span = clock.step(Pulse(beats=tick / 75.0 % 128.0), heard, 1.0)
        assert before is None or span.start == before
        assert 0.8 < (span.end - span.start) / (span.tempo / 3600.0) < 1.2
        before = span.end


def test_what_begins_in_a_tick_begins_at_its_sample():
    assert crossing(3.9, 4.1) == (4, 400)
    assert crossing(4.0, 4.2) == (4, 0)
    assert crossing(4.1, 4.3) is None and crossing(3.8, 4.0) is None
    assert Span(7.9375, 8.0625, 48.0).crossed(8) == (1, 400)
