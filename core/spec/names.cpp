#include "core/spec/names.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "core/text.h"

namespace anneal::spec {
namespace {

/// A name cut at its last point: {"torch.optim", "Adam"}.
struct Parts {
  std::string_view whose;
  std::string_view last;
};

Parts parts_of(std::string_view name) {
  const std::size_t point = name.rfind('.');
  return point == std::string_view::npos ? Parts{{}, name}
                                         : Parts{name.substr(0, point), name.substr(point + 1)};
}

/// Whether `path`, words joined by points, has the words of `end` at its end.
bool ends_in(std::string_view path, std::string_view end) {
  return path == end || (path.size() > end.size() && path.ends_with(end) &&
                         path[path.size() - end.size() - 1] == '.');
}

bool has_word(std::string_view path, std::string_view word) {
  while (true) {
    const std::size_t point = path.find('.');
    if (path.substr(0, point) == word) {
      return true;
    }
    if (point == std::string_view::npos) {
      return false;
    }
    path.remove_prefix(point + 1);
  }
}

/// Whether `name` is `full`, or as much of it as says whose it is: lr_scheduler.StepLR of
/// torch.optim.lr_scheduler.StepLR; or has the library before it in another way, as
/// tf.keras.schedules.CosineDecay has keras.
bool is_same_name(std::string_view name, std::string_view full) {
  const Parts given = parts_of(name);
  const Parts known = parts_of(full);
  if (name == full) {
    return true;
  }
  return given.last == known.last && !given.whose.empty() && !known.whose.empty() &&
         (ends_in(known.whose, given.whose) ||
          has_word(given.whose, known.whose.substr(0, known.whose.find('.'))));
}

std::vector<std::string> all_names(const Signature& signature) {
  std::vector<std::string> names{signature.name};
  names.insert(names.end(), signature.aliases.begin(), signature.aliases.end());
  for (const Synonym& synonym : signature.synonyms) {
    names.push_back(synonym.name);
  }
  return names;
}

/// Whether it is called so: in full, or as much of it as says whose it is.
bool answers_to(const Signature& signature, std::string_view name) {
  return std::ranges::any_of(signature.aliases,
                             [&](const std::string& alias) { return is_same_name(name, alias); }) ||
         std::ranges::any_of(signature.synonyms, [&](const Synonym& synonym) {
           return synonym.is_same() && is_same_name(name, synonym.name);
         });
}

/// The word without case, - and _.
std::string plain(std::string_view word) {
  std::string text;
  for (const char c : word) {
    if (c != '-' && c != '_') {
      text += 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return text;
}

/// Those of which a name has a last word that is wanted.
template <class IsWanted>
Names with_last_word(const Names& names, const IsWanted& is_wanted) {
  Names found;
  for (const Signature* signature : names) {
    if (std::ranges::any_of(all_names(*signature), [&](const std::string& name) {
          return is_wanted(parts_of(name).last);
        })) {
      found.push_back(signature);
    }
  }
  return found;
}

/// Those whose last word is nearest, if it is near: of a name or, if none is, of a synonym.
Names names_ending_near(std::string_view name, const Names& names) {
  std::vector<std::string> own;
  std::vector<std::string> synonyms;
  for (const Signature* signature : names) {
    own.emplace_back(parts_of(signature->name).last);
    for (const std::string& known : all_names(*signature)) {
      synonyms.emplace_back(parts_of(known).last);
    }
  }
  const std::string_view word = parts_of(name).last;
  const auto near = closest(word, own);
  const auto nearest = near ? near : closest(word, synonyms);
  return nearest ? with_last_word(names, [&](std::string_view last) { return last == *nearest; })
                 : Names();
}

/// What may be meant by a name that nothing has. A library that it names goes first; without one,
/// the words that have none.
Names likely(std::string_view name, const Names& names) {
  const std::string_view library = parts_of(name).whose;
  Names own;  // of the library that it names
  if (!library.empty()) {
    std::ranges::copy_if(names, std::back_inserter(own), [&](const Signature* signature) {
      const std::string_view whose = parts_of(signature->name).whose;
      return !whose.empty() && has_word(library, whose.substr(0, whose.find('.')));
    });
  }
  for (const Names& among : {own, names}) {
    for (const auto find : {names_ending_like, names_ending_near}) {
      Names found = find(name, among);
      if (found.empty()) {
        continue;
      }
      const auto foreign = std::stable_partition(
          found.begin(), found.end(),
          [&](const Signature* signature) { return parts_of(signature->name).whose.empty(); });
      if (library.empty() && foreign != found.begin()) {
        found.erase(foreign, found.end());
      }
      return found;
    }
  }
  return {};
}

/// " (did you mean torch.LinearLR or paddle.LinearLR? torch.LinearLR is PyTorch's linear warmup)".
std::string suggestion(std::string_view name, const Names& found) {
  const std::size_t count = std::min<std::size_t>(found.size(), 4);
  std::string text = " (did you mean ";
  for (std::size_t i = 0; i < count; ++i) {
    text += i == 0 ? "" : i + 1 == count ? " or " : ", ";
    text += found[i]->name;
  }
  text += "?";
  const Signature& first = *found.front();
  if (parts_of(name).whose.empty() && !parts_of(first.name).whose.empty() && !first.help.empty()) {
    // What it is: a near word of the house may be something else, as linear and LinearLR are.
    const std::string what = first.help.substr(0, first.help.find_first_of(",;:("));
    text += join_text(" ", first.name, " is ", what);
  }
  return text + ")";
}

/// What is written here for a call of a synonym: the arguments that were given, and of those of
/// `synonym.instead` as many as go with them.
std::string in_place_of(const Expr& call, const Signature& signature, const Synonym& synonym) {
  const Expr instead = parse(synonym.instead);
  std::vector<Argument> more = instead.arguments;
  for (const Argument& given : call.arguments) {
    std::erase_if(more, [&](const Argument& set) { return set.name == given.name; });
  }
  const auto with = [&](std::size_t left_out) {
    Expr here = instead;
    here.arguments = call.arguments;
    for (std::size_t i = 0; i < more.size(); ++i) {
      if (i != left_out) {
        here.arguments.push_back(more[i]);
      }
    }
    return translated(here, signature);
  };
  std::optional<std::string> line = with(more.size());
  for (std::size_t i = 0; i < more.size() && !line; ++i) {
    line = with(i);  // it was given under another name
  }
  return line.value_or(print(instead));
}

/// " (its eps is 1e-7: write adam(lr=0.1, eps=1e-7))" for a synonym of `signature` that is not
/// quite the same.
std::string difference(const Expr& call, const Signature& signature, const Synonym& synonym) {
  const std::string line =
      synonym.instead.empty() ? "" : ": write " + in_place_of(call, signature, synonym);
  return join_text(" (", synonym.because, line, ")");
}

std::string hint(const Expr& call, const Names& names) {
  for (const Signature* signature : names) {
    for (const Synonym& synonym : signature->synonyms) {
      if (!synonym.is_same() && is_same_name(call.text, synonym.name)) {
        return difference(call, *signature, synonym);
      }
    }
  }
  const Names found = likely(call.text, names);
  if (!found.empty()) {
    return suggestion(call.text, found);
  }
  std::vector<std::string> known;
  bool libraries = false;
  for (const Signature* signature : names) {
    known.push_back(signature->name);
    libraries = libraries || !parts_of(signature->name).whose.empty();
  }
  return did_you_mean(libraries ? std::string_view(call.text) : parts_of(call.text).last, known);
}

}  // namespace

std::optional<std::size_t> find_name(std::string_view name, const Names& names) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i]->name == name || std::ranges::count(names[i]->aliases, name) > 0) {
      return i;
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (answers_to(*names[i], name)) {
      if (found) {
        return std::nullopt;  // it does not say which
      }
      found = i;
    }
  }
  return found;
}

Names names_ending_like(std::string_view name, const Names& names) {
  const std::string_view word = parts_of(name).last;
  const Names same = with_last_word(names, [&](std::string_view last) { return last == word; });
  return !same.empty() ? same : with_last_word(names, [&](std::string_view last) {
    return plain(last) == plain(word);
  });
}

std::optional<std::string> translated(const Expr& call, const Signature& signature) {
  Expr here = call;
  here.text = signature.name;
  try {
    return print(bind(here, signature).canonical());
  } catch (const SpecError&) {
    return std::nullopt;
  }
}

SpecError unknown_name(const Expr& call, std::string_view family, const Names& names) {
  SpecErrorDetails details{.family = std::string(family), .call = call};
  if (!call.is_name()) {
    return SpecError(
        join_text(family, ": got ", brief(call), " (give the name of one, with its arguments)"),
        call.location, std::move(details));
  }
  Location location = call.location;
  location.end = std::min(location.end, location.begin + call.text.size());
  return SpecError(join_text("unknown ", family, " ", call.text.substr(0, 60), hint(call, names)),
                   location, std::move(details));
}

std::string filled_in(std::string text, const Expr& value) {
  const auto replace = [&text](std::string_view mark, const std::string& by) {
    if (const std::size_t place = text.find(mark); place != std::string::npos) {
      text.replace(place, mark.size(), by);
    }
  };
  replace("{}", print(value));
  if (value.is_number()) {
    replace("{x10}", to_text(Number{10.0 * value.number.value, value.number.unit}));
    replace("{%}", to_text(Number{100.0 * value.number.value, Unit::kPercent}));
  }
  return text;
}

}  // namespace anneal::spec
