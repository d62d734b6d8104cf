#!/usr/bin/env bash
# Adds one of each kind to a scratch copy of the tree, as the folders' READMEs say, then builds it and runs its tests.
#
#   tests/adding/adding_test.sh [--smoke] [CASE...]       cases/*.sh, all unless told; a build for each takes minutes
#
# --smoke only makes the edits and compares: the files that a case touched must be those that its README tells the reader to touch
# (the README's section, with NAME for the thing's name), no more and no fewer. Prints a table of the costs.
#
# A case is a file that sets: readme, section (a heading of it), name, most (files that adding may cost), targets, filter (gtest),
# and defines apply(), which edits the tree in the current folder. It may use the helper functions below.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
smoke=no
if [[ ${1:-} == --smoke ]]; then smoke=yes; shift; fi
cases=("$@")
[[ ${#cases[@]} -gt 0 ]] || mapfile -t cases < <(cd "$here/cases" && printf '%s\n' *.sh | sed 's/\.sh$//')

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

# insert_before FILE PATTERN TEXT and insert_after ...: at the first line that matches, or it is an error.
insert_before() { insert "$1" "$2" "$3" 0; }
insert_after() { insert "$1" "$2" "$3" 1; }
insert() {
  PATTERN=$2 TEXT=$3 AFTER=$4 awk '
    !done && $0 ~ ENVIRON["PATTERN"] { done = 1; if (ENVIRON["AFTER"] == 0) { print ENVIRON["TEXT"]; print } else { print; print ENVIRON["TEXT"] }; next }
    { print }
    END { exit !done }' "$1" >"$scratch/edited" || { echo "$1 has no line that matches $2" >&2; return 1; }
  cp "$scratch/edited" "$1"
}

# The files that the section tells to touch: what stands between backticks and is a path, in numbered lines and what follows them.
files_of_readme() {
  awk -v section="$section" '
    /^##* / { on = index($0, section) > 0; next }
    on && /^[0-9]+\./ { listed = 1 }
    on && /^$/ { listed = 0 }
    on && listed' "$readme" | grep -oE '`[A-Za-z_/.*]+`( and `\.[a-z]+`)?' | tr -d '`' |
    sed -E "s/^(.*)\.h and \.cpp$/\1.h\n\1.cpp/; s/NAME/$name/g" | grep -E '\.(h|cpp|py|txt)$' | sort -u || true
}

run_case() {
  local readme section name most targets filter
  rm -rf "$scratch/tree"
  mkdir "$scratch/tree"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read --files-from=- 2>/dev/null) |
    tar -x -C "$scratch/tree"
  cd "$scratch/tree"
  git init -q . && git add -A && git -c user.name=t -c user.email=t@t commit -qm before
  # shellcheck source=/dev/null
  source "$here/cases/$1.sh"
  apply
  local touched wanted file pattern named
  mapfile -t touched < <(git status --porcelain --untracked-files=all | cut -c4- | sort)
  wanted=$(files_of_readme)
  for file in "${touched[@]}"; do
    named=no
    while read -r pattern; do  # a README may say ops_*_test.cpp, or leave the folder out
      [[ -z $pattern || ($file != $pattern && $file != */$pattern) ]] || named=yes
      [[ ! -f $pattern ]] || ! grep -qF "$(basename "$file")" "$pattern" || named=yes  # or it names the file that says which
    done <<<"$wanted"
    [[ $named == yes ]] || { echo "$1: touched $file, which $readme does not name" >&2; return 1; }
  done
  while read -r pattern; do
    named=no
    for file in "${touched[@]}"; do
      [[ $file != $pattern && $file != */$pattern ]] || named=yes
    done
    [[ -z $pattern || $named == yes ]] || echo "$1: note: $readme names $pattern, which was not needed"
  done <<<"$wanted"
  [[ ${#touched[@]} -le $most ]] || { echo "$1: costs ${#touched[@]} files, may cost $most: ${touched[*]}" >&2; return 1; }
  printf '%-10s %d files: %s\n' "$1" "${#touched[@]}" "${touched[*]}"
  [[ $smoke == no ]] || return 0
  cmake --preset dev -Wno-dev >"$scratch/log" 2>&1 && cmake --build --preset dev -j "${ANNEAL_JOBS:-1}" --target $targets >>"$scratch/log" 2>&1 ||
    { tail -n 40 "$scratch/log" >&2; echo "$1: does not build" >&2; return 1; }
  local target
  for target in $targets; do
    "build/dev/tests/$target" --gtest_brief=1 --gtest_filter="$filter" || { echo "$1: $target fails" >&2; return 1; }
  done
}

for case in "${cases[@]}"; do
  (run_case "$case") || failed=1
done
exit "$failed"
