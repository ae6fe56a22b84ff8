#!/bin/sh
# sh run.sh CHECK SOURCE_DIR WORK_DIR: runs CHECK.mjs over the golden reports. Exit 77 = skipped: a
# program is absent or npm could not install. Node modules go to WORK_DIR, never into the sources.
set -eu
check=$1
source_dir=$2
work_dir=$3
here=$source_dir/tests/e2e/browser

skip() {
    echo "skipped: $1"
    exit 77
}

command -v node >/dev/null || skip "node is absent (apt-get install nodejs)"
command -v npm >/dev/null || skip "npm is absent (apt-get install npm)"
if [ "$check" = html_accessibility ]; then
    CHROMIUM=$(command -v chromium) || skip "chromium is absent (apt-get install chromium)"
    export CHROMIUM
fi

mkdir -p "$work_dir"
# Two checks may start at once: one installs, the other waits.
exec 9>"$work_dir/lock"
flock 9
if ! cmp -s "$here/package-lock.json" "$work_dir/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$work_dir/"
    (cd "$work_dir" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
        skip "npm ci failed: $(tail -n 1 "$work_dir/npm.log")"
    cp "$here/package-lock.json" "$work_dir/installed.json"
fi
flock -u 9

cp "$here/$check.mjs" "$work_dir/"
exec node "$work_dir/$check.mjs" "$source_dir"
