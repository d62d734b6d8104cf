#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schedulers/resolver.h"

namespace anneal {

/// The Place of one call while a Resolver builds it.
class ResolverPlace final : public Place {
 public:
  ResolverPlace(Resolver& resolver,
                const Resolver::Scope& scope,
                const spec::Expr& call,
                std::int64_t length)
      : resolver_(resolver), scope_(scope), call_(call), length_(length) {}

  std::int64_t length() const override { return length_; }
  const RunPlan& plan() const override { return scope_.plan; }
  double slowdown() const override { return scope_.slowdown; }
  std::string text() const override { return spec::brief(call_); }

  std::int64_t updates(const spec::Arguments& arguments, const std::string& name) const override;
  std::vector<std::int64_t> updates_each(const spec::Arguments& arguments,
                                         const std::string& name) const override;

  CurvePtr inner(const spec::Expr& expr, std::int64_t length) override;
  CurvePtr inner_slowed(const spec::Expr& expr, std::int64_t length, double by) override;
  std::int64_t inner_length(const spec::Expr& expr) const override;
  std::int64_t inner_least(const spec::Expr& expr) const override {
    return resolver_.least(expr, scope_);
  }
  CurvePtr cycle(const spec::Expr& expr, std::int64_t length) override;

  std::shared_ptr<const StepFunction> function(std::int64_t index) const override;
  std::size_t add_feedback(const std::string& metric,
                           std::shared_ptr<const FeedbackRule> rule) override;
  void warn(const std::string& text) override { resolver_.warn(text); }

 private:
  std::int64_t whole(const spec::Arguments& arguments,
                     const std::string& name,
                     const spec::Number& length) const;

  Resolver& resolver_;
  const Resolver::Scope& scope_;
  const spec::Expr& call_;
  std::int64_t length_;
};

}  // namespace anneal
