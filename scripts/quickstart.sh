#!/usr/bin/env bash
# From a fresh Debian 12 or 13 to loss curves: installs what is missing, builds the release preset, and compares six schedules
# under two optimizers on Fashion-MNIST with three seeds. Prints a table and says where the figures are.
#
# Usage: scripts/quickstart.sh [OUT]        OUT defaults to the first free one of results/quickstart, results/quickstart-2, ...
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh

install_packages "${kBuildPackages[@]}" "${kRunPackages[@]}"

echo "== building the release preset (about two minutes the first time)"
log=$(mktemp)
if ! { cmake --preset release -Wno-dev && cmake --build --preset release -j "$jobs" --target anneal; } >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  echo "error: the build failed (the whole log: $log)" >&2
  exit 1
fi
rm -f "$log"

out=${1:-results/quickstart}
if [[ $# == 0 ]]; then
  for ((k = 2; ; ++k)); do
    [[ -e $out ]] || break
    out=results/quickstart-$k
  done
fi

# Rates near the largest that this network bears, so that one comparison shows what decay does and what warmup does.
echo "== comparing schedules: 2 optimizers x 6 schedules x 3 seeds on Fashion-MNIST"
build/release/apps/cli/anneal compare --data fashion-mnist --model 'mlp(128, 128, 128, 128)' --epochs 4 --batch-size 256 \
  --optimizer 'sgd(lr=0.15, momentum=0.9)' --optimizer 'adam(lr=0.02)' --eval-every 0.5ep \
  --schedule constant --schedule 'step(every=2ep, gamma=0.1)' --schedule cosine --schedule 'warmup(10%) then cosine' \
  --schedule 'wsd(warmup=10%)' --schedule 'plateau(metric=val_loss, factor=0.5, patience=0ev)' \
  --seeds 3 --jobs "$jobs" --out "$out"
