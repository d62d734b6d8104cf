#pragma once

#include <string>
#include <string_view>

namespace anneal {

/// `text` as a cell of a CSV file: quoted, with its own quotes doubled, if it holds a comma, a
/// quote or a line break. Source: RFC 4180, section 2.
std::string csv_cell(std::string_view text);

}  // namespace anneal
