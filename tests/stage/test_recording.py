"""A recording that begins in the middle of a run, replayed."""

import pytest

from installation.score import FEATURES, Event, ScoreError, read_score
from installation.stage.performance import Performance, Replay
from installation.stage.start import begin, resume, snapshot_path
from installation.world.quality import Quality


def events(tick):
    """A room that is never the same, a cue in the middle of whose blend the recording begins, and a knob."""
    loudness = (tick * 37 % 100) / 100
    yield Event(tick, "sound", "features", (loudness,) * len(FEATURES))
    if tick == 40:
        yield Event(tick, "cue", "phase", ("chaos", 3.0))
    if tick == 45:
        yield Event(tick, "param", "rest_light", (1.234,))


def test_a_recording_that_begins_in_the_middle_replays_exactly(context, tmp_path):
    start = begin(fresh=True, quality=Quality(8192, 90, 2048))
    live = Performance(context, start)
    for tick in range(100):
        live.tick(list(events(tick)))
    live.start_recording(tmp_path / "middle.score")
    moments = [live.tick(list(events(tick))) for tick in range(100, 220)]
    live.stop_recording()

    score = read_score(tmp_path / "middle.score")
    replayed, source = Performance(context, resume(score)), Replay(score)
    assert score.length == 120
    for tick, moment in enumerate(moments):
        again = replayed.tick(source.events(tick, 1))
        assert (again.phase, again.community, again.touches) == (moment.phase, moment.community, moment.touches)
        assert again.values.tobytes() == moment.values.tobytes()
    assert replayed.world.state_hash() == live.world.state_hash()


def test_a_recording_whose_snapshot_is_gone_says_so(context, tmp_path):
    live = Performance(context, begin(fresh=True, quality=Quality(8192, 90, 2048)))
    live.tick()
    live.start_recording(tmp_path / "lonely.score")
    live.finish()
    snapshot_path(tmp_path / "lonely.score").unlink()
    with pytest.raises(ScoreError, match="lonely.score.snapshot: cannot be read"):
        resume(read_score(tmp_path / "lonely.score"))
