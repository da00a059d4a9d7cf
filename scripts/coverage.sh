#!/usr/bin/env bash
# Line coverage of each crate by all tests, as `just test` runs them; page by page in the cache folder. Needs cargo-llvm-cov and the LLVM
# tools of the compiler (rustup component add llvm-tools), or those of the same LLVM elsewhere (Debian: the package llvm-N).
set -euo pipefail

say() {
    printf 'coverage: %s\n' "$1" >&2
}

if ! cargo llvm-cov --version >/dev/null 2>&1; then
    say 'needs cargo-llvm-cov: cargo install cargo-llvm-cov'
    exit 2
fi
llvm=$(rustc --version --verbose | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
if ! compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/llvm-cov" >/dev/null; then
    if ! command -v "llvm-cov-$llvm" >/dev/null; then
        say "needs the tools of LLVM $llvm: rustup component add llvm-tools, or Debian's package llvm-$llvm"
        exit 2
    fi
    LLVM_COV=$(command -v "llvm-cov-$llvm") LLVM_PROFDATA=$(command -v "llvm-profdata-$llvm")
    export LLVM_COV LLVM_PROFDATA
fi

# What differs from the ordinary build (counters) has a folder of its own. Of the many runs of `mlb` eight files are merged.
export CARGO_TARGET_DIR=$CARGO_TARGET_DIR/coverage
export LLVM_PROFILE_FILE_NAME=mlb-%8m.profraw
environment=$(cargo llvm-cov show-env --sh)
eval "$environment"
cargo llvm-cov clean --workspace --profraw-only
scripts/test.sh

pages=$MLB_CACHE/coverage
of_ours=(--ignore-filename-regex '(^|/)tests/')
cargo llvm-cov report "${of_ours[@]}" --html --output-dir "$pages"
cargo llvm-cov report "${of_ours[@]}" --json --summary-only | python3 scripts/coverage.py
say "line by line: $pages/html/index.html"
