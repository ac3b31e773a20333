"""What is heard, a row for each number that the Listener says: its unit, its range, its meaning and its source.

The README's table is made from it; a test holds every value of every event to its range.
"""

from typing import NamedTuple

from installation.senses.listening.levels import BANDS


class Row(NamedTuple):
    """A number that is heard. `event` is the score's event that carries it; `least` and `most` are in its `unit`."""

    event: str
    name: str
    unit: str
    least: float
    most: float
    meaning: str
    source: str = ""


_RANGE = "the room's own range, see below"
_FLUX = "Böck, Krebs and Schedl 2012; Böck and Widmer 2013"
_TEMPO = "Whiteley, Cemgil and Godsill 2006; Krebs, Böck and Widmer 2015"
_PROFILE = "Gómez 2006"
_KEY = "Krumhansl 1990; Albrecht and Shanahan 2013"
_SPEECH = "Scheirer and Slaney 1997"
_BUILD = "Solberg 2014"
_BRIGHT = "spectral centroid, Grey and Gordon 1978"
_CLAPS = "spectra of claps: Peltola et al. 2007"
_SIEVE = "harmonic sieve, Duifhuis, Willems and Sluyter 1982"
_BAR = "bass and chord changes: Goto 2001"

TABLE: tuple[Row, ...] = (
    Row("features", "loudness", "", 0, 1, "how loud it is", f"ITU-R BS.1770-5 weighting; {_RANGE}"),
    Row("features", "envelope", "", 0, 1, "the same without smoothing: what travels out from the Ear", _RANGE),
    Row("features", "onset", "", 0, 1, "how strongly something begins in this tick, else 0", _FLUX),
    *(
        Row("features", f"band_{number}", "", 0, 1, f"{name} band, {low:g} to {high:g} Hz", _RANGE)
        for number, (name, low, high) in enumerate(BANDS, 1)
    ),
    Row("features", "brightness", "", 0, 1, "centre of the spectrum, on a log scale from 100 Hz to 8 kHz", _BRIGHT),
    Row("features", "flux", "", 0, 1, "how much the spectrum changes", _FLUX),
    Row("features", "flatness", "", 0, 1, "how much like noise: 0 for a tone, 1 for white noise", "Johnston 1988"),
    Row("features", "percussive", "", 0, 1, "share of what is struck, against what is held", "FitzGerald 2010"),
    Row("features", "clapping", "", 0, 1, "how likely the onsets of the last seconds are claps", _CLAPS),
    Row("music", "momentary", "LUFS", -70, 0, "loudness of the last 400 ms", "ITU-R BS.1770-5, EBU Tech 3341"),
    Row("music", "short_term", "LUFS", -70, 0, "loudness of the last 3 s", "ITU-R BS.1770-5, EBU Tech 3341"),
    Row("music", "tempo", "BPM", 0, 240, "tempo, 55 to 240, or 0 where there is none", _TEMPO),
    Row("music", "tempo_confidence", "", 0, 1, "how sure tempo and beat are", _TEMPO),
    Row("music", "pulse_clarity", "", 0, 1, "how clear a pulse is", "Lartillot et al. 2008"),
    Row("music", "key", "pitch class", 0, 11, "tonic of the key, from C", _KEY),
    Row("music", "mode", "", -1, 1, "minor to major: best major minus best minor profile correlation, times 4", _KEY),
    Row("music", "key_clarity", "", 0, 1, "how well the key's profile fits what was heard", _KEY),
    Row("music", "consonance", "", 0, 1, "want of roughness between the tones", "Plomp and Levelt 1965; Sethares 1993"),
    Row("music", "tonalness", "", 0, 1, "share of the sound that lies in tones", "peaks: Serra and Smith 1990"),
    Row(
        "music",
        "register",
        "",
        0,
        1,
        "where the tones lie: 0 is 55 Hz, 1 is 1760 Hz, on a log scale",
        "their mean, or the one tone that sounds",
    ),
    Row("music", "pitch", "MIDI number", 0, 136, "the one tone held for .4 s, else 0", _SIEVE),
    Row("music", "synchrony", "", 0, 1, "clapping in time: correlation of accents with a harmonic", "Néda et al. 2000"),
    Row("music", "build_up", "", 0, 1, "loudness, density and brightness rise together over 8 s", _BUILD),
    Row("music", "drop", "", 0, 1, "the bass is back after a build-up", _BUILD),
    Row("music", "voice", "", 0, 1, "likelihood that somebody speaks or hums", _SPEECH),
    Row("music", "crowd", "", 0, 1, "likelihood that many talk at once", _SPEECH),
    Row("music", "music", "", 0, 1, "likelihood of music: a key or a pulse", _SPEECH),
    Row("music", "silence", "s", 0, 3600, "time since anything stood out of the room", _RANGE),
    Row("chroma", "C, C#, ... B", "", 0, 1, "how much of each pitch class is heard", _PROFILE),
    Row("beat", "period", "s", 0.25, 1.1, "time from this beat to the next", _TEMPO),
    Row("beat", "confidence", "", 0, 1, "how sure this beat is; below .1 it is a guess", _TEMPO),
    Row("beat", "bar", "", -1, 3, "place in a bar of four or three, 0 the first; -1: not known", _BAR),
)
"""In the order of the score's FEATURES and MUSIC."""
EVENTS = {
    "features": "sixty times a second",
    "music": "ten times a second",
    "chroma": "with every `music`",
    "beat": "at every beat",
}
