#pragma once

#include <filesystem>

namespace anneal {

/// The file that says whose an output folder is; it stays.
inline constexpr const char* kClaimFile = ".anneal";

/// Throws std::invalid_argument unless `path` can become an output folder: absent, or an empty
/// folder. Writes nothing.
void check_output_folder(const std::filesystem::path& path);

/// Makes `path`, with its parents, the output folder of this process alone: creates its claim file,
/// "process 1234 on HOST", which must not be there. Of several processes that want the same folder
/// at the same time one gets it.
///
/// Throws std::invalid_argument as check_output_folder() does, if another process was first, and
/// if the folder cannot be written to.
void claim_output_folder(const std::filesystem::path& path);

/// Creates the first of `wanted`, wanted-2, wanted-3, ... that is not there, with its parents, and
/// returns it: no other process gets the same one. Throws std::invalid_argument if that fails.
std::filesystem::path new_output_folder(const std::filesystem::path& wanted);

}  // namespace anneal
