#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "optim/catalogue.h"

// Optimizers as other libraries write them: understood where they are the same, or answered with
// the line that works, which is tried.
namespace anneal { namespace {

using ::testing::HasSubstr;

struct Typed {
  const char* text;
  const char* outcome;  // the canonical text, or a part of the message
};

std::string message_of(const std::string& text) {
  try {
    const spec::Arguments read = spec::read_call(text, "optimizer", optimizer_catalogue());
    return join_text("no error: ", spec::print(read.canonical()));
  } catch (const spec::SpecError& error) {
    return error.what();
  }
}

TEST(OptimizerNames, OfTheSameRuleElsewhereAreUnderstood) {
  for (const Typed& typed : std::vector<Typed>{
           {"torch.optim.Adam(lr=0.1)", "adam(lr=0.1)"},
           {"torch.Adam(lr=0.1)", "adam(lr=0.1)"},
           {"optim.Adam(model.parameters(), lr=0.1)", "adam(lr=0.1)"},
           {"torch.optim.SGD(self.parameters(), lr=0.1, momentum=0.9, nesterov=True)",
            "sgd(lr=0.1, momentum=0.9, nesterov=true)"},
           {"torch.optim.AdamW(params, lr=0.01, betas=(0.9, 0.98), eps=1e-8, amsgrad=False)",
            "adamw(lr=0.01, beta2=0.98)"},
           {"torch.optim.RMSprop(lr=0.01, alpha=0.9, foreach=None, maximize=False)",
            "rmsprop(alpha=0.9)"},
           {"optax.adam(learning_rate=0.1, b1=0.8)", "adam(lr=0.1, beta1=0.8)"},
           {"optax.sgd(0.1, momentum=None)", "sgd(lr=0.1)"},
           {"adam(learning_rate=0.1, beta_1=0.8, epsilon=1e-7)",
            "adam(lr=0.1, beta1=0.8, eps=1e-07)"},
           {"adam(betas=[0.9, 0.99])", "adam(beta2=0.99)"},
           {"adam(betas=(0.8, 0.999))", "adam(beta1=0.8)"},
           {"sgd(lr=0.1, wd=1e-4)", "sgd(lr=0.1, weight_decay=1e-04)"}}) {
    EXPECT_EQ(message_of(typed.text), join_text("no error: ", typed.outcome)) << typed.text;
  }
}

TEST(OptimizerNames, OfAnotherRuleAreAnsweredWithTheLineThatWorks) {
  for (const Typed& typed : std::vector<Typed>{
           {"keras.optimizers.Adam(learning_rate=0.01)",
            "Keras has another eps: write adam(lr=0.01, eps=1e-07, eps_hat=true)"},
           {"tf.keras.optimizers.SGD(0.1)", "write sgd(lr=0.1, rate=inside)"},
           {"keras.optimizers.Adam(eps=1e-8)", "write adam(eps_hat=true)"},
           {"optax.adamw(learning_rate=0.1)", "write adamw(lr=0.1, weight_decay=1e-04)"},
           {"torch.optim.Muon", "write muon(scale=original, weight_decay=0.1)"},
           {"AdamWScheduleFree(lr=0.1)", "write schedule_free_adamw(lr=0.1)"},
           {"torch.optim.Adam(lr=0.1, amsgrad=True)", "write amsgrad(lr=1e-3)"},
           {"adam(momentum=0.8)", "it is called beta1 here: write adam(beta1=0.8)"},
           {"sgd(lr=0.1, decay=1e-4)", "write sgd(lr=0.1, weight_decay=1e-04)"},
           {"sgd 0.1", "optimizer: got sgd 0.1 (write sgd(lr=0.1))"},
           {"sgd lr=0.1 momentum=0.9", "write sgd(lr=0.1, momentum=0.9)"},
           {"torch.optim.SGD 0.1, momentum=0.9", "write sgd(lr=0.1, momentum=0.9)"}}) {
    const std::string message = message_of(typed.text);
    EXPECT_THAT(message, HasSubstr(typed.outcome)) << typed.text;
    const std::size_t line = message.rfind("write ") + 6;
    ASSERT_GE(line, 6U) << message;
    EXPECT_THAT(message_of(message.substr(line, message.size() - 1 - line)),
                HasSubstr("no error: "))
        << message;
  }
}

TEST(OptimizerNames, NearOnesAreProposed) {
  for (const Typed& typed : std::vector<Typed>{{"Adam(lr=0.1)", "did you mean adam?"},
                                               {"SGD", "did you mean sgd?"},
                                               {"adma", "did you mean adam?"},
                                               {"SGD 0.1", "did you mean sgd?"},
                                               {"torch.optim.Adamm", "did you mean adam?"},
                                               {"torch.optim.LBFGS", "(known: sgd, adam"},
                                               {"adam(betas=0.9)", "it is a list of several"}}) {
    EXPECT_THAT(message_of(typed.text), HasSubstr(typed.outcome)) << typed.text;
  }
}

}}  // namespace anneal
