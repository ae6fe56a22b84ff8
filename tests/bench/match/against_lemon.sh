#!/bin/sh
# The engine beside LEMON's network simplex on many medium problems: each fills as many seats, with
# as much fit, in every priority together. Skipped, saying so, where LEMON or a C++ compiler is not
# there (liblemon-dev, g++).
# Usage: sh tests/bench/match/against_lemon.sh BENCH_MATCH [PROBLEMS]
set -eu
LC_ALL=C
export LC_ALL
bench=$(realpath "$1")
problems=${2:-200}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${CADRE_TEST_PLACE:-/tmp}/cl.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for part in c++ awk; do
  command -v $part >/dev/null || { echo "skipped: there is no $part"; exit 0; }
done
echo '#include <lemon/network_simplex.h>' | c++ -E -x c++ - >/dev/null 2>&1 || {
  echo 'skipped: liblemon-dev is not installed'
  exit 0
}
c++ -O2 -DNDEBUG -o "$work/lemon" "$here/peer_lemon.cc" -llemon

# In turn surplus, tight and more seats than people; with ties and without; of one priority to nine.
shape_of() {
  case $(($1 % 3)) in
    0) seats=600 ;;
    1) seats=1800 ;;
    *) seats=2600 ;;
  esac
  ties=
  [ $(($1 / 3 % 2)) -eq 0 ] || ties=--ties
  echo "2000 200 $seats --seed $1 --classes $(($1 % 9 + 1)) $ties"
}

number=0
while [ "$number" -lt "$problems" ]; do
  number=$((number + 1))
  shape=$(shape_of "$number")
  # shellcheck disable=SC2086 # several words
  "$bench" made $shape --write "$work/problem.txt" >/dev/null
  # shellcheck disable=SC2086
  ours=$("$bench" made $shape --runs 1 --row one | awk -F '\t' '{ print $(NF - 2), $(NF - 1), $NF }')
  theirs=$("$work/lemon" "$work/problem.txt" | awk -F '\t' '{ print $2, $3 }')
  [ "$ours" = "$theirs proven" ] || {
    echo "problem '$shape': we fill and fit $ours, LEMON $theirs"
    exit 1
  }
done
echo "$problems problems, and LEMON finds the same"
