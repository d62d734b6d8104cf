#pragma once

#include <string_view>

#include "core/spec/error.h"
#include "core/spec/expr.h"

namespace anneal::spec {

/// Reads a specification: one grammar for schedules, optimizers, models and data.
///
///   expr    := product ("then" product)*
///   product := unit ("*" unit)*
///   unit    := primary ["by" "epoch"]
///   primary := number | string | list | name ["(" [argument ("," argument)*] ")"] | "(" expr ")"
///   list    := "[" [expr ("," expr)*] "]" | "(" expr ("," expr)+ ")"
///   argument := [name "="] expr
///   number  := ["-"] decimal ["/" decimal] ["it" | "ep" | "%" | "ev"]    no space inside
///   name    := a letter or _, then letters, digits, _ . -
///   string  := "..." or '...' with \" \' \\ \n \t, or a bare path with a slash in it: /tmp/x
///
/// Lists and calls may end in a comma; # begins a comment to the end of the line. Only schedules
/// give then, * and by epoch a meaning.
/// Throws SpecError if the text is something else, is longer than 1 MiB, or nests deeper than 64;
/// its details().instead has what was likely meant: sgd(0.1) for "sgd 0.1".
Expr parse(std::string_view text);

}  // namespace anneal::spec
