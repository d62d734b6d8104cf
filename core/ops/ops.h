#pragma once

// All operations on Var.

#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/attention.h"
#include "core/ops/avg_pool2d.h"
#include "core/ops/batch_norm.h"
#include "core/ops/batched_matmul.h"
#include "core/ops/conv2d.h"
#include "core/ops/dropout.h"
#include "core/ops/embedding.h"
#include "core/ops/functions.h"
#include "core/ops/layer_norm.h"
#include "core/ops/layout.h"
#include "core/ops/losses.h"
#include "core/ops/matmul.h"
#include "core/ops/max_pool2d.h"
#include "core/ops/reduce.h"
#include "core/ops/softmax.h"
