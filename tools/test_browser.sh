#!/usr/bin/env bash
# Tests of the page in a headless browser. Says what is missing, and skips, where it cannot be had.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
axe_version=4.14.1
here=.venv-browser

skip() {
    echo "SKIPPED: make test-browser; $1" >&2
    exit 0
}

# A name on the path may be a stub that only says how to install it: it must answer.
find_browser() {
    local name
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome; do
        if "$name" --version >/dev/null 2>&1; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return
        fi
    done
    return 1
}

if ! find_browser && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { timeout 120 apt-get update && timeout 600 apt-get install --yes --no-install-recommends \
        chromium; } >/dev/null 2>&1 || true
fi
find_browser || skip "no browser: install Debian's chromium, or name one in CHROMIUM"

if [ ! -e $here/.installed ] || [ pyproject.toml -nt $here/.installed ]; then
    "${PYTHON:-python3}" -m venv $here || skip "no virtual environment could be made"
    $here/bin/python -m pip install --quiet --disable-pip-version-check --editable . \
        hypothesis playwright pytest || skip "playwright could not be installed"
    touch $here/.installed
fi

export AXE=$PWD/$here/node_modules/axe-core/axe.min.js
if [ ! -e "$AXE" ]; then
    command -v npm >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts \
        --prefix $here "axe-core@$axe_version" >/dev/null ||
        echo "axe-core is missing (it takes npm): accessibility is not checked" >&2
fi

$here/bin/python -m pytest -q -rs -m browser tests/browser
