#!/bin/sh
# How long `cadre match` takes as a command, from PostgreSQL to the stored run: seconds of the wall
# and of the processor, for the client and the server, the peak memory of the client, and what each
# stage took. The registry is a made-up country with needs beside its own; with --keep it is made
# once and used again. The numbers are of this machine now: nothing here is a test but that each run
# holds; what verifying it takes is told beside it.
# Usage: sh tests/bench/command.sh [OPTION]...
#   --people N         specialists (default 100000)
#   --needs M          needs beside the country's own 80 (default 1000)
#   --runs R           matches, each of another day, of which the median wall time is told (default 3)
#   --match 'OPTIONS'  further options of cadre match
#   --without-verify   the runs are not verified
#   --keep DIR         the registry is made in DIR, unless it stands there already, and stays
#   --build DIR        of the programs (default: build/release)
#   --work DIR         where files and server go (default: /tmp)
#   --output FILE      the table as Markdown (default: standard output)
set -eu
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

people=100000
needs=1000
runs=3
more=
verify=yes
keep=
while [ $# -gt 0 ]; do
  case $1 in
    --people | --needs | --runs | --match | --keep)
      wants_argument "$@"
      case $1 in
        --people) people=$2 ;;
        --needs) needs=$2 ;;
        --runs) runs=$2 ;;
        --match) more=$2 ;;
        --keep) keep=$(realpath "$2") ;;
      esac
      shift
      ;;
    --without-verify) verify= ;;
    *)
      common_option "$@"
      shift
      ;;
  esac
  shift
done

take_place tests/bench/import/bench_run "$keep"
if [ -f "$home/made" ]; then
  [ "$(cat "$home/made")" = "$people $needs" ] ||
    die "'$home' has a registry of $(cat "$home/made") people and needs"
else
  make_country "$people" "$needs"
  echo "$people $needs" >"$home/made"
fi
demo run list >/dev/null # starts the server
connection=$("$program" --data-dir "$home/db" --demo db status | sed -n 's/^connection  //p')
on() {
  psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 -d "$connection" -c "$1"
}
server=$(head -n 1 "$home"/db/pg*/data/postmaster.pid)

# A day on which no run is yet, or the last one would be the answer.
next_day() {
  on "SELECT greatest(max(as_of), DATE '2026-03-31') + 1 FROM cadre.run"
}

stage_ms() {
  sed -n "s/.*\"stage\": \"$1\", \"state\": \"done\".*\"stage_ms\": \([0-9]*\).*/\1/p" told
}

one_run() {
  day=$(next_day)
  # shellcheck disable=SC2086 # several words
  "$build/tests/bench/import/bench_run" "$server" "$program" --data-dir "$home/db" --demo match \
    --as-of "$day" --progress json $more >said 2>told 3>used </dev/null || {
    cat said told >&2
    die 'the match failed'
  }
  sed -n 's/^\([0-9]* people.*pairs\);.*/\1/p' said >"$work/size"
  echo "$(cat used) $(stage_ms reading) $(stage_ms pairs) $(stage_ms solving) $(stage_ms comparing) $(stage_ms storing)" |
    tr '\t' ' ' >>"$work/runs"
  [ -n "$verify" ] || return 0
  "$build/tests/bench/import/bench_run" "$server" "$program" --data-dir "$home/db" --demo -q verify last \
    3>used </dev/null || die 'the run does not hold'
  tr '\t' ' ' <used >>"$work/verified"
}

table() {
  printf '## cadre match: %s\n\n' "$(cat "$work/size")"
  printf '%s, %s cores; Linux %s; %s. The median of %s.\n\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" \
    "$(psql --version | sed 's/ (Debian.*//; s/psql (PostgreSQL)/PostgreSQL/')" "$runs"
  echo '| wall s | CPU s of the client | CPU s of the server | peak MiB | reading (COPY out) s | evidence and pairs s | solving s | the other mode s | storing (COPY in) s |'
  echo '|---|---|---|---|---|---|---|---|---|'
  sort -n "$work/runs" | awk '
    { line[NR] = $0 }
    END {
      split(line[int((NR + 1) / 2)], of)
      printf "| %.1f | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", of[1] / 1000, of[2] / 1000,
             of[3] / 1000, of[4] / 1024, of[5] / 1000, of[6] / 1000, of[7] / 1000, of[8] / 1000,
             of[9] / 1000
    }'
  [ -n "$verify" ] || return 0
  sort -n "$work/verified" | awk '
    { line[NR] = $0 }
    END {
      split(line[int((NR + 1) / 2)], of)
      printf "\ncadre verify of it: %.1f wall s, %.1f CPU s of the client, %.1f of the server, peak %.0f MiB.\n",
             of[1] / 1000, of[2] / 1000, of[3] / 1000, of[4] / 1024
    }'
}

for run in $(seq "$runs"); do
  say "match $run of $runs"
  one_run
done
write_table
