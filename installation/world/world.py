"""The world: the organism's state on the GPU and the order of the passes in a tick."""

import json
import math
from collections import deque
from typing import Any

import moderngl
import numpy as np

from installation import clock, resources
from installation.chance import hash_word, unit
from installation.gpu import blocks
from installation.gpu.shaders import Compute, Shaders
from installation.params import INDEX, NAMES
from installation.story import Moment, Touch
from installation.world import requalify, spores
from installation.world import snapshot as snapshots
from installation.world.fields import CENSUS_TICKS, PAIRS, Fields
from installation.world.flora import BLOSSOMS, DRIFTING, Flora
from installation.world.mosaic import MOST_CITIZENS, Mosaic
from installation.world.quality import RUN_SLOTS, STANDARD, Quality, breadth
from installation.world.state import State, size_of
from installation.world.symbionts import FADE_TICKS, Symbionts
from installation.world.vitals import DELAY, Vitals, VitalsRing

MARGIN = 0.075
"""How far the world goes on beyond the frame at each side, as a share of the frame."""
SEGMENT_LENGTH = 0.006
"""Heights after which a hypha starts a new segment."""
VOICE_TICKS = 1024
"""Ticks for which the room's envelope is remembered: it travels out from the Ear meanwhile."""

SURGE_TICKS = 4 * clock.TICKS_PER_SECOND
"""Ticks in which a surge crosses the frame."""
_NO_WAVE = -1_000_000
"""When the last wave set out, where none did."""

SERUM_OF_A_TOUCH = 0.6
"""Serum that a touch of strength 1 lays where `touch_serum` is 1."""
MOST_MARKS = 16

_TIP_GROUPS = blocks.offset(blocks.Counters, "tip_groups")
_SLOT_GROUPS = blocks.offset(blocks.Counters, "slot_groups")


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
        self.touched: deque[tuple[int, float, float, float]] = deque(maxlen=64)
        """Tick, place and strength of people's last touches: for the picture alone, not state."""
        self.shaders = shaders or Shaders(context, resources.directory("shaders"))
        self.state = State(context, self.shaders)
        self.fields, self.mosaic = Fields(self.state, self.shaders), Mosaic(self.state, self.shaders)
        self.symbionts, self.flora = Symbionts(self.state, self.shaders), Flora(self.state, self.shaders)
        self._make_buffers()
        self._make_passes()
        self.ring = VitalsRing(context, self.state.buffers["counters"])

    def _size(self, quality: Quality) -> None:
        capacity = -(-quality.capacity // RUN_SLOTS) * RUN_SLOTS
        self.quality = Quality(capacity, quality.field_rows, quality.particles)
        self.tip_capacity = max(4096, capacity // 4)
        self.rows, self.columns = quality.field_rows, max(1, round(quality.field_rows * self.aspect))

    def _make_buffers(self) -> None:
        capacity, state = self.quality.capacity, self.state
        cells = self.columns * self.rows
        state.buffer("ends", capacity * 16)
        state.buffer("ties", capacity * 16, fill=255)
        state.buffer("body", size_of(blocks.Body, capacity))
        state.buffer("vigour", size_of(blocks.Vigour, capacity))
        for n in range(3):
            state.buffer(f"charge{n}", capacity * 4)
        for n in range(2):
            state.buffer(f"flow{n}", capacity * 8)
        state.buffer("tips", self.tip_capacity * 4, fill=255)
        state.buffer("free", capacity * 4)
        state.buffer("counters", size_of(blocks.Counters, 1))
        state.buffer("plans", self.tip_capacity * 16)
        state.buffer("whereabouts", cells * 8)
        state.buffer("bids", capacity * 4)
        state.buffer("tally", capacity // 32 * 8, kept=False)
        state.buffer("grain", capacity * 4)
        particles = np.zeros(self.quality.particles, blocks.dtype(blocks.Particle))
        particles["segment"] = -1
        state.buffer("stream", particles.nbytes).write(particles.tobytes())
        state.buffer("touches", size_of(blocks.Touch, 16), kept=False)
        state.buffer("marks", size_of(blocks.Mark, MOST_MARKS), kept=False)
        self.fields.make(self.columns, self.rows)
        self.mosaic.make(self.columns, self.rows)
        self.symbionts.make(self.quality.particles // 2, self.columns, self.rows)
        self.flora.make(round(BLOSSOMS * breadth(self.aspect)))

    def _make_passes(self) -> None:
        self.parameters = self.context.buffer(reserve=-(-len(NAMES) * 4 // 16) * 16)
        self.instant = self.context.buffer(reserve=-(-blocks.dtype(blocks.Instant).itemsize // 16) * 16)
        compute = self.shaders.compute
        self.extend, self.scan = compute("world/extend.comp"), compute("world/scan.comp")
        self.births, self.inject = compute("world/births.comp"), compute("world/inject.comp")
        self.signal = compute("world/signal.comp", WITH_FLOW=1)
        self.carry = compute("world/signal.comp", WITH_FLOW=0)
        self.stream = compute("world/stream.comp")
        self.clear = compute("world/clear.comp", MOST_CITIZENS=MOST_CITIZENS)
        self.harm = compute("world/harm.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.reckon = compute("world/reckon.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.census = compute("world/census.comp", CENSUS_TICKS=CENSUS_TICKS)
        self.tally, self.roster = compute("world/tally.comp"), compute("world/roster.comp")

    _warm = False
    _heard = (0.0, 0.5)
    _swarms_until = 0
    _wave_tick = _NO_WAVE
    _shows_a_moment = False
    _census_due = False
    # Which of the alternating buffers are current.
    charge_now = 0
    charge_before = 0
    flow_now = 0

    def _bind(self, **places: int) -> None:
        self.state.bind(**places)

    @property
    def charge(self) -> str:
        """The name of the buffer that holds the charge now."""
        return f"charge{self.charge_now}"

    @property
    def flow(self) -> str:
        """The name of the buffer that holds load and distance now."""
        return f"flow{self.flow_now}"

    def bind_segments(self) -> None:
        """Bind what every pass over the segments reads: parameters, instant, the four basic buffers."""
        self.parameters.bind_to_uniform_block(0)
        self.instant.bind_to_uniform_block(1)
        self._bind(ends=0, ties=1, body=2, vigour=3)

    def plant(self, moment: Moment) -> None:
        """Sow the spores of the moment's composition into the empty world."""
        values = {name: float(moment.values[INDEX[name]]) for name in NAMES}
        self.spores = spores.sow(values, self.aspect, breadth(self.aspect), self.seed)
        planted = spores.plant(self.spores, SEGMENT_LENGTH, self.seed)
        for name, data in zip(("ends", "ties", "body", "vigour"), planted, strict=True):
            self.state.buffers[name].write(data.tobytes())

    def step(self, moment: Moment) -> None:
        """Advance by one tick, 1/60 s. The moment's tick is not used: a world may start on a grown one.

        In a frozen moment nothing happens but that the picture is drawn with its parameters.
        """
        if not self.spores:
            self.plant(moment)
        if moment.frozen:
            self._stand_still(moment)
            return
        touches = self._touches(moment)
        speed, excitability = (float(moment.values[INDEX[name]]) for name in ("charge_speed", "excitability"))
        substeps, share = charge_substeps(speed, excitability)
        self.mosaic.step(moment.community.citizens, self.aspect, MARGIN)
        waves = self._wave(moment)
        self._write_blocks(moment, len(touches), share)
        self.voice[self.tick % VOICE_TICKS] = self._heard
        self.bind_segments()
        census = self.tick % CENSUS_TICKS == 0 or self._census_due
        if census:
            self._take_census(moment)
            self._census_due = False
        self._live(moment, census)
        self._grow()
        if touches or waves or not self._warm:
            self._inject(touches)  # the first tick does every pass, so that none is compiled later, in the show
        self._warm = True
        self._signal(substeps)
        self._stream()
        self.ring.keep(self.tick)
        self.tick += 1

    def _write_blocks(self, moment: Moment, touch_count: int, share: float) -> None:
        values = moment.values
        self.parameters.write(values.astype(np.float32).tobytes())
        ear = float(values[INDEX["ear_x"]]) * self.aspect, float(values[INDEX["ear_y"]])
        voice = max((touch.strength for touch in moment.touches if touch.kind == "voice"), default=0.0)
        self.instant.write(blocks.pack(self._instant(moment, touch_count, share, ear, voice)))
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
        self._write_blocks(moment, 0, 0.0)
        self.tick = tick

    def _instant(
        self, moment: Moment, touch_count: int, share: float, ear: tuple[float, float], voice: float
    ) -> blocks.Instant:
        community = moment.community
        return blocks.Instant(
            tick=self.tick, seed=self.seed, ground=self.ground, seconds=1.0 / clock.TICKS_PER_SECOND,
            capacity=self.quality.capacity, particles=self.quality.particles,
            columns=self.columns, rows=self.rows, aspect=self.aspect, margin=MARGIN,
            segment_length=SEGMENT_LENGTH, tip_capacity=self.tip_capacity,
            touch_count=touch_count, charge_share=share, breadth=breadth(self.aspect),
            ear_x=ear[0], ear_y=ear[1], voice=voice, pitch=community.pitch,
            unity=community.unity, arousal=community.arousal, phase_age=moment.phase_age,
            symbionts=self.symbionts.count, blossoms=self.flora.blossoms, drifting=DRIFTING,
            citizens=self.mosaic.count, marks=min(MOST_MARKS, len(moment.marks)),
            wave=(self.tick - self._wave_tick) / SURGE_TICKS,
        )  # fmt: skip

    def _touches(self, moment: Moment) -> list[blocks.Touch]:
        """Return what charges the network in this tick: people's touches, and a pulse of its own."""
        found = [
            blocks.Touch(touch.x, touch.y, 0.035 if touch.kind == "onset" else 0.05, min(touch.strength, 1.0))
            for touch in moment.touches
            if touch.kind != "voice"
        ]
        serum = float(moment.values[INDEX["touch_serum"]]) * SERUM_OF_A_TOUCH
        for touch in moment.touches:
            if touch.kind == "pointer":
                self._remember(touch)
                self.fields.lay(touch.x, touch.y, serum * touch.strength)
        rate = float(moment.values[INDEX["pulse_rate"]]) / 60 / clock.TICKS_PER_SECOND
        if self.spores and unit(self.tick, self.seed, 101) < rate:
            spore = self.spores[hash_word(self.tick, self.seed, 103) % len(self.spores)]
            found.append(blocks.Touch(spore.x, spore.y, 0.012, 1.0))
        return found[:16]

    def _remember(self, touch: Touch) -> None:
        # A hand that rests sends out a ring now and then, and not sixty a second.
        last = self.touched[-1] if self.touched else (-99, 0.0, 0.0, 0.0)
        if self.tick - last[0] >= 12 or math.hypot(touch.x - last[1], touch.y - last[2]) > 0.05:
            self.touched.append((self.tick, touch.x, touch.y, touch.strength))

    def _wave(self, moment: Moment) -> bool:
        """Let a wave set out when it is time; tell whether it charges the network in this tick."""
        rate, oculus = (float(moment.values[INDEX[name]]) for name in ("wave_rate", "oculus"))
        since = self.tick - self._wave_tick
        if rate >= 1.0 and since * rate >= 60 * clock.TICKS_PER_SECOND:
            self._wave_tick, since = self.tick, 0
        # A surge from the oculus charges what its front meets, on all its way; other waves are carried by the hyphae.
        return since == 0 or (oculus > 0.0 and since < SURGE_TICKS)

    def _take_census(self, moment: Moment) -> None:
        """Count, thicken, let go; draw up the roster of tips and free slots; step the ground and what lives on it."""
        capacity, cells = self.quality.capacity, self.columns * self.rows
        self.fields.use()
        if self._tears(moment):
            self._bind(**{"tips": 8, "free": 9, "counters": 10, self.charge: 4, "torn": 5, self.flow: 6})
            self.harm.run(capacity)
        self._bind(muster=4, gathered=5, crowd=6, counters=10, whereabouts=12, axes=13, thread=14)
        self.clear.run(max(cells, MOST_CITIZENS))
        self._bind(**{self.charge: 4, self.flow: 6, "tips": 8, "free": 9, "tally": 15})
        self.census.run(capacity // 32)
        self.tally.run(1)
        self.roster.run(capacity // 32)
        if self._swarms(moment):
            self.symbionts.count_up()
        self.mosaic.use()
        self.fields.step(first=self.tick == 0)
        self.fields.use()
        self.flora.step()
        self._bind(muster=4, gathered=5, citizens=6, counters=10)
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
                self.flora.sow_landed(self.charge, self.flow)

    def _grow(self) -> None:
        self.fields.use()
        self._bind(tips=8, free=9, counters=10, plans=11, whereabouts=12, bids=13)
        self._bind(**{self.charge: 4, self.flow: 6})
        self._over_tips(self.extend)
        self.scan.run(1)
        self._over_tips(self.births)

    def _over_tips(self, compute: Compute) -> None:
        compute.run_counted(self.state.buffers["counters"], _TIP_GROUPS)

    def _over_slots(self, compute: Compute) -> None:
        compute.run_counted(self.state.buffers["counters"], _SLOT_GROUPS)

    def _inject(self, touches: list[blocks.Touch]) -> None:
        if touches:
            self.state.buffers["touches"].write(b"".join(_record(touch) for touch in touches))
        self._bind(**{self.charge: 4, "touches": 6})
        self._over_slots(self.inject)

    def _signal(self, substeps: int) -> None:
        """Carry charge by its substeps; load and distance by one. The charge before the tick is kept."""
        self.charge_before = source = self.charge_now
        others = [n for n in range(3) if n != source]
        self._bind(**{f"flow{self.flow_now}": 6, f"flow{1 - self.flow_now}": 7, "grain": 12})
        for n in range(substeps):
            target = others[n % 2]
            self._bind(**{f"charge{source}": 4, f"charge{target}": 5})
            self._over_slots(self.signal if n == 0 else self.carry)
            source = target
        self.charge_now = source
        self.flow_now = 1 - self.flow_now

    def _stream(self) -> None:
        self._bind(**{self.flow: 6, "counters": 10, "grain": 12, "stream": 13})
        self.stream.run(self.quality.particles)

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
        read = {name: self.state.buffers[name].read() for name in self.state.kept}
        names = [f"{pair}{n}" for pair in PAIRS for n in range(2)] + ["paths"]
        rasters = {name: np.frombuffer(self.state.textures[name].read(), np.float32) for name in names}
        shape, tick = (self.rows, self.columns), self.tick
        old = {
            name: np.frombuffer(read[name], kind).reshape((-1, width) if width > 1 else -1)
            for name, (kind, width, _) in requalify.PER_SLOT.items()
        }
        capacity = -(-quality.capacity // RUN_SLOTS) * RUN_SLOTS
        segments, place = requalify.move_segments(old, capacity)
        self.state.release()
        self._size(quality)
        self._make_buffers()
        for name, data in segments.items():
            self.state.buffers[name].write(data.tobytes())
        stream = np.frombuffer(read["stream"], blocks.dtype(blocks.Particle))
        self.state.buffers["stream"].write(requalify.move_particles(stream, place, quality.particles).tobytes())
        swarm = np.frombuffer(read["symbionts"], blocks.dtype(blocks.Symbiont))
        self.state.buffers["symbionts"].write(self.symbionts.resized(swarm, self.symbionts.count).tobytes())
        for name in ("blossoms", "drifting"):
            self.state.buffers[name].write(read[name])
        for name in ("rich", "feeding", "shedding"):
            cells = np.frombuffer(read[name], np.float32).reshape(shape)
            self.state.buffers[name].write(requalify.resample(cells, self.rows, self.columns).tobytes())
        for name, raster in rasters.items():
            moved = requalify.resample(raster.reshape(*shape, 4), self.rows, self.columns)
            self.state.textures[name].write(moved.tobytes())
        self.state.buffers["counters"].write(read["counters"])
        self.ring.follow(self.state.buffers["counters"])
        self.tick = tick
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
            "charge": [self.charge_now, self.charge_before],
            "flow": self.flow_now,
            "swarms_until": self._swarms_until,
            "wave": self._wave_tick,
            "spores": [[spore.x, spore.y, spore.arms] for spore in self.spores],
        }
        extra = {"head.json": json.dumps(head).encode(), "voice": self.voice.tobytes()}
        return self.state.save(extra | {"vitals": self.ring.buffer.read()}, self.fields.stale(self.fields.now))

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
            vitals = snapshots.read_part(archive, "vitals", self.ring.buffer.size)
            self.state.load(archive, self.fields.stale(head["fields"]))
        self.voice = np.frombuffer(voice, np.float32).reshape(VOICE_TICKS, 2).copy()
        self.ring.buffer.write(vitals)
        self.tick, self.seed, self.ground = head["tick"], head["seed"], head["ground"]
        self._census_due = bool(head["census_due"])
        self._shows_a_moment = False
        self.charge_now, self.charge_before = head["charge"]
        self.flow_now, self._swarms_until, self._wave_tick = head["flow"], head["swarms_until"], head["wave"]
        for organ in (self.fields, self.flora, self.mosaic):
            organ.resume(head)
        self.spores = [spores.Spore(*spore) for spore in head["spores"]]


def _record(touch: blocks.Touch) -> bytes:
    return np.array([touch.x, touch.y, touch.radius, touch.strength], np.float32).tobytes()


def charge_substeps(speed: float, excitability: float) -> tuple[int, float]:
    """Return the substeps in a tick, and their length, that carry a charge at `speed` heights a second.

    The length is a share of the longest stable substep, in which a charge travels about
    0.25 + 0.09 `excitability` segments (measured on a straight hypha).
    """
    segments_per_tick = speed / SEGMENT_LENGTH / clock.TICKS_PER_SECOND
    wanted = segments_per_tick / (0.25 + 0.09 * excitability)
    substeps = max(1, math.ceil(wanted))
    return substeps, wanted / substeps
