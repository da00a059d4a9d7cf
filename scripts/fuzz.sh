#!/usr/bin/env bash
# Fuzzes what reads foreign bytes, each target for some seconds (the argument, 60), from seeds of the simulator. Needs the nightly compiler
# and cargo-fuzz. An input that breaks something stays in tests/fuzz/artifacts; make a test of it.
set -euo pipefail

seconds=${1:-60}
targets=(document schema mapping)
input_bytes_max=65536

say() {
    printf 'fuzz: %s\n' "$1" >&2
}

if ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
    say "\`$seconds\` is no number of seconds"
    exit 2
fi
if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    say 'needs the nightly compiler and cargo-fuzz: rustup toolchain install nightly, cargo install cargo-fuzz'
    exit 2
fi

corpus=$MLB_CACHE/fuzz
python3 scripts/fuzz_seeds.py "$CARGO_TARGET_DIR/debug/mlb-simulator" "$corpus"

# What differs from the ordinary build (compiler, sanitizer) has a folder of its own.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/fuzz
for target in "${targets[@]}"; do
    say "$target, $seconds s"
    cargo +nightly fuzz run --fuzz-dir tests/fuzz "$target" "$corpus/$target/found" "$corpus/$target/seeds" -- \
        -max_total_time="$seconds" -max_len="$input_bytes_max" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
done
say 'nothing broke'
