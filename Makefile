# `make demo` runs the main job on the reference fleet, `make test` runs every test; both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: prove agree demo test bench interop clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

demo: $(VENV)/installed
	@HARDMATE=$(BIN)/hardmate sh examples/demo.sh

test: $(VENV)/installed
	$(BIN)/python -m pytest -n auto --dist loadgroup

# Against other tools, on generated corpora; everything is made in .bench/. ROUNDS=9 measures more often.
bench: $(VENV)/installed
	$(BIN)/python benchmarks/bench.py $(if $(ROUNDS),--rounds $(ROUNDS))

# What the standards promise, proved or refuted with both solvers: docs/prove-results.md, in some minutes.
prove: $(VENV)/installed
	$(BIN)/python tests/prove/prove_page.py

# Both solvers on every question of every revision of every standard; `make test` leaves most revisions of IDSS out.
agree: $(VENV)/installed
	$(BIN)/python -m pytest tests/prove/test_prove_agreement.py --agree

# Other people's tools that need Node.
interop: $(VENV)/installed
	$(BIN)/python -m pytest tests/interop --interop

clean:
	rm -rf $(VENV) dist .bench
