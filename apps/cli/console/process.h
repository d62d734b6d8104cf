#pragma once

namespace anneal::cli {

/// What the program settles with the operating system before it does anything.
///
/// * A descriptor of 0, 1 and 2 that was closed (`anneal train >&-`) is occupied: the first file
///   that is opened would take its place, and what is printed would land in it. Writing to it fails
///   as writing to a full disk does.
/// * A pipe that nobody reads any more, and a file that grows beyond its limit (`ulimit -f`), are
///   errors of the write, not the end of the process.
void prepare_process();

}  // namespace anneal::cli
