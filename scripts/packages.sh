#!/usr/bin/env bash
# Sourced by the other scripts: install_packages NAME... installs the Debian packages that are missing, and $jobs is how many
# compilations and tests run at a time: ANNEAL_JOBS, or one for each processor.
# Nothing happens, and root is not needed, when all of them are there. Where there is no apt, what is needed is named instead.

readonly jobs=${ANNEAL_JOBS:-$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)}

readonly kBuildPackages=(g++ cmake ninja-build ccache libeigen3-dev libstb-dev zlib1g-dev nlohmann-json3-dev
  libcli11-dev libfmt-dev libtomlplusplus-dev)
readonly kRunPackages=(gnuplot-nox dataset-fashion-mnist)
kTestPackages=(clang libclang-rt-dev libgtest-dev libgmock-dev librapidcheck-dev pkg-config git)
# The tree is formatted and linted by version 14, which Debian 12 has and Debian 13 has not: other versions want other things.
if [[ -r /etc/os-release ]] && grep -q '^VERSION_CODENAME=bookworm' /etc/os-release; then
  kTestPackages+=(clang-format-14 clang-tidy-14)
fi
readonly kTestPackages

readonly kNeeds='a C++20 compiler (GCC 12 or Clang 14, or newer), CMake 3.25, Ninja, Eigen 3.4 or 5, stb, zlib, nlohmann/json 3.11,
CLI11 2, fmt 9, toml++ 3; to test also Clang, GoogleTest with GoogleMock, RapidCheck, pkg-config and git; to draw figures gnuplot'

install_packages() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "note: no apt on this system, so nothing is installed. Needed are $kNeeds." >&2
    return 0
  fi
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  echo "== installing: ${missing[*]}"
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      echo "error: these packages are missing and installing them needs root; run: sudo apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo -n)
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
         >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "error: apt-get could not install: ${missing[*]} (the whole log: $log)" >&2
    return 1
  fi
  rm -f "$log"
}
