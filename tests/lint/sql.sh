#!/bin/sh
# Queries and migrations keep their form: every query says its shape and its parameters (steps of
# one merge share a list, so that not each uses all); migrations are numbered from 0001 without a gap and none is named twice.
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
findings=$(mktemp)
trap 'rm -f "$findings"' EXIT
cd "$root"

# The header is the run of comments that a file begins with. Inside a text or an identifier no
# query of this project has a dollar sign, so that $n is always a parameter.
lint_files '*.sql' | grep '^sql/queries/' | while read -r query; do
  awk -v file="$query" '
    function say(message) { print file ": " message }
    NR == 1 || header { header = /^--/ }
    header && /^-- shape: (one|maybe|many|none|copy)$/ { shapes++; next }
    header && /^-- shape:/ { say("unknown shape: " $0); shapes++; next }
    header && /^-- \$/ {
      declared++
      if ($0 !~ "^-- \\$" declared "::[a-z0-9_]+(\\[\\])? [a-z0-9_]+$")
        say("parameter " declared " is not declared as -- $" declared "::type name")
      next
    }
    header { next }
    {
      body = 1
      text = $0
      while (match(text, /\$[0-9]+/)) {
        number = substr(text, RSTART + 1, RLENGTH - 1) + 0
        most = number > most ? number : most
        text = substr(text, RSTART + RLENGTH)
      }
    }
    END {
      if (shapes != 1) say("wants exactly one -- shape: header")
      if (!body) say("holds no SQL")
      if (most > declared) say("uses $" most " but declares " declared + 0 " parameters")
    }' "$query"
done >"$findings"

expected=1
for migration in $(lint_files '*.sql' | grep '^sql/migrations/' || true); do
  case $migration in
    sql/migrations/"$(printf '%04d' "$expected")"_*.sql) ;;
    *) echo "$migration: migration $(printf '%04d' "$expected") was expected here" ;;
  esac
  expected=$((expected + 1))
done >>"$findings"
[ "$expected" -gt 1 ] || echo 'sql/migrations: there are none' >>"$findings"
lint_end "$findings"
