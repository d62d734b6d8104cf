#!/usr/bin/env bash
# Refuses C++ files that clang-format 14 would change. Usage: scripts/check-format.sh [--fix]
set -euo pipefail
cd "$(dirname "$0")/.."
format=$(command -v clang-format-14 || command -v clang-format)
mode=(--dry-run -Werror)
[[ ${1:-} == --fix ]] && mode=(-i)
find core schedulers optim models data apps tests \( -name '*.h' -o -name '*.cpp' \) -print0 |
  xargs -0 "$format" "${mode[@]}"
echo "format: ok"
