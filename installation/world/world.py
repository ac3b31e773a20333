"""The world: the organism's state on the GPU and the order of the passes in a tick."""

import json
import math
from typing import Any

import moderngl
import numpy as np

from installation import clock, resources
from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.params import INDEX, NAMES
from installation.story import Moment
from installation.world import requalify, spores
from installation.world import snapshot as snapshots
from installation.world.fields import CENSUS_TICKS, Fields
from installation.world.flora import BLOSSOMS, DRIFTING, Flora
from installation.world.hyphae import SEGMENT_LENGTH, Hyphae, charge_substeps
from installation.world.mosaic import Mosaic
from installation.world.quality import RUN_SLOTS, STANDARD, Quality, breadth
from installation.world.state import State, size_of
from installation.world.stimuli import Stimuli
from installation.world.streaming import Streaming
from installation.world.symbionts import FADE_TICKS, Symbionts
from installation.world.vitals import DELAY, HAPPENED_BYTES, Vitals, VitalsRing

MARGIN = 0.075
"""How far the world goes on beyond the frame at each side, as a share of the frame."""
VOICE_TICKS = 1024
"""Ticks for which the room's envelope is remembered: it travels out from the Ear meanwhile."""
MOST_MARKS = 16


class World:
    """An organism of one seed and quality. It changes only by `step`, and by `restore`."""

    def __init__(
        self,
        context: moderngl.Context,
        quality: Quality = STANDARD,
        aspect: float = 16 / 9,
        seed: int = 1,
        shaders: Shaders | None = None,
    ) -> None:
        self.context, self.aspect, self.seed = context, aspect, seed & 0xFFFFFFFF
        self.ground = self.seed
        self._size(quality)
        self.tick = 0
        self.voice = np.zeros((VOICE_TICKS, 2), np.float32)
        """For the last ticks the room's envelope and pitch, in a ring."""
        self.spores: list[spores.Spore] = []
        self.shaders = shaders or Shaders(context, resources.directory("shaders"))
        self.state = State(context, self.shaders)
        self.hyphae, self.streaming = Hyphae(self.state, self.shaders), Streaming(self.state, self.shaders)
        self.fields, self.mosaic = Fields(self.state, self.shaders), Mosaic(self.state, self.shaders)
        self.symbionts, self.flora = Symbionts(self.state, self.shaders), Flora(self.state, self.shaders)
        self.stimuli = Stimuli(self.fields)
        self.reckon = self.shaders.compute("world/reckon.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.parameters = context.buffer(reserve=-(-len(NAMES) * 4 // 16) * 16)
        self.instant = context.buffer(reserve=-(-blocks.dtype(blocks.Instant).itemsize // 16) * 16)
        self._make_buffers()
        self.ring = VitalsRing(context)

    def _size(self, quality: Quality) -> None:
        self.quality = Quality(_in_runs(quality.capacity), quality.field_rows, quality.particles)
        self.rows, self.columns = quality.field_rows, max(1, round(quality.field_rows * self.aspect))

    def _make_buffers(self) -> None:
        self.hyphae.make(self.quality.capacity, self.columns * self.rows)
        self.streaming.make(self.quality.particles)
        self.state.buffer("marks", size_of(blocks.Mark, MOST_MARKS), kept=False)
        self.state.buffer("happened", HAPPENED_BYTES, kept=False)
        self.fields.make(self.columns, self.rows)
        self.mosaic.make(self.columns, self.rows)
        self.symbionts.make(self.quality.particles // 2, self.columns, self.rows)
        self.flora.make(round(BLOSSOMS * breadth(self.aspect)))

    _warm = False
    _heard = (0.0, 0.5)
    _swarms_until = 0
    _shows_a_moment = False
    _census_due = False

    def bind_segments(self) -> None:
        """Bind what every pass over the segments reads: parameters, instant, the four basic buffers."""
        self.parameters.bind_to_uniform_block(0)
        self.instant.bind_to_uniform_block(1)
        self.hyphae.bind()

    def plant(self, moment: Moment) -> None:
        """Sow the spores of the moment's composition into the empty world."""
        values = {name: float(moment.values[INDEX[name]]) for name in NAMES}
        self.spores = spores.sow(values, self.aspect, breadth(self.aspect), self.seed)
        self.hyphae.plant(self.spores, self.seed)

    def step(self, moment: Moment) -> None:
        """Advance by one tick, 1/60 s. The moment's tick is not used: a world may start on a grown one.

        In a frozen moment nothing happens but that the picture is drawn with its parameters.
        """
        if not self.spores:
            self.plant(moment)
        if moment.frozen:
            self._stand_still(moment)
            return
        touches = self.stimuli.touches(moment, self.tick, self.seed, self.spores)
        speed, excitability = (float(moment.values[INDEX[name]]) for name in ("charge_speed", "excitability"))
        substeps, share = charge_substeps(speed, excitability)
        self.mosaic.step(moment.community.citizens, self.aspect, MARGIN)
        waves = self.stimuli.wave(moment, self.tick)
        self._write_blocks(moment, len(touches), (substeps, share))
        self.voice[self.tick % VOICE_TICKS] = self._heard
        self.bind_segments()
        census = self.tick % CENSUS_TICKS == 0 or self._census_due
        if census:
            self._take_census(moment)
            self._census_due = False
        self._live(moment, census)
        self.fields.use()
        self.hyphae.grow()
        if touches or waves or not self._warm:
            self.hyphae.light(touches)  # the first tick does every pass, so that none is compiled later, in the show
        self._warm = True
        self.hyphae.conduct(substeps)
        self.streaming.step(self.hyphae.flow)
        self.ring.keep(self.tick, self.state)
        self.tick += 1

    def _write_blocks(self, moment: Moment, touch_count: int, charge: tuple[int, float]) -> None:
        values = moment.values
        self.parameters.write(values.astype(np.float32).tobytes())
        ear = float(values[INDEX["ear_x"]]) * self.aspect, float(values[INDEX["ear_y"]])
        voice = max((touch.strength for touch in moment.touches if touch.kind == "voice"), default=0.0)
        self.instant.write(blocks.pack(self._instant(moment, touch_count, charge, ear, voice)))
        self._heard = voice, moment.community.pitch
        marks = [(mark.place[0] * self.aspect, mark.place[1], mark.strength, mark.seed) for mark in moment.marks]
        records = np.array(marks[:MOST_MARKS], blocks.dtype(blocks.Mark))
        if len(records):
            self.state.buffers["marks"].write(records.tobytes())
        self._shows_a_moment = True

    def show(self, moment: Moment) -> None:
        """Let a picture be drawn with this moment's parameters, where no step has set any since a restore."""
        if not self._shows_a_moment:
            self._stand_still(moment)

    def _stand_still(self, moment: Moment) -> None:
        tick, self.tick = self.tick, max(0, self.tick - 1)  # a picture shows the world after the last step
        self._write_blocks(moment, 0, (0, 0.0))
        self.tick = tick

    def _instant(
        self, moment: Moment, touch_count: int, charge: tuple[int, float], ear: tuple[float, float], voice: float
    ) -> blocks.Instant:
        community = moment.community
        return blocks.Instant(
            tick=self.tick, seed=self.seed, ground=self.ground, seconds=1.0 / clock.TICKS_PER_SECOND,
            capacity=self.quality.capacity, particles=self.quality.particles,
            columns=self.columns, rows=self.rows, aspect=self.aspect, margin=MARGIN,
            segment_length=SEGMENT_LENGTH, tip_capacity=self.hyphae.tip_capacity,
            touch_count=touch_count, breadth=breadth(self.aspect),
            charge_share=charge[1], charge_steps=math.prod(charge),
            ear_x=ear[0], ear_y=ear[1], voice=voice, pitch=community.pitch,
            unity=community.unity, arousal=community.arousal, phase_age=moment.phase_age,
            symbionts=self.symbionts.count, blossoms=self.flora.blossoms, drifting=DRIFTING,
            citizens=self.mosaic.count, marks=min(MOST_MARKS, len(moment.marks)),
            wave=self.stimuli.way_of_wave(self.tick),
        )  # fmt: skip

    def _take_census(self, moment: Moment) -> None:
        """Count the graph and let it go where it starves; step the ground and what lives on it."""
        self.fields.use()
        if self._tears(moment):
            self.hyphae.tear()
        self.hyphae.take_census()
        if self._swarms(moment):
            self.symbionts.count_up()
        self.mosaic.use()
        self.fields.step(first=self.tick == 0)
        self.fields.use()
        self.flora.step()
        self.state.bind(muster=4, gathered=5, citizens=6, happened=7, counters=10)
        self.reckon.run(1)

    def _tears(self, moment: Moment) -> bool:
        return any(float(moment.values[INDEX[name]]) > 0.0 for name in ("severing", "storm"))

    def _stirs(self, moment: Moment) -> bool:
        """Tell whether anything draws symbionts out of their course."""
        return any(float(moment.values[INDEX[name]]) > 0.0 for name in ("tile_appetite", "jam", "burst"))

    def _swarms(self, moment: Moment) -> bool:
        """Tell whether symbionts may be awake: some are called, or the last ones are fading."""
        if float(moment.values[INDEX["swarm_share"]]) > 0.0:
            self._swarms_until = self.tick + FADE_TICKS
        return self.tick < self._swarms_until or not self._warm

    def _live(self, moment: Moment, census: bool) -> None:
        """Let the swarm walk and spores drift; after a census, let those that landed well grow."""
        self.fields.use()
        if self._swarms(moment):
            self.symbionts.step(self.fields.changes, self._stirs(moment))
        if self.flora.drifts(self.tick, float(moment.values[INDEX["spore_rate"]])) or not self._warm:
            self.flora.blow()
            if census:
                self.flora.sow_landed(self.hyphae.charge, self.hyphae.flow)

    def awake(self) -> set[str]:
        """Return which buffers may hold something that lives just now, besides the hyphae."""
        alive = {"blossoms"}
        if self.tick < self._swarms_until:
            alive.add("symbionts")
        if self.tick < self.flora.drifts_until:
            alive.add("drifting")
        return alive

    def change_quality(self, quality: Quality) -> None:
        """Go on with this quality from the next tick. ValueError, and no change, where too few slots are left."""
        moved = requalify.Moved(self.state, self.rows, self.columns, _in_runs(quality.capacity))
        self.state.release()
        self._size(quality)
        self._make_buffers()
        moved.into(self.state, self.rows, self.columns)
        self._census_due = True

    def vitals(self, tick: int) -> Vitals | None:
        """Return the vitals of one of the last ticks; None where the world had not begun."""
        return self.ring.at(tick)

    def delayed_vitals(self) -> Vitals | None:
        """Return what story and sound may know of in the coming tick: the vitals of DELAY ticks before."""
        return self.ring.at(self.tick - DELAY)

    def state_hash(self) -> str:
        """Return 16 hexadecimal digits that stand for the whole state."""
        return self.state.hash(self.fields.stale(self.fields.now))

    def snapshot(self) -> bytes:
        """Return the whole state, compressed: `restore` of it goes on as this world does."""
        organs = self.fields.head() | self.flora.head() | self.mosaic.head()
        head: dict[str, Any] = self._shape() | organs | {
            "version": snapshots.VERSION,
            "tick": self.tick,
            "seed": self.seed,
            "ground": self.ground,
            "census_due": self._census_due,
            **self.hyphae.head(),
            "swarms_until": self._swarms_until,
            "wave": self.stimuli.wave_tick,
            "spores": [[spore.x, spore.y, spore.arms] for spore in self.spores],
        }
        extra = {"head.json": json.dumps(head).encode(), "voice": self.voice.tobytes()}
        return self.state.save(extra | self.ring.save(self.state), self.fields.stale(self.fields.now))

    def _shape(self) -> dict[str, int | float]:
        size = self.quality
        shape = {"capacity": size.capacity, "field_rows": size.field_rows, "particles": size.particles}
        return shape | {"aspect": self.aspect}

    def restore(self, snapshot: bytes) -> None:
        """Become the world of a snapshot. Raises SnapshotError, and stays as it is, where it does not fit."""
        with snapshots.open_archive(snapshot) as archive:
            head = snapshots.read_head(archive)
            snapshots.check_fits(head, self._shape())
            voice = snapshots.read_part(archive, "voice", self.voice.nbytes)
            vitals = self.ring.read(archive)
            self.state.load(archive, self.fields.stale(head["fields"]))
        self.voice = np.frombuffer(voice, np.float32).reshape(VOICE_TICKS, 2).copy()
        self.ring.load(vitals, self.state)
        self.tick, self.seed, self.ground = head["tick"], head["seed"], head["ground"]
        self._census_due = bool(head["census_due"])
        self._shows_a_moment = False
        self._swarms_until, self.stimuli.wave_tick = head["swarms_until"], head["wave"]
        for organ in (self.hyphae, self.fields, self.flora, self.mosaic):
            organ.resume(head)
        self.spores = [spores.Spore(*spore) for spore in head["spores"]]


def _in_runs(capacity: int) -> int:
    """Return so many slots or a few more: whole runs of them."""
    return -(-capacity // RUN_SLOTS) * RUN_SLOTS
