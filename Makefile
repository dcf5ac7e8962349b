# What a newcomer needs: `make run` and `make test`.
# `make faults KILLS=200` is the full run.
.PHONY: run dev test full faults delivery coverage bench lint lock screenshots clean install install-dev

PY = .venv/bin/python
FAST = -m "not slow and not faults" -q -rs -p no:cacheprovider -n 2 --dist loadfile
# One at a time: they take the machine for themselves.
SLOW = -m "slow or faults" -q -rs -p no:cacheprovider
# Pure modules say the same on every database.
ON_POSTGRESQL = --ignore=tests/extraction --ignore=tests/japanese --ignore=tests/browser --ignore=tests/test_project.py --ignore=tests/library/test_exports_office.py

NO_ENVIRONMENT = tests/extraction/test_runner.py::test_the_child_knows_nothing_of_our_environment

install:
	@sh tools/install.sh lock-run.txt

install-dev: install
	@sh tools/install.sh lock-dev.txt

run: install
	@PORTAL_DEMO=$${PORTAL_DEMO-1} exec $(PY) manage.py run

dev: install-dev
	@export PORTAL_DEMO=$${PORTAL_DEMO-1} DJANGO_SETTINGS_MODULE=portal.settings_dev; \
	$(PY) manage.py migrate -v0 && $(PY) manage.py load_reference && $(PY) manage.py load_vocabulary && \
	$(PY) manage.py load_demo; \
	$(PY) manage.py worker & worker=$$!; trap "kill $$worker" EXIT INT TERM; \
	$(PY) manage.py runserver 127.0.0.1:$${PORT-8000}

test: install-dev
	@sh tools/programs.sh
	@echo "== SQLite"; $(PY) -m pytest $(FAST)
	@echo "== PostgreSQL"; $(PY) tools/with_postgres.py $(PY) -m pytest $(FAST) $(ON_POSTGRESQL)

# Here nothing is passed over because it is missing.
full: export REQUIRE_ALL = 1
full: install-dev
	@sh tools/programs.sh
	@echo "== SQLite"; $(PY) -m pytest $(FAST)
	@echo "== SQLite, slow"; FUZZ=2000 $(PY) -m pytest $(SLOW)
	@echo "== PostgreSQL"; $(PY) tools/with_postgres.py $(PY) -m pytest $(FAST) $(ON_POSTGRESQL)
	@echo "== PostgreSQL, slow"; $(PY) tools/with_postgres.py $(PY) -m pytest $(SLOW) $(ON_POSTGRESQL)

faults: install-dev
	@KILLS=$${KILLS-20} $(PY) -m pytest tests/faults tests/hostile/test_wire.py -m faults -q -p no:cacheprovider

# On PostgreSQL: .venv/bin/python tools/with_postgres.py make delivery
delivery: install-dev
	@$(PY) -m tests.faults.delivery --events $${EVENTS-500} --kills $${KILLS-10}

# The default run on SQLite but for the browser's journeys. The children that open files are measured, too: they get a word
# of the environment for it, so the test that they get none is left to `make test`. A child that is stopped in the middle
# leaves a broken piece behind, which is passed over.
coverage: install-dev
	@sh tools/programs.sh
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -p tests.measured_children $(FAST) --ignore=tests/browser --deselect $(NO_ENVIRONMENT)
	@$(PY) -m coverage combine -q 2>/dev/null; $(PY) -m coverage report --sort=cover

lint: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djangofmt --check --custom-blocks scrollbox templates
	.venv/bin/djade --check --target-version 6.1 $$(find templates -name '*.html')

# Ratios of two things measured in one run; on a machine that does other work they decide nothing and say so.
bench: install-dev
	@missed=0; for name in reads engine formats ingest "ingest --workers 2" fairness search_build search_speed threads notices start; do echo "== $$name"; $(PY) -m bench.$$name || missed=1; done; exit $$missed

bench-reads bench-engine bench-formats bench-ingest bench-fairness bench-search_build bench-search_speed bench-threads bench-notices bench-start: install-dev
	$(PY) -m bench.$(@:bench-%=%)

screenshots: install-dev
	$(PY) tools/screenshots.py

# Needs uv: pip install uv
lock:
	uv pip compile --python $(PY) --python-version 3.12 --universal --no-emit-index-url --no-header --no-annotate --generate-hashes -q pyproject.toml -o lock-run.txt
	uv pip compile --python $(PY) --python-version 3.12 --universal --no-emit-index-url --no-header --no-annotate --generate-hashes -q pyproject.toml --group dev -o lock-dev.txt

clean:
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache
