#!/bin/sh
# How fast the match engine is, beside other solvers of the same problems on the same machine: all in
# turn, each told by the processor seconds of the solve alone. The numbers are of this machine now:
# nothing here is a test but that all find the same optimum. A second table sets what was measured
# beside the goals.
# Usage: sh tests/bench/match.sh [OPTION]...
#   --cases LIST       of: small surplus tight ties classes million million_tight (default: the
#                      first five)
#   --runs R           solves of ours, of which the fastest is told (default 3)
#   --peers LIST       of: lemon lemon_core glpk (default: lemon,lemon_core); installed if not there.
#                      lemon_core gets only the pairs near the optimum, which we had to find first;
#                      glpk takes part in the small case alone
#   --limit S          seconds that a peer may take (default 600)
#   --build DIR        of the programs (default: build/release)
#   --work DIR         where files go (default: /tmp)
#   --output FILE      the table as Markdown (default: standard output)
set -eu
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

runs=3
cases='small surplus tight ties classes'
peers=' lemon lemon_core '
limit=600
while [ $# -gt 0 ]; do
  case $1 in
    --cases | --runs | --peers | --limit)
      wants_argument "$@"
      case $1 in
        --cases) cases=$(echo "$2" | tr ',' ' ') ;;
        --runs) runs=$2 ;;
        --peers) peers=" $(echo "$2" | tr ',' ' ') " ;;
        --limit) limit=$2 ;;
      esac
      shift
      ;;
    *)
      common_option "$@"
      shift
      ;;
  esac
  shift
done

take_place tests/bench/match/bench_match
bench=$build/tests/bench/match/bench_match

with() {
  case $peers in *" $1 "*) ;; *) return 1 ;; esac
}

prepare_peers() {
  set -- "$top/tests/bench/match"
  if with lemon || with lemon_core; then
    install_packages liblemon-dev g++:g++
    g++ -O2 -DNDEBUG -o "$work/lemon" "$1/peer_lemon.cc" -llemon
  fi
  if with glpk; then
    install_packages libglpk-dev g++:g++
    g++ -O2 -o "$work/glpk" "$1/peer_glpk.cc" -lglpk
  fi
}

# The numbers of a case, as bench_match wants them.
shape_of() {
  case $1 in
    small) echo 10000 1000 1000 ;;
    surplus) echo 100000 3000 10000 ;;
    tight) echo 100000 3000 90000 ;;
    ties) echo 100000 3000 50000 --ties ;;
    classes) echo 100000 3000 90000 --classes 5 ;;
    million) echo 1000000 10000 100000 ;;
    million_tight) echo 1000000 10000 900000 ;;
    *) die "no such case: $1" ;;
  esac
}

# A peer's seconds on a file, beside ours; the optimum must be the same.
peer() {
  name=$1
  program=$2
  file=$3
  say "$case: $name"
  status=0
  timeout "$limit" "$program" "$file" >"$work/said" || status=$?
  if [ "$status" -eq 124 ]; then
    echo "> $limit s" >"$work/$name"
    return
  fi
  [ "$status" -eq 0 ] || die "$case: $name failed"
  read -r seconds filled fit theirs <"$work/said"
  [ "$filled/$fit" = "$ours_filled/$ours_fit" ] ||
    die "$case: $name fills $filled seats with fit $fit, we $ours_filled with $ours_fit"
  echo "$seconds s ($(awk "BEGIN { printf \"%.0f\", $seconds / $ours }") x), $theirs MiB" >"$work/$name"
  echo "$seconds" >"$work/$name.seconds"
}

cell() {
  cat "$work/$1" 2>/dev/null || true
}

# Of a case: processor seconds of the solve on one thread at most, seconds by the wall clock on two at
# most, times LEMON at least; 0 = none.
goal_of() {
  case $1 in
    surplus) echo 0.10 0 50 ;;
    tight | ties) echo 0.22 0 50 ;;
    million) echo 1.0 0.8 300 ;;
    million_tight) echo 4 0 0 ;;
    *) echo 0 0 0 ;;
  esac
}

one_case() {
  rm -f "$work"/lemon_all* "$work"/lemon_core* "$work"/glpk_all*
  say "$case: ours"
  # shellcheck disable=SC2046 # several words
  "$bench" made $(shape_of "$case") --runs "$runs" --row "$case" --core "$work/core.txt" \
    >"$work/row" || true
  IFS='	' read -r _ people needs seats pairs ours wall scan stream peak pairs_scan certificate \
    certificate_two stable month_cold month_warm ours_filled ours_fit proven <"$work/row"
  [ "$proven" = proven ] || die "$case: $proven"
  [ "$case" != tight ] || plain=$ours
  if with lemon || with glpk; then
    # shellcheck disable=SC2046
    "$bench" made $(shape_of "$case") --write "$work/all.txt"
  fi
  ! with lemon || peer lemon_all "$work/lemon" "$work/all.txt"
  ! with lemon_core || peer lemon_core "$work/lemon" "$work/core.txt"
  if with glpk && [ "$case" = small ]; then
    peer glpk_all "$work/glpk" "$work/all.txt"
  fi
  printf '| %s: %d / %d / %d, %d filled | %s | **%s s** | %s s | %s | %s s | %s | %s | %s |\n' \
    "$case" "$people" "$needs" "$seats" "$ours_filled" \
    "$(awk "BEGIN { printf \"%.2f M\", $pairs / 1e6 }")" "$ours" "$scan" \
    "$(awk "BEGIN { printf \"%.0f\", $ours / $scan }")" "$stream" \
    "$(cell lemon_all)" "$(cell lemon_core)" "$(cell glpk_all)" >>"$work/table"
  goals >>"$work/goals"
}

# The goals line, each as what was measured, what is asked, and whether it was met.
goals() {
  # shellcheck disable=SC2046 # several words
  set -- $(goal_of "$case")
  awk -v name="$case" -v ours="$ours" -v most="$1" -v wall="$wall" -v wall_most="$2" \
    -v lemon="$(cell lemon_all.seconds)" -v times="$3" -v plain="${plain:-0}" \
    -v scan="$pairs_scan" -v certificate="$certificate" -v two="$certificate_two" \
    -v stable="$stable" -v cold="$month_cold" -v warm="$month_warm" \
    -v peak="$peak" -v pairs="$pairs" -v people="$people" '
    function met(is) { return is ? "met" : "**no**" }
    function most_of(value, limit, form) {
      return sprintf(form ", at most " form ": %s", value, limit, met(value <= limit))
    }
    BEGIN {
      solve = ours " s"
      if (most > 0)
        solve = most_of(ours, most, "%.3f s")
      if (name == "classes" && plain > 0)
        solve = most_of(ours / plain, 3, "%.2f") " (of tight)"
      two_cores = wall " s"
      if (wall_most > 0)
        two_cores = most_of(wall, wall_most, "%.2f s")
      if (lemon != "" && times > 0)
        peers = sprintf("%.0f, at least %d: %s", lemon / ours, times, met(lemon / ours >= times))
      room = (6 * pairs + 100 * people) / 1048576
      printf "| %s | %s | %s | %s | %s | %.1f | %s | %s | %s |\n", name, solve, two_cores, peers,
        most_of(certificate / scan, 1.5, "%.1f"), two / scan, most_of(stable / scan, 10, "%.1f"),
        most_of(warm / cold, 0.5, "%.2f"), most_of(peak, room, "%.0f MiB")
    }'
}

table() {
  printf '## The match engine\n\n%s, %s cores, Linux %s. Processor seconds of the solve, the fastest of %s.\n\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" "$runs"
  echo '| people / needs / seats | pairs | ours | one scan | in scans | one stream | LEMON, all pairs | LEMON, core | GLPK |'
  echo '|---|---|---|---|---|---|---|---|---|'
  cat "$work/table"
  printf '\nThe goals. A solve is told by processor seconds on one thread, and by the wall clock on two, which come to the\n'
  printf 'same bytes. Certificate and stable mode in scans of the pairs as the program has them; warm is a month later\n'
  printf '(tests/bench/match/month.h), from the prices and seats of before, beside the same from nothing; the peak is\n'
  printf 'that of the first solve and its data, the problem among it, over what the program was before: 6 bytes a pair and\n'
  printf '100 a person are allowed.\n\n'
  echo '| case | solve | solve on two threads, wall | times LEMON | certificate | certificate on two threads, wall | stable | warm, of cold | peak |'
  echo '|---|---|---|---|---|---|---|---|---|'
  cat "$work/goals"
}

prepare_peers
for case in $cases; do
  one_case
done
write_table
