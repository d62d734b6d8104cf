#!/usr/bin/env bash
# The layer check accepts the tree, and refuses each of these planted violations, naming the file.
# Usage: check_layers_test.sh ROOT
set -euo pipefail
root=$1
check="$root/scripts/check-layers.sh"
"$check" "$root"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# planted FILE LINE: a copy of the tree with LINE added to FILE must be refused.
planted() {
  rm -rf "$scratch/tree"
  mkdir "$scratch/tree"
  cp -r "$root"/{core,schedulers,optim,models,data,apps} "$scratch/tree/"
  mkdir -p "$(dirname "$scratch/tree/$1")"
  echo "$2" >>"$scratch/tree/$1"
  local output
  if output=$("$check" "$scratch/tree"); then
    echo "the layer check did not see \"$2\" in $1" >&2
    exit 1
  fi
  grep -qF "$1" <<<"$output" || { echo "the layer check did not name $1: $output" >&2; exit 1; }
}

planted schedulers/planted.cpp '#include "optim/optimizer.h"'
planted schedulers/planted.cpp '#include "core/tensor.h"'
planted schedulers/catalogue/planted.cpp '#include "schedulers/dialects/dialects.h"'
planted optim/planted.h '#include "schedulers/time.h"'
planted models/planted.h '#include "optim/optimizer.h"'
planted core/planted.cpp '#include "data/dataset.h"'
planted data/planted.cpp '#include "models/module.h"'
planted apps/training/planted.cpp '#include "apps/study/compare.h"'
planted apps/training/planted.cpp '#include "apps/records/csv.h"'
planted apps/training/planted.cpp '#include "schedulers/dialects/dialects.h"'
planted apps/records/planted.cpp '#include "apps/training/engine.h"'
planted apps/run/planted.h '#include "apps/records/csv.h"'
planted apps/run/planted.h '#include "core/tensor.h"'
planted apps/cli/console/planted.h '#include "apps/cli/commands/command.h"'
planted apps/report/planted.cpp '#include "apps/cli/commands.h"'
planted core/planted.h '#include <Eigen/Core>'
planted models/planted.h '#include "core/eigen_views.h"'
planted core/planted.cpp '#include <thread>'
planted core/planted.cpp '#include <fstream>'
planted models/planted.cpp '#include "core/storage/safetensors.h"'
planted schedulers/catalogue/planted.cpp '#include <fstream>'
planted apps/run/planted.cpp '#include <mutex>'
planted apps/training/planted.cpp '#include <filesystem>'
planted apps/training/planted.cpp '#include "core/storage/file.h"'
echo "the layer check refuses all planted violations"
