#!/bin/sh
# What bench_match reads from files, and what it says of files that it does not take.
# Usage: sh tests/bench/match/files.sh BENCH_MATCH
set -eu
LC_ALL=C
export LC_ALL
bench=$(realpath "$1")
work=$(mktemp -d "${CADRE_TEST_PLACE:-/tmp}/cs.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work"
failed=0

# MODE TEXT WANTED: the text is solved and proven, and WANTED is among what is told.
solves() {
  printf %b "$2" >problem
  timeout 60 "$bench" "$1" problem >told 2>&1 || {
    echo "not solved: $1 '$2'" && cat told && failed=1
    return 0
  }
  if ! grep -q ': proven$' told || ! grep -qxF "$3" told; then
    echo "not '$3': $1 '$2'" && cat told && failed=1
  fi
}

# MODE TEXT WANTED: it is refused with exit 2 and with that, and nothing is solved.
refused() {
  printf %b "$2" >problem
  status=0
  timeout 60 "$bench" "$1" problem >told 2>&1 || status=$?
  if [ "$status" -ne 2 ] || ! grep -qF "$3" told; then
    echo "exit $status, and not '$3': $1 '$2'" && cat told && failed=1
  fi
}

from_zero='3 2 4\n0 1 1\n1 1 2\n0 0 5\n0 1 9\n1 0 7\n2 1 3\n'
solves file "$from_zero" 'fit 16, held 0'
solves file '3 2 4\n1 1 1\n2 1 2\n1 1 5\n1 2 9\n2 1 7\n3 2 3\n' 'fit 16, held 0'
solves file "$(echo "$from_zero" | sed 's/\\n/\\r\\n\\r\\n/g')" 'fit 16, held 0'
solves file '2 2 1\n0 0 1\n1 0 9\n0 1 5\n' 'filled 0 of 0 seats:'
solves file '0 0 0\n' '0 candidates, 0 needs, 0 seats, 0 pairs'
solves file '3 2 2\n0 2147483647 1\n1 2147483647 2\n0 1 9\n2 1 8\n' \
  'filled 2 of 4294967294 seats: class 2 2'
printf %b "$from_zero" | gzip >problem.gz
"$bench" file problem.gz | grep -qx 'fit 16, held 0' || failed=1

refused file '' 'it ends here'
refused file '# 3 2\n' 'line 1: the number of candidates is wanted'
refused file '3 1 4000000000\n0 1 1\n0 0 5\n' 'line 3: it ends here'
refused file '2000000000 1 1\n0 1 1\n0 0 5\n' 'line 1: the number of candidates is more than'
refused file '3 2 1\n0 1 0\n1 1 1\n0 0 9\n' 'line 2: classes are 1 .. 9'
refused file '3 2 1\n0 1 1\n1 1 1\n0 0 10001\n' 'line 4: fit is more than 10000'
refused file '3 2 1\n0 1 1\n1 1 1\n0 0 -1\n' 'line 4: fit is wanted'
refused file '3 2 2\n0 1 1\n1 1 1\n0 0 9\n0 0 9\n' 'candidate 0 is there twice'
refused file '3 2 1\n0 1 1\n1 1 1\n0 0 9\n0 1 9\n' 'line 5: more lines than the 1 pairs'

solves orlib '3\n5 2 9\n2 7 9\n9 9 1\n' 'least cost 5'
solves orlib ' 3 5 2\n 9 2 7\n\n 9 9 9 1' 'least cost 5'
solves orlib '3\n1 2 2\n1 1 5\n2 1 2\n3 3 1\n' 'least cost 5'
solves orlib '4\n1 2 2\n1 1 5\n3 3 1\n' 'filled 2 of 4 seats: class 1 2'
refused orlib '' 'a whole number is wanted'
refused orlib '3\n5 2 9\n2 7 9\n9 9\n' 'it ends with 8 costs, and 3 x 3 are wanted'
refused orlib '3\n5 2 9\n2 7 9\n9 9 1\n4\n' 'it ends with 10 costs, and 3 x 3 are wanted'
refused orlib '3\n5 2 9\n2 x 9\n9 9 1\n' 'line 3: a whole number is wanted'
refused orlib '2\n5 20000\n2 7\n' 'a cost is more than 10000'
refused orlib '3\n1 2 2\n4 1 5\n' 'an item is more than 3'
exit "$failed"
