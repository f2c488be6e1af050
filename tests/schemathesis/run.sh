#!/bin/sh
# Plays requests drawn from the OpenAPI document at the bundled backend and compares every answer with it: no 5xx, no
# status, media type, header or body that the document does not declare. Opt-in; needs schemathesis (PyPI) on the PATH:
#
#     pip install schemathesis
#     cargo build --release && sh tests/schemathesis/run.sh [more options of `schemathesis run`]
#
# On a fresh store with a desk and no ticket, and on the demonstration's; with a token of an admin who is also a person of the desk.
# Left out is only the check that whatever fits the schema is accepted: a desk refuses more than a schema can say
# (customers that are not there, tickets that moved).
set -eu

vigie=${VIGIE:-target/release/vigie}
port=${PORT:-7399}
desk=$(dirname "$0")/desk.toml

play() {
    schemathesis run "http://127.0.0.1:$port/openapi.json" \
        --header "Authorization: Bearer $token" \
        --exclude-checks positive_data_acceptance \
        --max-examples "${EXAMPLES:-50}" "$@"
}

with_store() {
    filling=$1
    shift
    data=$(mktemp -d)
    if [ "$filling" = demo ]; then
        "$vigie" demo --tickets 200 --fill-only --data "$data" > /dev/null
        manager=cmartin
    else
        "$vigie" desk import "$desk" --data "$data" > /dev/null
        manager=cmartin
    fi
    token=$("$vigie" token create --name schemathesis --role admin --manager "$manager" --data "$data")
    "$vigie" serve --listen "127.0.0.1:$port" --requests-per-minute 0 --data "$data" &
    server=$!
    until curl -fs "http://127.0.0.1:$port/v1/health" > /dev/null; do sleep 0.1; done
    result=0
    echo "== store: $filling"
    play "$@" || result=$?
    kill "$server"
    wait "$server" || result=$?
    rm -r "$data"
    return "$result"
}

with_store empty "$@"
with_store demo "$@"
