#!/usr/bin/env bash
# Checks the dependencies with cargo-deny, which it installs in the cache folder where it is missing. Licences, bans and sources need no
# network. Known vulnerabilities need the advisory database; where that cannot be reached, one line says that they were not checked.
set -euo pipefail

version=0.20.2
tools=$MLB_CACHE/tools

if command -v cargo-deny >/dev/null; then
    deny=cargo-deny
else
    deny=$tools/bin/cargo-deny
    if [[ ! -x $deny ]]; then
        echo "audit: building cargo-deny $version into $tools (some minutes)" >&2
        env -u CARGO_TARGET_DIR cargo install cargo-deny --version "$version" --locked --root "$tools" >&2
    fi
fi

# The lock file must be right before anything is read from it.
cargo metadata --locked --format-version 1 >/dev/null
"$deny" --offline --log-level error check licenses bans sources

if "$deny" --log-level off fetch db 2>/dev/null; then
    "$deny" --log-level error check advisories
else
    echo 'audit: the advisory database cannot be reached: known vulnerabilities were not checked'
fi
