#!/usr/bin/env bash
# Installs the built package into a scratch folder, configures the consumer project against it, and runs its programs.
# Usage: consumer_test.sh BUILD SOURCE SCRATCH CXX GENERATOR SCALAR
set -euo pipefail
build=$1 source=$2 scratch=$3 cxx=$4 generator=$5 scalar=$6
rm -rf "$scratch"
cmake --install "$build" --prefix "$scratch/package" >"$scratch.log" 2>&1 || { cat "$scratch.log" >&2; exit 1; }

# Nobody may need our private dependencies: no header of theirs is named by one of ours.
if grep -rnE '#include <(Eigen|unsupported|nlohmann|stb|zlib|fmt|toml)' "$scratch/package/include"; then
  echo "an installed header needs a private dependency" >&2
  exit 1
fi

cmake -S "$source" -B "$scratch/build" -G "$generator" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/package" -DANNEAL_SCALAR="$scalar"
cmake --build "$scratch/build"
for program in consumer consumer_float consumer_double; do
  "$scratch/build/$program"
done
