#!/usr/bin/env bash
# Refuses C++ files that clang-format 14 would change. Usage: scripts/check-format.sh [--fix]
set -euo pipefail
cd "$(dirname "$0")/.."
format=$(command -v clang-format-14 || command -v clang-format)
mapfile -t files < <(find core schedulers optim models data apps tests -name '*.h' -o -name '*.cpp' | sort)
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
