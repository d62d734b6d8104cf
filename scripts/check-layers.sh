#!/usr/bin/env bash
# The layer check: which folder may include which, and what no header may include.
#
#   core <- optim, schedulers, models, data <- apps/run <- apps/training, apps/records <- apps/study <- apps/report <- apps/cli
#
# Usage: scripts/check-layers.sh [ROOT]      prints every violation as file:line and exits 1 if there is one.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"
found=0

# allow FOLDER REGEX: includes of the house in FOLDER must match REGEX.
allow() {
  local folder=$1 allowed=$2 lines
  lines=$(grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"' "$folder" --include='*.h' --include='*.cpp' |
    grep -vE "include[[:space:]]+\"($allowed)" || true)
  [[ -z $lines ]] || report "$folder may include only $allowed" "$lines"
}

report() {
  found=1
  echo "layer check: $1:"
  sed 's/^/  /' <<<"$2"
}

allow core 'core/'
allow schedulers 'core/(check|text)\.h|core/spec/|schedulers/'
allow optim 'core/|optim/'
allow models 'core/|models/'
allow data 'core/|data/'
allow apps/run 'core/(check|named_arrays|pool|text)\.h|core/spec/|schedulers/|optim/rates\.h|apps/run/'
allow apps/records 'core/(check|fingerprint|text)\.h|core/(spec|storage)/|apps/run/|apps/records/'
allow apps/training 'core/|schedulers/|optim/|models/|data/|apps/run/|apps/training/'
allow apps/study 'core/(check|memory|text)\.h|core/spec/|schedulers/|apps/(run|records|training|study)/'
allow apps/report 'core/(check|text|storage/file)\.h|core/spec/|schedulers/|apps/(run|records|study|report)/'
allow apps/cli/console 'core/(check|text)\.h|core/spec/|apps/run/|apps/cli/console/'
allow apps/cli '(core|schedulers|optim|models|data|apps)/'

dialects='^[[:space:]]*#[[:space:]]*include[[:space:]]+"schedulers/dialects/'
lines=$(grep -rnE "$dialects" schedulers apps --include='*.h' --include='*.cpp' | grep -vE '^(schedulers/dialects|apps/cli)/' || true)
[[ -z $lines ]] || report 'schedulers and training stand without the dialects: who parses brings the words' "$lines"

eigen='^[[:space:]]*#[[:space:]]*include[[:space:]]+(<(Eigen|unsupported)/|"core/eigen_views)'
lines=$(grep -rnE "$eigen" core schedulers optim models data apps --include='*.h' | grep -v '^core/eigen_views\.h:' || true)
[[ -z $lines ]] || report 'Eigen stays out of headers (core/eigen_views.h is for .cpp files)' "$lines"

# What must run in a browser: neither files nor threads nor processes. process.cpp asks how much memory the process uses.
freestanding=(core schedulers optim models apps/run apps/training)
files='("core/storage/|<(fstream|filesystem|cstdio|nlohmann/|zlib))'
lines=$(grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]+$files" "${freestanding[@]}" | grep -v '^core/storage/' || true)
[[ -z $lines ]] || report "${freestanding[*]} must run without files (core/storage is above core)" "$lines"

threads='<(thread|mutex|future|condition_variable|unistd\.h|sys/.*|spawn\.h|csignal)>'
lines=$(grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]+$threads" "${freestanding[@]}" |
  grep -v '^apps/training/process\.cpp:.*<sys/resource\.h>' || true)
[[ -z $lines ]] || report "${freestanding[*]} must run without threads and processes" "$lines"

[[ $found == 0 ]] && echo "layer check: every include points the right way"
exit "$found"
