#include "tests/dialects/boundary.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

// The boundaries (boundary.h) of transformers, Keras, Optax, fastai, timm, Composer and Paddle;
// PyTorch's are in tests/golden/schedules_torch.csv, from PyTorch itself.

namespace anneal { namespace {

// ---- transformers

std::string hf(const char* name, int N, int W, const char* more = "") {
  return join_text("hf.", name, "(num_warmup_steps=", W, "it, num_training_steps=", N, "it", more,
                   ")");
}

// t / W, then what comes after it.
template <class After>
auto climb_then(After after) {
  return [after](int N, int W, int t) { return kBase * (t < W ? over(t, W) : after(N, W, t)); };
}

double hf_progress(int N, int W, int t) {
  return over(t - W, std::max(1, N - W));
}

double hf_wsd(int N, int W, int D, int t) {
  const int S = N - W - D;  // may be negative
  if (t < W) {
    return kBase * (0.2 + 0.8 * over(t, W));
  }
  if (t < W + S) {
    return kBase;
  }
  if (t < W + S + D) {
    return kBase * (0.2 + 0.8 * (1.0 - over(t - W - S, std::max(1, D))));
  }
  return kBase * 0.2;
}

std::vector<Boundary> hf_rows() {
  return {
      {"hf_linear", [](int N, int W) { return hf("linear", N, W); },
       climb_then(
           [](int N, int W, int t) { return std::max(0.0, over(N - t, std::max(1, N - W))); })},
      {"hf_cosine", [](int N, int W) { return hf("cosine", N, W); },
       climb_then([](int N, int W, int t) { return wave(hf_progress(N, W, t)); })},
      {"hf_cosine_two_waves", [](int N, int W) { return hf("cosine", N, W, ", num_cycles=2"); },
       climb_then([](int N, int W, int t) { return wave(4.0 * hf_progress(N, W, t)); })},
      {"hf_cosine_with_min_lr",
       [](int N, int W) { return hf("cosine_with_min_lr", N, W, ", min_lr=0.1"); },
       climb_then([](int N, int W, int t) { return 0.2 + 0.8 * wave(hf_progress(N, W, t)); })},
      {"hf_cosine_warmup_with_min_lr",
       [](int N, int W) { return hf("cosine_warmup_with_min_lr", N, W, ", min_lr=0.1"); },
       [](int N, int W, int t) {
         return kBase *
                (t < W ? over(t + 1, W) : 0.2 + 0.8 * wave(over(t - W + 1, std::max(1, N - W))));
       }},
      {"hf_cosine_warmup_with_min_lr_from",
       [](int N, int W) {
         return hf("cosine_warmup_with_min_lr", N, W, ", min_lr=0.1, warmup_lr_rate=0.5");
       },
       [](int N, int W, int t) {
         return kBase * (t < W ? 0.5 + 0.5 * over(t, std::max(1, W - 1))
                               : 0.2 + 0.8 * wave(over(t - W + 1, std::max(1, N - W))));
       }},
      {"hf_cosine_with_restarts",
       [](int N, int W) { return hf("cosine_with_restarts", N, W, ", num_cycles=2"); },
       climb_then([](int N, int W, int t) {
         const int n = std::max(1, N - W);
         return t - W >= n ? 0.0 : wave(over((t - W) * 2 % n, n));
       })},
      {"hf_cosine_with_one_restart", [](int N, int W) { return hf("cosine_with_restarts", N, W); },
       climb_then([](int N, int W, int t) {
         return hf_progress(N, W, t) >= 1.0 ? 0.0 : wave(hf_progress(N, W, t));
       })},
      {"hf_polynomial",
       [](int N, int W) { return hf("polynomial", N, W, ", lr_end=0.1, power=2"); },
       climb_then([](int N, int W, int t) {
         if (t > N) {
           return 0.2;
         }
         // transformers divides by zero at t = W = N
         return N == W ? kUndefined : 0.2 + 0.8 * std::pow(1.0 - over(t - W, N - W), 2.0);
       })},
      {"hf_inverse_sqrt",
       [](int N, int W) {
         return join_text("hf.inverse_sqrt(num_warmup_steps=", W, "it, timescale=", N, "it)");
       },
       climb_then([](int N, int W, int t) { return 1.0 / std::sqrt(over(t + N - W, N)); })},
      {"hf_constant_with_warmup",
       [](int, int W) { return join_text("hf.constant_with_warmup(num_warmup_steps=", W, "it)"); },
       climb_then([](int, int, int) { return 1.0; })},
      {"hf_warmup_stable_decay",
       [](int N, int W) {
         return hf("warmup_stable_decay", N, W,
                   ", num_decay_steps=3it, decay_type=linear, min_lr_ratio=0.2");
       },
       [](int N, int W, int t) { return hf_wsd(N, W, 3, t); }},
      {"hf_warmup_stable_decay_without_decay",
       [](int N, int W) {
         return hf("warmup_stable_decay", N, W, ", num_decay_steps=0it, min_lr_ratio=0.2");
       },
       [](int N, int W, int t) { return hf_wsd(N, W, 0, t); }},
  };
}

// ---- Keras: decay_steps is without the warmup, so that none can pass it. Optax: with it.

std::vector<Boundary> keras_and_optax_rows() {
  return {
      {"keras_CosineDecay",
       [](int N, int W) {
         return join_text("keras.CosineDecay(initial_learning_rate=0.1, decay_steps=", N,
                          "it, alpha=0.2, warmup_target=0.5, warmup_steps=", W, "it)");
       },
       [](int N, int W, int t) {
         const int step = std::min(t, N + W);
         return step < W ? 0.1 + 0.4 * over(step, W) : 0.5 * (0.8 * wave(over(step - W, N)) + 0.2);
       }},
      {"optax_warmup_constant_schedule",
       [](int, int W) {
         return join_text(
             "optax.warmup_constant_schedule(init_value=0.1, peak_value=0.5, warmup_steps=", W,
             "it)");
       },
       [](int, int W, int t) { return W == 0 ? 0.1 : 0.1 + 0.4 * over(std::min(t, W), W); }},
      {"optax_warmup_cosine_decay_schedule",
       [](int N, int W) {
         return join_text(
             "optax.warmup_cosine_decay_schedule(init_value=0.1, peak_value=0.5, warmup_steps=", W,
             "it, decay_steps=", N, "it, end_value=0.1)");
       },
       [](int N, int W, int t) {
         if (W >= N) {
           return kUndefined;  // a ValueError there, and an error here
         }
         return t < W ? 0.1 + 0.4 * over(t, W)
                      : 0.5 * (0.8 * wave(over(std::min(t - W, N - W), N - W)) + 0.2);
       }},
      {"optax_warmup_exponential_decay_schedule",
       [](int N, int W) {
         return join_text(
             "optax.warmup_exponential_decay_schedule(init_value=0.1, peak_value=0.5, "
             "warmup_steps=",
             W, "it, transition_steps=", N, "it, decay_rate=0.5, end_value=0.2)");
       },
       [](int N, int W, int t) {
         return t < W ? 0.1 + 0.4 * over(t, W) : std::max(0.2, 0.5 * std::pow(0.5, over(t - W, N)));
       }},
  };
}

// Optax's piecewise_interpolate_schedule, from a dict of boundaries and scales.
double interpolated(double value, const std::map<int, double>& scales, bool cosine, int t) {
  int begin = 0;
  for (const auto& [end, scale] : scales) {
    const double next = value * scale;
    if (begin <= t && t < end) {
      const double u = over(t - begin, std::max(1, end - begin));
      return cosine ? next + (value - next) * wave(u) : value + (next - value) * u;
    }
    begin = end;
    value = next;
  }
  return value;
}

// Here W / 10 is the share of the climb.
std::vector<Boundary> one_cycle_rows() {
  return {
      {"optax_linear_onecycle_schedule",
       [](int N, int W) {
         return join_text("optax.linear_onecycle_schedule(transition_steps=", N,
                          "it, peak_value=0.5, pct_start=", over(W, 10),
                          ", pct_final=1, "
                          "div_factor=4, final_div_factor=10)");
       },
       [](int N, int W, int t) {
         std::map<int, double> scales;
         scales[static_cast<int>(over(W, 10) * N)] = 4.0;
         scales[N] = 0.25;
         scales[N] = 0.1;
         return interpolated(0.125, scales, false, t);
       }},
      {"optax_linear_onecycle_schedule_by_default",
       [](int N, int W) {
         return join_text("optax.linear_onecycle_schedule(transition_steps=", N,
                          "it, peak_value=0.5, pct_start=", over(W, 12), ")");
       },
       [](int N, int W, int t) {
         std::map<int, double> scales;
         scales[static_cast<int>(over(W, 12) * N)] = 25.0;
         scales[static_cast<int>(0.85 * N)] = 1.0 / 25.0;
         scales[N] = 1e-4;
         return interpolated(0.02, scales, false, t);
       }},
      {"optax_cosine_onecycle_schedule",
       [](int N, int W) {
         return join_text("optax.cosine_onecycle_schedule(transition_steps=", N,
                          "it, peak_value=0.5, pct_start=", over(W, 10),
                          ", div_factor=4, final_div_factor=10)");
       },
       [](int N, int W, int t) {
         std::map<int, double> scales;
         scales[static_cast<int>(over(W, 10) * N)] = 4.0;
         scales[N] = 1.0 / 40.0;
         return interpolated(0.125, scales, true, t);
       }},
      {"fastai_fit_one_cycle",
       [](int N, int W) {
         return join_text("fastai.fit_one_cycle(lr_max=0.5, div=5, div_final=50, pct_start=",
                          over(W, 10), ", for=", N, "it) then constant");
       },
       [](int N, int W, int t) {
         if (t >= N) {
           return kUndefined;  // the training is over
         }
         const double pct = over(W, 10);
         const double pos = over(t, N);
         return pos < pct ? 0.1 + 0.4 * (1.0 - wave(pos / pct))
                          : 0.5 + (0.01 - 0.5) * (1.0 - wave((pos - pct) / (1.0 - pct)));
       }},
  };
}

// ---- timm: t_initial is without the warmup if it is a prefix

std::string timm(const char* name, int N, int W, bool prefix, const char* more = "") {
  return join_text("timm.", name, "(t_initial=", N, "it, warmup_t=", W,
                   "it, lr_min=0.1, warmup_lr_init=0.05, warmup_prefix=", prefix, more, ")");
}

template <class Shape>
Boundary timm_row(const char* name, bool prefix, Shape shape, bool to_the_curve, int limit = 1) {
  const std::string more = limit == 1 ? "" : join_text(", cycle_decay=0.5, cycle_limit=", limit);
  const auto after = [=](int N, int t) {
    const int i = t / N;
    return i < limit ? 0.1 + (kBase * std::pow(0.5, i) - 0.1) * shape(over(t % N, N)) : 0.1;
  };
  return {join_text("timm_", name, prefix ? "_prefix" : "", limit == 1 ? "" : "_cycles"),
          [=](int N, int W) { return timm(name, N, W, prefix, more.c_str()); },
          [=](int N, int W, int t) {
            if (t < W) {
              const double top = to_the_curve && !prefix ? after(N, W) : kBase;
              return 0.05 + (top - 0.05) * over(t, W);
            }
            return after(N, prefix ? t - W : t);
          }};
}

double tanh_left(double u) {
  return 0.5 * (1.0 - std::tanh(-7.0 * (1.0 - u) + 3.0 * u));
}

std::vector<Boundary> timm_rows() {
  std::vector<Boundary> rows;
  for (const bool prefix : {false, true}) {
    for (const int limit : {1, 2}) {
      rows.push_back(timm_row("CosineLRScheduler", prefix, wave, false, limit));
      rows.push_back(timm_row(
          "PolyLRScheduler", prefix, [](double u) { return std::sqrt(1.0 - u); }, false, limit));
      rows.push_back(timm_row("TanhLRScheduler", prefix, tanh_left, true, limit));
    }
    rows.push_back({join_text("timm_StepLRScheduler", prefix ? "_prefix" : ""),
                    [=](int N, int W) {
                      return join_text("timm.StepLRScheduler(decay_t=", N,
                                       "it, decay_rate=0.5, warmup_t=", W,
                                       "it, warmup_prefix=", prefix, ")");
                    },
                    [=](int N, int W, int t) {
                      return kBase * (t < W ? over(t, W) : std::pow(0.5, (prefix ? t - W : t) / N));
                    }});
    rows.push_back({join_text("timm_MultiStepLRScheduler", prefix ? "_prefix" : ""),
                    [=](int N, int W) {
                      return join_text("timm.MultiStepLRScheduler(decay_t=[", N, "it, ", N + 1,
                                       "it], decay_rate=0.5, warmup_t=", W,
                                       "it, warmup_prefix=", prefix, ")");
                    },
                    [=](int N, int W, int t) {
                      const int since = prefix ? t - W : t;
                      const double steps = (since >= N ? 1.0 : 0.0) + (since >= N + 1 ? 1.0 : 0.0);
                      return kBase * (t < W ? over(t, W) : std::pow(0.5, steps));
                    }});
  }
  return rows;
}

// ---- Composer holds the top when t_max leaves no time for a fall

template <class Fall>
Boundary composer_row(const char* name, const char* more, double top, Fall fall) {
  return {join_text("composer_", name),
          [=](int N, int W) {
            return join_text("composer.", name, "(t_warmup=", W, "it, t_max=", N, "it", more, ")");
          },
          [=](int N, int W, int t) {
            if (t < W) {
              return kBase * top * over(t, W);
            }
            return kBase * fall(N > W ? std::min(1.0, over(t - W, N - W)) : 0.0);
          }};
}

std::vector<Boundary> composer_and_paddle_rows() {
  return {
      composer_row("LinearWithWarmupScheduler", ", alpha_i=0.8, alpha_f=0.2", 0.8,
                   [](double u) { return 0.8 + (0.2 - 0.8) * u; }),
      composer_row("CosineAnnealingWithWarmupScheduler", ", alpha_f=0.2", 1.0,
                   [](double u) { return 0.2 + 0.8 * wave(u); }),
      composer_row("PolynomialWithWarmupScheduler", ", alpha_f=0.2, power=3", 1.0,
                   [](double u) { return 0.2 + 0.8 * std::pow(1.0 - u, 3.0); }),
      {"composer_MultiStepWithWarmupScheduler",
       [](int N, int W) {
         return join_text("composer.MultiStepWithWarmupScheduler(t_warmup=", W, "it, milestones=[",
                          N, "it, ", N + 1, "it], gamma=0.5)");
       },
       [](int N, int W, int t) {
         const double steps = (t >= N ? 1.0 : 0.0) + (t >= N + 1 ? 1.0 : 0.0);
         return kBase * (t < W ? over(t, W) : std::pow(0.5, steps));
       }},
      {"paddle_LinearWarmup",
       [](int N, int W) {
         return join_text(
             "paddle.LinearWarmup(learning_rate=paddle.PolynomialDecay(learning_rate=0.5, "
             "decay_steps=",
             N, "it, end_lr=0.1), warmup_steps=", W, "it, start_lr=0.1, end_lr=0.5)");
       },
       [](int N, int W, int t) {
         return t < W ? 0.1 + 0.4 * over(t, W) : 0.1 + 0.4 * (1.0 - over(std::min(t - W, N), N));
       },
       1},
      {"paddle_NoamDecay",
       [](int, int W) {
         return join_text("paddle.NoamDecay(d_model=64, warmup_steps=", W,
                          "it, learning_rate=0.5)");
       },
       [](int, int W, int t) {
         return 0.5 / 8.0 * std::min(t == 0 ? 1.0 : 1.0 / std::sqrt(t), t * std::pow(W, -1.5));
       },
       1},
  };
}

std::vector<Boundary> all_rows() {
  std::vector<Boundary> all;
  for (auto* rows :
       {hf_rows, keras_and_optax_rows, one_cycle_rows, timm_rows, composer_and_paddle_rows}) {
    for (Boundary& row : rows()) {
      all.push_back(std::move(row));
    }
  }
  return all;
}

class AtItsBoundary : public ::testing::TestWithParam<Boundary> {};

TEST_P(AtItsBoundary, EverySmallLengthIsTheLibrarysFormula) {
  expect_the_librarys_formula(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Dialects,
                         AtItsBoundary,
                         ::testing::ValuesIn(all_rows()),
                         [](const auto& row) { return row.param.name; });

// The numbers of a bug report: max(0, (N - t) / max(1, N - W)) at t = W = N.
TEST(HuggingFaceLinear, IsAtItsEndWhenTheWarmupIsAllOfIt) {
  EXPECT_EQ(values("hf.linear(num_warmup_steps=4it, num_training_steps=4it)", 6),
            (std::vector<double>{0, .25, .5, .75, 0, 0}));
}

}}  // namespace anneal
