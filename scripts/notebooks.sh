#!/usr/bin/env bash
# Executes every notebook on the lake (MLB_LAKE, else ./lakehouse) and keeps pages and figures in a folder: the argument, else one in the cache.
# What they run on is installed once, in a Python environment of their own.
set -euo pipefail

cache=${MLB_CACHE:-$HOME/.cache/mlb-lakehouse}
environment=$cache/notebooks-venv
needed=notebooks/requirements.txt
output=${1:-$cache/notebooks}

say() {
    printf 'notebooks: %s\n' "$1" >&2
}

lake=${MLB_LAKE:-lakehouse}
if [[ $lake != *://* ]]; then
    if [[ ! -d $lake/mlb-warehouse/game ]]; then
        say "no lake at $lake: run \`./justw demo\`, or set MLB_LAKE"
        exit 2
    fi
    lake=$(cd "$lake" && pwd)
fi
export MLB_LAKE=$lake

if ! cmp -s "$needed" "$environment/installed.txt"; then
    if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say 'needs Python 3.11 or newer with its venv module (Debian: the package python3-venv)'
        exit 2
    fi
    say "installing $needed into $environment"
    python3 -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$needed" >&2
    cp "$needed" "$environment/installed.txt"
fi

# Neither settings nor history of one's own IPython.
export IPYTHONDIR=$environment/ipython
"$environment/bin/python" scripts/execute_notebooks.py "$output" notebooks/*.ipynb
say "pages and figures are in $output"
