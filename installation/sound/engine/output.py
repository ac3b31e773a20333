"""Opens a sound device for what the installation sings, as near to what is wanted as the device allows."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from installation.senses.sound.devices import Device, find_device, portaudio
from installation.senses.sound.source import SoundInError
from installation.sound.notes import SAMPLE_RATE

BLOCK = 512
"""Frames in a block: 11 ms at 48 kHz."""
LATENCY = 0.08
"""Seconds that the device may hold itself: a busy machine has its hands full for a while now and then."""
RATES = (SAMPLE_RATE, 44_100, 96_000, 32_000)
"""Hz, in the order in which they are tried, after the device's own."""

SHAPES = (8, 4, 2, 1)
"""Numbers of outputs, in the order in which they are tried, from the one that is wanted."""


@dataclass(frozen=True)
class Settings:
    """How a device is opened: what is sung has `outputs`; further `channels` stay silent."""

    device: Device
    rate: int
    channels: int
    outputs: int

    def told(self, outputs: int) -> str:
        """Say what of 48 kHz and so many outputs the device refuses; nothing where it takes both."""
        refused = []
        if self.rate != SAMPLE_RATE:
            refused.append(f"{self.rate} Hz instead of {SAMPLE_RATE}")
        if self.outputs != outputs:
            refused.append(f"{self.outputs} instead of {outputs} outputs")
        return " and ".join(refused)


def choose(name: str, outputs: int) -> Settings:
    """Return the settings nearest to 48 kHz and so many outputs that the device takes; SoundInError where none is."""
    device, sounddevice = find_device(name, "output"), portaudio()
    rates = dict.fromkeys((SAMPLE_RATE, round(device.rate), *RATES))
    # Some devices are opened with all their channels or not at all.
    shapes = [channels for channels in SHAPES if channels <= min(outputs, device.outputs)]
    for channels in dict.fromkeys((*shapes, device.outputs)):
        for rate in rates:
            with suppress(sounddevice.PortAudioError):
                sounddevice.check_output_settings(device.index, channels, "float32", samplerate=rate)
                return Settings(device, rate, channels, channels if channels in shapes else shapes[0])
    raise SoundInError(f'the sound output "{device.name}" takes no sound at any rate that is known')


def open_stream(settings: Settings, fill: Callable[..., None]) -> Any:
    """Return a started stream that calls `fill` for each block; SoundInError where it cannot be opened."""
    sounddevice = portaudio()
    try:
        stream = sounddevice.OutputStream(
            device=settings.device.index,
            samplerate=settings.rate,
            channels=settings.channels,
            blocksize=BLOCK,
            dtype="float32",
            latency=LATENCY,
            callback=fill,
        )
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise SoundInError(f'the sound output "{settings.device.name}" cannot be opened: {error}') from None
    return stream
