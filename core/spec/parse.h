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
///   list    := "[" [expr ("," expr)*] "]"
///   argument := [name "="] expr
///   number  := ["-"] decimal ["/" decimal] ["it" | "ep" | "%" | "ev"]    no space inside
///   name    := a letter or _, then letters, digits, _ . -
///   string  := "..." with \" \\ \n \t, or a bare path with a slash in it: data/mnist, /tmp/x
///
/// Lists and calls may end in a comma. Only schedules give then, * and by epoch a meaning.
/// Throws SpecError if the text is something else, is longer than 1 MiB, or nests deeper than 64.
Expr parse(std::string_view text);

}  // namespace anneal::spec
