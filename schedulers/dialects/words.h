#pragma once

#include "schedulers/entry.h"

namespace anneal {

/// Two words of the catalogue that the dialects need, each in its own file.
Entry window_entry();
Entry wave_entry();

}  // namespace anneal
