# `make run` and `make test` need Python 3.10 or newer, pip and make, and nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: run serve test nightly screenshots reliability docs reference check audit format lock clean

run: $(VENV)/.installed            ## the main job: the simple suite over the example taxonomy
	$(BIN)/python -m sdg_flows.run --pipeline simple

serve: $(VENV)/.installed          ## the Prefect UI with deployments and a worker; ends with an address to open
	$(BIN)/python deployments/serve.py

test: $(VENV)/.installed           ## every test but those for the night, in three processes, those of a file in one of them
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m 'not nightly'

nightly: $(VENV)/.installed        ## the tests that take long too; those with llama.cpp and Ray are skipped where these have no wheel
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[llamacpp]'
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[ray]'
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

screenshots: $(VENV)/.installed    ## take the pictures of the Prefect UI in docs/images anew; needs Chromium
	SDG_PICTURES=docs/images $(BIN)/python -m pytest tests/deployments/test_pictures.py

reliability: $(VENV)/.installed    ## ask with each fault, and write what came of it into docs/reliability.md
	$(BIN)/python -m pytest tests/faults/test_transport.py tests/faults/test_content.py tests/faults/test_stops.py
	PYTHONPATH=.:tests $(BIN)/python -m faults.page

docs: $(VENV)/.installed-docs      ## the site, from docs/; a link that leads nowhere is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/site
	@echo "Look     open build/site/index.html"

reference: $(VENV)/.installed      ## write the pages that are made of the blocks and of the command line
	$(BIN)/sdg-flows blocks --markdown > docs/blocks.md
	$(BIN)/sdg-flows schema > docs/flow_file.schema.json
	$(BIN)/sdg-flows --markdown > docs/command_line.md

check: $(VENV)/.installed-dev      ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python

audit: $(VENV)-audit/.installed $(VENV)/.installed   ## known vulnerabilities of what is installed
	$(VENV)-audit/bin/python .ci/audit.py $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

format: $(VENV)/.installed-dev     ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:                              ## resolve the dependencies anew
	uv lock --upgrade

clean:
	rm -rf $(VENV) $(VENV)-audit build out .sdg_work

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'ruff>=0.14' 'pyright[nodejs]>=1.1.400'
	touch $@

# What the extra `docs` names, without installing the package again: CI builds the site while tests run.
DOCS = from importlib.metadata import requires; print(*(it.split(";")[0] for it in requires("sdg_flows") if "docs" in it.rpartition("extra")[2]))
$(VENV)/.installed-docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$($(BIN)/python -c '$(DOCS)')
	touch $@

$(VENV)-audit/.installed:
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3'
	touch $@
