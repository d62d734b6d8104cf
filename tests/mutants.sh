#!/usr/bin/env bash
# Breaks the schedulers on purpose, one small change at a time, and checks that the tests notice every one.
#
#   tests/mutants.sh [FOLDER]     works in a copy of the sources, in FOLDER or a temporary one; takes about twenty minutes
#
# Prints one line per mutant: killed, SURVIVED or (when the text to change is gone) STALE. Exit code 1 unless all are killed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work/source"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=-) | tar -x -C "$work/source"
cd "$work/source"
cmake --preset dev > "$work/log" 2>&1
build() { ninja -C build/dev schedulers_test_plain dialects_test_plain >> "$work/log" 2>&1; }
run() {
  local program
  for program in schedulers dialects; do
    (timeout 120 "build/dev/tests/${program}_test_plain" --gtest_brief=1 --gtest_fail_fast >> "$work/log" 2>&1) 2> /dev/null || return 1
  done
}
build && run || { echo "the tests fail without any mutant: see $work/log"; exit 1; }

killed=0 total=0
mutant() {  # FILE OLD NEW: the first occurrence of OLD in schedulers/FILE, or in FILE of another folder
  local file=$1 verdict
  [[ -e $file ]] || file=schedulers/$1
  total=$((total + 1))
  cp "$file" "$work/original"
  OLD=$2 NEW=$3 perl -0pi -e 's/\Q$ENV{OLD}\E/$ENV{NEW}/' "$file"
  if cmp -s "$file" "$work/original"; then
    verdict=STALE
  elif ! build; then
    verdict=killed  # by the compiler
  elif run; then
    verdict=SURVIVED
  else
    verdict=killed
  fi
  [ $verdict = killed ] && killed=$((killed + 1))
  printf '%-8s %s: %s -> %s\n' "$verdict" "$1" "$2" "$3"
  cp "$work/original" "$file"
}

# Lengths: rounding, splitting, units.
mutant core/spec/length.cpp 'std::floor(updates + 0.5)' 'std::floor(updates)'
mutant core/spec/length.cpp 'std::floor(updates + 0.5)' 'std::ceil(updates - 0.5)'
mutant plan.cpp 'remainder(a) > remainder(b)' 'remainder(a) < remainder(b)'
mutant plan.cpp 'left > 0' 'left > 1'
mutant core/spec/length.cpp '? half : updates' '? updates : updates'
mutant core/spec/length.cpp '/ 100.0)' '/ 101.0)'
mutant plan.cpp 'plan.total.count() > 0' 'plan.total.count() >= 0'
mutant plan.cpp 'rate.value() / base' 'rate.value()'
# Covering the run.
mutant resolver.cpp 'layout.end > available || (must_cover' '(must_cover'
mutant resolver.cpp '!layout.open && layout.end < available' '!layout.open && layout.end + 1 < available'
mutant natural_length.cpp 'available - layout.end, 0' 'available - layout.end - 1, 0'
mutant resolver.cpp 'begin += length;' 'begin += length + 1;'
mutant plan.cpp 'length > available && exact < static_cast<double>(available + 1) ? available : length' 'length'
mutant resolver.cpp 'exact && *exact > 0.0' 'exact && *exact > 1.0'
mutant natural_length.cpp 'longest = std::max(longest, *length);' 'longest = *length;'
mutant resolver.cpp '*exact == 0.0' '*exact < 0.0'
mutant resolver.cpp 'a.first < b.first' 'false'
mutant resolver.cpp 'slowdown * slower' 'slowdown'
mutant core/spec/length.cpp 'rounded(exact) == 0 && exact > 0.0' 'false'
mutant resolver.cpp 'cycle.total = Steps(updates);' ''
mutant resolver.cpp '*scope_.begin + length' '*scope_.begin + length / 2'
# Composition.
mutant curve.cpp 't >= begins_[i + 1]' 't > begins_[i + 1]'
mutant curve.cpp 'result *= factors_[i]->value(now)' 'result = factors_[i]->value(now)'
mutant curve.cpp 'out[at + j] *= block[j]' 'out[at + j] = block[j]'
mutant curve.cpp 'std::min(now.run % updates_per_epoch_, now.t)' 'now.run % updates_per_epoch_'
mutant curve.cpp 'std::min(now.run % updates_per_epoch_, now.t)' 'now.t % updates_per_epoch_'
mutant curve.cpp 'return end == pieces_' 'return end != pieces_'
# Curves.
mutant curve.h 'endpoint ? length - 1 : length' 'endpoint ? length : length - 1'
mutant curve.h 'if (t >= last)' 'if (t > last)'
mutant curve.h 'function_(std::min(now.t, length_))' 'function_(now.t)'
mutant curves.h 'return from + (to - from) * u;' 'return to + (from - to) * u;'
mutant curves.h '0.5 * (from - to)' '0.5 * (to - from)'
mutant catalogue/warmup.cpp 'return linear_curve(u, from, 1.0)' 'return linear_curve(u, 0.0, 1.0)'
mutant catalogue/warmup.cpp '2 * length > total' '2 * length >= total'
mutant catalogue/steps.cpp 'powers(t / every)' 'powers((t + 1) / every)'
mutant catalogue/steps.cpp 'every >= piece.length' 'every > piece.length'
mutant catalogue/steps.cpp 'std::upper_bound(at.' 'std::lower_bound(at.'
mutant catalogue/steps.cpp 'std::upper_bound(all.' 'std::lower_bound(all.'
mutant catalogue/interpolations.cpp '1.0 - progress' '1.0 - u * 0.999'
mutant catalogue/decays.cpp '1.0 + static_cast<double>(t) / timescale' 'static_cast<double>(t + 1) / timescale'
mutant catalogue/decays.cpp 'static_cast<double>(t) + 1.0;' 'static_cast<double>(t);'
mutant catalogue/decays.cpp 'std::min(1.0, a' '(a'
mutant catalogue/onecycle.cpp 'climb - 1' 'climb'
mutant catalogue/onecycle.cpp 'length - 1);' 'length);'
mutant catalogue/onecycle.cpp '2.0 * shape.peak' '2.0 * shape.peak + 1.0'
mutant catalogue/repeat.cpp 't / first_, last_' '(t + 1) / first_, last_'
mutant catalogue/repeat.cpp 'length * factor' 'length + factor'
mutant catalogue/cyclic.cpp 'position <= up' 'position <= down'
mutant catalogue/cyclic.cpp 'arguments.has("down")' 'false'
mutant catalogue/nested.cpp 'value > max_ ? max_ : value' 'value'
mutant catalogue/repeat.cpp 'return peak * curve' 'return curve'
mutant catalogue/wsd.cpp 'arguments.length("decay")' 'arguments.length("warmup")'
# Feedback.
mutant catalogue/plateau.cpp 'without_gain > allowed_' 'without_gain >= allowed_'
mutant catalogue/plateau.cpp 'arguments.word("acts") == "at" ? 1.0 : 0.0' 'arguments.word("acts") == "at" ? 0.0 : 0.0'
mutant catalogue/plateau.cpp 'cooldown -= 1.0;' ''
mutant catalogue/plateau.cpp 'cooldown = cooldown_;' ''
mutant catalogue/plateau.cpp 'best = metric;' ''
mutant catalogue/plateau.cpp 'std::max(multiplier * factor_, std::min(min_, multiplier))' 'multiplier * factor_'
mutant catalogue/plateau.cpp 'gains > patience_' 'gains >= patience_'
mutant catalogue/plateau.cpp 'gains = 0.0;' ''
mutant feedback_curve.cpp 'std::abs(best)' 'best'
mutant feedback_curve.cpp 'metric > best + margin' 'metric >= best + margin'
mutant feedback_curve.cpp 'seen < needed' 'seen <= needed'
mutant feedback.cpp 'at < change.step' 'at <= change.step'
mutant feedback.cpp 'changes.push_back(spec::number(change.multiplier));' 'changes.push_back(spec::number(1.0));'
mutant resolve.cpp 'now.index() < slot.begin ||' ''
mutant resolve.cpp 'track.memory = std::move(reaction.memory);' ''
mutant resolve.cpp '0 <= t && t < content_' '0 <= t && t <= content_'
# Dialects.
mutant dialects/support.cpp 'arguments.has("for") ? updates' 'arguments.has("for") ? 1 + updates'
mutant dialects/support.cpp 'relative_to_base(LearningRate(rate), plan).value()' 'rate * plan.base.value()'
mutant catalogue/nested.cpp 'std::min(now.t, length_) + skip_' 'now.t + skip_'
mutant catalogue/nested.cpp 'length_ - first.t' 'length_ - first.t + 2'
mutant catalogue/cyclic.cpp 'std::min(turn, 1.0 - turn)' 'turn'
mutant dialects/phases.cpp 'now < phase.end' 'now < phase.end - 1.0'
mutant dialects/phases.cpp 'phase.end != std::floor(phase.end)' 'false'
mutant dialects/phases.cpp 'length *= mult' 'length += mult'
mutant dialects/shared.cpp 'const double climb = pct * total - 1.0' 'const double climb = pct * total'
mutant dialects/shared.cpp '!(rate - next > eps)' '!(rate - next >= eps)'
mutant dialects/keras.cpp 'boundary + 1' 'boundary'
mutant dialects/keras.cpp 'arguments.evaluations("cooldown") - 1' 'arguments.evaluations("cooldown")'
mutant dialects/optax_joined.cpp '.count = total - climb' '.count = total'
mutant dialects/hf_cosine.cpp '(cycles / 1024)' '(cycles / 1023)'
mutant dialects/hf_cosine.cpp 'total >= available' 'true'
mutant dialects/timm.cpp 'moment.index < limit' 'moment.index <= limit'
mutant dialects/timm.h 'climb.prefix ? 0 : climb.count' '0 * climb.count'
mutant dialects/composer.cpp 'milestone - climb, 0' 'milestone, 0'
mutant dialects/torchtitan.cpp '{.skip = Steps(1), .length = in_updates(fall)}' '{.length = in_updates(fall)}'
mutant expand.cpp 'static_cast<double>(available), spec' 'static_cast<double>(available + 1), spec'
mutant expand.cpp 'has_length ? with_length(full, written.length(entry.length_argument)) : full' 'full'
# Words: fields of the entries instead of names.
mutant schedule.cpp 'index->number.value += static_cast<double>(by);' ''
mutant schedule.cpp 'check(same_meaning(*known, entry)' 'check(true'
mutant schedule.cpp '*inner = canonical(*inner);' ''
mutant entry.cpp 'entry.inner.or_rate && value->is_number()' 'false'
mutant natural_length.cpp 'scale.slowdown * slower' 'scale.slowdown'
mutant expand.cpp 'entry.inner.own_run' 'false'
mutant expand.cpp '/ by + skip' '/ by'
mutant expand.cpp 'vocabulary_.entry_of(expr).opens' 'false'
# The sweep and the preview.
mutant sweep.cpp 'value >= 0.0 && value <=' 'value <='
mutant sweep.cpp 'area += sum;' 'area = sum;'
mutant sweep.cpp 'if (value > peak)' 'if (value >= peak)'
mutant sweep.cpp 'kCutShort = 0.1' 'kCutShort = 0.3'
mutant sweep.cpp 'last_ = before;' ''
mutant preview.cpp 'base * summary.area' 'summary.area'
mutant preview.cpp '100.0 * updates / total' 'updates / total'

echo "$killed of $total mutants killed"
[ "$killed" = "$total" ]
