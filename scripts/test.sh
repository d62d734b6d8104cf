#!/usr/bin/env bash
# Everything that must hold before a change lands, from a clean clone: format, warnings as errors, unit and contract tests
# in float and in double, the layer check, the consumer project, the command-line tests, then the same tests under
# AddressSanitizer and UndefinedBehaviorSanitizer. Installs the Debian packages that are missing. Ends with ctest's summary.
#
# Usage: scripts/test.sh
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh

install_packages "${kBuildPackages[@]}" "${kRunPackages[@]}" "${kTestPackages[@]}"

echo "== format"
scripts/check-format.sh

for preset in dev asan; do
  echo "== build: preset $preset"
  cmake --preset "$preset" -Wno-dev >"build-$preset.log" 2>&1 || { cat "build-$preset.log" >&2; exit 1; }
  rm -f "build-$preset.log"
  cmake --build --preset "$preset" -j "$jobs"
  echo "== test: preset $preset"
  ctest --preset "$preset" -j "$jobs"
done
