#!/usr/bin/env bash
# A PostgreSQL server for trying the mirror: on a free port of loopback, in a temporary folder, gone with Ctrl-C. For development only.
set -euo pipefail

programs=
for folder in ${PATH//:/ } /usr/lib/postgresql/*/bin; do
    [[ -x $folder/initdb && -x $folder/postgres ]] && programs=$folder
done
if [[ -z $programs ]]; then
    echo 'postgres: no PostgreSQL server here; install it (Debian: the package postgresql)' >&2
    exit 1
fi

work=$(mktemp -d)
server=
stop() {
    if [[ -n $server ]]; then
        kill -INT "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 0' INT TERM

# PostgreSQL refuses to run as root.
as=()
if [[ $(id -u) == 0 ]]; then
    chown postgres "$work"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work"
${as[@]+"${as[@]}"} "$programs/initdb" -D "$work/data" -U mlb -A trust -E UTF8 --locale=C --no-sync >/dev/null
${as[@]+"${as[@]}"} "$programs/postgres" -D "$work/data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off >"$work/log" 2>&1 &
server=$!
for _ in {1..100}; do
    "$programs/psql" "postgres://mlb@127.0.0.1:$port/postgres" -qc 'CREATE DATABASE mlb' >/dev/null 2>&1 && break
    sleep 0.1
done
if ! kill -0 "$server" 2>/dev/null; then
    cat "$work/log" >&2
    exit 1
fi
echo "export MLB_POSTGRES_URL=postgres://mlb@127.0.0.1:$port/mlb"
echo 'postgres: up; Ctrl-C stops it and removes its data' >&2
wait "$server"
