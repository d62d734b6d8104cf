#!/usr/bin/env bash
# Refuses C++ files that clang-format 14 would change; where that version is missing (Debian 13) it says so and checks nothing.
# Usage: scripts/check-format.sh [--fix]
set -euo pipefail
cd "$(dirname "$0")/.."
format=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $format ]] || ! "$format" --version | grep -q 'version 14\.'; then
  echo "format: not checked: the tree is formatted by clang-format 14, found ${format:+$("$format" --version)}${format:-none}" >&2
  [[ ${1:-} != --fix ]]
  exit
fi
mapfile -t files < <(find core schedulers optim models data apps tests examples -name '*.h' -o -name '*.cpp' | sort)
if [[ ${1:-} == --fix ]]; then
  exec "$format" -i "${files[@]}"
fi
# Not --dry-run: it reports closing comments of inline namespaces that it would not change.
bad=0
for file in "${files[@]}"; do
  "$format" "$file" | cmp -s - "$file" || { echo "not formatted: $file" >&2; bad=1; }
done
[[ $bad == 0 ]] && echo "format: ${#files[@]} files are as clang-format writes them"
exit "$bad"
