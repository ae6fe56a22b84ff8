#!/bin/sh
# How fast an import is, beside psql's own \copy of the same file into the same server: both in turn,
# again and again. A private server of the bench's own; its folder goes at the end. The numbers are
# of this machine now: nothing here is a test but that what was imported is counted right.
# Usage: sh tests/bench/import.sh [OPTION]...
#   --rows N           rows of a file (default 100000)
#   --runs R           runs, of which the medians are told (default 5)
#   --kind KIND        roster (default) or certifications
#   --cases LIST       these alone, of: stage first identical reordered one five all small cold
#                      exact (default: all of them); first goes with those of a later list
#   --with LIST        pgloader, csvsql: once each, beside our staging (they too bring a file into a
#                      table) and our whole first load of 100,000 rows; installed if not there
#   --no-fsync         the server never waits for the disk: to try this script, not to measure
#   --build DIR        of the programs (default: build/release)
#   --work DIR         where files and server go (default: /tmp)
#   --output FILE      the table as Markdown (default: standard output)
set -eu
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"
PGOPTIONS="-c client_min_messages=warning"
export PGOPTIONS

rows=100000
runs=5
kind=roster
cases=' stage first identical reordered one five all small cold exact '
others=
fsync=
rows_beside_others=100000
rows_small=10000
while [ $# -gt 0 ]; do
  case $1 in
    --rows | --runs | --kind | --cases | --with)
      wants_argument "$@"
      case $1 in
        --rows) rows=$2 ;;
        --runs) runs=$2 ;;
        --kind) kind=$2 ;;
        --cases) cases=" $(echo "$2" | tr ',' ' ') " ;;
        --with) others=" $(echo "$2" | tr ',' ' ') " ;;
      esac
      shift
      ;;
    --no-fsync) fsync=off ;;
    *)
      common_option "$@"
      shift
      ;;
  esac
  shift
done

take_place tests/bench/import/bench_rows
tools=$build/tests/bench/import
results=$work/results

wanted() {
  case $cases in *" $1 "*) ;; *) return 1 ;; esac
}

# A later list is beside the first one.
for case in identical reordered one five all; do
  if wanted "$case" && ! wanted first; then
    cases=" first$cases"
  fi
done

with() {
  case $others in *" $1 "*) ;; *) return 1 ;; esac
}

# ---- the server --------------------------------------------------------------------------------

cadre() {
  "$program" --data-dir "$work/db" "$@"
}

# on DATABASE SQL
on() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$socket" -U cadre -d "$1" -c "$2"
}

connection_to() {
  echo "host=$socket port=5432 user=cadre dbname=$1"
}

# fresh NAME [TEMPLATE]: a database as the template is.
fresh() {
  on postgres "DROP DATABASE IF EXISTS $1"
  on postgres "CREATE DATABASE $1 TEMPLATE ${2:-cadre} STRATEGY file_copy"
}

# Dead rows are cleared by nobody in the middle of a run: that is left to the time between imports.
start_server() {
  say 'preparing a server'
  printf 'code,name,kind\nBAKU,Recruitment office of Baku,agency\n' >organizations.csv
  cadre -q import organizations organizations.csv --effective 2020-01-01
  socket=$(cadre db status | sed -n "s/^connection.*host='\([^']*\)'.*/\1/p")
  on postgres 'ALTER SYSTEM SET autovacuum = off'
  [ -z "$fsync" ] || on postgres 'ALTER SYSTEM SET fsync = off'
  on postgres 'SELECT pg_reload_conf()' >/dev/null
  server=$(head -n 1 "$(cadre db path)"/pg*/data/postmaster.pid)
}

# ---- measuring ---------------------------------------------------------------------------------

# measure CASE WANTED COMMAND...: one line of results: run, case, wall ms, CPU ms of the client, of
# the server, peak KiB of the client, bytes of WAL. WANTED is a pattern of what it must say.
measure() {
  name=$1
  pattern=$2
  shift 2
  on postgres CHECKPOINT
  before=$(on postgres 'SELECT pg_current_wal_lsn()')
  "$tools/bench_run" "$server" "$@" >said 2>told 3>used </dev/null || {
    cat said told >&2
    die "$name failed"
  }
  wal=$(on postgres "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '$before')")
  [ -z "$pattern" ] || grep -q "$pattern" said || {
    cat said told >&2
    die "$name did not say: $pattern"
  }
  printf '%s\t%s\t%s\t%s\n' "$run" "$name" "$(cat used)" "$wal" | tee -a "$results" >&2
}

# types of the columns that are no text
typed_columns() {
  head -n 1 "$1" | tr ',' '\n' | sed -E 's/^(.*(_on|_from|_date))$/\1 date/; / date$/!s/$/ text/'
}

# anchor NAME KEY FILE DATABASE PERSISTENCE: what psql makes of the file.
anchor() {
  columns=$(typed_columns "$3" | paste -sd,)
  on "$4" 'DROP TABLE IF EXISTS public.anchor'
  on "$4" "CREATE $5 TABLE public.anchor ($columns$2)"
  measure "$1" '' psql -X -q -v ON_ERROR_STOP=1 -h "$socket" -U cadre -d "$4" \
    -c "\\copy public.anchor from '$3' csv header"
  on "$4" 'DROP TABLE public.anchor'
}

# What of an anchor is not the copying: of a short file, much.
anchors() {
  measure nothing '' psql -X -q -h "$socket" -U cadre -d anchors -c ''
  anchor unlogged '' "$1" anchors UNLOGGED
  if [ "$kind" = roster ]; then
    anchor logged ', PRIMARY KEY (national_id)' "$1" anchors ''
  else
    anchor logged ', PRIMARY KEY (source_person_id, credential)' "$1" anchors ''
  fi
}

# ours CASE WANTED DATABASE FILE DAY [OPTION...]
ours() {
  name=$1
  pattern=$2
  base=$3
  file=$4
  day=$5
  shift 5
  measure "$name" "$pattern" "$program" -d "$(connection_to "$base")" import "$kind" "$file" \
    --source BAKU --effective "$day" "$@"
}

# ---- the files ---------------------------------------------------------------------------------

make_rows() {
  "$tools/bench_rows" "$kind" --change 1,5,100 "$@"
}

make_files() {
  say "making files of $rows rows"
  make_rows --rows "$rows" >base.csv
  ! wanted reordered || make_rows --rows "$rows" --order 7 >reordered.csv
  ! wanted one || make_rows --rows "$rows" --month 1 >one.csv
  ! wanted five || make_rows --rows "$rows" --month 2 >five.csv
  ! wanted all || make_rows --rows "$rows" --month 3 >all.csv
  ! wanted small || {
    make_rows --rows "$rows_small" >small.csv
    make_rows --rows "$rows_small" --month 1 >small_next.csv
  }
  ! wanted exact || make_rows --rows "$rows" --faults "$((rows < 100000 ? 30 : 5))" --truth truth >faulty.csv
  [ -z "$others" ] || make_rows --rows "$rows_beside_others" >beside.csv
}

# add_people DATABASE COUNT: and clears up behind them, as the server does some time after so many.
add_people() {
  "$tools/bench_rows" roster --rows "$2" >people.csv
  "$program" -q -d "$(connection_to "$1")" import roster people.csv --source BAKU \
    --effective 2026-03-01
  rm people.csv
  on "$1" VACUUM
}

# Awards are of people, who must be there: two each. In the registry `few` nobody else is.
make_people() {
  fresh few
  [ "$kind" = certifications ] || return 0
  most=$rows
  [ -z "$others" ] || [ "$most" -ge "$rows_beside_others" ] || most=$rows_beside_others
  add_people few "$((rows_small / 2 + 1))"
  add_people cadre "$((most / 2 + 1))"
}

# ---- the cases ---------------------------------------------------------------------------------

one_run() {
  say "run $run"
  anchors base.csv
  fresh bench
  if wanted stage; then
    measure stage '' "$tools/bench_stage" "$(connection_to bench)" "$kind" base.csv
  fi
  if wanted first; then
    ours first "$rows rows = $rows new + 0 changed" bench base.csv 2026-03-01
    sizes bench >largest
  fi
  for case in identical reordered one five all; do
    wanted "$case" && again "$case"
  done
  ! wanted small || small
  ! wanted cold || cold
}

# The largest tables of a database: rows and indexes in MB.
sizes() {
  on "$1" "SELECT format('%s %s + %s MB', c.relname, pg_table_size(c.oid) / 1048576,
                         pg_indexes_size(c.oid) / 1048576)
           FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'cadre'::regnamespace
           ORDER BY pg_total_relation_size(c.oid) DESC, c.relname LIMIT 4" | paste -sd, | sed 's/,/, /g'
}

again() {
  [ "$1" = identical ] || anchor unlogged '' base.csv anchors UNLOGGED
  case $1 in
    identical) ours identical 'unchanged, these bytes' bench base.csv 2026-03-01 ;;
    reordered) ours reordered "0 new + 0 changed + $rows unchanged" bench reordered.csv 2026-04-01 ;;
    one) ours one "$rows rows = 0 new + [1-9][0-9]* changed" bench one.csv 2026-05-01 ;;
    five) ours five "$rows rows = 0 new + [1-9][0-9]* changed" bench five.csv 2026-06-01 ;;
    all) ours all "$rows rows = 0 new + $rows changed" bench all.csv 2026-07-01 ;;
  esac
}

small() {
  fresh small few
  ours small "$rows_small new" small small.csv 2026-03-01
  ours small_next "$rows_small rows = 0 new + [1-9][0-9]* changed" small small_next.csv 2026-04-01
}

# A server that is there and stands still.
cold() {
  cadre -q db stop
  measure_cold=$(date +%s%N)
  cadre -q batch list >/dev/null
  measure_cold=$((($(date +%s%N) - measure_cold) / 100000))
  printf '%s\tcold\t%s.%s\t0\t0\t0\t0\n' "$run" "$((measure_cold / 10))" "$((measure_cold % 10))" |
    tee -a "$results" >&2
  server=$(head -n 1 "$(cadre db path)"/pg*/data/postmaster.pid)
}

# ---- others ------------------------------------------------------------------------------------

install_others() {
  set --
  ! with pgloader || set -- pgloader:pgloader
  ! with csvsql || set -- "$@" csvkit:csvsql python3-psycopg2:/usr/lib/python3/dist-packages/psycopg2
  [ $# -eq 0 ] || install_packages "$@"
}

pgloader_script() {
  fields=$(head -n 1 beside.csv)
  cat <<END
LOAD CSV FROM '$work/beside.csv' HAVING FIELDS ($fields)
  INTO postgresql://cadre@unix:$socket:5432/others?loaded ($fields)
  WITH skip header = 1, fields optionally enclosed by '"', fields escaped by double-quote,
       fields terminated by ',';
END
}

beside_others() {
  run=1
  fresh others
  if with pgloader; then
    on others "CREATE TABLE loaded ($(typed_columns beside.csv | paste -sd,))"
    pgloader_script >beside.load
    measure pgloader '' pgloader beside.load
    [ "$(on others 'SELECT count(*) FROM loaded')" -eq "$rows_beside_others" ] ||
      die 'pgloader did not load all rows'
  fi
  if with csvsql; then
    measure csvsql '' csvsql --db "postgresql://cadre@/others?host=$socket" --insert \
      --tables inserted beside.csv
    [ "$(on others 'SELECT count(*) FROM inserted')" -eq "$rows_beside_others" ] ||
      die 'csvsql did not insert all rows'
  fi
  while [ "$run" -le "$runs" ]; do
    fresh others
    measure beside_stage '' "$tools/bench_stage" "$(connection_to others)" "$kind" beside.csv
    ours beside "$rows_beside_others new" others beside.csv 2026-03-01
    run=$((run + 1))
  done
}

# ---- every fault, and none else ----------------------------------------------------------------

# In the ledger with line, column and code; and each row that was not taken in the rejects, with its
# bytes (of a row of two lines, those of the first).
exact() {
  say 'planted faults'
  fresh faulty
  "$program" -d "$(connection_to faulty)" import "$kind" faulty.csv --source BAKU \
    --effective 2026-03-01 >said 2>told || [ $? -eq 1 ] || die "$(cat told)"
  on faulty "COPY (SELECT line_no, column_name, code FROM cadre.batch_finding WHERE line_no > 0)
    TO STDOUT (FORMAT csv)" | sort >seen
  sort truth >planted
  wrong=$(diff planted seen | grep -c '^[<>]' || true)
  grep -v ',W[0-9]*$' planted | cut -d, -f1 | sort -u >lines
  # shellcheck disable=SC2016
  kept=$(awk -F, 'FILENAME == "lines" { wanted[$1] = 1; next }
    FILENAME == "faulty.csv" { if (FNR in wanted) text[FNR] = $0; next }
    /^[0-9]+,[0-9]+,[A-Z0-9;]+,/ && $1 in text {
      kept += substr($0, length($0) - length(text[$1]) + 1) == text[$1]
    }
    END { print kept + 0 }' lines faulty.csv faulty.csv.rejects.csv)
  all=$(tail -n +2 faulty.csv.rejects.csv | grep -c '^[0-9]*,[0-9]*,[A-Z0-9;]*,' || true)
  printf '%s\t%s\t%s\t%s\t%s\n' "$(wc -l <planted)" "$wrong" "$kept" "$(wc -l <lines)" "$all" |
    tee "$results.exact" >&2
}

# ---- the table ---------------------------------------------------------------------------------

machine() {
  printf '%s, %s cores, %s GB; Linux %s; %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(awk '/MemTotal/ { printf "%d", $2 / 1048576 + 0.5 }' /proc/meminfo)" "$(uname -r)" \
    "$(psql --version | sed 's/ (Debian.*//; s/psql (PostgreSQL)/PostgreSQL/')"
}

table() {
  printf '## Import of %s rows of %s, medians of %s\n\n' "$rows" "$kind" "$runs"
  printf '%s. %s bytes a row. Server as cadre makes it, autovacuum off%s.\n\n' "$(machine)" \
    "$(($(wc -c <base.csv) / rows))" "${fsync:+, fsync off}"
  awk -v rows="$rows" -v exact="$(cat "$results.exact" 2>/dev/null || true)" \
    -f "$top/tests/bench/table.awk" "$results"
  [ ! -s largest ] || printf '\nAfter the first load, rows + indexes: %s.\n' "$(cat largest)"
}

install_others
start_server
on postgres 'CREATE DATABASE anchors'
make_files
make_people
run=1
while [ "$run" -le "$runs" ]; do
  one_run
  run=$((run + 1))
done
[ -z "$others" ] || beside_others
! wanted exact || exact
write_table
