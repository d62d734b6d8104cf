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
      if (is_skipped(argument)) {
        continue;
      }
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
    for (Arguments::Slot& slot : result_.slots_) {
      if (slot.parameter.name == argument.name) {
        put(slot, argument.value);
        return;
      }
    }
    const Synonym* synonym = synonym_of(argument.name);
    if (synonym == nullptr) {
      fail(argument.name_location, "unknown argument ", argument.name.substr(0, 60),
           result_.slots_.empty() ? " (it takes none)" : did_you_mean(argument.name, known()));
    }
    for (Arguments::Slot& slot : result_.slots_) {
      for (const Synonym& candidate : slot.parameter.synonyms) {
        // The one that was found, or the members of a list that is several arguments here.
        if (&candidate == synonym || (candidate.name == argument.name && candidate.member >= 0)) {
          put(slot, in_place_of(argument, candidate));
        }
      }
    }
  }

  // The first parameter's that has it; nothing for a name that an argument has here.
  const Synonym* synonym_of(const std::string& argument) const {
    if (signature_.find(argument) != nullptr) {
      return nullptr;
    }
    for (const Arguments::Slot& slot : result_.slots_) {
      for (const Synonym& synonym : slot.parameter.synonyms) {
        if (synonym.name == argument) {
          return &synonym;
        }
      }
    }
    return nullptr;
  }

  // What a synonym's value is for the parameter; throws where they are not the same.
  Expr in_place_of(const Argument& argument, const Synonym& synonym) const {
    if (!synonym.is_same()) {
      const std::string instead = in_our_words();
      fail(argument.name_location, "unknown argument ", argument.name, " (", synonym.because,
           instead.empty() ? "" : ": write ", instead, ")");
    }
    if (synonym.member < 0) {
      return argument.value;
    }
    const auto member = static_cast<std::size_t>(synonym.member);
    if (!argument.value.is_list() || argument.value.items.size() <= member) {
      fail(argument.name_location, argument.name, " is ", brief(argument.value),
           ", but it is a list of several: [0.9, 0.999]");
    }
    return argument.value.items[member];
  }

  // The call with what is written here in place of synonyms that are not the same, if that can be
  // read.
  std::string in_our_words() const {
    Expr here = spec::call(signature_.name);
    try {
      for (const Argument& argument : call_.arguments) {
        const Synonym* synonym = synonym_of(argument.name);
        if (synonym == nullptr || synonym->is_same()) {
          here.arguments.push_back(argument);
        } else if (!synonym->instead.empty()) {
          const std::string text = filled_in(synonym->instead, argument.value);
          const Expr written = parse(join_text("f(", text, ")"));
          here.arguments.insert(here.arguments.end(), written.arguments.begin(),
                                written.arguments.end());
        } else {
          return "";
        }
      }
      return print(bind(here, signature_).canonical());
    } catch (const SpecError&) {
      return "";
    }
  }

  // Whether the argument says nothing here. Throws if it does, but not what can be said.
  bool is_skipped(const Argument& argument) const {
    for (const Skipped& skipped : signature_.skipped) {
      if (argument.name.empty()) {
        if (skipped.first && &argument == &call_.arguments.front() && argument.value.is_name() &&
            last_word(argument.value.text).starts_with(skipped.name.substr(0, 3))) {
          return true;
        }
        continue;
      }
      if (argument.name != skipped.name || signature_.find(argument.name) != nullptr) {
        continue;
      }
      if (!skipped.value.empty() && lower(print(argument.value)) != lower(skipped.value)) {
        fail(argument.name_location, argument.name, "=", brief(argument.value),
             " has no meaning here (",
             skipped.otherwise.empty() ? "leave it out" : skipped.otherwise, ")");
      }
      return true;
    }
    return false;
  }

  static std::string_view last_word(std::string_view name) {
    return name.substr(name.rfind('.') + 1);  // all of it if there is no point
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

  void put(Arguments::Slot& slot, const Expr& value) const {
    const ValueKind kind = slot.parameter.kind;
    if (value.is_word() && value.text == "None" && kind != ValueKind::kText) {
      return;  // of a Python line: the default
    }
    if (slot.given) {
      fail(value.location, slot.parameter.name, " is given twice: first as ", brief(slot.value),
           ", then as ", brief(value));
    }
    slot.value = value;
    if (kind == ValueKind::kFlag && value.is_word() && value.text == "True") {
      slot.value.text = "true";
    } else if (kind == ValueKind::kFlag && value.is_word() && value.text == "False") {
      slot.value.text = "false";
    }
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

SpecError as_meant(const SpecError& error,
                   std::string_view family,
                   std::string_view text,
                   const std::string& instead) {
  return SpecError(join_text(family, ": got ", text, " (write ", instead, ")"), error);
}

}  // namespace anneal::spec
