#!/usr/bin/env bash
# All tests, as CI runs them. Tests of the mirror start a PostgreSQL server of their own; those of the lake run twice, in a folder and in a
# bucket of Ceph's gateway. Both are installed where the system allows that. The runner's summary comes last.
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

gateway_packages='ceph-mon ceph-osd ceph-base radosgw'

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
has_gateway() {
    local program
    for program in ceph-mon ceph-osd radosgw radosgw-admin; do
        command -v "$program" >/dev/null || return 1
    done
}

if ! has_gateway; then
    say "no Ceph gateway here; installing the packages $gateway_packages"
    # shellcheck disable=SC2086  # a list of packages
    apt_install $gateway_packages || say "no right to install them: lakes in a bucket are not tested"
fi
captures=${MLB_CAPTURES:-../shared/captures}
if [[ ! -d $captures ]]; then
    say "no real captures at $captures (MLB_CAPTURES): tests on real feeds do nothing"
fi

runner=(--locked --workspace)
if [[ ${CI:-} == true ]]; then
    export CARGO_TERM_PROGRESS_WHEN=never
fi

# Test programs whose lakes are in folders by nature: they look at files or speak of folders, try readers that know only those, or bring
# a store that fails, or are about many games. All the others run in the bucket, too.
of_folders=' backfill bad_place cli_snapshots disk_full interoperability store_faults '
of_lakes=()
for file in tests/tests/*.rs tests/tests/*/main.rs; do
    program=${file#tests/tests/}
    program=${program%.rs}
    program=${program%/main}
    [[ $of_folders == *" $program "* ]] || of_lakes+=("$program")
done
bucket=mlb-tests
gateway=
exports=$(mktemp)
trap 'stop_gateway; rm -f "$exports"' EXIT

start_gateway() {
    scripts/s3.sh >"$exports" &
    gateway=$!
    for _ in {1..600}; do
        [[ $(wc -l <"$exports") -ge 5 ]] && break
        kill -0 "$gateway" 2>/dev/null || { say 'the Ceph gateway does not start'; exit 1; }
        sleep 0.1
    done
    # shellcheck disable=SC1090  # written by the script just started
    source "$exports"
    MLB_LAKE=s3://$bucket/first "$CARGO_TARGET_DIR/debug/mlb" init --quiet
}

stop_gateway() {
    [[ -n $gateway ]] || return 0
    kill "$gateway" 2>/dev/null || true
    wait "$gateway" 2>/dev/null || true
    gateway=
}

# Whole-system tests run the programs as they are built.
cargo build "${runner[@]}"
cargo test "${runner[@]}" --doc
[[ ${CI:-} == true ]] && runner+=(--no-fail-fast)
if cargo nextest --version >/dev/null 2>&1; then
    runner=(nextest run "${runner[@]}")
    in_bucket=(-E "$(printf 'binary(%s) + ' "${of_lakes[@]}" | sed 's/ + $//')")
    everything=()
else
    runner=(test "${runner[@]}")
    in_bucket=("${of_lakes[@]/#/--test=}")
    everything=(--lib --bins --tests --examples)
fi
ended=0
if has_gateway; then
    start_gateway
    say 'lakes in a bucket'
    MLB_TEST_BUCKET=$bucket cargo "${runner[@]}" "${in_bucket[@]}" || ended=$?
    stop_gateway
fi
say 'everything, lakes in folders'
cargo "${runner[@]}" ${everything[@]+"${everything[@]}"} || ended=$?
exit "$ended"
