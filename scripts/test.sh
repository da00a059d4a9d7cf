#!/usr/bin/env bash
# All tests, as CI runs them. Tests of the mirror start a PostgreSQL server of their own; it is installed where the system allows that.
# The runner's summary comes last.
set -euo pipefail

say() {
    printf 'test: %s\n' "$1" >&2
}

has_postgres() {
    [[ -n ${MLB_TEST_POSTGRES_URL:-} ]] && return
    local folder
    for folder in ${PATH//:/ } /usr/lib/postgresql/*/bin; do
        [[ -x $folder/initdb && -x $folder/postgres ]] && return
    done
    return 1
}

# Installs packages as root, or with a sudo that asks nothing.
apt_install() {
    local as_root=()
    if [[ $(id -u) != 0 ]]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    command -v apt-get >/dev/null || return 1
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq >&2 &&
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >&2
}

if ! has_postgres; then
    say 'no PostgreSQL server here; installing the package postgresql'
    if ! apt_install postgresql; then
        say 'no right to install the package postgresql: the tests of the mirror will fail; install it, or name a server in MLB_TEST_POSTGRES_URL'
    fi
fi
captures=${MLB_CAPTURES:-../shared/captures}
if [[ ! -d $captures ]]; then
    say "no real captures at $captures (MLB_CAPTURES): tests on real feeds do nothing"
fi

runner=(--locked --workspace)
if [[ ${CI:-} == true ]]; then
    export CARGO_TERM_PROGRESS_WHEN=never
fi

# Whole-system tests run the programs as they are built.
cargo build "${runner[@]}"
cargo test "${runner[@]}" --doc
if cargo nextest --version >/dev/null 2>&1; then
    [[ ${CI:-} == true ]] && runner+=(--no-fail-fast)
    exec cargo nextest run "${runner[@]}"
fi
[[ ${CI:-} == true ]] && runner+=(--no-fail-fast)
exec cargo test "${runner[@]}" --lib --bins --tests --examples
