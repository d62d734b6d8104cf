#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

namespace anneal::dialect {
namespace {

bool has_own_for(const spec::Expr& call) {
  return call.is_name() &&
         spec::find_entry(call, "schedule", schedule_catalogue()).length == LengthRule::kFor;
}

bool for_is_given(const spec::Expr& call) {
  for (const spec::Argument& argument : call.arguments) {
    if (argument.name == "for") {
      return true;
    }
  }
  return false;
}

// A member cut off, or held, after that many updates.
Schedule lasting(const spec::Expr& member, std::int64_t count) {
  if (has_own_for(member) && !for_is_given(member)) {
    spec::Expr call = member;
    call.arguments.push_back(
        {.name = "for", .value = spec::number(static_cast<double>(count), spec::Unit::kUpdates)});
    return make_schedule(call);
  }
  return window(make_schedule(member), 0, count);
}

}  // namespace

Schedule join(const spec::Arguments& arguments,
              const char* schedules_name,
              const char* boundaries_name,
              const RunPlan& plan) {
  const std::vector<spec::Expr>& members = arguments.expr(schedules_name).items;
  const std::vector<std::int64_t> boundaries = updates_each(arguments, boundaries_name, plan);
  const std::int64_t end = room(arguments, plan);
  Pieces pieces;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < boundaries.size() && begin < end; ++i) {
    if (boundaries[i] < begin) {
      throw arguments.error(boundaries_name, join_text(boundaries[i], " comes after ", begin,
                                                       " (write them in order)"));
    }
    if (boundaries[i] > begin) {
      pieces.add(boundaries[i] - begin, lasting(members[i], boundaries[i] - begin));
    }
    begin = boundaries[i];
  }
  if (begin < end) {
    pieces.add(end - begin, lasting(members.back(), end - begin));
  }
  return pieces.then_hold(end);
}

void normalise_members(const spec::Arguments& arguments,
                       spec::Expr& call,
                       const char* schedules_name,
                       const char* boundaries_name) {
  const std::vector<spec::Expr>& members = arguments.expr(schedules_name).items;
  if (members.empty()) {
    throw arguments.error(schedules_name, "there is no schedule in it");
  }
  if (boundaries_name != nullptr &&
      arguments.lengths(boundaries_name).size() + 1 != members.size()) {
    throw arguments.error(boundaries_name,
                          join_text(arguments.lengths(boundaries_name).size(), " for ",
                                    members.size(), " schedules (give one less than schedules)"));
  }
  for (spec::Argument& argument : call.arguments) {
    if (argument.name.empty()) {
      argument.value = make_schedule(argument.value).expr();
    }
  }
}

}  // namespace anneal::dialect
