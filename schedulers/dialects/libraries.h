#pragma once

#include <vector>

#include "schedulers/dialects/dialects.h"

/// The tables of each library, in the files of its name.
namespace anneal::dialect {

std::vector<Dialect> torch();
std::vector<Dialect> torch_cycles();
std::vector<Dialect> keras();
std::vector<Dialect> keras_cosine();
std::vector<Dialect> optax();
std::vector<Dialect> optax_piecewise();
std::vector<Dialect> optax_joined();
std::vector<Dialect> hf();
std::vector<Dialect> hf_cosine();
std::vector<Dialect> timm();
std::vector<Dialect> timm_steps();
std::vector<Dialect> composer();
std::vector<Dialect> fastai();
std::vector<Dialect> paddle();
std::vector<Dialect> paddle_cycles();
std::vector<Dialect> torchtitan();

}  // namespace anneal::dialect
