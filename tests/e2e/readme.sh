#!/bin/sh
# The README's tour is what the program really says: every command of its console blocks is run, in
# order, and the page is compared whole. `sh tests/e2e/readme.sh --update` writes what was seen (with
# CADRE_PROGRAM naming the built program). A comment `<!-- shown: 1-4 9-12 -->` before a block keeps
# these lines of its output.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

page=${DATA%/tests/e2e/data}/README.md
mode=${1:-check}

# The reader types the command's name; here it means this script's own private server.
mkdir bin
printf '#!/bin/sh\nexec "%s" --data-dir "%s/db" "$@"\n' "$PROGRAM" "$WORK" >bin/cadre
chmod +x bin/cadre
PATH=$WORK/bin:$PATH
unset -f cadre

# keep RANGES: those lines of stdin, with a line of three dots where some were left out.
keep() {
    awk -v ranges="$1" '
        BEGIN { count = split(ranges, range, " ") }
        {
            shown = count == 0
            for (i = 1; i <= count; i++) {
                split(range[i], ends, "-")
                shown = shown || (NR >= ends[1] && NR <= ends[2])
            }
            if (shown) print
            if (!shown && !dots) print "…"
            dots = !shown
        }'
}

ranges=
block=no
while IFS= read -r line; do
    case $block:$line in
        no:'<!-- shown: '*)
            ranges=${line#<!-- shown: }
            ranges=${ranges% -->}
            ;;
        no:'```console') block=yes ;;
        yes:'```')
            block=no
            ranges=
            ;;
        yes:'$ '*)
            printf '%s\n' "$line"
            sh -c "${line#$ }" 2>&1 </dev/null | sed "s| --data-dir $WORK/db||" | keep "$ranges"
            continue
            ;;
        yes:*) continue ;;
    esac
    printf '%s\n' "$line"
done <"$page" >seen.md

STEP='the tour of README.md'
if [ "$mode" = --update ]; then
    cp seen.md "$page"
elif ! diff -u "$page" seen.md; then
    fail 'the program says something else; see --update'
fi
finish
