# make run: grow the mycelium. make test: check it. Each sets up whatever the machine lacks first.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help run test lint wheel bounds empty-room guard look-report sound-report in-step overhear words long-run bench-peers listen-bench grown pictures clean run-ready test-ready

ARGS ?=
# Tests run side by side, a file at a time: a pass of llvmpipe has no work for a second core for half of its time.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
PYTHON := .venv/bin/python
PACKAGES = $(shell awk '$$1 !~ /^\#/ && ($$2 == "run" || "$(1)" == "test") { print $$1 }' installation/debian-packages.txt)
MINOR := $(shell sed -n 's/^requires-python = ">=3\.\([0-9]*\)"/\1/p' pyproject.toml)

help: ## show this list
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: run-ready ## set up, then start the installation: make run ARGS="--fullscreen"
	exec $(PYTHON) -m installation run $(ARGS)

test: test-ready ## set up, then run the tests: make test ARGS="tests/test_params.py"
	exec $(PYTHON) -m pytest $(PARALLEL) $(ARGS)

lint: test-ready ## check style and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy

wheel: test-ready ## build dist/living_mosaic-VERSION-py3-none-any.whl
	$(PYTHON) -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

bounds: test-ready ## play every world's story, and compare its vitals: make bounds ARGS="--world ecoverse --seeds 1"
	exec $(PYTHON) tests/bounds.py $(ARGS)

empty-room: test-ready ## hear forty minutes of an empty room: make empty-room ARGS="--level -40 --seeds 2"
	exec $(PYTHON) tests/community/rooms.py $(ARGS)

guard: test-ready ## try the guard with every world for long, and count what flashes: make guard ARGS="--seeds 1"
	exec $(PYTHON) tests/picture/scenes.py $(ARGS)

look-report: run-ready ## draw the atlas and measure its stills, into build/look: make look-report ARGS="--age 10"
	mkdir -p build/look
	$(PYTHON) -m installation atlas --report build/look/look.md $(ARGS) build/look/atlas.png
	cat build/look/look.md

sound-report: test-ready ## sing every preset and measure it, into build/sound: make sound-report ARGS="--world thaloria"
	mkdir -p build/sound
	PYTHONPATH=tests $(PYTHON) tests/sound_report.py --sheet build/sound/spectrograms.jpg $(ARGS) | tee build/sound/sound.txt

in-step: test-ready ## film an hour at each rate, and see that sound and picture stay together: make in-step ARGS="--minutes 5"
	exec $(PYTHON) tests/stage/film/in_step.py $(ARGS)

overhear: test-ready ## sing into its own microphone, and count what is heard of it: make overhear ARGS="--seconds 30"
	exec $(PYTHON) tests/sound/overheard.py $(ARGS)

words: test-ready ## hear words through what is sung: make words ARGS="speech.wav --worlds ecoverse"
	exec $(PYTHON) tests/senses/echo/words.py $(ARGS)

long-run: test-ready ## sing for ten minutes under the picture's full load, and count gaps: make long-run ARGS="--minutes 2"
	exec $(PYTHON) tests/sound/long_run.py $(ARGS)

# Taichi has a virtual environment of its own, so that ours stays as it is.
PEERS := build/peers
bench-peers: run-ready ## run our swarm and taichi's physarum example in turn: make bench-peers ARGS="--rounds 3"
	[ -e $(PEERS)/bin/python ] || $(PYTHON) -m venv $(PEERS)
	cmp -s pyproject.toml $(PEERS)/installed-for-peers ||
		{ $(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[peers]" &&
			cp pyproject.toml $(PEERS)/installed-for-peers; }
	exec $(PEERS)/bin/python -m installation.stage.bench.peers $(ARGS)

LISTENERS := build/listen
listen-bench: run-ready ## compare what is heard with annotations, librosa and aubio: make listen-bench ARGS="--each"
	[ -e $(LISTENERS)/bin/python ] || $(PYTHON) -m venv $(LISTENERS)
	cmp -s pyproject.toml $(LISTENERS)/installed-for-listen ||
		{ $(LISTENERS)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[listen]" &&
			cp pyproject.toml $(LISTENERS)/installed-for-listen; }
	exec $(LISTENERS)/bin/python tests/senses/listening/bench.py $(ARGS)

# What a start begins with, for each world and shape of the frame, name=size. A change of the world's passes needs them
# anew: make grown WORLDS=thaloria.
WORLDS := $(notdir $(wildcard presets/*))
SHAPES := 16x9=1280x720 9x16=720x1280 32x9=1280x360

grown: run-ready ## grow the networks that a start begins with, anew
	mkdir -p assets/grown
	for world in $(WORLDS); do
		for shape in $(SHAPES); do
			$(PYTHON) -m installation still --fresh --age 150 --world "$$world" --phase calm --seed 3 \
				--size "$${shape#*=}" --snapshot-out "assets/grown/$$world-$${shape%=*}.snapshot" "$$(mktemp --suffix .png)"
		done
	done

pictures: test-ready ## take the README's pictures anew
	mkdir -p assets/pictures
	folder=$$(mktemp -d)
	$(PYTHON) -m installation still --world purification --phase calm --sound-in demo --age 14.05 --size 1600x900 "$$folder/purification-calm.png"
	$(PYTHON) -m installation atlas "$$folder/atlas.png"
	$(PYTHON) tests/stage/showing.py assets/pictures/heard.jpg --world purification --phase calm
	$(PYTHON) -c 'import pathlib, sys; from PIL import Image; [Image.open(path).save(
		f"assets/pictures/{path.stem}.jpg", quality=88) for path in pathlib.Path(sys.argv[1]).glob("*.png")]' "$$folder"

clean: ## remove the virtual environment and everything built
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installs Debian packages, by name, as root or through sudo; where neither can be had, says the one line to type.
define apt_functions
as_root() {
	if [ "$$(id -u)" = 0 ]; then "$$@"; else sudo "$$@"; fi
}
may_install() {
	command -v apt-get >/dev/null || return 1
	[ "$$(id -u)" = 0 ] && return 0
	command -v sudo >/dev/null || return 1
	sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }
}
apt_update() {
	[ -n "$${apt_is_fresh:-}" ] || as_root apt-get update -qq || echo "apt-get update failed; going on with the lists that are here" >&2
	apt_is_fresh=yes
}
apt_install() {
	apt_update
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
		-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$$@" >/dev/null
}
endef

# Finds a Python that is new enough and can make virtual environments, which Debian's cannot without python3-venv.
define python_functions
find_python() {
	local name
	for name in python3.12 python3.11 python3; do
		"$$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, $(MINOR)))' 2>/dev/null || continue
		echo "$$name"
		return
	done
	return 1
}
install_python() {
	local package
	for package in python3-venv python3.12-venv python3.11-venv; do
		apt_install "$$package" 2>/dev/null && find_python && return
	done
	return 1
}
endef

# What is installed is asked of dpkg, so that a machine that lacks nothing needs neither the network nor a password.
define set_up_system
$(apt_functions)
$(python_functions)
missing=
if command -v dpkg-query >/dev/null; then
	installed=" $$(dpkg-query -W -f '$${Package}:$${db:Status-Status} ' $(1) 2>/dev/null || true) "
	for package in $(1); do [[ "$$installed" == *" $$package:installed "* ]] || missing+=" $$package"; done
	[ -e $(PYTHON) ] || find_python >/dev/null || missing+=" python3-venv"
elif [ ! -e $(PYTHON) ]; then
	echo "This is not Debian or Ubuntu: install what your system calls $(1)." >&2
fi
if [ "$$missing" = " ffmpeg" ] && ! may_install; then
	echo "Without ffmpeg there are no films: sudo apt-get install ffmpeg" >&2
	missing=
fi
if [ -n "$$missing" ]; then
	may_install || { echo "Please install first: sudo apt-get install$$missing" >&2; exit 1; }
	echo "Installing system packages:$$missing"
	apt_install $$missing
fi
endef

# The stamp is a copy of pyproject.toml: packages are installed again only when that file says something else.
# What the tests need holds what a run needs, so they leave both stamps.
define set_up_python
if ! $(PYTHON) -c 'import pip' 2>/dev/null; then
	python=$$(find_python || { may_install && install_python; }) ||
		{ echo "Please install Python 3.$(MINOR) or newer first, with its venv module" >&2; exit 1; }
	echo "Making a virtual environment in .venv with $$($$python --version)"
	rm -rf .venv
	"$$python" -m venv .venv
fi
if ! cmp -s pyproject.toml .venv/installed-for-$(1); then
	echo "Installing Python packages into .venv"
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable "$(2)"
	tee $(patsubst %,.venv/installed-for-%,$(3)) <pyproject.toml >/dev/null
fi
endef

# Where Python is newer than the wheels of python-rtmidi, Debian's own package lends it; without it there is no MIDI.
define set_up_midi
if ! $(PYTHON) -c 'import rtmidi' 2>/dev/null && ! /usr/bin/python3 -c 'import rtmidi' 2>/dev/null; then
	{ may_install && apt_install python3-rtmidi; } || echo "Without it there is no MIDI: sudo apt-get install python3-rtmidi" >&2
fi
endef

run-ready:
	$(call set_up_system,$(call PACKAGES,run))
	$(call set_up_python,run,.,run)
	$(set_up_midi)

test-ready:
	$(call set_up_system,$(call PACKAGES,test))
	$(call set_up_python,test,.[dev],run test)
	$(set_up_midi)
