#pragma once

#include "schedulers/entry.h"

/// The rows of the table in schedulers/catalogue.cpp, one per file of this folder.
namespace anneal::catalogue {

Entry constant();
Entry linear();
Entry cosine();
Entry polynomial();
Entry exponential();
Entry one_minus_sqrt();
Entry warmup();
Entry step();
Entry multistep();
Entry inverse_sqrt();
Entry wsd();
Entry onecycle();
Entry cosine_restarts();
Entry plateau();

}  // namespace anneal::catalogue
