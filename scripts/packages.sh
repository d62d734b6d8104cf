#!/usr/bin/env bash
# Sourced by the other scripts: install_packages NAME... installs the Debian packages that are missing.
# Nothing happens, and root is not needed, when all of them are there.

readonly kBuildPackages=(g++ cmake ninja-build ccache libeigen3-dev libstb-dev zlib1g-dev nlohmann-json3-dev
  libcli11-dev libfmt-dev libtomlplusplus-dev)
readonly kRunPackages=(gnuplot-nox dataset-fashion-mnist)
readonly kTestPackages=(libgtest-dev libgmock-dev librapidcheck-dev clang-format-14 git)

install_packages() {
  local missing=() package
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
