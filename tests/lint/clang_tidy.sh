#!/bin/sh
# clang-tidy over every source that the build compiles, one file a process, as many at once as there
# are processors. A file whose preprocessed text, flags, configuration and clang-tidy were found
# clean before is not read again: the marks lie in the build folder.
# Usage: clang_tidy.sh [ROOT [BUILD]]; CADRE_LINT_FILES narrows it to paths that match the regex.
set -eu

# One file: called by xargs below.
if [ "${1:-}" = --one ]; then
  build=$2
  file=$3
  flags=$(jq -r --arg file "$file" \
    'first(.[] | select(.file == $file)) | .command' "$build/compile_commands.json")
  # The compiler's call without its output and its input, for the preprocessor alone.
  preprocess=$(printf '%s\n' "$flags" | sed -E 's/^[^ ]+ /clang -E -C -w /; s/ -o [^ ]+//; s/ -c / /')
  key=$({
    clang-tidy --version
    clang-tidy --dump-config "$file"
    printf '%s\n' "$flags"
    cd "$build" && eval "$preprocess"
  } 2>&1 | sha256sum | cut -d' ' -f1)
  mark=$build/clang-tidy/$key
  [ ! -f "$mark" ] || exit 0
  out=$(clang-tidy -p "$build" --quiet "$file" 2>/dev/null) || {
    printf '%s\n' "$out"
    exit 1
  }
  : >"$mark"
  exit 0
fi

# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint_need clang-tidy
lint_need clang
lint_need jq
build=$(cd "${2:-$root/build/debug}" && pwd)
mkdir -p "$build/clang-tidy"
# What the build makes itself (catalogue_data.c, queries.c) is checked where it comes from.
jq -r '.[].file' "$build/compile_commands.json" | LC_ALL=C sort -u | grep "^$root/" |
  grep -v "^$build/" | grep -E "${CADRE_LINT_FILES:-.}" |
  xargs -r -P "$(nproc)" -n 1 sh "$0" --one "$build"
