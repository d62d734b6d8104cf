#include "schedulers/dialects/support.h"

#include <utility>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/plan.h"

namespace anneal::dialect {

spec::Parameter duration(const char* name, const char* help, const char* default_text) {
  return {.name = name,
          .kind = spec::ValueKind::kLength,
          .default_text = default_text,
          .range = spec::above(0.0),
          .help = help};
}

spec::Parameter delay(const char* name, const char* help, const char* default_text) {
  return {
      .name = name, .kind = spec::ValueKind::kLength, .default_text = default_text, .help = help};
}

spec::Parameter optional_duration(const char* name, const char* help, const char* otherwise) {
  spec::Parameter parameter = duration(name, help, otherwise);
  parameter.optional = true;
  return parameter;
}

spec::Parameter durations(const char* name, const char* help) {
  return {.name = name, .kind = spec::ValueKind::kLengths, .help = help};
}

spec::Parameter rate(const char* name, const char* help, const char* default_text) {
  return number(name, help, default_text, spec::at_least(0.0));
}

spec::Parameter base_rate(const char* name, const char* help) {
  spec::Parameter parameter = rate(name, help, "base");
  parameter.optional = true;
  return parameter;
}

spec::Parameter number(const char* name,
                       const char* help,
                       const char* default_text,
                       spec::Range range) {
  return {.name = name, .default_text = default_text, .range = range, .help = help};
}

spec::Parameter flag(const char* name, const char* help, const char* default_text) {
  return {.name = name, .kind = spec::ValueKind::kFlag, .default_text = default_text, .help = help};
}

spec::Parameter word(const char* name,
                     const char* help,
                     const char* default_text,
                     std::vector<std::string> choices) {
  return {.name = name,
          .kind = spec::ValueKind::kWord,
          .default_text = default_text,
          .choices = std::move(choices),
          .help = help};
}

spec::Parameter schedules(const char* name, const char* help) {
  return {.name = name, .kind = spec::ValueKind::kExpr, .help = help, .rest = true};
}

std::int64_t updates(const spec::Arguments& arguments, const char* name, const RunPlan& plan) {
  return whole_updates(arguments, name, plan);
}

std::vector<std::int64_t> updates_each(const spec::Arguments& arguments,
                                       const char* name,
                                       const RunPlan& plan) {
  return whole_updates_each(arguments, name, plan);
}

std::int64_t available_updates(const spec::Arguments& arguments, const RunPlan& plan) {
  return arguments.has("for") ? updates(arguments, "for", plan) : plan.total.count();
}

std::int64_t updates_or_available(const spec::Arguments& arguments,
                                  const char* name,
                                  const RunPlan& plan) {
  return arguments.has(name) ? updates(arguments, name, plan) : available_updates(arguments, plan);
}

std::int64_t updates_or_available(const spec::Arguments& arguments,
                                  const char* name,
                                  PieceContext& piece) {
  return arguments.has(name) ? piece.updates(arguments, name) : piece.length;
}

double relative(const spec::Arguments& arguments, const char* name, const RunPlan& plan) {
  return arguments.has(name) ? relative(arguments.number(name), plan) : 1.0;
}

double relative(double rate, const RunPlan& plan) {
  return relative_to_base(LearningRate(rate), plan).value();
}

Length in_updates(std::int64_t count) {
  return Steps(count);
}

Schedule scaled(double factor, const Schedule& schedule) {
  return factor == 1.0 ? schedule : constant(factor) * schedule;
}

Schedule line(double from, double to, std::int64_t count) {
  if (to == 1.0 && from < 1.0) {
    return warmup(in_updates(count), {.from = from});
  }
  return linear({.from = from, .to = to, .length = in_updates(count)});
}

Schedule half_cosine(double from, double to, std::int64_t count) {
  return cosine({.from = from, .to = to, .length = in_updates(count)});
}

Schedule power_piece(double power, double from, double to, std::int64_t count) {
  if (power == 1.0) {
    return line(from, to, count);
  }
  return polynomial({.power = power, .from = from, .to = to, .length = in_updates(count)});
}

Pieces& Pieces::add(std::int64_t count, const Schedule& piece) {
  if (count > 0) {
    pieces_ = pieces_ ? pieces_->then(piece) : piece;
    count_ += count;
  }
  return *this;
}

Pieces& Pieces::add_fall(std::int64_t end, std::int64_t count, const Schedule& fall) {
  const std::int64_t skip = count_ - (end - count);
  if (skip == 0 || skip >= count) {
    return add(count - skip, fall);
  }
  return add(count - skip,
             window(fall, {.skip = in_updates(skip), .length = in_updates(count - skip)}));
}

Schedule Pieces::then_open(const Schedule& piece, std::int64_t available) const {
  const Schedule all = pieces_ ? pieces_->then(piece) : piece;
  return count_ < available ? all : open(all);
}

Schedule Pieces::then_hold(std::int64_t available) const {
  return count_ == available ? *pieces_ : open(*pieces_);
}

Schedule Pieces::then_hold(double value, std::int64_t available) const {
  return count_ < available ? then_open(constant(value), available) : then_hold(available);
}

}  // namespace anneal::dialect
