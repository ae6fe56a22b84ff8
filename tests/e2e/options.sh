#!/bin/sh
# Options, help and version, as a user meets them.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

step 'version' 0 cadre --version
out <<'END'
cadre 0.1.0
END
no_err

step 'no word' 0 "$PROGRAM"
cp .out overview.txt
step 'help' 0 "$PROGRAM" help
holds 'the same as no word' cmp overview.txt .out
step '--help' 0 "$PROGRAM" --help
holds 'the same as no word' cmp overview.txt .out

step 'help of a command' 0 "$PROGRAM" help db path
out <<'END'
cadre db path: print the folder of the private PostgreSQL

Examples:
  tar -C "$(cadre db path)" -cf backup.tar .
      after 'cadre db stop': a cold backup

Usage: cadre db path

All that the private PostgreSQL consists of lies below this folder.

Options of every command:
  -d, --database CONNINFO  use this PostgreSQL (URI, key=value pairs or a name)
      --data-dir DIR       keep the private PostgreSQL under DIR
      --demo               work on the made-up country that 'cadre demo' built
  -q, --quiet              say nothing when all is well, one line when somebody has to act
      --color WHEN         auto (default), always or never
  -h, --help               show help, examples first
  -V, --version            print the version

Exit codes:
    0  done
    1  done, with findings; verify: disproved; doctor: a warning
    2  wrong use, or no such run
    3  the database cannot be reached, started or written; doctor: a failure
    4  input refused, nothing of it stored
    5  somebody else holds the lock
    6  the schema is absent, older or newer: see 'cadre db'; verify: a run of other rules
    7  output or a temporary file not written, the old file is kept
   70  a bug in cadre
  130  interrupted (143: terminated); nothing half stored
END
step 'the same behind it' 0 "$PROGRAM" db path --help
holds 'help is a result: stdout' test -s .out
no_err

step 'help of several commands' 0 "$PROGRAM" batch --help
out <<'END'
Commands:
  batch list      list the imported files
  batch show      show one imported file and its findings
  batch resume    go on with an import that was interrupted
  batch abandon   give up an import that was interrupted
  batch diff      tell what differs between what two imported files left
  batch undo      take one imported file back

'cadre batch SUBCOMMAND --help' shows one of them.
END
no_err
cp .out group.txt
for words in 'help batch' '--help batch' 'batch -h'; do
    # shellcheck disable=SC2086
    step "$words" 0 "$PROGRAM" $words
    holds 'the same' cmp group.txt .out
done
step 'help of a slip' 2 "$PROGRAM" help mach
no_out
err <<'END'
cadre: there is no command 'mach'
  hint: did you mean 'cadre match'?
END
step 'help of half a slip' 2 "$PROGRAM" help batch lst
no_out
err <<'END'
cadre: there is no command 'batch lst'
  hint: cadre batch knows: list, show, resume, abandon, diff, undo
END

step 'a slip' 2 cadre mach
no_out
err <<'END'
cadre: there is no command 'mach'
  hint: did you mean 'cadre match'?
END
step 'half a command' 2 cadre run
no_out
err <<'END'
cadre: 'run' wants a subcommand
  hint: cadre run knows: list, show, diff, approve, reject, publish, withdraw
END
step 'an unknown option' 2 cadre match --as-off 2026-03-01
no_out
err <<'END'
cadre: there is no option '--as-off'
  hint: did you mean '--as-of'?
END
step 'an option like no other' 2 cadre match --zzzzzz
no_out
err <<'END'
cadre: there is no option '--zzzzzz'
  hint: cadre match --help shows the options
END
step 'an option without its argument' 2 cadre match --as-of
no_out
err <<'END'
cadre: option '--as-of' wants an argument
  hint: cadre match --help shows the options
END
step 'no calendar date' 2 cadre match --as-of 2026-02-30
no_out
err <<'END'
cadre: '--as-of 2026-02-30' is not a calendar date
  hint: write it as YYYY-MM-DD
END
step 'no kind' 2 cadre schema roter
no_out
err <<'END'
cadre: there is no kind 'roter'
  hint: did you mean 'roster'?
END
step 'no format' 2 cadre schema roster --format xml
no_out
err <<'END'
cadre: '--format xml' is unknown: use table-schema, md or csv
END
step 'the contract of an input' 0 cadre schema organizations
holds 'a table schema' grep -q '"fields"' .out
step 'an empty sheet for Excel' 0 cadre schema completions --format csv --lang ru
out <<'END'
﻿код в источнике;ФИН;источник лица;учебный центр;код курса;дата прохождения;действует до;кем подтверждено
END
step 'no language' 2 cadre schema roster --format csv --lang tr
no_out
err <<'END'
cadre: '--lang tr' is unknown: use en, az or ru
END
step 'a language of what has all' 2 cadre schema roster --lang az
step 'a format of no kind' 2 cadre schema --format csv
no_out
err <<'END'
cadre: '--format' and '--lang' are of the contract of one KIND
  hint: 'cadre schema' lists the kinds
END
step 'all kinds' 0 cadre schema
holds 'each is told' grep -q '^preferences  *a wish of a person or of an organization$' .out
step 'the contract as a page' 0 cadre schema organizations --format md
holds 'a page' grep -q '^# ' .out
step 'demo and a server exclude one another' 2 cadre --demo -d x run list
no_out
err <<'END'
cadre: '--demo' and '--database' exclude one another
END
step 'stop is for the private server' 2 "$PROGRAM" db stop -d x
no_out
err <<'END'
cadre: 'cadre db stop' works on the private PostgreSQL, not with '--database'
END
step 'full and partial exclude one another' 2 cadre import roster x.csv -s BAKU --full --partial
no_out
err <<'END'
cadre: '--full' and '--partial' exclude one another
END
for word in import check; do
    step "$word: standard input twice" 2 cadre "$word" roster - - -s BAKU
    no_out
    err <<'END'
cadre: standard input is read once, but '-' is given 2 times
END
done
step 'colour when asked for' 2 cadre --color always verify
no_out
err <<'END'
ESC[1;31mcadre:ESC[0m 'cadre verify' wants RUN
  hint: cadre verify --help shows how it is used
END
step 'a control character does not reach the terminal' 2 cadre "$(printf 'ma\033[31mtch')"
no_out
err <<'END'
cadre: there is no command 'ma�[31mtch'
  hint: cadre --help lists the commands
END
holds 'no server was made by any of this' test ! -e db

finish
