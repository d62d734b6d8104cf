#include "apps/training/plain/csv_writers.h"

#include "core/text.h"

namespace anneal {

StepsWriter::StepsWriter(const std::filesystem::path& path) : file_(path) {}

void StepsWriter::on_start(const RunConfig& /*config*/, const RunHeader& header) {
  file_.write(join_text("step,epoch,lr,loss,grad_norm", header.momentum_schedule ? ",momentum" : "",
                        header.weight_decay_schedule ? ",weight_decay" : "", '\n'));
  file_.flush();
}

void StepsWriter::on_update(const UpdateRecord& r) {
  std::string row = join_text(r.step, ',', r.epoch, ',', r.lr, ',', r.loss, ',', r.grad_norm);
  for (const std::optional<double>& scheduled : {r.momentum, r.weight_decay}) {
    if (scheduled) {
      row += join_text(',', *scheduled);
    }
  }
  file_.write(row + '\n');
}

void StepsWriter::on_eval(const EvalRecord& /*record*/) {
  file_.flush();
}

void StepsWriter::on_end(const RunResult& /*result*/) {
  file_.flush();
}

EvalsWriter::EvalsWriter(const std::filesystem::path& path) : file_(path) {
  file_.write("step,epoch,lr,train_loss,val_loss,val_accuracy\n");
  file_.flush();
}

void EvalsWriter::on_eval(const EvalRecord& r) {
  const std::string accuracy = r.val_accuracy ? to_text(*r.val_accuracy) : "";
  file_.write(join_text(r.step, ',', r.epoch, ',', r.lr, ',', r.train_loss, ',', r.val_loss, ',',
                        accuracy, '\n'));
  file_.flush();
}

}  // namespace anneal
