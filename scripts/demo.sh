#!/usr/bin/env bash
# A day from API to SQL. Without a date: 15 finished games of the simulated API, on loopback. With one: that day's games of the real API.
set -euo pipefail

date=${1:-}
programs=$CARGO_TARGET_DIR/debug
work=$(mktemp -d)
simulator=

# shellcheck disable=SC2317  # the traps call it
stop() {
    if [[ -n $simulator ]]; then
        kill "$simulator" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

heading() {
    printf '\n== %s\n' "$1"
}

if [[ -n $date && ! $date =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]]; then
    echo "demo: \`$date\` is no date; write \`just demo 2024-07-12\`" >&2
    exit 2
fi

# A build that takes minutes is no use where the API cannot be reached then. Whoever replays captures does not ask it.
without_api() {
    echo "demo: $1; \`./justw demo\` without a date needs no network: its games are simulated" >&2
    exit 8
}
api=${MLB_STATSAPI_URL:-https://statsapi.mlb.com}
if [[ -n $date && ${STUB_MODE:-} != replay ]] && command -v curl >/dev/null; then
    reached=0
    curl --head --silent --output /dev/null --max-time 10 "$api" || reached=$?
    # No such host, nobody there, no answer in time; with anything else somebody is there.
    case $reached in
        6 | 7 | 28) without_api "no connection to $api" ;;
    esac
fi

echo 'Building; the first time takes some minutes' >&2
SECONDS=0
cargo build --workspace --bins
built=$SECONDS

if [[ -n $date ]]; then
    heading "$date, from the Stats API"
    source=()
else
    date=2024-07-04
    "$programs/mlb-simulator" --port 0 --days-by-themselves >"$work/url" &
    simulator=$!
    for _ in {1..100}; do
        [[ -s $work/url ]] && break
        sleep 0.1
    done
    url=$(head -n 1 "$work/url")
    if [[ -z $url ]]; then
        echo 'demo: the simulated API did not start' >&2
        exit 1
    fi
    heading "$date, from the simulated Stats API at $url"
    source=(--api "$url")
fi

# 0 all went through, 3 some bodies are in quarantine, 6 PostgreSQL is behind: the lake is whole in all three.
ended=0
"$programs/mlb" run --date "$date" ${source[@]+"${source[@]}"} >"$work/report" || ended=$?
if [[ $ended != 0 && $ended != 3 && $ended != 6 ]]; then
    cat "$work/report"
    [[ $ended != 8 || ${#source[@]} != 0 ]] || without_api "there is no demo of $date without the API"
    exit "$ended"
fi
# A run that changes nothing has no table to show; what the lake holds is told all the same.
if grep -q '^table ' "$work/report"; then
    cat "$work/report"
else
    "$programs/mlb" tables
    cat "$work/report"
fi
echo "Built in $built s, the rest took $((SECONDS - built)) s"

for question in scoreboard hardest_hit_balls pitch_mix; do
    file=sql/demo/$question.sql
    heading "$(sed -n '1s/^-- \([^,:]*\).*/\1/p' "$file") (\`$file\`)"
    sed "s/DATE '....-..-..'/DATE '$date'/" "$file" | "$programs/mlb" sql -
done

heading 'Your turn'
# shellcheck disable=SC2016
echo './justw mlb sql "SELECT event, COUNT(*) FROM game.live_game_plays GROUP BY event"'
exit "$ended"
