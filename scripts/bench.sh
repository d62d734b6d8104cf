#!/usr/bin/env bash
# Measures: builds the bench preset, runs every benchmark once, then the training workloads and PyTorch by turns, and prints a
# table with ratios. One thread each. Installs the Debian packages that are missing (PyTorch among them).
#
# Usage: scripts/bench.sh [ROUNDS]      rounds of the comparison, 5 unless told
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh
rounds=${1:-5}

install_packages "${kBuildPackages[@]}" "${kRunPackages[@]}" "${kTestPackages[@]}" \
  libbenchmark-dev python3-torch python3-numpy libopenblas0-pthread

echo "== building the bench preset"
cmake --preset bench -Wno-dev >/dev/null
cmake --build --preset bench -j "$jobs" --target benchmarks

echo "== operations, optimizers, schedules, data"
build/bench/tests/benchmarks --benchmark_min_time=0.2

echo "== training, and PyTorch on the same work: $rounds rounds by turns"
tests/benchmarks/compare.py build/bench/tests/benchmarks "$rounds"
