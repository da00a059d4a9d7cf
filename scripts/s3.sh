#!/usr/bin/env bash
# An S3 store for trying a lake in a bucket: a Ceph RGW on a free port of loopback, its objects in memory, gone with Ctrl-C.
# For development only: any user of this machine can reach the cluster behind it, which asks for no key.
set -euo pipefail

for program in ceph-mon ceph-osd ceph radosgw; do
    if ! command -v "$program" >/dev/null; then
        echo "s3: no $program here; install Ceph (Debian: the packages ceph-mon ceph-osd ceph-base radosgw)" >&2
        exit 1
    fi
done
unset CEPH_ARGS CEPH_CONF CEPH_KEYRING

work=$(mktemp -d)
processes=()
# Nothing is to be kept, so nothing is asked to shut down in order.
stop() {
    if ((${#processes[@]})); then
        kill -KILL "${processes[@]}" 2>/dev/null || true
        wait "${processes[@]}" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 0' INT TERM

fail() {
    tail -n 10 "$work"/*.log >&2
    echo "s3: $1" >&2
    return 1
}

# What it starts dies with this script, even where that is killed.
start() {
    setpriv --pdeathsig KILL "$@" -c "$work/ceph.conf" >>"$work/out.log" 2>&1 &
    processes+=($!)
}

# Not in front: there a signal would wait for its end.
run() {
    start "$@"
    wait -n "${processes[@]}" || fail "failed at $1"
    unset 'processes[-1]'
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

random() {
    od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

cluster=$(</proc/sys/kernel/random/uuid)
monitor=v1:127.0.0.1:$(free_port)
mkdir "$work/mon" "$work/osd"
# The short intervals take the start from 12 s to 2 s; short logs and one shard per bucket more than halve the memory.
cat >"$work/ceph.conf" <<SETTINGS
[global]
fsid = $cluster
mon host = $monitor
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = $work
crash dir = $work
log file = $work/\$name.log
admin socket =
pid file =
mon data = $work/mon
mon cluster log file = $work/cluster.log
mon data avail crit = 0
mon allow pool size one = true
mon tick interval = 1
paxos propose interval = 0.05
paxos min wait = 0.01
osd data = $work/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd crush chooseleaf type = 0
osd class load list = *
osd class default list = *
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd min pg log entries = 10
osd max pg log entries = 50
osd pg log dups tracked = 10
osd pg log trim min = 10
rgw override bucket index max shards = 1
rgw data = $work
SETTINGS

monmaptool --create --addv a "$monitor" --fsid "$cluster" "$work/monmap" >/dev/null
run ceph-mon -i a --mkfs --monmap "$work/monmap"
start ceph-mon -i a -f
run ceph osd create
# With settings of the monitor, a program knows no fsid until the monitor's map comes, and the monitor may refuse it.
run ceph-osd -i 0 --mkfs --no-mon-config
start ceph-osd -i 0 -f --no-mon-config
port=$(free_port)
start radosgw -n client.rgw -f --no-mon-config --rgw-frontends "beast endpoint=127.0.0.1:$port tcp_nodelay=1"
until (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    ((SECONDS < 60)) || fail 'not up after a minute'
    for process in "${processes[@]}"; do
        kill -0 "$process" 2>/dev/null || fail 'a program of the store ended'
    done
    sleep 0.1
done

key=LOCALDEV$(random 6)
secret=local-development-only-$(random 16)
reader_key=LOCALDEV$(random 6)
reader_secret=local-development-only-$(random 16)
# No limit on buckets. The reader has keys of the same user that let it read and nothing else.
run radosgw-admin --no-mon-config user create --uid mlb --display-name mlb --max-buckets 0 \
    --access-key "$key" --secret-key "$secret"
run radosgw-admin --no-mon-config subuser create --uid mlb --subuser mlb:reader --access read --key-type s3 \
    --access-key "$reader_key" --secret-key "$reader_secret"

cat <<VARIABLES
export MINIO_ENDPOINT=http://127.0.0.1:$port
export MINIO_ACCESS_KEY=$key
export MINIO_SECRET_KEY=$secret
export MLB_TEST_S3_READER_KEY=$reader_key
export MLB_TEST_S3_READER_SECRET=$reader_secret
VARIABLES
echo 's3: up; Ctrl-C stops it and removes its data' >&2
wait -n "${processes[@]}" || true
fail 'a program of the store ended'
