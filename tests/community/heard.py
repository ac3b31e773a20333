"""Events of what is heard, made by hand."""

from installation.score import FEATURES, MUSIC, Event


def sound(**features: float) -> Event:
    return Event(0, "sound", "features", tuple(features.get(name, 0.0) for name in FEATURES))


def music(**values: float) -> Event:
    return Event(0, "sound", "music", tuple(values.get(name, 0.0) for name in MUSIC))


def note(name: str, pitch: float, velocity: float) -> Event:
    return Event(0, "note", name, (pitch, velocity))


def citizen(name: str, *values: float) -> Event:
    return Event(0, "citizen", name, values)


def after(listeners, seconds: float, *events: Event):
    """The community after so many seconds in which these events come again and again."""
    for _ in range(max(1, round(seconds * 60))):
        community = listeners.step(events)
    return community
