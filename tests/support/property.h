#pragma once

// RapidCheck's gtest.h needs GoogleTest's before it.
// clang-format off
#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
// clang-format on
