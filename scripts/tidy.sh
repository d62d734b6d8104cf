#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy; every finding is an error.
#
# Usage: scripts/tidy.sh            the .cpp files that differ from where this branch left origin/main, or where there is none (or
#                                   nothing differs) the fixed sample below: at most 12 files, so that scripts/test.sh can afford it
#        scripts/tidy.sh --all      every .cpp file: about an hour of processor time
#        scripts/tidy.sh FILES...   these
# CLANG_TIDY names another program than clang-tidy-14, whose findings are the ones that count.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh
readonly kMost=12  # 5 to 10 s each
readonly kSample=(core/var.cpp core/ops/matmul.cpp schedulers/resolve.cpp optim/adam.cpp models/mlp.cpp data/batch.cpp)

tidy=${CLANG_TIDY:-$(command -v clang-tidy-14 || command -v clang-tidy || true)}
if [[ -z $tidy ]] || { [[ -z ${CLANG_TIDY:-} ]] && ! "$tidy" --version | grep -q 'version 14\.'; }; then
  echo "lint: not checked: the tree is linted by clang-tidy 14, which is not here (CLANG_TIDY=... takes another)" >&2
  exit 0
fi

folders=(core schedulers optim models data apps examples)
case ${1:-} in
-h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
--all) mapfile -t files < <(find "${folders[@]}" tests -name '*.cpp' ! -path '*/compile_fail/*' ! -path 'tests/consumer/*' | sort) ;;
'')
  base=$(git merge-base HEAD origin/main 2>/dev/null || true)
  files=()
  if [[ -n $base ]]; then
    mapfile -t files < <(git diff --name-only --diff-filter=d "$base" -- "${folders[@]/%//*.cpp}")
  fi
  if [[ ${#files[@]} -eq 0 ]]; then
    files=("${kSample[@]}")
  elif [[ ${#files[@]} -gt $kMost ]]; then
    echo "lint: ${#files[@]} files differ from origin/main; the first $kMost of them are read here, scripts/tidy.sh --all reads all" >&2
    files=("${files[@]:0:$kMost}")
  fi
  ;;
*) files=("$@") ;;
esac

# Clang cannot read GCC's precompiled headers, and once for each file is enough: the commands in float and without -march=native.
commands=build/tidy/once
if [[ ! -e $commands/compile_commands.json ||
  -n $(find . -path ./build -prune -o -name CMakeLists.txt -newer $commands/compile_commands.json -print -quit) ]]; then
  cmake --preset dev -B build/tidy -DANNEAL_PCH=OFF -Wno-dev >/dev/null
  mkdir -p "$commands"
  awk '/^\{/ { entry = "" } { entry = entry $0 "\n" }
       /^\}/ && entry !~ /(_double|_native_float)\.dir/ { sub(/,\n$/, "\n", entry); printf "%s%s", separator, entry; separator = "," }
       BEGIN { print "[" } END { print "]" }' build/tidy/compile_commands.json >"$commands/compile_commands.json"
fi
printf '%s\n' "${files[@]}" | xargs -P "$jobs" -n 1 "$tidy" -p "$commands" --quiet 2>/dev/null &&
  echo "lint: clang-tidy has nothing to say about ${#files[@]} files"
