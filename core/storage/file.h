#pragma once

#include <string>
#include <string_view>

namespace anneal {

/// All bytes of a file. Throws std::runtime_error naming the path and the system's reason.
std::string read_file(const std::string& path);

/// Writes `bytes` to `path` + ".partial", which then replaces `path` in one step: a process that is
/// stopped leaves the old file or the new one, never half of one.
/// Throws std::runtime_error naming the path and the system's reason; `path` is then as it was.
void replace_file(const std::string& path, std::string_view bytes);

}  // namespace anneal
