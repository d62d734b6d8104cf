#include "tests/support/property.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"
#include "tests/schedulers/generated.h"

namespace anneal { namespace {

std::vector<double> values(const Schedule& schedule, const RunPlan& plan) {
  return resolve(schedule, plan).values(Step(0), plan.total);
}

RC_GTEST_PROP(ScheduleProperty, ReadsBackWhatItPrints, ()) {
  const Schedule schedule = generated_schedule(3);
  RC_LOG(to_text(schedule));
  RC_ASSERT(parse_schedule(to_text(schedule)) == schedule);
}

RC_GTEST_PROP(ScheduleProperty, SaysWhyItDoesNotFitInOneLine, ()) {
  const Schedule schedule = generated_schedule(3);
  RC_LOG(to_text(schedule));
  try {
    resolve(schedule, {.updates_per_epoch = 7_it, .total = 100_it});
  } catch (const std::invalid_argument& error) {
    RC_ASSERT(std::string(error.what()).find('\n') == std::string::npos);
  }
}

RC_GTEST_PROP(ScheduleProperty, GivesTheSameInAnyOrderAndFromAnyStart, ()) {
  const FittingSchedule f = generated_fitting();
  RC_LOG(to_text(f.schedule));
  const ResolvedSchedule s = resolve(f.schedule, f.plan);
  const std::int64_t total = f.plan.total.count();
  const std::vector<double> sweep = s.values(Step(0), f.plan.total);
  for (std::int64_t t = total - 1; t >= 0; --t) {
    RC_ASSERT(s.at(Step(t)).value() == sweep[static_cast<std::size_t>(t)]);
  }
  for (const Piece& piece : s.pieces()) {  // resume at every boundary
    const std::int64_t from = piece.begin.index();
    const std::vector<double> rest = s.values(Step(from), Steps(total - from));
    RC_ASSERT(std::equal(rest.begin(), rest.end(), sweep.begin() + from));
  }
}

RC_GTEST_PROP(ScheduleProperty, StaysFiniteAndNonNegative, ()) {
  const FittingSchedule f = generated_fitting();
  RC_LOG(to_text(f.schedule));
  for (const double value : values(f.schedule, f.plan)) {
    RC_ASSERT(std::isfinite(value) && value >= 0.0);
  }
}

RC_GTEST_PROP(ScheduleProperty, CoversTheRunWithItsPieces, ()) {
  const FittingSchedule f = generated_fitting();
  RC_LOG(to_text(f.schedule));
  std::int64_t end = 0;
  for (const Piece& piece : resolve(f.schedule, f.plan).pieces()) {
    if (piece.depth == 0) {
      RC_ASSERT(piece.begin.index() == end);
      RC_ASSERT(piece.length.count() > 0);
      end += piece.length.count();
    }
  }
  RC_ASSERT(end == f.plan.total.count());
}

RC_GTEST_PROP(ScheduleProperty, StaysBetweenItsEndsAndFallsIfItShould, ()) {
  const double from = *rc::gen::inRange(1, 100) / 64.0;
  const double to = *rc::gen::inRange(1, 100) / 64.0;
  const double k = *rc::gen::element(0.5, 1.0, 2.0);
  const bool endpoint = *rc::gen::arbitrary<bool>();
  const RunPlan plan{.updates_per_epoch = 5_it, .total = Steps(*rc::gen::inRange(1, 500))};
  const std::vector<Schedule> curves{
      linear({.from = from, .to = to, .endpoint = endpoint}),
      cosine({.from = from, .to = to, .k = k, .endpoint = endpoint}),
      polynomial({.power = k, .from = from, .to = to, .endpoint = endpoint}),
      exponential({.from = from, .to = to, .endpoint = endpoint}),
      one_minus_sqrt({.from = from, .to = to})};
  for (const Schedule& schedule : curves) {
    RC_LOG(to_text(schedule));
    std::vector<double> v = values(schedule, plan);
    RC_ASSERT(*std::min_element(v.begin(), v.end()) >= std::min(from, to) * (1 - 1e-15));
    RC_ASSERT(*std::max_element(v.begin(), v.end()) <= std::max(from, to) * (1 + 1e-15));
    const ScheduleSummary summary = resolve(schedule, plan).summary();
    RC_ASSERT(summary.end == to);
    if (plan.total.count() > 1) {
      RC_ASSERT(v.front() == from);
    }
    if (endpoint && schedule != curves.back()) {
      RC_ASSERT(v.back() == to);
    }
    if (from > to) {
      std::reverse(v.begin(), v.end());
    }
    RC_ASSERT(std::is_sorted(v.begin(), v.end()));
  }
}

RC_GTEST_PROP(ScheduleProperty, DoesNotCareHowASequenceIsNested, ()) {
  const Schedule a = generated_piece(true);
  const Schedule b = generated_piece(true);
  const Schedule c = generated_piece(false);
  RC_ASSERT(a.then(b).then(c) == a.then(b.then(c)));
  RC_ASSERT(parse_schedule("(" + to_text(a) + " then " + to_text(b) + ") then " + to_text(c)) ==
            parse_schedule(to_text(a) + " then (" + to_text(b) + " then " + to_text(c) + ")"));
}

RC_GTEST_PROP(ScheduleProperty, DoesNotCareAboutTheOrderOfAProduct, ()) {
  std::vector<Schedule> factors{generated_piece(false), generated_piece(false),
                                generated_piece(false)};
  const RunPlan plan{.updates_per_epoch = 7_it, .total = 100_it};
  const auto product = [&] { return factors[0] * factors[1] * factors[2]; };
  std::vector<double> expected;
  try {
    expected = values(product(), plan);
  } catch (const std::invalid_argument&) {
    RC_DISCARD("does not fit");
  }
  std::rotate(factors.begin(), factors.begin() + *rc::gen::inRange(0, 3), factors.end());
  if (*rc::gen::arbitrary<bool>()) {
    std::swap(factors[0], factors[1]);
  }
  RC_LOG(to_text(product()));
  RC_ASSERT(values(product(), plan) == expected);
}

RC_GTEST_PROP(ScheduleProperty, IsConstantWithinAnEpochWhenByEpoch, ()) {
  const FittingSchedule f = generated_fitting();
  RC_LOG(to_text(f.schedule));
  const std::vector<double> smooth = values(f.schedule, f.plan);
  const std::vector<double> stairs = values(f.schedule.by_epoch(), f.plan);
  const auto epoch = static_cast<std::size_t>(f.plan.updates_per_epoch.count());
  for (std::size_t t = 0; t < stairs.size(); ++t) {
    RC_ASSERT(stairs[t] == smooth[t - t % epoch]);
  }
}

// Every whole number of epochs in an expression as updates.
spec::Expr in_updates(spec::Expr expr, std::int64_t updates_per_epoch) {
  if (expr.is_number() && expr.number.unit == spec::Unit::kEpochs) {
    expr.number = {expr.number.value * static_cast<double>(updates_per_epoch),
                   spec::Unit::kUpdates};
  }
  for (spec::Expr& item : expr.items) {
    item = in_updates(std::move(item), updates_per_epoch);
  }
  for (spec::Argument& argument : expr.arguments) {
    argument.value = in_updates(std::move(argument.value), updates_per_epoch);
  }
  return expr;
}

RC_GTEST_PROP(ScheduleProperty, TakesEpochsForThatManyUpdates, ()) {
  const FittingSchedule f = generated_fitting();
  RC_LOG(to_text(f.schedule));
  const Schedule updates = make_schedule(
      in_updates(f.schedule.expr(), f.plan.updates_per_epoch.count()), schedule_catalogue());
  // `table` counts its own epochs, which no length in its text shows.
  RC_PRE(to_text(f.schedule).find("per=epoch") == std::string::npos);
  RC_ASSERT(values(updates, f.plan) == values(f.schedule, f.plan));
}

RC_GTEST_PROP(ScheduleProperty, StaysFiniteInTheLongestRun, ()) {
  const RunPlan plan{.updates_per_epoch = 1000_it, .total = Steps(std::int64_t{1} << 53)};
  const Schedule schedule = open(generated_piece(false));
  RC_LOG(to_text(schedule));
  RC_PRE(to_text(schedule).find("repeat") == std::string::npos);  // would be a long list of cycles
  const ResolvedSchedule s = [&] {
    try {
      return resolve(schedule, plan);
    } catch (const spec::SpecError&) {
      RC_DISCARD("grows beyond all doubles: gamma above 1");
    }
  }();
  const std::int64_t last = plan.total.count() - 1;
  for (const std::int64_t t :
       {last, last - 1, last / 2, *rc::gen::inRange<std::int64_t>(0, last)}) {
    const double value = s.at(Step(t)).value();
    RC_ASSERT(std::isfinite(value) && value >= 0.0);
  }
}

RC_GTEST_PROP(ScheduleProperty, LosesNoUpdateInAnySplitOfFractions, ()) {
  const std::int64_t total = *rc::gen::inRange<std::int64_t>(100, 100000);
  const auto parts = *rc::gen::container<std::vector<int>>(
      static_cast<std::size_t>(*rc::gen::inRange(1, 9)), rc::gen::inRange(1, 12));
  const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
  Schedule schedule = constant(1.0, Fraction(100.0 * parts[0] / sum));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    schedule = schedule.then(constant(1.0, Fraction(100.0 * parts[i] / sum)));
  }
  RC_LOG(to_text(schedule));
  const ResolvedSchedule s = resolve(schedule, {.updates_per_epoch = 10_it, .total = Steps(total)});
  std::int64_t covered = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double exact = static_cast<double>(total) * parts[i] / sum;
    const std::int64_t length = s.pieces()[i].length.count();
    RC_ASSERT(std::abs(static_cast<double>(length) - exact) < 1.0);
    covered += length;
  }
  RC_ASSERT(covered == total);
}

TEST(Restarts, BeginExactlyWhereWholeNumberArithmeticSays) {
  for (const int mult : {1, 2, 3, 5, 10}) {
    for (const std::int64_t first : {1, 2, 3, 7, 10, 1000}) {
      const RunPlan plan{.updates_per_epoch = 10_it, .total = Steps(std::int64_t{1} << 53)};
      const ResolvedSchedule s = resolve(cosine_restarts(Steps(first), {.mult = 1.0 * mult}), plan);
      std::int64_t begin = 0;
      std::int64_t length = first;
      for (int cycle = 0; cycle < 60 && begin < plan.total.count(); ++cycle) {
        EXPECT_EQ(s.at(Step(begin)).value(), 1.0) << "mult " << mult << " cycle " << cycle;
        if (begin > 0 && length / mult > 1) {
          EXPECT_LT(s.at(Step(begin - 1)).value(), 0.51) << "mult " << mult << " cycle " << cycle;
        }
        if (length > 1 && begin + 1 < plan.total.count() && length < (1 << 20)) {
          EXPECT_LT(s.at(Step(begin + 1)).value(), 1.0) << "mult " << mult << " cycle " << cycle;
        }
        begin += length;
        length = length > plan.total.count() ? length : length * mult;
      }
    }
  }
}

}}  // namespace anneal
