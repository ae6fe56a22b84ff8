#!/bin/sh
# How fast pairs of people and needs are decided on one core, beside PostgreSQL, which is given the
# same rules as one statement over the same registry (tests/integration/qualification.sql) in the same
# run, and beside our own evaluator in its readable form. All must find the same pairs. A private server
# of the bench's own; its folder goes at the end. The numbers are of this machine now: nothing here is a
# test but that all agree.
# Usage: sh tests/bench/pairs.sh [OPTION]...
#   --people N         specialists of a made-up country (default 10000)
#   --needs M          needs beside the country's own 80 (default 400)
#   --seconds S        of each measurement, of whose rounds the best is told (default 3)
#   --day DAY          on which pairs are decided (default 2026-04-01)
#   --without-join     PostgreSQL is not asked
#   --build DIR        of the programs (default: build/release)
#   --work DIR         where files and server go (default: /tmp)
#   --output FILE      the table as Markdown (default: standard output)
set -eu
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

people=10000
needs=400
seconds=3
day=2026-04-01
join=yes
while [ $# -gt 0 ]; do
  case $1 in
    --people | --needs | --seconds | --day)
      wants_argument "$@"
      case $1 in
        --people) people=$2 ;;
        --needs) needs=$2 ;;
        --seconds) seconds=$2 ;;
        --day) day=$2 ;;
      esac
      shift
      ;;
    --without-join) join= ;;
    *)
      common_option "$@"
      shift
      ;;
  esac
  shift
done

take_place tests/bench/pairs/bench_pairs
make_country "$people" "$needs"
connection=$("$program" --data-dir "$work/db" --demo db status | sed -n 's/^connection  //p')

say 'the evaluator'
"$build/tests/bench/pairs/bench_pairs" "$connection" "$day" "$seconds" >seen || die 'it fails'
value() {
  sed -n "s/^$1	//p" seen
}

# The whole answer is counted, as a run does: by need and reason. One process, so one core as ours.
if [ -n "$join" ]; then
  say 'PostgreSQL'
  {
    echo "SET cadre.as_of = '$day'; SET cadre.known_at = 'infinity'; SET max_parallel_workers_per_gather = 0;"
    # The planner cannot know how many rows the parts have and would try each with each.
    echo "SET work_mem = '512MB'; SET jit = off; SET enable_nestloop = off; SET enable_mergejoin = off;"
    echo 'CREATE TEMPORARY TABLE counted AS SELECT need_code, reason, count(*) AS people FROM ('
    sed '/^--/d; s/;$//' "$top/tests/integration/qualification.sql"
    echo ') AS pairs GROUP BY need_code, reason;'
    echo "SELECT 'eligible', sum(people) FROM counted WHERE reason = 'eligible';"
    echo "SELECT 'pairs', sum(people) FROM counted;"
  } >join.sql
  server=$(head -n 1 "$work"/db/pg*/data/postmaster.pid)
  "$build/tests/bench/import/bench_run" "$server" psql -X -q -A -t -F '	' -v ON_ERROR_STOP=1 \
    -d "$connection" -f join.sql >joined 3>used || die 'it fails'
  join_ms=$(cut -f 3 used)
  for what in eligible pairs; do
    [ "$(sed -n "s/^$what	//p" joined)" = "$(value $what)" ] ||
      die "PostgreSQL finds $(sed -n "s/^$what	//p" joined) $what, the evaluator $(value $what)"
  done
fi

machine() {
  printf '%s, one core of %s; Linux %s; %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" \
    "$(psql --version | sed 's/ (Debian.*//; s/psql (PostgreSQL)/PostgreSQL/')"
}

table() {
  printf '## Pairs of %s people and %s needs (%s profiles)\n\n' "$(value people)" "$(value needs)" \
    "$(value profiles)"
  printf '%s\n\n' "$(machine)"
  awk -F '\t' -v join_ms="${join_ms:-}" '
    { value[$1] = $2 }
    function row(what, count, ms) {
      printf "| %s | %.0f | %.1f | %.1f M |\n", what, count, ms, count / ms / 1000
    }
    END {
      print "| what | count | CPU ms | a second |"
      print "|---|---|---|---|"
      row("pair tests: a person against a profile, all its conditions and clauses, with the first reason",
          value["tests"], value["sieve_ms"])
      row("the same, with what people show and each question asked once", value["tests"],
          value["sieve_ms"] + value["ask_ms"] + value["expand_ms"])
      row("pairs decided by these tests (needs that are alike are tested once)", value["pairs"],
          value["sieve_ms"])
      row("pairs decided, from the snapshot to all rows with their fit", value["pairs"],
          value["build_ms"])
      rows_ms = value["build_ms"] - value["expand_ms"] - value["ask_ms"]
      row("eligible pairs, from what each person answers to all rows with their fit, and reasons",
          value["eligible"], rows_ms)
      row("pairs by the readable evaluator", value["readable_pairs"], value["readable_ms"])
      if (join_ms != "")
        row("pairs by PostgreSQL", value["pairs"], join_ms)
      rate = value["tests"] / (value["sieve_ms"] + value["ask_ms"] + value["expand_ms"]) / 1000
      printf "\n%d pairs are eligible.", value["eligible"]
      printf " Goal of 60 M pair tests a second, questions and all: %s (%.0f M).", (rate < 60 ? "**not met**" : "met"), rate
      if (value["people"] >= 900000 && value["needs"] >= 10000)
        printf " Goal of 1.0 CPU s for the rows of 1 M people and 10 k needs: %s (%.2f).",
               (rows_ms > 1000 ? "**not met**" : "met"), rows_ms / 1000
      if (join_ms != "")
        printf " Whole against whole, %.0f times as fast as PostgreSQL.",
               join_ms / value["build_ms"]
      print ""
    }' seen
}

write_table
