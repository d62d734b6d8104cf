#include <string>
#include <utility>
#include <vector>

#include "tests/dialects/boundary.h"

// The boundaries (boundary.h) of what trains language models.

namespace anneal { namespace {

// ---- scripts for language models

std::vector<Boundary> script_rows() {
  return {
      {"nanogpt_get_lr",
       [](int N, int W) {
         return join_text("nanogpt.get_lr(warmup_iters=", W, "it, lr_decay_iters=", N,
                          "it, min_lr=0.1)");
       },
       [](int N, int W, int t) {
         if (t < W) {
           return kBase * over(t + 1, W + 1);
         }
         if (t > N) {
           return 0.1;
         }
         return N == W ? kUndefined : 0.1 + 0.4 * wave(over(t - W, N - W));  // 0 / 0 there
       }},
      {"llmc_cosine",
       [](int N, int W) {
         return join_text("llmc.cosine(warmup_iterations=", W, "it, train_num_batches=", N,
                          "it, final_learning_rate_frac=0.2)");
       },
       [](int N, int W, int t) {
         if (t < W) {
           return kBase * over(t + 1, W);
         }
         return t > N || N == W ? kUndefined : kBase * (0.2 + 0.8 * wave(over(t - W, N - W)));
       }},
      {"llmc_wsd",
       [](int N, int W) {
         return join_text("llmc.wsd(warmup_iterations=", W, "it, train_num_batches=", N,
                          "it, final_learning_rate_frac=0.2)");
       },
       [](int N, int W, int t) {
         if (t < W) {
           return kBase * over(t + 1, W);
         }
         const int point = static_cast<int>(0.8 * N);
         if (t < point) {
           return kBase;
         }
         return t > N ? kUndefined
                      : kBase * (0.2 + 0.8 * (1.0 - std::sqrt(over(t - point, N - point))));
       }},
  };
}

// ---- torchtitan shortens a climb or a fall that does not fit

std::string titan(int N, int W, const char* more) {
  return join_text("torchtitan.linear_warmup_stable_decay(warmup_steps=", W, "it, total_steps=", N,
                   "it, min_lr_factor=0.2", more, ")");
}

// The fall as long as `fall`, if there is so much left.
double titan_rate(int N, int W, int fall, int t) {
  const int climb = std::min(W, N);
  const int D = std::min(fall, N - climb);
  const int S = N + 1 - climb - D;
  if (t < climb) {
    return kBase * over(t + 1, climb);
  }
  if (t < climb + S) {
    return kBase;
  }
  return t > N || D == 0 ? kUndefined  // it goes on below the floor, or stops
                         : kBase * (0.2 + 0.8 * (1.0 - over(t + 1 - climb - S, D)));
}

double titan_rate_until_2025(int N, int W, int t) {
  if (t < W) {
    return kBase * over(t + 1, W + 1);
  }
  return t >= N ? kUndefined : kBase * (0.2 + 0.8 * (1.0 - over(t + 1 - W, N - W + 1)));
}

std::vector<Boundary> titan_rows() {
  return {
      {"torchtitan", [](int N, int W) { return titan(N, W, ""); },
       [](int N, int W, int t) { return titan_rate(N, W, N, t); }},
      {"torchtitan_half", [](int N, int W) { return titan(N, W, ", decay_ratio=0.5"); },
       [](int N, int W, int t) {
         return titan_rate(N, W, static_cast<int>(std::nearbyint(0.5 * N)), t);
       }},
      {"torchtitan_2025", [](int N, int W) { return titan(N, W, ", version=2025"); },
       titan_rate_until_2025},
  };
}

// ---- DeepSpeed: its iteration is t - 1

double deepspeed_gamma(bool logarithmic, int width, int iteration) {
  return logarithmic ? std::log(iteration + 1.0) / std::log(static_cast<double>(width))
                     : over(iteration, width);
}

Boundary deepspeed_row(const char* name,
                       const std::string& type,
                       const char* more,
                       const std::function<double(int N, int width, int i)>& rate) {
  return {join_text("deepspeed_", name, "_", type),
          [=](int N, int W) {
            const std::string total = name == std::string("WarmupLR")
                                          ? std::string()
                                          : join_text(", total_num_steps=", N, "it");
            return join_text("deepspeed.", name, "(warmup_num_steps=", W, "it, warmup_type=", type,
                             more, total, ")");
          },
          [=](int N, int W, int t) { return rate(N, std::max(2, W), t - 1); }, 1};
}

std::vector<Boundary> deepspeed_rows() {
  std::vector<Boundary> rows;
  for (const bool log : {true, false}) {
    const std::string type = log ? "log" : "linear";
    rows.push_back(
        deepspeed_row("WarmupLR", type, ", warmup_min_lr=0.1", [=](int, int width, int i) {
          return i < 0 ? 0.1 : i < width ? 0.1 + 0.4 * deepspeed_gamma(log, width, i) : 0.5;
        }));
    rows.push_back(deepspeed_row("WarmupDecayLR", type, ", warmup_min_lr=0.1, warmup_max_lr=0.5",
                                 [=](int N, int width, int i) {
                                   const double gamma =
                                       i < 0 ? 0.0
                                       : i < width
                                           ? deepspeed_gamma(log, width, i)
                                           : std::max(0.0, over(N - i, std::max(1, N - width)));
                                   return 0.1 + 0.4 * gamma;
                                 }));
    rows.push_back(
        deepspeed_row("WarmupCosineLR", type, ", warmup_min_ratio=0.3, cos_min_ratio=0.2",
                      [=](int N, int width, int i) {
                        if (i < 0) {
                          return 0.0;
                        }
                        if (i < width) {
                          return kBase * (0.3 + 0.7 * deepspeed_gamma(log, width, i));
                        }
                        const double u = std::min(1.0, over(i - width + 1, std::max(1, N - width)));
                        return kBase * (0.2 + 0.8 * wave(u));
                      }));
  }
  return rows;
}

// ---- Megatron-LM refuses a warmup that takes all of lr_decay_iters

template <class Fall>
Boundary megatron_row(const char* name,
                      const char* style,
                      const char* more,
                      Fall fall,
                      double after = 0.1) {
  return {join_text("megatron_", name),
          [=](int N, int W) {
            return join_text("megatron.", style, "(lr_warmup_iters=", W,
                             "it, lr_warmup_init=0.05, lr_decay_iters=", N, "it, min_lr=0.1", more,
                             ")");
          },
          [=](int N, int W, int t) {
            if (W >= N) {
              return kUndefined;
            }
            if (W > 0 && t <= W) {
              return 0.05 + 0.45 * over(t, W);
            }
            return t > N ? after : fall(N, W, t);
          }};
}

// The fall takes three updates.
template <class Left>
Boundary megatron_wsd_row(const char* name, const char* more, Left left) {
  return megatron_row(name, "WSD", more, [=](int N, int, int t) {
    return 0.1 + 0.4 * (t <= N - 3 ? 1.0 : left(over(t - N + 3, 3)));
  });
}

std::vector<Boundary> megatron_rows() {
  return {
      megatron_row(
          "constant", "constant", "", [](int, int, int) { return 0.5; }, 0.5),
      megatron_row("linear", "linear", "",
                   [](int N, int W, int t) { return 0.1 + 0.4 * (1.0 - over(t - W, N - W)); }),
      megatron_row("cosine", "cosine", "",
                   [](int N, int W, int t) { return 0.1 + 0.4 * wave(over(t - W, N - W)); }),
      megatron_row("inverse_square_root", "inverse_square_root", "",
                   [](int, int W, int t) {
                     return std::max(0.1, 0.5 * std::sqrt(over(std::max(W, 1), std::max(t, 1))));
                   }),
      megatron_wsd_row("wsd_exponential", ", lr_wsd_decay_iters=3it",
                       [](double u) { return 2.0 * std::pow(0.5, u) - 1.0; }),
      megatron_wsd_row("wsd_linear", ", lr_wsd_decay_iters=3it, lr_wsd_decay_style=linear",
                       [](double u) { return 1.0 - u; }),
      megatron_wsd_row("wsd_cosine", ", lr_wsd_decay_iters=3it, lr_wsd_decay_style=cosine", wave),
      megatron_wsd_row("wsd_minus_sqrt", ", lr_wsd_decay_iters=3it, lr_wsd_decay_style=minus_sqrt",
                       [](double u) { return 1.0 - std::sqrt(u); }),
  };
}

// ---- OLMo-core, whose s is t + 1

double olmo_climb(int s, int W) {
  return 0.1 + 0.4 * over(std::min(s, W), W);
}

// A fall of D updates that ends with the run, which here is N + 3 updates long.
double olmo_wsd(int N, int W, int D, int t) {
  const int s = t + 1;
  const int run = N + 3;
  if (s <= W) {
    return olmo_climb(s, W);
  }
  return s >= run - D ? 0.05 + 0.45 * over(std::min(run - s, D), D) : 0.5;
}

std::vector<Boundary> olmo_rows() {
  const auto text = [](const char* name, int W, const std::string& more) {
    return join_text("olmo.", name, "(warmup=", W, "it, warmup_min_lr=0.1", more, ")");
  };
  return {
      {"olmo_ConstantWithWarmup", [=](int, int W) { return text("ConstantWithWarmup", W, ""); },
       [](int, int W, int t) { return t + 1 <= W ? olmo_climb(t + 1, W) : 0.5; }},
      {"olmo_LinearWithWarmup",
       [=](int N, int W) {
         return text("LinearWithWarmup", W, join_text(", alpha_f=0.2, t_max=", N, "it"));
       },
       [](int N, int W, int t) {
         const int s = t + 1;
         return s < W ? olmo_climb(s, W) : s >= N ? 0.1 : 0.5 - 0.4 * over(s - W, N - W);
       }},
      {"olmo_CosWithWarmup",
       [=](int N, int W) {
         return text("CosWithWarmup", W, join_text(", alpha_f=0.2, t_max=", N, "it"));
       },
       [](int N, int W, int t) {
         const int s = t + 1;
         return s < W ? olmo_climb(s, W) : s >= N ? 0.1 : 0.1 + 0.4 * wave(over(s - W, N - W));
       }},
      {"olmo_InvSqrtWithWarmup",
       [=](int, int W) { return text("InvSqrtWithWarmup", W, ", alpha_f=0.2"); },
       [](int, int W, int t) {
         return t + 1 < W ? olmo_climb(t + 1, W) : 0.1 + 0.4 * std::sqrt(over(W, t + 1));
       }},
      {"olmo_InvSqrtWithWarmup_to_zero",
       [=](int, int W) { return text("InvSqrtWithWarmup", W, ", alpha_f=0"); },
       [](int, int W, int t) {
         return t + 1 < W ? olmo_climb(t + 1, W) : 0.5 * std::sqrt(over(W, t + 1));
       }},
      {"olmo_WSD", [=](int, int W) { return text("WSD", W, ", decay=2it, decay_min_lr=0.05"); },
       [](int N, int W, int t) { return olmo_wsd(N, W, 2, t); }},
      {"olmo_WSD_all_decay",
       [=](int, int W) { return text("WSD", W, ", decay_fraction=1, decay_min_lr=0.05"); },
       [](int N, int W, int t) { return olmo_wsd(N, W, N + 3, t); }},
  };
}

std::vector<Boundary> all_rows() {
  std::vector<Boundary> all;
  for (auto* rows : {script_rows, titan_rows, deepspeed_rows, megatron_rows, olmo_rows}) {
    for (Boundary& row : rows()) {
      all.push_back(std::move(row));
    }
  }
  return all;
}

class LanguageModelAtItsBoundary : public ::testing::TestWithParam<Boundary> {};

TEST_P(LanguageModelAtItsBoundary, EverySmallLengthIsTheLibrarysFormula) {
  expect_the_librarys_formula(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Dialects,
                         LanguageModelAtItsBoundary,
                         ::testing::ValuesIn(all_rows()),
                         [](const auto& row) { return row.param.name; });

}}  // namespace anneal
