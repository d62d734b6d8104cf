#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anneal::cli {

/// The value of `option`, a whole number of at least `minimum`. Throws UsageError, whose message
/// ends in `or_else`, such as ", or full".
std::int64_t whole_number(std::string_view option,
                          const std::string& text,
                          std::int64_t minimum,
                          std::string_view or_else = "");

/// Ends what whole_number() says of epochs.
inline constexpr std::string_view kPartOfAnEpoch = "; for a part of an epoch give --updates";

/// A seed: a whole number in [0, 2^64). Throws UsageError.
std::uint64_t seed_number(std::string_view option, const std::string& text);

/// A finite number of at least 0. Throws UsageError.
double positive_or_zero(std::string_view option, const std::string& text);

/// Numbers separated by commas; "nan" is one of them. Throws UsageError if there is none.
std::vector<double> number_list(std::string_view option, const std::string& text);

/// "1 update", "3 updates".
std::string counted(std::int64_t count, std::string_view noun);

/// Four significant digits, for people; from 10,000 on all digits of the whole number.
std::string short_number(double value);

/// A count in four significant digits, without an exponent: "198200", "12.5".
std::string rounded_count(double value);

/// "2.3 s", "4 min 05 s", "1 h 20 min".
std::string duration(double seconds);

}  // namespace anneal::cli
