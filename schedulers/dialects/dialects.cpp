#include "schedulers/dialects/dialects.h"

#include <utility>

#include "core/check.h"
#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {
namespace dialect {

// Each is the table of a library, or of a part of it, in the file of its name.
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
std::vector<Dialect> deepspeed();
std::vector<Dialect> deepspeed_cycles();
std::vector<Dialect> megatron();
std::vector<Dialect> olmo();

}  // namespace dialect

namespace {

// Which state of each library its entries were checked against, all of them and on one day. Who
// checks a library again changes its line.
struct Checked {
  const char* prefix;
  const char* against;
};

constexpr Checked kChecked[] = {
    {"torch", "PyTorch 1.13.1, run beside ours"},
    {"keras", "Keras 3, source of commit 2534b64, read in November 2026"},
    {"optax", "Optax, source of commit 006cebd, read in November 2026"},
    {"hf", "transformers, source of commit 005edac, read in November 2026"},
    {"timm", "timm, source of commits 16664ea, 23f09af and 0514e98, read in November 2026"},
    {"composer", "Composer, source of commit 0f1df8b, read in November 2026"},
    {"fastai", "fastai 2, source of commit 0a049e8, read in November 2026"},
    {"paddle", "Paddle, source of commit 00816fc, read in November 2026"},
    {"torchtitan",
     "torchtitan, source of commit 2629192 (version=2025: 73bb964), read in November 2026"},
    {"llmc", "llm.c, source in copies of its repository, read in November 2026"},
    {"nanogpt", "nanoGPT, source in copies of its repository, read in November 2026"},
    {"deepspeed", "DeepSpeed, source of commit 22779f2, read in November 2026"},
    {"megatron", "Megatron-LM, source of commit 00caa53, read in November 2026"},
    {"olmo", "OLMo-core, source of commit 6f46f3f, read in November 2026"},
};

std::string checked_against(const std::string& name) {
  const std::string prefix = name.substr(0, name.find('.'));
  for (const Checked& row : kChecked) {
    if (prefix == row.prefix) {
      return row.against;
    }
  }
  return "";
}

}  // namespace

std::vector<Dialect> dialects() {
  std::vector<Dialect> all;
  for (auto* library : {dialect::torch,        dialect::torch_cycles, dialect::keras,
                        dialect::keras_cosine, dialect::optax,        dialect::optax_piecewise,
                        dialect::optax_joined, dialect::hf,           dialect::hf_cosine,
                        dialect::timm,         dialect::timm_steps,   dialect::composer,
                        dialect::fastai,       dialect::paddle,       dialect::paddle_cycles,
                        dialect::torchtitan,   dialect::deepspeed,    dialect::deepspeed_cycles,
                        dialect::megatron,     dialect::olmo}) {
    for (Dialect& word : library()) {
      word.checked = checked_against(word.name);
      all.push_back(std::move(word));
    }
  }
  return all;
}

spec::Signature signature_of(const Dialect& dialect) {
  return {.name = dialect.name,
          .parameters = dialect.parameters,
          .formula = dialect.formula,
          .help = dialect.help,
          .source = join_text(dialect.source, "; checked against ", dialect.checked),
          .aliases = dialect.aliases};
}

const ScheduleCatalogue& dialect_catalogue() {
  static const ScheduleCatalogue kTable = [] {
    ScheduleCatalogue table = schedule_catalogue();
    for (const Dialect& word : dialects()) {
      ScheduleEntry entry{.signature = signature_of(word),
                          .length_argument = "for",
                          .inner = word.inner,
                          .normalise = word.normalise,
                          .curve = word.curve,
                          .expand = word.expand,
                          .expand_inner = word.expand_inner,
                          .example = word.example};
      entry.signature.parameters.push_back(for_parameter());
      table.push_back(std::move(entry));
    }
    return table;
  }();
  return kTable;
}

std::vector<LibraryRequest> same_request(const CosineRequest& request) {
  const std::int64_t total = request.updates.count();
  const std::int64_t climb = request.warmup.count();
  check(0 < climb && climb < total, "same request: the warmup must be in (0, ", total, "), got ",
        climb);
  check(request.peak.value() > 0.0, "same request: the peak must be > 0, got ",
        request.peak.value());
  const std::string n = join_text(total, "it");
  const std::string w = join_text(climb, "it");
  const std::string rest = join_text(total - climb, "it");
  const std::string share = join_text(climb, "/", total);
  const std::string peak = to_text(request.peak.value());
  return {
      {"Hugging Face",
       join_text("hf.cosine(num_warmup_steps=", w, ", num_training_steps=", n, ")")},
      {"Optax", join_text("optax.warmup_cosine_decay_schedule(init_value=0, peak_value=", peak,
                          ", warmup_steps=", w, ", decay_steps=", n, ")")},
      {"Keras", join_text("keras.CosineDecay(initial_learning_rate=0, decay_steps=", rest,
                          ", warmup_target=", peak, ", warmup_steps=", w, ")")},
      {"Composer",
       join_text("composer.CosineAnnealingWithWarmupScheduler(t_warmup=", w, ", t_max=", n, ")")},
      {"Paddle", join_text("paddle.LinearWarmup(learning_rate=paddle.CosineAnnealingDecay(T_max=",
                           rest, "), warmup_steps=", w, ", start_lr=0, end_lr=", peak, ")")},
      {"Hugging Face, min_lr", join_text("hf.cosine_warmup_with_min_lr(num_warmup_steps=", w,
                                         ", num_training_steps=", n, ", min_lr=0)")},
      {"llm.c", join_text("llmc.cosine(warmup_iterations=", w, ", train_num_batches=", n,
                          ", final_learning_rate_frac=0)")},
      {"nanoGPT",
       join_text("nanogpt.get_lr(warmup_iters=", w, ", lr_decay_iters=", n, ", min_lr=0)")},
      {"torchtitan", join_text("torchtitan.linear_warmup_stable_decay(warmup_steps=", w,
                               ", decay_type=cosine, total_steps=", n, ")")},
      {"torchtitan, version=2025",
       join_text("torchtitan.linear_warmup_stable_decay(warmup_steps=", w,
                 ", decay_type=cosine, total_steps=", n, ", version=2025)")},
      {"DeepSpeed", join_text("deepspeed.WarmupCosineLR(total_num_steps=", n,
                              ", warmup_num_steps=", w, ", cos_min_ratio=0, warmup_type=linear)")},
      {"Megatron-LM",
       join_text("megatron.cosine(lr_warmup_iters=", w, ", lr_decay_iters=", n, ")")},
      {"OLMo-core", join_text("olmo.CosWithWarmup(warmup=", w, ", t_max=", n, ", alpha_f=0)")},
      {"PyTorch, sequence",
       join_text("torch.SequentialLR(torch.LinearLR(start_factor=1/", climb, ", total_iters=", w,
                 "), torch.CosineAnnealingLR(T_max=", rest, "), milestones=[", w, "])")},
      {"timm", join_text("timm.CosineLRScheduler(t_initial=", n, ", warmup_t=", w, ")")},
      {"PyTorch, one cycle", join_text("torch.OneCycleLR(max_lr=", peak, ", total_steps=", n,
                                       ", pct_start=", share, ")")},
      {"Optax, one cycle", join_text("optax.cosine_onecycle_schedule(transition_steps=", n,
                                     ", peak_value=", peak, ", pct_start=", share, ")")},
      {"fastai", join_text("fastai.fit_one_cycle(lr_max=", peak, ", pct_start=", share, ")")},
  };
}

}  // namespace anneal
