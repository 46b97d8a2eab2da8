#!/bin/sh
# The main job on the embedded PagerDuty: check, plan, apply and proof, plan again, who is on, a holiday's chain.
# It works on a copy in a temporary folder, as of a fixed moment, so it leaves nothing behind and never changes.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/rota.yaml" "$work/"
cd "$work" || exit 1

step() { # step EXPECTED-EXIT-CODE COMMAND…: show the command, run it, insist on how it ends
    expected=$1
    shift
    printf '\n$ %s\n' "$*"
    "$@"
    code=$?
    if [ "$code" -ne "$expected" ]; then
        printf 'expected exit code %s, got %s\n' "$expected" "$code" >&2
        exit 1
    fi
}

echo "A day in the life of rota.yaml, as of Wednesday 25 November 2026, 12:00 in London."
now=2026-11-25T12:00
step 0 rota --now $now check
step 2 rota --sandbox --now $now plan
step 0 rota --sandbox --now $now apply
step 0 rota --sandbox --now $now plan
step 0 rota --sandbox --now $now who --live
step 0 rota --now $now page 24x7 --at 2026-12-25T11:00
echo
echo "Done. Edit rota.yaml and try:  .venv/bin/rota --sandbox plan"
