#!/bin/sh
# The private PostgreSQL: made once, started once, and what may be in its way.
# shellcheck source=tests/e2e/lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"

step 'nothing is there' 0 cadre db status
holds 'absent' grep -q '^state       absent' .out
step 'where it would be' 0 cadre db path
out <<'END'
WORK/db
END

# Eight commands at once: one makes it, all are served.
for i in 1 2 3 4 5 6 7 8; do
    cadre run list >"list.$i" 2>"news.$i" &
    eval "pid$i=\$!"
done
for i in 1 2 3 4 5 6 7 8; do
    eval "wait \$pid$i"
    holds "command $i is served" test $? -eq 0 || cat "news.$i"
    cmp -s list.1 "list.$i" || fail "command $i says something else"
done
holds 'one of them made it' test "$(cat news.* | grep -c 'preparing a private database')" = 1
step 'it runs' 0 cadre db status
holds 'running' grep -q '^state       running' .out
step 'doctor' 0 cadre doctor
no_err

# nobody_in FOLDER: no process of a server works there any more.
nobody_in() {
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/cwd" 2>/dev/null)" = "$1" ] && return 1
    done
    return 0
}

# A pid file whose server is gone, as after a power cut.
folder=$(echo db/pg*/data)
pidfile=$folder/postmaster.pid
cadre -q db stop
holds 'it is stopped' test ! -e "$pidfile"
printf '%s\n%s\n1\n5432\n%s\n\n1 1\nready\n' "$$" "$WORK/$folder" "$WORK" >"$pidfile"
[ "$(id -u)" -ne 0 ] || chown postgres "$pidfile"
step 'a stale pid file' 0 cadre -q match --as-of 2026-03-01
no_out
no_err

# Killed outright, it is started again.
kill -KILL "$(head -n 1 "$pidfile")"
comes nobody_in "$WORK/$folder"
step 'after a crash' 0 cadre -q match --as-of 2026-03-01
no_err

# A backup is a copy of what was stopped; put elsewhere it serves from there, beside its original.
cadre -q db stop
cp -a db dbcopy
step 'the copy' 0 "$PROGRAM" --data-dir "$WORK/dbcopy" -q verify last
no_err
step 'its original' 0 cadre -q verify last
holds 'which it is' answers "SELECT current_setting('data_directory')" "$WORK/$folder"
step 'the copy is stopped' 0 "$PROGRAM" --data-dir "$WORK/dbcopy" -q db stop
step 'and its original is still there' 0 cadre -q verify last
rm -rf dbcopy

# The schema: older, newer, edited, absent.
sql 'CREATE TABLE public.kept AS TABLE cadre.schema_migration'
sql 'DELETE FROM cadre.schema_migration WHERE version = (SELECT max(version) FROM public.kept)'
step 'an older schema' 6 cadre run list
no_out
err <<'END'
cadre: the schema is of version N, this program wants N
  hint: bring it up to date with 'cadre db upgrade'
END
sql "INSERT INTO cadre.schema_migration SELECT k.* FROM public.kept k
     LEFT JOIN cadre.schema_migration m USING (version) WHERE m.version IS NULL"
sql "UPDATE cadre.schema_migration SET checksum = sha256(checksum) WHERE version = 2"
step 'an edited schema' 6 cadre run list
no_out
err <<'END'
cadre: migration 2 of the schema is not the one of this program
  hint: use the cadre that made this schema, or restore a backup
END
step 'the doctor sees it too' 3 cadre -q doctor
no_out
err <<'END'
cadre: schema: migration 2 of the schema is not the one of this program; use the cadre that made this schema, or restore a backup
END
sql 'DELETE FROM cadre.schema_migration; INSERT INTO cadre.schema_migration TABLE public.kept'
sql "INSERT INTO cadre.schema_migration (version, name, checksum, applied_at)
     SELECT 9999, 'tomorrow', checksum, applied_at FROM public.kept LIMIT 1"
step 'a newer schema' 6 cadre match
no_out
err <<'END'
cadre: the schema is of version N, this program knows only N
  hint: install a newer cadre
END
step 'it is not upgraded' 6 cadre db upgrade
no_out
err <<'END'
cadre: the schema is of version N, this program knows only N
  hint: install a newer cadre
END
sql 'CREATE DATABASE other'
other="$(connection | sed 's/dbname=cadre/dbname=other/')"
step 'a database of a server is not made by itself' 6 "$PROGRAM" -d "$other" run list
no_out
err <<'END'
cadre: the database has no cadre schema
  hint: make it with 'cadre db init'
END
step 'the doctor says it once' 3 "$PROGRAM" -d "$other" doctor
holds 'in one line' test "$(grep -c '^fail' .out)" = 1
holds 'that of the schema' grep -q '^fail  schema  .*the database has no cadre schema$' .out
step 'upgrade makes none' 6 "$PROGRAM" -d "$other" db upgrade
no_out
err <<'END'
cadre: the database has no cadre schema
  hint: make it with 'cadre db init'
END
step 'init makes it' 0 "$PROGRAM" -d "$other" db init
out <<'END'
the registry is made, schema version N
END
no_err
step 'init twice changes nothing' 0 "$PROGRAM" -d "$other" db init
out <<'END'
the registry was there already, schema version N
END
no_err
step 'it serves' 0 "$PROGRAM" -q -d "$other" match --as-of 2026-03-01
no_out
no_err
step 'PG environment names a server too' 0 \
    env PGHOST="$(echo "$WORK"/db/pg*/run)" PGUSER=cadre PGDATABASE=other "$PROGRAM" -q verify last
no_out
no_err

# A server that asks for a password.
cp "$folder/pg_hba.conf" hba
{ echo 'local other all scram-sha-256' && cat hba; } >"$folder/pg_hba.conf"
sql "ALTER ROLE cadre PASSWORD 'right'"
sql 'SELECT pg_reload_conf()' >/dev/null
asked() { ! PGPASSWORD='' "$PROGRAM" -q -d "$other" run list >.out 2>.err; }
comes asked
step 'no password' 3 env PGPASSFILE=/dev/null "$PROGRAM" -q -d "$other" run list
no_out
holds 'the remedy' grep -q '; give the password in ~/.pgpass or PGPASSWORD$' .err
step 'a wrong password' 3 env PGPASSWORD=wrong "$PROGRAM" -q -d "$other" run list
no_out
holds 'the remedy' grep -q '; check the user and password: -d, ~/.pgpass, PGPASSWORD$' .err
step 'the right password' 0 env PGPASSWORD=right "$PROGRAM" -q -d "$other" verify last
no_out
no_err
cat hba >"$folder/pg_hba.conf"
sql 'SELECT pg_reload_conf()' >/dev/null

step 'it is stopped' 0 cadre db stop
out <<'END'
stopped
END
step 'and once more' 0 cadre db stop
out <<'END'
stopped
END

# Another major version, on either side.
mkdir -p db14/pg14/data db15/pg15/data
echo 14 >db14/pg14/data/PG_VERSION
echo 14 >db15/pg15/data/PG_VERSION
[ "$(id -u)" -ne 0 ] || chown -R postgres db14 db15
step 'data of a version that is not installed' 3 "$PROGRAM" --data-dir "$WORK/db14" run list
no_out
err <<'END'
cadre: the private database was made by PostgreSQL 14, which is not installed
  hint: apt-get install postgresql-14, or move the folder pg14 away to begin anew
END
if [ -d /usr/lib/postgresql/15 ]; then
    step 'data of another version than the programs' 3 "$PROGRAM" --data-dir "$WORK/db15" run list
    no_out
    err <<'END'
cadre: the data directory 'WORK/db15/pg15/data' is of PostgreSQL 14, the programs found are of 15
  hint: apt-get install postgresql-14, or move the folder away
END
fi
mkdir -p dbno/pg15/data
[ "$(id -u)" -ne 0 ] || chown -R postgres dbno
if [ -d /usr/lib/postgresql/15 ]; then
    step 'no data directory' 3 "$PROGRAM" --data-dir "$WORK/dbno" run list
    no_out
    err <<'END'
cadre: 'WORK/dbno/pg15/data' is no PostgreSQL data directory
  hint: move it away; the next command makes a new one
END
fi
rm -rf db14 db15 dbno

# A path that the kernel does not take for a socket: a short folder stands for it.
long="$WORK/db$(printf '%0150d' 0)"
step 'a long path' 0 "$PROGRAM" -q --data-dir "$long" match --as-of 2026-03-01
no_out
no_err
step 'its socket lies elsewhere' 0 "$PROGRAM" --data-dir "$long" db status
holds 'in a short folder' grep -q "host='/\(run\|tmp\)/cadre-[0-9a-f]*'" .out
socket=$(sed -n "s/.*host='\([^']*\)'.*/\1/p" .out)
"$PROGRAM" -q --data-dir "$long" db stop
rmdir "$socket"

if [ "$(id -u)" -eq 0 ]; then
    mkdir -m 700 closed
    step 'a folder that the server cannot pass' 3 "$PROGRAM" --data-dir "$WORK/closed/db" run list
    no_out
    err <<'END'
cadre: the account 'postgres' cannot pass through the folder 'WORK/closed'
  hint: choose a --data-dir below a folder that everybody may enter, or chmod o+x 'WORK/closed'
END

    mkdir -m 711 dbfull
    if mount -t tmpfs -o size=20m,mode=711 tmpfs dbfull 2>/dev/null; then
        step 'a full disk' 3 "$PROGRAM" --data-dir "$WORK/dbfull/db" run list
        no_out
        err <<'END'
cadre: preparing a private database, about 3 s, once
cadre: the disk of 'WORK/dbfull/db/pg15' is full
  hint: make room (96 MB at least), or choose another disk with --data-dir
END
        umount dbfull
    fi

    # The programs of the server are hidden from this one command.
    if unshare -m true 2>/dev/null; then
        # shellcheck disable=SC2016
        step 'no initdb' 3 unshare -m sh -c \
            'mount -t tmpfs tmpfs /usr/lib/postgresql && exec "$0" "$@"' \
            "$PROGRAM" --data-dir "$WORK/dbnone" run list
        no_out
        err <<'END'
cadre: no PostgreSQL server is installed (initdb was not found)
  hint: apt-get install postgresql, or name a server with -d
END
        holds 'nothing was made' test ! -e dbnone
    fi
fi

finish
