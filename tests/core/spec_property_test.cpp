#include <cmath>
#include <string>
#include <vector>

#include "core/spec/parse.h"
#include "tests/support/property.h"

namespace anneal::spec { namespace {

Expr random_number() {
  const Unit unit = *rc::gen::element(Unit::kNone, Unit::kUpdates, Unit::kEpochs, Unit::kPercent,
                                      Unit::kEvaluations);
  const double value = *rc::gen::suchThat(
      rc::gen::oneOf(rc::gen::arbitrary<double>(),
                     rc::gen::map(rc::gen::arbitrary<int>(), [](int n) { return n * 1.0; })),
      [](double x) { return std::isnormal(x) || x == 0.0; });
  return number(value, unit);
}

std::string random_name() {
  const std::string first = *rc::gen::element<std::string>("a", "Z", "_", "cos", "torch.Step");
  const auto rest =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019_.-")));
  const std::string name = first + rest;
  const bool reserved = name == "then" || name == "by" || name == "inf" || name == "nan";
  return reserved ? "a" + name : name;
}

Expr random_expr(int depth);

std::vector<Expr> random_exprs(int depth, int least) {
  std::vector<Expr> items;
  const int count = *rc::gen::inRange(least, least + 3);
  for (int i = 0; i < count; ++i) {
    items.push_back(random_expr(depth - 1));
  }
  return items;
}

Expr random_expr(int depth) {
  const int kind = *rc::gen::inRange(0, depth > 0 ? 7 : 3);
  switch (kind) {
    case 0:
      return random_number();
    case 1:
      return quoted(*rc::gen::arbitrary<std::string>());
    case 2:
      return word(random_name());
    case 3: {
      Expr result = call(random_name());
      bool named = false;
      for (Expr& value : random_exprs(depth, 0)) {
        named = named || *rc::gen::arbitrary<bool>();
        result.arguments.push_back({.name = named ? random_name() : "", .value = value});
      }
      return result;
    }
    case 4:
      return list(random_exprs(depth, 0));
    case 5: {
      Expr result(*rc::gen::element(Expr::Kind::kThen, Expr::Kind::kProduct));
      result.items = random_exprs(depth, 2);
      return result;
    }
    default: {
      Expr result(Expr::Kind::kByEpoch);
      result.items.push_back(random_expr(depth - 1));
      return result;
    }
  }
}

RC_GTEST_PROP(SpecProperty, ReadsBackWhatItPrints, ()) {
  const Expr expr = random_expr(4);
  const std::string text = print(expr);
  RC_ASSERT(parse(text) == expr);
  RC_ASSERT(print(parse(text)) == text);
}

RC_GTEST_PROP(SpecProperty, ReadsAnyBytesOrSaysWhyNotInOneLine, (const std::string& text)) {
  try {
    const Expr expr = parse(text);
    RC_ASSERT(parse(print(expr)) == expr);
  } catch (const SpecError& error) {
    const std::string message = error.what();
    RC_ASSERT(!message.empty());
    RC_ASSERT(message.find('\n') == std::string::npos);
  }
}

RC_GTEST_PROP(SpecProperty, SurvivesSmallChangesOfAText, ()) {
  std::string text = print(random_expr(4));
  const auto at =
      static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(text.size()) + 1));
  const char c = *rc::gen::elementOf(std::string("()[],=*\"\\./%-+ eith0123"));
  if (*rc::gen::arbitrary<bool>() && at < text.size()) {
    text[at] = c;
  } else {
    text.insert(at, 1, c);
  }
  try {
    const Expr expr = parse(text);
    RC_ASSERT(parse(print(expr)) == expr);
  } catch (const SpecError& error) {
    RC_ASSERT(!error.excerpt().empty());
  }
}

}}  // namespace anneal::spec
