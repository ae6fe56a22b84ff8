# shellcheck shell=sh
# What the lint checks share. Sourced, never run. A check is called with the folder to look at
# (default: the project that the script lies in); it prints its findings and exits 1 when there are
# any, 77 when its tool is not installed (which is a failure where CI is "true": a check that
# quietly does not run is none).

# shellcheck disable=SC2034 # root is for those who source this
root=$(cd "${1:-$(dirname "$0")/../..}" && pwd)

# Paths below the root whose names match any of the patterns, one a line, sorted. What the build or
# a tour of the README leaves behind is not the project's (.gitignore). CADRE_LINT_FILES narrows
# them to those that match the regex.
lint_files() {
  (
    cd "$root" || exit 1
    for pattern in "$@"; do
      find . \( -path ./build -o -path ./.git -o -path ./demo -o -path ./cadre-demo \) -prune \
        -o -type f -name "$pattern" -print
    done | sed 's|^\./||' | grep -E "${CADRE_LINT_FILES:-.}" | LC_ALL=C sort
  )
}

lint_need() {
  command -v "$1" >/dev/null && return
  echo "skipped: $1 is not installed"
  [ "${CI:-}" = true ] && exit 1
  exit 77
}

# Ends the check: failed when the file of findings holds anything.
lint_end() {
  if [ -s "$1" ]; then
    cat "$1"
    exit 1
  fi
  exit 0
}
