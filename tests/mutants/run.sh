#!/usr/bin/env bash
# Changes one operator, arm or answer at a time and asks whether the fast suites notice. Opt-in, never in CI: one change
# costs a build and a run. Needs cargo-mutants (`cargo install cargo-mutants --locked`).
#
#     tests/mutants/run.sh desk --shard 3/50            # each 50th change, from the 4th on
#     tests/mutants/run.sh app --draw 50                # a shard at random; it says which, to be repeated
#     tests/mutants/run.sh server/store --since main    # only what was changed since a commit
#     tests/mutants/run.sh desk -f src/desk/view.rs     # more options of `cargo mutants`, here `-f` and `-F REGEX`
#
# `desk` and `app` are changed in a crate that is made of them alone, as nothing else may be used there: it builds in
# a quarter of the time, and has the suites `desk`, `clock`, `shift` and the unit tests. What lives there in `desk` is
# tried again with the suite `backend` on the whole crate, by which `server/store` is tried.
#
# Works in a copy, which is kept with its builds for the next run in $MUTANTS_HOME. What may live is in `named.txt` with
# the reason. Ends with 1 if anything else lived.
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
home=${MUTANTS_HOME:-${TMPDIR:-/tmp}/vigie-mutants}
named=$here/tests/mutants/named.txt
export CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=1
# No test leaves anything behind that the next one would be judged by.
export PROPTEST_DISABLE_FAILURE_PERSISTENCE=1 INSTA_UPDATE=no

folder=${1:?desk, app or server/store}
shift
case $folder in
    desk) tree=pure suites=(--lib --test=desk --test=clock --test=shift) ;;
    app) tree=pure suites=(--lib --test=shift) ;;
    server/store) tree=whole suites=(--test=backend) ;;
    *) echo "$folder is not desk, app or server/store" >&2 && exit 2 ;;
esac

files=(--file "src/$folder/**") options=()
while [ $# -gt 0 ]; do
    case $1 in
        --draw)
            shard=$((RANDOM % $2))/$2
            echo "shard $shard"
            options+=(--sharding round-robin --shard "$shard")
            shift 2
            ;;
        --shard)
            options+=(--sharding round-robin --shard "$2")
            shift 2
            ;;
        -f | --file)
            files=(--file "$2")
            shift 2
            ;;
        --since)
            mkdir -p "$home"
            git -C "$here" diff "$2" -- "src/$folder" > "$home/since.diff"
            options+=(--in-diff "$home/since.diff")
            shift 2
            ;;
        *)
            options+=("$1")
            shift
            ;;
    esac
done

# Copies what is there now into a tree. All of it is new to the compiler: what was built last was a change.
copy() {
    local tree=$home/$1 built=$home/$1.target/debug
    rm -rf "${tree:?}"
    mkdir -p "$tree" "$built"
    (cd "$here" && git ls-files -z --cached --others --exclude-standard |
        tar --create --null --files-from - --ignore-failed-read 2> /dev/null) |
        tar --extract --touch --directory "$tree"
    if [ "$1" = pure ]; then
        rm "$tree/src/main.rs"
        sed '/^pub mod /{/^pub mod \(app\|desk\);/!d;}' "$here/src/lib.rs" > "$tree/src/lib.rs"
    fi
    # The libraries of others need not be built again.
    for part in build deps .fingerprint; do
        if [ -d "$here/target/debug/$part" ] && [ ! -d "$built/$part" ]; then
            cp -a "$here/target/debug/$part" "$built/"
        fi
    done
}

# Tries the changes of the folder in a tree, `$1`, and leaves what came of each in `$home/$2`.
try() {
    local tree=$1 out=$2
    shift 2
    copy "$tree"
    rm -rf "${home:?}/$out"
    # 2 and 3 are said of changes that lived or did not end, which is told below.
    # One for each tree: to cargo they are the same crate.
    export CARGO_TARGET_DIR=$home/$tree.target
    (cd "$home/$tree" && cargo mutants --in-place --timeout-multiplier 3 --minimum-test-timeout 120 \
        --output "$home/$out" --cargo-arg=--locked "${files[@]}" "$@") ||
        [ $? = 2 ] || [ $? = 3 ]
}

lines() { sort -u "$home/$1/mutants.out/$2.txt" 2> /dev/null || true; }

rm -rf "${home:?}/again"
try "$tree" out "${suites[@]/#/--cargo-arg=}" "${options[@]}"
lived=$(lines out missed)
if [ "$folder" = desk ] && [ -n "$lived" ]; then
    again=()
    while IFS= read -r change; do
        again+=(--re "^$(printf '%s' "$change" | sed 's/[][\.*+?(){}|^$&]/\\&/g')\$")
    done <<< "$lived"
    try whole again --cargo-arg=--test=backend "${again[@]}"
    lived=$(lines again missed)
fi

# A line of `named.txt` is a change without its place in the file, and behind ` -- ` why it may live.
unknown=$(sed 's/:[0-9]*:[0-9]*: /: /' <<< "$lived" | grep -vxFf <(sed -n 's/ -- .*//p' "$named") | grep . || true)
count() { grep -c . <<< "$1" || true; }
noticed=$(($(count "$(lines out caught)") + $(count "$(lines again caught)")))
echo
[ -z "$unknown" ] || printf 'lived:\n%s\n\n' "$unknown"
echo "$folder: $noticed noticed, $(count "$unknown") lived, $(($(count "$lived") - $(count "$unknown"))) may live," \
    "$(count "$(lines out timeout)") did not end, $(count "$(lines out unviable)") do not build"
[ -z "$unknown" ]
