#pragma once

#include <vector>

#include "schedulers/dialects/dialects.h"

/// One table for each library, in the file of its name.
namespace anneal::dialect {

std::vector<Dialect> torch();
std::vector<Dialect> torch_cycles();
std::vector<Dialect> keras();
std::vector<Dialect> optax();
std::vector<Dialect> optax_joined();
std::vector<Dialect> hf();
std::vector<Dialect> timm();
std::vector<Dialect> composer();
std::vector<Dialect> fastai();
std::vector<Dialect> paddle();
std::vector<Dialect> torchtitan();

}  // namespace anneal::dialect
