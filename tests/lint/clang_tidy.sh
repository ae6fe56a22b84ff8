#!/bin/sh
# clang-tidy over every source that the build compiles, a few files a process, since its start is
# dear, and as many processes at once as there are processors. A file whose preprocessed text,
# flags, configuration and clang-tidy were found clean before is not read again: the marks lie in the
# build folder.
# Usage: clang_tidy.sh [ROOT [BUILD]]; CADRE_LINT_FILES narrows it, as in common.sh.
set -eu
tab=$(printf '\t')

# A few files, called by xargs below: the build folder, what the marks depend on beside the text,
# and for each file its path and the compiler's call of it, a tab between them.
if [ "${1:-}" = --some ]; then
  marks=$2/clang-tidy
  same=$3
  cd "$2"
  shift 3
  waiting=
  for source; do
    shift
    file=${source%%"$tab"*}
    # The compiler's call without its output and its input, for the preprocessor alone.
    preprocess=$(printf '%s\n' "${source#*"$tab"}" |
      sed -E 's/^[^ ]+ /clang -E -C -w /; s/ -o [^ ]+//; s/ -c / /')
    key=$({ printf '%s\n' "$same $source" && eval "$preprocess" 2>&1; } | sha256sum | cut -d' ' -f1)
    [ ! -f "$marks/$key" ] || continue
    set -- "$@" "$file"
    waiting="$waiting $marks/$key"
  done
  [ $# -gt 0 ] || exit 0
  out=$(clang-tidy -p . --quiet "$@" 2>/dev/null) || {
    printf '%s\n' "$out"
    exit 1
  }
  # shellcheck disable=SC2086 # paths of the build hold no blanks
  touch $waiting
  exit 0
fi

# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"
lint_need clang-tidy
lint_need clang
lint_need jq
build=$(cd "${2:-$root/build/debug}" && pwd)
mkdir -p "$build/clang-tidy"
same=$({ clang-tidy --version && find "$root" -name build -prune -o -name .clang-tidy -exec cat {} +; } |
  sha256sum | cut -d' ' -f1)
# What the build makes itself (catalogue_data.c, queries.c) is checked where it comes from.
jq -r '.[] | "\(.file)\t\(.command)"' "$build/compile_commands.json" |
  LC_ALL=C sort -u -t "$tab" -k 1,1 | grep "^$root/" | grep -v "^$build/" |
  awk -F "$tab" -v wanted="${CADRE_LINT_FILES:-.}" -v skip="${#root}" 'substr($1, skip + 2) ~ wanted' |
  xargs -r -d '\n' -P "$(nproc)" -n 8 sh "$0" --some "$build" "$same"
