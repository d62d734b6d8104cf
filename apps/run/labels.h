#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anneal {

/// Names short enough to stand beside a line, one for each spec text.
///
/// The arguments are left out, "warmup(5%) then cosine(to=0.01)" becomes "warmup then cosine", if
/// that still tells the specs apart; those that it does not keep their arguments.
std::vector<std::string> short_labels(std::span<const std::string> specs);

/// `text` broken into lines of at most about `width` characters, at " then ", commas and spaces.
std::string wrap(std::string_view text, std::size_t width);

/// `text` in at most `width` characters, " ..." for the rest.
std::string shortened(std::string_view text, std::size_t width);

/// The lines of a wrapped text.
std::size_t line_count(std::string_view text);
/// The length of its longest line.
std::size_t line_width(std::string_view text);

/// `text` as a part of a file's name: letters, digits, '-' and '_', at most 40.
std::string file_name_part(std::string_view text);

}  // namespace anneal
