#!/bin/sh
# cppcheck over every C file. It sees no system headers: what it cannot know is left to gcc, clang
# and clang-tidy. Its advice on getpwuid, getpwnam and readdir is out of date or not for a program
# that calls them from one thread. What is set or checked under a condition it takes for unset and
# unchecked under the same condition; the path-sensitive clang analyzer looks for these instead.
# Usage: cppcheck.sh [ROOT [BUILD]]
set -eu
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint_need cppcheck
cd "$root"
cache=${2:-$root/build/debug}/cppcheck
mkdir -p "$cache"
lint_files '*.c' >"$cache/files.txt"
cppcheck --quiet --error-exitcode=1 --inline-suppr -j "$(nproc)" --cppcheck-build-dir="$cache" \
  --enable=warning,performance,portability --std=c11 --language=c --library=posix \
  --suppress=missingIncludeSystem --suppress=getpwuidCalled --suppress=getpwnamCalled \
  --suppress=readdirCalled \
  --suppress=uninitvar --suppress=uninitStructMember --suppress=nullPointer \
  -I . -D_GNU_SOURCE -DCADRE_VERSION='""' \
  --template='{file}:{line}: {severity}: {message} [{id}]' --file-list="$cache/files.txt"
