"""The whole program through the loss of its sound server: the show goes on, and each thing is said once."""

import shutil
import signal
import time

import pytest
from program import Program
from sound_card import VirtualSoundCard, missing_programs


def test_show_goes_on_without_its_microphone_which_comes_back_by_itself_and_both_are_said_once(tmp_path):
    if missing_programs():
        pytest.fail(f"a virtual sound card needs {', '.join(missing_programs())}")
    preview = str(tmp_path / "preview.png")
    with VirtualSoundCard() as card:
        arguments = ("--sound-in", "mic", "--headless", "--size", "160x90", "--quality", "low", "--preview", preview)
        # The program has a home of its own, and what leads to the card lies in the home.
        shutil.copy(card.folder / ".asoundrc", tmp_path)
        with Program(tmp_path, card.env, *arguments) as program:
            program.wait_to_say("thaloria: ")
            card.kill()
            program.wait_to_say('The sound input "default" has stopped')
            time.sleep(1.0)
            card.start()
            back = time.monotonic()
            program.wait_to_say('The sound input "default" is back')
            assert time.monotonic() - back < 5.0
            program.process.send_signal(signal.SIGTERM)
            summary = program.summary()
    assert summary["frames"] > 1 and summary["sound_in"] == "default"
    assert program.said.count("has stopped") == program.said.count("is back") == 1
