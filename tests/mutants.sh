#!/usr/bin/env bash
# Are the schedule tests able to fail? Applies each mutant of tests/mutants/schedulers.tsv to a copy of the tree, builds the
# schedule tests and runs them: every mutant must be seen (killed). Takes some minutes; ccache makes a second run quick.
#
# Usage: tests/mutants.sh [SCRATCH]       SCRATCH defaults to build/mutants; prints one line per mutant, then the count
# Exit status: 0 if all were killed, 1 if one survived, 2 if the table does not fit the sources.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=${1:-$root/build/mutants}
table=$root/tests/mutants/schedulers.tsv
mkdir -p "$scratch"
rm -rf "$scratch/tree"
mkdir "$scratch/tree"
cp -r "$root"/{core,schedulers,optim,models,data,apps,tests,scripts,CMakeLists.txt,CMakePresets.json} "$scratch/tree/"
cd "$scratch/tree"

configure=(cmake -S . -B ../build -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS=-O1 -DANNEAL_APPS=OFF)
"${configure[@]}" >../log 2>&1 || { cat ../log >&2; exit 2; }
build() { cmake --build ../build --target schedulers_test_plain >../log 2>&1; }
tests_pass() { timeout 300 ../build/tests/schedulers_test_plain --gtest_brief=1 --gtest_fail_fast >../test-log 2>&1; }

build || { tail -n 30 ../log >&2; exit 2; }
tests_pass || { tail -n 30 ../test-log >&2; echo "the tests fail without a mutant" >&2; exit 2; }

killed=0 survived=0 number=0
while IFS=$'\t' read -r file original mutated; do
  [[ $file == '#'* || -z $file ]] && continue
  number=$((number + 1))
  cp "$file" ../original
  # Literal replacement of the one occurrence; perl is part of every Debian.
  if ! ORIGINAL=$original MUTATED=$mutated perl -0777 -i -pe '
      BEGIN { ($a, $b) = @ENV{qw(ORIGINAL MUTATED)}; s/\\n/\n/g for $a, $b; }
      my $count = () = /\Q$a\E/g;
      $count == 1 or die "stands $count times\n";
      s/\Q$a\E/$b/' "$file" 2>../log; then
    cp ../original "$file"
    echo "mutant $number does not fit: $file: $original: $(tail -n 1 ../log)" >&2
    exit 2
  fi
  if ! build; then
    verdict="does not compile"
  elif tests_pass; then
    verdict="SURVIVED"
  else
    verdict="killed by $(grep -m 1 -oE '\[  FAILED  \] [A-Za-z0-9_/.]+' ../test-log | cut -c 14- || echo 'a crash or time-out')"
  fi
  cp ../original "$file"
  echo "mutant $number, $file: $original -> $mutated: $verdict"
  case $verdict in
    killed*) killed=$((killed + 1)) ;;
    SURVIVED) survived=$((survived + 1)) ;;
    *) exit 2 ;;
  esac
done <"$table"

echo "$killed of $number mutants killed, $survived survived"
[[ $survived == 0 ]]
