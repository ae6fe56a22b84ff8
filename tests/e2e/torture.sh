#!/bin/sh
# Torture by size, made on the way and streamed through a pipe; memory stays flat (RLIMIT_AS).
#
#   sh torture.sh            the cases, fields of 64 MiB
#   sh torture.sh --huge     the same, fields of 1 GiB
#   sh torture.sh --table    prints case, expected and found, those of test_torture.c first
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

HUGE=67108864
TABLE=
case ${1-} in
--huge) HUGE=1073741824 ;;
--table) TABLE=yes ;;
esac

MEMORY=150000 # KiB of address space; the program alone takes 90,000
# A sanitizer maps terabytes of shadow.
if grep -q __asan_init "$PROGRAM"; then
    MEMORY=unlimited
fi

# Where the build tree has them: the cases of one file each.
small=$(dirname "$PROGRAM")/../tests/unit/import/test_import_torture
[ -z "$TABLE" ] || [ ! -x "$small" ] || "$small" --table | grep -v '^Running\|^100%'

# fill COUNT TEXT: the text, so many times.
fill() {
    yes "$2" | tr -d '\n' | head -c "$(($1 * ${#2}))"
}

# big NAME EXPECTED...: standard input is checked as organizations; EXPECTED are the findings as
# "LINE CODE", then the counts "good=… rejected=…", or "refused".
big() {
    STEP=$1
    shift
    (
        # shellcheck disable=SC3045 # dash and bash have it
        ulimit -v "$MEMORY"
        exec "$PROGRAM" check organizations -
    ) >"$WORK/.out" 2>"$WORK/.err"
    code=$?
    found=$(sed -n -E 's/^<stdin>:([0-9]+): .*([FRXW][0-9]{3}) .*/\1 \2/p' "$WORK/.err" | head -3 |
        tr '\n' ' ')
    case $code in
    0 | 1) found=$found$(sed -E 's/.* = ([0-9]+) good .* ([0-9]+) rejected.*/good=\1 rejected=\2/' \
        "$WORK/.out") ;;
    4) found=${found}refused ;;
    *) found="exit code $code: $(tail -n 1 "$WORK/.err")" ;;
    esac
    [ -z "$TABLE" ] ||
        printf '%-3s  %-42s%-42s%s\n' "$([ "$*" = "$found" ] && echo ok || echo BAD)" "$STEP" "$*" \
            "$found"
    [ "$*" = "$found" ] || fail "found '$found' instead of '$*'"
}

H='code,name,kind'

{ printf '%s\nA,' "$H"; fill "$HUGE" x; printf ',cert\nB,y,unit\n'; } |
    big 'a field without an end for long' 2 R034 good=1 rejected=1
{ printf '%s\nA,"' "$H"; fill "$HUGE" x; printf '",cert\nB,y,unit\n'; } |
    big 'the same in quotes' 2 R034 good=1 rejected=1
{ printf '%s\nB,y,unit\nA,"' "$H"; fill "$HUGE" x; } |
    big 'a quote never closed' 3 R034 good=1 rejected=1
{ printf '%s\nA,' "$H"; fill 65536 x; printf ',cert\nB,'; fill 65537 x; printf ',cert\n'; } |
    big 'a field of 65,536 bytes, and one more' 2 R026 3 R033 good=0 rejected=2
{ printf '%s\n' "$H"; fill "$((HUGE / 8))" ','; printf '\nB,y,unit\n'; } |
    big 'a row of delimiters alone' 2 R034 good=1 rejected=1
{ printf '%s\nA' "$H"; fill 99999 ','; printf '\nB,y,unit\n'; } |
    big 'a row of 100,000 fields' 2 R030 good=1 rejected=1
{ printf 'code,name,kind'; fill 99997 ',x'; printf '\nB,y,unit\n'; } |
    big 'a header of 100,000 columns' 1 F014 refused
{ printf 'code,name,kind'; fill 99997 ',a longer name'; printf '\nB,y,unit\n'; } |
    big 'the same, longer than a record may be' 1 F014 refused
{ printf 'x'; fill 99999 ',x'; printf '\nB,y,unit\n'; } |
    big '100,000 columns of no kind' 1 F014 refused
{ fill "$HUGE" x; } | big 'one line of nothing' 1 F014 refused
{ printf '%s\nA,' "$H"; fill 1000000 '""'; printf ',cert\nB,y,unit\n'; } |
    big 'a million quotes of two' 2 R034 good=1 rejected=1
{ printf '%s\nA,"' "$H"; yes x | head -n 100000; printf '",cert\nB,y,unit\n'; } |
    big 'a quoted field of 100,000 lines' 2 R032 3 R029 4 R029 good=1 rejected=100001
{ printf '%s\n' "$H"; yes '' | head -n 1000000; printf 'B,y,unit\nC,z\n'; } |
    big 'a million blank lines' 1000003 R029 good=1 rejected=1
{ printf '%s\r' "$H"; yes 'A,y,unit' | head -n 200000 | tr '\n' '\r'; } |
    big '200,000 rows that are one, parted by CR' 3 W005 4 W005 5 W005 good=1 rejected=0
{ printf '%s\nB,y,unit\n' "$H"; head -c "$HUGE" /dev/zero; } |
    big 'zeros behind the text' 3 F008 refused
{ printf '%s\nB,y,unit\n' "$H"; fill 300000 'ə'; printf '\n\377\n'; } |
    big 'a bad byte behind a long line' 4 F007 refused

# What the rejects hold of all this are the bytes as they were.
{ printf '%s\nA,"=1+1"x,cert\n' "$H"; printf 'B,\033[2J,unit\nC,\\.,@x\nD,y' ; } >odd.csv
step 'the rejects keep the bytes' 1 cadre import organizations odd.csv --effective 2026-03-01
sed -e '1d' -e 's/^[^,]*,[^,]*,[^,]*,\("[^"]*"\|[^,]*\),//' odd.csv.rejects.csv >kept
sed -e '1d' odd.csv >wanted
holds 'each of them, also without an end of line' cmp wanted kept

finish
