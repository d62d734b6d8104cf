#include "apps/records/csv_writers.h"

#include "core/text.h"

namespace anneal {

StepsWriter::StepsWriter(const std::filesystem::path& path) : file_(path) {}

void StepsWriter::on_start(const RunConfig& /*config*/, const RunHeader& header) {
  std::string columns =
      join_text("step,epoch,lr,loss,grad_norm", header.momentum_schedule ? ",momentum" : "",
                header.weight_decay_schedule ? ",weight_decay" : "");
  for (const std::string& column : header.extra_columns) {
    columns += "," + column;
  }
  file_.write(columns + '\n');
  file_.flush();
}

void StepsWriter::on_update(const UpdateRecord& r) {
  std::string row = join_text(r.step, ',', r.epoch, ',', r.lr, ',', r.loss, ',', r.grad_norm);
  for (const std::optional<double>& scheduled : {r.momentum, r.weight_decay}) {
    if (scheduled) {
      row += join_text(',', *scheduled);
    }
  }
  for (const double number : r.extra) {
    row += join_text(',', number);
  }
  file_.write(row + '\n');
}

void StepsWriter::on_eval(const EvalRecord& /*record*/) {
  file_.flush();
}

void StepsWriter::on_end(const RunResult& /*result*/) {
  file_.flush();
}

namespace {

std::string losses(double train_loss, double val_loss, const std::optional<double>& val_accuracy) {
  return join_text(',', train_loss, ',', val_loss, ',',
                   val_accuracy ? to_text(*val_accuracy) : std::string());
}

}  // namespace

EvalsWriter::EvalsWriter(const std::filesystem::path& path) : file_(path) {}

void EvalsWriter::on_start(const RunConfig& /*config*/, const RunHeader& header) {
  with_average_ = header.average.has_value();
  file_.write(join_text("step,epoch,lr,train_loss,val_loss,val_accuracy",
                        with_average_ ? ",avg_train_loss,avg_val_loss,avg_val_accuracy" : "",
                        '\n'));
  file_.flush();
}

void EvalsWriter::on_eval(const EvalRecord& r) {
  std::string row =
      join_text(r.step, ',', r.epoch, ',', r.lr) + losses(r.train_loss, r.val_loss, r.val_accuracy);
  if (with_average_) {
    row += r.average ? losses(r.average->train_loss, r.average->val_loss, r.average->val_accuracy)
                     : std::string(",,,");
  }
  file_.write(row + '\n');
  file_.flush();
}

}  // namespace anneal
