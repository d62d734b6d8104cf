#pragma once

// clang-format off: RapidCheck's gtest.h needs GoogleTest's before it
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <gtest/gtest.h>
// clang-format on
