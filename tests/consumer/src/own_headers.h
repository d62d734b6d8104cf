// Included before and after anneal's headers: names as "core/check.h" are the consumer's alone.
#pragma once

#include "core/check.h"
#include "data/batch.h"
#include "models/module.h"

#if __has_include("core/tensor.h") || __has_include("schedulers/resolve.h")
#error "anneal's own folders are on the include path of a consumer"
#endif

static_assert(consumer::check(CONSUMER_CORE_CHECK));
static_assert(consumer::Batch{}.size == 32 && consumer::Module{}.layers == 1);
