# Build output lies outside the clone, so that a fresh checkout finds it again.
export CARGO_TARGET_DIR := env("CARGO_TARGET_DIR", cache / "target")
cache := env("XDG_CACHE_HOME", home_directory() / ".cache") / "mlb-lakehouse"
export MLB_CACHE := cache

set positional-arguments

[private]
default:
    @"{{ just_executable() }}" --justfile "{{ justfile() }}" --list --unsorted

# A day from API to SQL: 15 simulated games, or those of a real date (`just demo 2024-07-12`)
[group('run'), no-exit-message]
demo date="": ours
    @scripts/demo.sh "$1"

# The `mlb` command: `just mlb sql "SELECT ..."`, `just mlb --help`
[group('run'), no-exit-message]
@mlb *args: built
    "$CARGO_TARGET_DIR/debug/mlb" "$@"

# The games of a date, or of today, with all that belongs to them: `just daily --date 2024-07-12`
[group('run'), no-exit-message]
@daily *args: built
    "$CARGO_TARGET_DIR/debug/mlb" pipeline daily "$@"

# A season, or some weeks: `just backfill --season 2024`, `just backfill --start 2024-07-01 --end 2024-07-14`
[group('run'), no-exit-message]
@backfill *args: built
    "$CARGO_TARGET_DIR/debug/mlb" pipeline backfill "$@"

# The jobs of `pipeline/jobs` when they are due, until Ctrl-C
[group('run'), no-exit-message]
@scheduler *args: built
    "$CARGO_TARGET_DIR/debug/mlb" scheduler "$@"

# The simulated Stats API, until Ctrl-C; prints its address
[group('run'), no-exit-message]
@simulator *args: built
    "$CARGO_TARGET_DIR/debug/mlb-simulator" "$@"

# Build output of another checkout is not ours.
[private]
@ours:
    scripts/claim_target.sh

# Silent where there is nothing to do but for a moment; a first build is told.
[private]
@built: ours
    if [ -x "$CARGO_TARGET_DIR/debug/mlb" ]; then cargo build --quiet --workspace --bins; else cargo build --workspace --bins; fi

# A PostgreSQL of one's own on loopback, until Ctrl-C; prints its `MLB_POSTGRES_URL`
[group('run'), no-exit-message]
@postgres:
    scripts/postgres.sh

# An S3 store of one's own on loopback, until Ctrl-C; prints its `MINIO_*`
[group('run'), no-exit-message]
@store:
    scripts/s3.sh

# The tables of the lake with rows, files and versions
[group('lake'), no-exit-message]
@tables: (mlb "tables")

# Contracts: `just schema list`, `just schema show live_game_plays`
[group('lake'), no-exit-message]
@schema *args="list": built
    "$CARGO_TARGET_DIR/debug/mlb" schema "$@"

# Everything, for development
[group('check')]
build: ours
    cargo build --workspace --all-targets

# Everything, optimized
[group('check')]
release: ours
    cargo build --workspace --release --bins

# All tests, exactly as CI runs them
[group('check'), no-exit-message]
test: ours
    @scripts/test.sh

# All notebooks on the lake; pages and figures go to the cache or to a folder: `just notebooks FOLDER`
[group('check'), no-exit-message]
notebooks output="":
    @scripts/notebooks.sh "$1"

# Random bytes for what reads foreign bytes, each target for some seconds: `just fuzz 60`
[group('check'), no-exit-message]
fuzz seconds="60": built
    @scripts/fuzz.sh "$1"

# Line coverage of the libraries by all tests
[group('check'), no-exit-message]
coverage *args: ours
    @scripts/coverage.sh "$@"

# Format, lints, contracts, dependencies
[group('check')]
check: fmt-check clippy schema-check audit

# Format the code
[group('check')]
fmt:
    cargo fmt --all

# Whether the code is formatted
[group('check')]
fmt-check:
    cargo fmt --all --check

# Lints; a warning is an error
[group('check')]
clippy: ours
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Every mapping, and every SQL file against its contract
[group('check')]
schema-check: (mlb "schema" "check")

# Licences, bans and sources of the dependencies, and known vulnerabilities where the database can be reached
[group('check'), no-exit-message]
audit:
    @scripts/audit.sh

# Remove the build output
[group('check')]
clean:
    cargo clean

# Figures: transform, decode, queries, season, backfill, mirror or all; those of peers from the same run: `just bench mirror 200 --runs 1`
[group('bench')]
bench what="all" *args: release
    @shift; python3 "bench/{{ what }}.py" "$@"
