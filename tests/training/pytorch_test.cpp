#include <memory>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "tests/support/state_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using testing_support::TemporaryFolder;

// PyTorch 1.13, in double, by tests/golden/training_golden.py.
struct Golden {
  State state = load_state(ANNEAL_TEST_DIR "/golden/training_golden.safetensors");

  std::shared_ptr<const DataSplit> data() const {
    DataSplit split;
    split.train.name = "golden";
    split.train.inputs = state.at("inputs");
    const Tensor& labels = state.at("labels");
    for (Index i = 0; i < labels.size(); ++i) {
      split.train.labels.push_back(static_cast<std::int32_t>(labels.data()[i]));
    }
    split.train.classes = 5;
    split.validation = split.train;
    return std::make_shared<const DataSplit>(std::move(split));
  }

  // The initial parameters alone, as --init wants them.
  void save_parameters(const std::filesystem::path& path) const {
    State parameters;
    for (const NamedTensor& tensor : state.tensors) {
      if (tensor.name.starts_with("layers.")) {
        parameters.tensors.push_back(tensor);
      }
    }
    save_state(parameters, path.string());
  }
};

// 50 updates on the full batch, under warmup and cosine, from PyTorch's initial parameters: the
// loss before each update within 1e-4 relative in float, 1e-9 in double.
void expect_the_curve_of_pytorch(const std::string& optimizer, const std::string& curve_name) {
  const Golden golden;
  const TemporaryFolder folder;
  golden.save_parameters(folder / "init.safetensors");
  RunConfig config;
  config.data = "golden";
  config.model = "mlp(32, 16)";
  config.optimizer = optimizer;
  config.schedule = "warmup(10it) then cosine";
  config.updates = 50;
  config.batch_size = RunConfig::kFullBatch;
  config.init = (folder / "init.safetensors").string();

  const Recorder recorder =
      trained(set_up(config, golden.data(), {.read = read_checkpoint})).recorder;

  const Tensor& curve = golden.state.at(curve_name);
  const double tolerance = std::is_same_v<Scalar, double> ? 1e-9 : 1e-4;
  double worst = 0.0;
  ASSERT_EQ(recorder.updates.size(), 50U);
  for (Index t = 0; t < 50; ++t) {
    const double expected = curve.data()[t];
    worst = std::max(worst, std::abs(recorder.updates[t].loss - expected) / expected);
    EXPECT_NEAR(recorder.updates[t].loss, expected, tolerance * expected) << "update " << t;
  }
  ::testing::Test::RecordProperty("largest relative difference", std::to_string(worst));
}

TEST(PyTorch, FollowsItsCurveUnderSgdMomentumWithL2) {
  expect_the_curve_of_pytorch("sgd(lr=0.1, momentum=0.9, weight_decay=1e-3)", "curve.sgd");
}

TEST(PyTorch, FollowsItsCurveUnderAdamW) {
  expect_the_curve_of_pytorch("adamw(lr=0.01, weight_decay=0.1)", "curve.adamw");
}

}}  // namespace anneal
