#!/bin/sh
# The main job on the reference fleet. Run it with `make demo`; HARDMATE names the command.
set -eu
HARDMATE=${HARDMATE:-hardmate}
TODAY=2026-11-22

told() { printf '\n$ hardmate %s\n\n' "$*"; "$HARDMATE" "$@"; }

told pair orion/forward starship-hls/nose --in vehicles --today "$TODAY" --fail-on never
told pair concept-chaser/forward concept-station/forward --in vehicles --today "$TODAY" --fail-on never
told pair soyuz-ms/forward ida-2/outboard --in vehicles --today "$TODAY" --fail-on never
told matrix vehicles \
    --port orion --port dragon-2 --port starliner --port starship-hls --port blue-moon-mk2 --port halo --port i-hab \
    --port ida-2 --port ida-3 --port soyuz-ms --port progress-ms --port shenzhou --port tianhe --port cygnus --port htv-x

printf '\n$ hardmate check vehicles\n\n'
code=0
"$HARDMATE" check vehicles --today "$TODAY" >"${TMPDIR:-/tmp}/hardmate-demo.$$" || code=$?
trap 'rm -f "${TMPDIR:-/tmp}/hardmate-demo.$$"' EXIT
head -n 24 "${TMPDIR:-/tmp}/hardmate-demo.$$"
printf '  ... (the whole of it: %s check vehicles)\n\n' "$HARDMATE"
tail -n 2 "${TMPDIR:-/tmp}/hardmate-demo.$$"
printf '\nAs a gate this would have ended with exit code %s. The demo ends with 0.\n' "$code"
