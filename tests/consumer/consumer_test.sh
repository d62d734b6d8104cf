#!/usr/bin/env bash
# Builds and runs the consumer project against anneal, got in one of four ways: package (installed; find_package), pkgconfig
# (installed; no CMake), subdirectory and fetch (from the sources). The way "examples" builds examples/ against the package.
# Usage: consumer_test.sh WAY BUILD SCRATCH CXX GENERATOR SCALAR
set -euo pipefail
way=$1 build=$2 scratch=$3/$1 cxx=$4 generator=$5 scalar=$6
source=$(cd "$(dirname "$0")" && pwd)
rm -rf "$scratch"
mkdir -p "$scratch"

# A second run finds the libraries that the project compiles in ccache; the sloppiness is for precompiled headers.
launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
fi

install_package() {
  cmake --install "$build" --prefix "$scratch/package" >"$scratch.log" 2>&1 || { cat "$scratch.log" >&2; exit 1; }
}

# build_and_run PROGRAMS -- configure arguments: only what the programs need is compiled.
build_and_run() {
  local programs=()
  while [[ $1 != -- ]]; do programs+=("$1"); shift; done
  shift
  cmake -S "$source" -B "$scratch/build" -G "$generator" -DCMAKE_CXX_COMPILER="$cxx" "-DANNEAL_FROM=$way" \
    "${launcher[@]}" "$@" >"$scratch.log" 2>&1 &&
    cmake --build "$scratch/build" --target "${programs[@]}" >>"$scratch.log" 2>&1 || { cat "$scratch.log" >&2; exit 1; }
  local program
  for program in "${programs[@]}"; do "$scratch/build/$program"; done
}

case $way in
package)
  install_package
  # Nobody may need our private dependencies or our source tree: no installed header names either.
  if grep -rnE '#include (<(Eigen|unsupported|nlohmann|stb|zlib|fmt|toml)|")' "$scratch/package/include"; then
    echo "an installed header needs a private dependency, or is not found under anneal/" >&2
    exit 1
  fi
  build_and_run consumer consumer_float consumer_double -- -DCMAKE_PREFIX_PATH="$scratch/package" -DANNEAL_SCALAR="$scalar"
  ;;
pkgconfig)
  install_package
  export PKG_CONFIG_PATH
  PKG_CONFIG_PATH=$(dirname "$(find "$scratch/package" -name anneal.pc)")
  read -ra flags <<<"$(pkg-config --cflags --libs anneal)"
  "$cxx" -std=c++20 -DEXPECTED_SCALAR="$scalar" -I"$source" "$source/src/train.cpp" -o "$scratch/train" "${flags[@]}"
  "$scratch/train"
  ;;
examples)
  install_package
  cmake -S "$source/../../examples" -B "$scratch/build" -G "$generator" -DCMAKE_CXX_COMPILER="$cxx" \
    -DCMAKE_PREFIX_PATH="$scratch/package"
  cmake --build "$scratch/build"
  "$scratch/build/example_own_op"
  ;;
subdirectory) build_and_run consumer -- -DANNEAL_SOURCE="$source/../.." -DANNEAL_PCH=ON ;;
fetch) build_and_run consumer -- -DANNEAL_SOURCE="$source/../.." ;;
*) echo "consumer_test.sh: unknown way: $way" >&2; exit 2 ;;
esac
