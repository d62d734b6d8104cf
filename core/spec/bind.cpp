#include "core/spec/bind.h"

#include <algorithm>
#include <utility>

#include "core/spec/parse.h"
#include "core/text.h"

namespace anneal::spec {

/// Takes the arguments of one call one by one, each into the slot of its parameter.
class Binder final {
 public:
  Binder(const Expr& call, const Signature& signature) : call_(call), signature_(signature) {
    result_.name_ = signature.name;
    result_.location_ = call.location;
    for (const Parameter& parameter : signature.parameters) {
      result_.slots_.push_back({.parameter = parameter});
    }
  }

  Arguments bound() {
    for (const Argument& argument : call_.arguments) {
      if (argument.name.empty()) {
        take_positional(argument.value);
      } else {
        take_named(argument);
      }
    }
    for (Arguments::Slot& slot : result_.slots_) {
      if (!slot.given && !slot.parameter.optional) {
        fill_in(slot);
      }
      if (slot.has) {
        check_value(slot.value, slot.parameter, signature_.name);
      }
    }
    return std::move(result_);
  }

 private:
  void take_positional(const Expr& value) {
    if (named_) {
      fail(value.location, brief(value), " stands after a named argument: give it a name too");
    }
    if (next_ == result_.slots_.size()) {
      fail(value.location, brief(value), " is one argument too many (", usage(signature_), ")");
    }
    Arguments::Slot& slot = result_.slots_[next_];
    if (slot.parameter.rest) {
      take_rest(slot, value);
      return;
    }
    ++next_;
    put(slot, value);
  }

  // mlp(256, 128), and mlp([256, 128]) alike.
  void take_rest(Arguments::Slot& slot, const Expr& value) {
    if (value.is_list() && !slot.given) {
      ++next_;
      put(slot, value);
      return;
    }
    if (!slot.given) {
      Expr empty = list({});
      empty.location = value.location;
      put(slot, empty);
    }
    slot.value.items.push_back(value);
  }

  void take_named(const Argument& argument) {
    named_ = true;
    const auto slot = std::ranges::find_if(result_.slots_, [&](const Arguments::Slot& candidate) {
      return candidate.parameter.name == argument.name;
    });
    if (slot == result_.slots_.end()) {
      fail(argument.name_location, "unknown argument ", argument.name.substr(0, 60),
           result_.slots_.empty() ? " (it takes none)" : did_you_mean(argument.name, known()));
    }
    if (slot->given) {
      fail(argument.name_location, argument.name, " is given twice: first as ", brief(slot->value),
           ", then as ", brief(argument.value));
    }
    put(*slot, argument.value);
  }

  void fill_in(Arguments::Slot& slot) const {
    const Parameter& parameter = slot.parameter;
    if (parameter.default_text.empty()) {
      fail(call_.location, parameter.name, " is missing: ", describe(parameter), " (",
           usage(signature_), ")");
    }
    slot.value = parse(parameter.default_text);
    slot.value.location = call_.location;
    slot.has = true;
  }

  static void put(Arguments::Slot& slot, const Expr& value) {
    slot.value = value;
    slot.given = slot.has = true;
  }

  std::vector<std::string> known() const {
    std::vector<std::string> names;
    for (const Parameter& parameter : signature_.parameters) {
      names.push_back(parameter.name);
    }
    return names;
  }

  template <class... Parts>
  [[noreturn]] void fail(const Location& location, const Parts&... parts) const {
    throw SpecError(join_text(signature_.name, ": ", parts...), location);
  }

  const Expr& call_;
  const Signature& signature_;
  Arguments result_;
  std::size_t next_ = 0;  // the parameter of the next positional argument
  bool named_ = false;    // whether a named argument has been taken
};

Arguments bind(const Expr& call, const Signature& signature) {
  if (!call.is_name()) {
    throw SpecError(
        join_text(signature.name, ": got ", brief(call), " (write a name with its arguments)"),
        call.location);
  }
  return Binder(call, signature).bound();
}

SpecError unknown_name(const Expr& call,
                       std::string_view family,
                       const std::vector<std::string>& known) {
  if (!call.is_name()) {
    return SpecError(
        join_text(family, ": got ", brief(call), " (give the name of one, with its arguments)"),
        call.location);
  }
  Location location = call.location;
  location.end = std::min(location.end, location.begin + call.text.size());
  return SpecError(
      join_text("unknown ", family, " ", call.text.substr(0, 60), did_you_mean(call.text, known)),
      location);
}

}  // namespace anneal::spec
