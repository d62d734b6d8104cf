#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::cli {
namespace {

/// `text` in lines of at most `width` columns, each after `indent`.
std::string paragraph(const std::string& text, const std::string& indent, int width = 80) {
  std::string result;
  const std::string lines = wrap(text, text_width(width, 2 + static_cast<int>(indent.size())));
  std::size_t begin = 0;
  while (begin <= lines.size()) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    result += indent + lines.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string notes_text(const FamilyEntry& entry, const std::string& indent) {
  std::string text;
  for (const std::string& note : entry.notes) {
    text += paragraph(note, indent);
  }
  return text;
}

/// An entry in a few lines: how it is called, what it is; with notes, its formula and those.
std::string summary(const FamilyEntry& entry, const Terminal& terminal) {
  std::string text = paragraph(spec::usage(entry.signature), "  ");
  text = toned(terminal, Tone::kStrong, text.substr(0, text.size() - 1)) + "\n";
  text += paragraph(entry.signature.help, "      ");
  if (!entry.notes.empty()) {
    text += paragraph(entry.signature.formula, "      ") + notes_text(entry, "      ");
  }
  return text;
}

/// Everything that the catalogue knows about an entry.
std::string full_text(const Family& family, const FamilyEntry& described) {
  const spec::Signature& entry = described.signature;
  std::string text = paragraph(spec::usage(entry), "") + "\n" + paragraph(entry.help, "  ");
  if (!entry.formula.empty()) {
    text += "\n  " + entry.formula + "\n";
  }
  if (!described.notes.empty()) {
    text += "\n" + notes_text(described, "  ");
  }
  if (!entry.parameters.empty()) {
    text += "\n";
    for (const spec::Parameter& parameter : entry.parameters) {
      std::string head = parameter.name;
      if (!parameter.default_text.empty()) {
        head += " [" + parameter.default_text + "]";
      } else {
        head += parameter.optional ? " (optional)" : " (required)";
      }
      text += fmt::format("  {}: {}\n", head, spec::describe(parameter));
      if (!parameter.help.empty()) {
        text += paragraph(parameter.help, "      ");
      }
    }
  }
  if (!entry.aliases.empty()) {
    text += "\n  Also called: " + spec::joined(entry.aliases) + "\n";
  }
  if (!entry.source.empty()) {
    text += "\n" + paragraph("Source: " + entry.source, "  ");
  }
  return text + fmt::format("\n  For {}.\n", family.option);
}

std::string family_text(const Family& family, const Terminal& terminal) {
  std::string text = toned(terminal, Tone::kStrong, family.name + ", for " + family.option) + "\n";
  for (const FamilyEntry& entry : family.entries) {
    text += summary(entry, terminal);
  }
  return text;
}

/// The names of all families, a screen full; with their explanations it is ten.
std::string overview(const std::vector<Family>& all, const Terminal& terminal) {
  std::string text;
  for (const Family& family : all) {
    std::vector<std::string> names;
    for (const FamilyEntry& entry : family.entries) {
      names.push_back(entry.signature.name);
    }
    text += toned(terminal, Tone::kStrong, family.name + ", for " + family.option) + "\n" +
            paragraph(spec::joined(names), "  ", terminal.width);
  }
  return text +
         "\nanneal list NAME explains one of them, anneal list schedules all of a kind,\n"
         "anneal list all everything.\n";
}

int list(const std::string& what) {
  const std::vector<Family> all = families();
  const Terminal terminal = standard_output();
  if (what.empty()) {
    print(overview(all, terminal));
    return kDone;
  }
  std::string text;
  std::vector<std::string> known = {"all"};
  for (const Family& family : all) {
    known.push_back(family.name);
    if (what == "all" || what == family.name) {
      text += (text.empty() ? "" : "\n") + family_text(family, terminal);
    }
    for (const FamilyEntry& entry : family.entries) {
      const spec::Signature& signature = entry.signature;
      known.push_back(signature.name);
      if (what == signature.name || std::ranges::count(signature.aliases, what) > 0) {
        text += (text.empty() ? "" : "\n") + full_text(family, entry);
      }
    }
  }
  if (text.empty()) {
    const auto nearest = spec::closest(what, known);
    throw UsageError(join_text(
        "list: unknown name ", what,
        nearest ? join_text(" (did you mean ", *nearest, "?)")
                : std::string(
                      " (anneal list shows all; or schedules, optimizers, averages, models, data, "
                      "functions)")));
  }
  print(text);
  if (what == "all" || std::ranges::count(known, what) > 0) {
    const bool one_entry = text.find("\n  For ") != std::string::npos;
    print(one_entry ? "" : "\nanneal list NAME explains one of them.\n");
  }
  return kDone;
}

}  // namespace

AddCommand add_list;  // listed in run.cpp

void add_list(Program& program) {
  auto what = std::make_shared<std::string>();
  CLI::App* command = program.app.add_subcommand(
      "list", "Show schedules, optimizers, averages, models, data sets and functions");
  command
      ->add_option("WHAT", *what,
                   "all, schedules, optimizers, averages, models, data,\nfunctions, or the name of "
                   "one entry [their names]")
      ->type_name("");
  command->footer(
      "Examples:\n"
      "  anneal list schedules\n"
      "  anneal list cosine\n");
  command->callback([what, &program] { program.action = [what] { return list(*what); }; });
}

}  // namespace anneal::cli
