#pragma once

// clang-format off: RapidCheck's gtest.h needs GoogleTest's before it
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
// clang-format on
