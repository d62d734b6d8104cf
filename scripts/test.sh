#!/usr/bin/env bash
# Everything that must hold before a change lands, from a clean clone: format, lint, warnings as errors, unit and contract tests
# in float and in double, the layer check, the consumer projects, the examples, the command-line tests. Installs the Debian
# packages that are missing. Ends with ctest's summary.
#
# Usage: scripts/test.sh            two builds: `dev` tests in float; `asan` tests in double, under AddressSanitizer and
#                                   UndefinedBehaviorSanitizer. The program, which holds both precisions, is tested in both builds.
#        scripts/test.sh --quick    a first answer in about five minutes: format, layers, the unit and contract tests of core,
#                                   schedulers, optim, models and data in float, the examples. Not the program, not the
#                                   sanitizers, not double, not the consumer projects, no lint.
# ANNEAL_JOBS=N compiles and tests N at a time (default: one for each processor).
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
'') quick=no ;;
--quick) quick=yes ;;
-h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
*) echo "error: unknown option: $1 (see scripts/test.sh --help)" >&2; exit 2 ;;
esac
source scripts/packages.sh
install_packages "${kBuildPackages[@]}" "${kRunPackages[@]}" "${kTestPackages[@]}"

configure() {
  echo "== build: preset $1"
  local log
  log=$(mktemp)
  cmake --preset "$1" -Wno-dev >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -f "$log"
}

echo "== format"
scripts/check-format.sh

if [[ $quick == yes ]]; then
  configure dev
  cmake --build --preset dev -j "$jobs" --target quick
  echo "== test: the libraries, in float"
  ctest --preset dev -j "$jobs" -L quick
  exit
fi

echo "== lint"
scripts/tidy.sh

for preset in dev asan; do
  configure "$preset"
  cmake --build --preset "$preset" -j "$jobs"
  echo "== test: preset $preset"
  ctest --preset "$preset" -j "$jobs"
done
