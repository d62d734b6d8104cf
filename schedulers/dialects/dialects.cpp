#include "schedulers/dialects/dialects.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
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

const std::vector<Library>& libraries() {
  // Who checks a library again, all of its entries and on one day, changes its line.
  static const std::vector<Library> kLibraries = {
      {.prefix = "torch",
       .title = "PyTorch",
       .aliases = {"pytorch", "lr_scheduler", "torch.optim.lr_scheduler"},
       .checked = "PyTorch 1.13.1, run beside ours"},
      {.prefix = "keras",
       .title = "Keras",
       .aliases = {"tf", "tensorflow", "tf.keras"},
       .checked = "Keras 3, source of commit 2534b64, read in November 2026"},
      {.prefix = "optax",
       .title = "Optax",
       .aliases = {"jax"},
       .checked = "Optax, source of commit 006cebd, read in November 2026"},
      {.prefix = "hf",
       .title = "Hugging Face",
       .aliases = {"huggingface", "transformers"},
       .module = "transformers",
       .checked = "transformers, source of commit 005edac, read in November 2026"},
      {.prefix = "timm",
       .title = "timm",
       .aliases = {"pytorch-image-models"},
       .checked = "timm, source of commits 16664ea, 23f09af and 0514e98, read in November 2026"},
      {.prefix = "composer",
       .title = "Composer",
       .aliases = {"mosaicml"},
       .checked = "Composer, source of commit 0f1df8b, read in November 2026"},
      {.prefix = "fastai",
       .title = "fastai",
       .aliases = {"fast.ai"},
       .checked = "fastai 2, source of commit 0a049e8, read in November 2026"},
      {.prefix = "paddle",
       .title = "Paddle",
       .aliases = {"paddlepaddle"},
       .checked = "Paddle, source of commit 00816fc, read in November 2026"},
      {.prefix = "torchtitan",
       .title = "torchtitan",
       .checked =
           "torchtitan, source of commit 2629192 (version=2025: 73bb964), read in November 2026"},
      {.prefix = "llmc",
       .title = "llm.c",
       .aliases = {"llm.c"},
       .checked = "llm.c, source in copies of its repository, read in November 2026"},
      {.prefix = "nanogpt",
       .title = "nanoGPT",
       .aliases = {"nanoGPT"},
       .checked = "nanoGPT, source in copies of its repository, read in November 2026"},
      {.prefix = "deepspeed",
       .title = "DeepSpeed",
       .aliases = {"DeepSpeed"},
       .checked = "DeepSpeed, source of commit 22779f2, read in November 2026"},
      {.prefix = "megatron",
       .title = "Megatron-LM",
       .aliases = {"Megatron-LM", "megatron-lm"},
       .checked = "Megatron-LM, source of commit 00caa53, read in November 2026"},
      {.prefix = "olmo",
       .title = "OLMo-core",
       .aliases = {"OLMo", "olmo_core"},
       .checked = "OLMo-core, source of commit 6f46f3f, read in November 2026"},
  };
  return kLibraries;
}

const Library& library_of(const std::string& word) {
  const std::string prefix = word.substr(0, word.find('.'));
  const auto found = std::ranges::find(libraries(), prefix, &Library::prefix);
  if (found == libraries().end()) {
    throw std::logic_error("dialects: " + word + " is of no library of libraries()");
  }
  return *found;
}

std::vector<Dialect> dialects() {
  std::vector<Dialect> all;
  for (auto* library : {dialect::torch,        dialect::torch_cycles, dialect::keras,
                        dialect::keras_cosine, dialect::optax,        dialect::optax_piecewise,
                        dialect::optax_joined, dialect::hf,           dialect::hf_cosine,
                        dialect::timm,         dialect::timm_steps,   dialect::composer,
                        dialect::fastai,       dialect::paddle,       dialect::paddle_cycles,
                        dialect::torchtitan,   dialect::deepspeed,    dialect::deepspeed_cycles,
                        dialect::megatron,     dialect::olmo}) {
    std::ranges::move(library(), std::back_inserter(all));
  }
  return all;
}

spec::Signature signature_of(const Dialect& dialect) {
  return {
      .name = dialect.name,
      .parameters = dialect.parameters,
      .formula = dialect.formula,
      .help = dialect.help,
      .source = join_text(dialect.source, "; checked against ", library_of(dialect.name).checked),
      .aliases = dialect.aliases};
}

namespace {

// The names of a word in its library's own code: where it stands, transformers.get_... of
// hf.get_...
std::vector<spec::Synonym> full_names(const Dialect& word) {
  std::vector<std::string> names;
  const auto last = [](const std::string& name) { return name.substr(name.rfind('.') + 1); };
  std::vector<std::string> known = word.aliases;
  known.push_back(word.name);
  const std::string prefix = word.name.substr(0, word.name.find('.'));
  const Library& library = library_of(word.name);
  for (const std::string& name : known) {
    if (last(name) == last(word.source)) {
      names.push_back(word.source);
    }
    if (!library.module.empty()) {
      names.push_back(library.module + name.substr(prefix.size()));
    }
  }
  return spec::called(std::move(names));
}

}  // namespace

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
      entry.signature.synonyms = full_names(word);
      entry.signature.skipped = pasted_arguments();
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
