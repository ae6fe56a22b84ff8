#!/bin/sh
# Problems of other shapes than ours (shapes.h), beside LEMON's network simplex and cost scaling on
# the same machine: a table of the processor seconds of the solve alone, the fastest of some runs
# each, and how many times as long the faster of LEMON's takes. Every answer is compared and proven.
# Usage: sh tests/bench/match/shapes.sh BENCH_MATCH [OPTION]... [NAME:SIZE]...
#   --runs R      (default 3)
#   --limit S     seconds that LEMON may take for one problem (default 60)
#   --alone       ours only
# Without a NAME:SIZE, a square of 400 and 800, and about a hundred thousand pairs of each other
# shape. Names: bench_match shapes.
set -eu
LC_ALL=C
export LC_ALL
bench=$(realpath "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)
runs=3
limit=60
peers='simplex scaling'
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=$2 && shift ;;
    --limit) limit=$2 && shift ;;
    --alone) peers= ;;
    --*)
      sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2
      exit 2
      ;;
    *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || set -- square_10:400 square_100:400 square_100:800 square_10000:400 \
  square_10000:800 square_10000:2000 equal:400 two_fits:400 near:400 product:400 chain:400 \
  kinds:400 darling:400 stairs:450 more_seats:300 more_people:300 classes:300 scarce:300 \
  many_seats:2000 one_need:100000 whole_need:100000 two_needs:50000 ladder:50000 band:15000 \
  sparse:33000 sparse_equal:33000 popular:20000 grid:20000 towns:5000

work=$(mktemp -d "${CADRE_TEST_PLACE:-/tmp}/cs.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -n "$peers" ]; then
  c++ -O2 -DNDEBUG -o "$work/simplex" "$here/peer_lemon.cc" -llemon
  c++ -O2 -DNDEBUG -DCOST_SCALING -o "$work/scaling" "$here/peer_lemon.cc" -llemon
fi

# The fastest of the runs of a program of LEMON's, `> S` where it takes too long.
run_peer() {
  rm -f "$work/said"
  run=0
  while [ "$run" -lt "$runs" ]; do
    run=$((run + 1))
    status=0
    timeout "$limit" "$work/$1" "$work/problem.txt" >>"$work/said" || status=$?
    [ "$status" -ne 124 ] || {
      echo "> $limit"
      return
    }
    [ "$status" -eq 0 ] || exit "$status"
  done
  sort -n "$work/said" | head -n 1 | while read -r seconds filled fit _; do
    [ "$filled $fit" = "$2 $3" ] || {
      echo "$1 fills $filled seats with fit $fit, we $2 with $3" >&2
      exit 1
    }
    echo "$seconds"
  done
}

one_shape() {
  name=${1%%:*}
  size=${1##*:}
  IFS='	' read -r _ people needs seats pairs ours filled fit proven <<END
$("$bench" shape "$name" "$size" --runs "$runs" --row "$name" |
  awk -F '\t' -v OFS='\t' '{ print $1, $2, $3, $4, $5, $6, $(NF - 2), $(NF - 1), $NF }')
END
  [ "$proven" = proven ] || {
    echo "$name $size: $proven" >&2
    exit 1
  }
  simplex=
  scaling=
  if [ -n "$peers" ]; then
    "$bench" shape "$name" "$size" --write "$work/problem.txt"
    simplex=$(run_peer simplex "$filled" "$fit")
    scaling=$(run_peer scaling "$filled" "$fit")
  fi
  awk -v name="$name" -v people="$people" -v needs="$needs" -v seats="$seats" -v pairs="$pairs" \
    -v ours="$ours" -v simplex="$simplex" -v scaling="$scaling" '
    function least(text) { return text ~ /^>/ || text == "" ? 1e9 : text + 0 }
    BEGIN {
      best = least(simplex) < least(scaling) ? least(simplex) : least(scaling)
      ratio = best < 1e9 ? sprintf("%.1f", best / (ours > 0 ? ours : 0.0001)) : ""
      printf "| %s | %d / %d / %d | %d | %.4f | %s | %s | %s |\n",
        name, people, needs, seats, pairs, ours, simplex, scaling, ratio
    }'
}

echo '| shape | people / needs / seats | pairs | ours, s | network simplex, s | cost scaling, s | ratio |'
echo '|---|---|---|---|---|---|---|'
for problem in "$@"; do
  one_shape "$problem"
done
