#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "tests/dialects/support.h"

// What people type who come from another library, and what becomes of it: it is understood, or the
// message has the line that works, which is tried.
namespace anneal { namespace {

using ::testing::HasSubstr;

struct Typed {
  const char* text;
  const char* outcome;  // the canonical text, or a part of the message
};

std::string canonical(const std::string& text) {
  return to_text(parse_schedule(text, dialect_catalogue()));
}

std::string message_of(const std::string& text) {
  try {
    return "no error: " + canonical(text);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
}

/// What stands between `begin` and `end` in a message, the last time that `begin` does.
std::optional<std::string> between(const std::string& message,
                                   const std::string& begin,
                                   const std::string& end) {
  const std::size_t first = message.rfind(begin);
  if (first == std::string::npos) {
    return std::nullopt;
  }
  const std::size_t from = first + begin.size();
  const std::size_t to = end.empty() ? message.size() - 1 : message.find_first_of(end, from);
  return message.substr(from, to - from);
}

/// The line that a message proposes for `typed`: "write LINE)", or the name of "did you mean NAME?"
/// with the arguments that were typed.
std::optional<std::string> proposed(const std::string& message, const std::string& typed) {
  if (const auto name = between(message, "did you mean ", "?, ")) {
    const std::size_t arguments = typed.find('(');
    return *name + (arguments == std::string::npos ? "" : typed.substr(arguments));
  }
  return between(message, "write ", "");
}

TEST(Names, OfOtherLibrariesInFullAreUnderstood) {
  for (const Typed& typed : std::vector<Typed>{
           {"torch.optim.lr_scheduler.StepLR(step_size=30ep)", "torch.StepLR(step_size=30ep)"},
           {"optim.lr_scheduler.StepLR(30ep)", "torch.StepLR(step_size=30ep)"},
           {"lr_scheduler.StepLR(step_size=30ep)", "torch.StepLR(step_size=30ep)"},
           {"torch.optim.lr_scheduler.LinearLR(start_factor=0.1)",
            "torch.LinearLR(start_factor=0.1)"},
           {"lr_scheduler.OneCycleLR(max_lr=0.1)", "torch.OneCycleLR(max_lr=0.1)"},
           {"lr.LinearLR(total_steps=5it)", "paddle.LinearLR(total_steps=5it)"},
           {"paddle.optimizer.lr.StepDecay(0.1, step_size=30ep)",
            "paddle.StepDecay(learning_rate=0.1, step_size=30ep)"},
           {"tf.keras.optimizers.schedules.CosineDecay(0.1, decay_steps=100it)",
            "keras.CosineDecay(initial_learning_rate=0.1, decay_steps=100it)"},
           {"schedules.CosineDecay(0.1, decay_steps=100it)",
            "keras.CosineDecay(initial_learning_rate=0.1, decay_steps=100it)"},
           {"tensorflow.keras.callbacks.ReduceLROnPlateau(factor=0.5)",
            "keras.ReduceLROnPlateau(factor=0.5)"},
           {"transformers.get_cosine_schedule_with_warmup(optimizer, num_warmup_steps=10it, "
            "num_training_steps=100it)",
            "hf.cosine(num_warmup_steps=10it, num_training_steps=100it)"},
           {"transformers.optimization.get_linear_schedule_with_warmup(num_warmup_steps=10it, "
            "num_training_steps=100it)",
            "hf.linear(num_warmup_steps=10it, num_training_steps=100it)"},
           {"timm.scheduler.CosineLRScheduler(optimizer, t_initial=100it)",
            "timm.CosineLRScheduler(t_initial=100it)"},
           {"optax.contrib.reduce_on_plateau(factor=0.5)", "optax.reduce_on_plateau(factor=0.5)"},
           {"composer.optim.scheduler.ConstantScheduler", "composer.ConstantScheduler"}}) {
    EXPECT_EQ(message_of(typed.text), join_text("no error: ", typed.outcome)) << typed.text;
  }
}

TEST(Names, PastedLinesAreUnderstood) {
  for (const Typed& typed : std::vector<Typed>{
           {"torch.StepLR(optimizer, step_size=30ep, gamma=0.1)", "torch.StepLR(step_size=30ep)"},
           {"torch.StepLR(self.optimizer, 30ep, last_epoch=-1, verbose=False)",
            "torch.StepLR(step_size=30ep)"},
           {"torch.StepLR(opt, 30ep, 0.5)  # every 30 epochs",
            "torch.StepLR(step_size=30ep, gamma=0.5)"},
           {"torch.StepLR(optimizer=optimizer, step_size=30ep)", "torch.StepLR(step_size=30ep)"},
           {"torch.MultiStepLR(optimizer, milestones=(30ep, 80ep), gamma=0.1)",
            "torch.MultiStepLR(milestones=[30ep, 80ep])"},
           {"torch.ReduceLROnPlateau(optimizer, 'min', factor=0.5, patience=3ev)",
            "torch.ReduceLROnPlateau(factor=0.5, patience=3ev)"},
           {"torch.ReduceLROnPlateau(mode=\"max\")", "torch.ReduceLROnPlateau(mode=max)"},
           {"torch.OneCycleLR(optimizer, max_lr=0.1, epochs=10, steps_per_epoch=100)",
            "torch.OneCycleLR(max_lr=0.1, total_steps=1000it)"},
           {"torch.OneCycleLR(optimizer, max_lr=0.1, total_steps=None, anneal_strategy='cos', "
            "three_phase=True)",
            "torch.OneCycleLR(max_lr=0.1, three_phase=true)"},
           {"torch.SequentialLR(optimizer, schedulers=[torch.LinearLR(optimizer, "
            "total_iters=10it), torch.CosineAnnealingLR(optimizer, T_max=90it)], "
            "milestones=[10it])",
            "torch.SequentialLR(torch.LinearLR(total_iters=10it), "
            "torch.CosineAnnealingLR(T_max=90it), milestones=10it)"}}) {
    EXPECT_EQ(message_of(typed.text), join_text("no error: ", typed.outcome)) << typed.text;
    EXPECT_EQ(canonical(typed.outcome), typed.outcome);
  }
}

TEST(Names, SynonymsOfArgumentsThatAreTheSameAreTaken) {
  for (const Typed& typed : std::vector<Typed>{
           {"step(step_size=30ep, factor=0.5)", "step(every=30ep, gamma=0.5)"},
           {"multistep(milestones=[3ep, 6ep])", "multistep(at=[3ep, 6ep])"},
           {"decay(decay_rate=0.9, decay_steps=1ep)", "decay(gamma=0.9, every=1ep)"},
           {"cosine(alpha=0.01)", "cosine(to=0.01)"},
           {"warmup(num_warmup_steps=500it) then constant", "warmup(500it) then constant"},
           {"plateau(monitor=train_loss)", "plateau(metric=train_loss)"},
           {"cosine_restarts(T_0=10ep, T_mult=2)", "cosine_restarts(first=10ep, mult=2)"},
           {"wsd(warmup_steps=100it)", "wsd(warmup=100it)"},
           {"cosine(endpoint=True)", "cosine(endpoint=true)"}}) {
    EXPECT_EQ(message_of(typed.text), join_text("no error: ", typed.outcome)) << typed.text;
  }
}

TEST(Names, WhatIsNotUnderstoodIsAnsweredWithTheLineThatWorks) {
  for (const Typed& typed : std::vector<Typed>{
           // The last word of a name, without a library.
           {"StepLR(step_size=30ep)", "did you mean torch.StepLR? torch.StepLR is PyTorch's step"},
           {"LinearLR(start_factor=0.1)",
            "did you mean torch.LinearLR or paddle.LinearLR? torch.LinearLR is PyTorch's linear "
            "warmup"},
           {"ExponentialLR(0.9)", "did you mean torch.ExponentialLR?"},
           {"MultiStepLR(milestones=[30ep])", "did you mean torch.MultiStepLR?"},
           {"CosineAnnealingLR(T_max=10ep)", "did you mean torch.CosineAnnealingLR?"},
           {"CosineAnnealingWarmRestarts(T_0=10it)",
            "did you mean torch.CosineAnnealingWarmRestarts"},
           {"OneCycleLR(max_lr=0.1)", "did you mean torch.OneCycleLR or"},
           {"ReduceLROnPlateau(factor=0.5)", "did you mean torch.ReduceLROnPlateau or"},
           {"get_cosine_schedule_with_warmup(num_warmup_steps=9it, num_training_steps=99it)",
            "did you mean hf.cosine?"},
           {"CosineDecay(0.1, decay_steps=100it)", "did you mean keras.CosineDecay?"},
           {"cosine_decay_schedule(0.1, decay_steps=100it)",
            "did you mean optax.cosine_decay_schedule?"},
           {"steplr(step_size=30ep)", "did you mean torch.StepLR?"},
           {"CosineAnealingLR(T_max=10ep)", "did you mean torch.CosineAnnealingLR?"},
           // Of another library, or misspelt.
           {"torch.CosineDecay(0.1, decay_steps=100it)", "did you mean keras.CosineDecay?"},
           {"torch.StepLr(step_size=30ep)", "did you mean torch.StepLR?"},
           {"torch.optim.lr_scheduler.StepLRR(step_size=30ep)", "did you mean torch.StepLR?"},
           {"keras.StepLR(step_size=30ep)", "did you mean torch.StepLR?"},
           {"cosin(to=0.1)", "did you mean cosine?"},
           {"Cosine", "did you mean cosine?"},
           // What is called something else here.
           {"cosine_annealing", "it is called cosine here: write cosine)"},
           {"cosine_annealing(alpha=0.01)", "write cosine(to=0.01))"},
           {"step_decay(step_size=3ep, gamma=0.5)", "write step(every=3ep, gamma=0.5))"},
           {"step_decay", "write step(every=10ep))"},
           {"exponential_decay(gamma=0.9, every=1ep)", "write decay(gamma=0.9, every=1ep))"},
           {"polynomial_decay(power=3)", "write polynomial(power=3))"},
           {"linear_decay", "write linear)"},
           {"linear_warmup(500it)", "write warmup(500it))"},
           {"warmup_cosine", "it is two schedules here: write warmup(5%) then cosine)"},
           {"sgdr", "write cosine_restarts(first=10ep))"},
           {"one_cycle", "write onecycle)"},
           // Arguments that are not quite the same.
           {"cosine(eta_min=0.001)", "for a base rate of 0.1: write cosine(to=0.01))"},
           {"cosine(T_max=10ep)", "how long it takes is `for` here: write cosine(for=10ep))"},
           {"cosine(T_max=10ep, eta_min=0.001)", "write cosine(to=0.01, for=10ep))"},
           {"linear(start_factor=0.1)", "this falls to 0: write linear(from=0.1, to=1))"},
           {"onecycle(pct_start=0.4)", "write onecycle(warmup=40%))"},
           {"onecycle(div_factor=10)", "write onecycle(start=0.1))"},
           {"plateau(min_lr=0.001)", "write plateau(min=0.01))"},
           {"warmup(500it, start_lr=0.01)", "write warmup(500it, from=0.1))"},
           {"plateau(min_delta=0.01)", "write plateau(threshold=0.01, threshold_mode=abs))"},
           // The grammar.
           {"warmup 5% then cosine", "write warmup(5%) then cosine)"},
           {"step every=10ep gamma=0.5", "write step(every=10ep, gamma=0.5))"},
           {"warmup 5% then linear to=0.1", "write warmup(5%) then linear(to=0.1))"},
           {"warmup(5%) Then cosine", "write warmup(5%) then cosine)"}}) {
    const std::string message = message_of(typed.text);
    EXPECT_THAT(message, HasSubstr(typed.outcome)) << typed.text;
    const std::optional<std::string> line = proposed(message, typed.text);
    ASSERT_TRUE(line) << message;
    EXPECT_THAT(message_of(*line), HasSubstr("no error: ")) << message;
  }
}

TEST(Names, WhatHasNoPlaceHereSaysWhy) {
  for (const Typed& typed : std::vector<Typed>{
           {"torch.LambdaLR(lr_lambda=f)", "a Python function has no text"},
           {"torch.optim.lr_scheduler.MultiplicativeLR", "write table(file=lr.csv)"},
           {"LambdaLR", "write table(file=lr.csv)"},
           {"cosine(lr=0.1)", "the base rate is not the schedule's"},
           {"exponential(gamma=0.95)", "is decay(gamma=0.95, every=1ep)"},
           {"onecycle(total_steps=100it)", "it takes the whole run"},
           {"torch.StepLR(optimizer, step_size=30ep, last_epoch=5)",
            "last_epoch=5 has no meaning here"},
           {"torch.OneCycleLR(max_lr=0.1, epochs=10)", "epochs together with steps_per_epoch"},
           {"torch.StepLR(step_size=30)", "30 what? write 30it"},
           {"warmup(500 steps)", "a unit follows its number without a space: 5it"},
           {"cosine = linear", "write only what stands after \"=\""},
           {"keras.Nonsense", "(known: keras.ExponentialDecay"},
           {"tf.Nonsense", "(known: torch., keras."}}) {
    EXPECT_THAT(message_of(typed.text), HasSubstr(typed.outcome)) << typed.text;
  }
}

TEST(Names, OfEveryLibraryStandBeforeItsWords) {
  for (const Dialect& word : dialects()) {
    const std::string prefix = word.name.substr(0, word.name.find('.'));
    EXPECT_EQ(std::ranges::count(libraries(), prefix, &Library::prefix), 1) << word.name;
  }
}

}}  // namespace anneal
