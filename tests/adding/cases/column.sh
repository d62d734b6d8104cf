# A column of steps.csv for every run: left, the updates that follow.
readme=apps/records/README.md section='To add a column for every run' name=left most=3 targets=training_test_float filter='Trainer.*:State*'
apply() {
  insert_before apps/run/result.h '^  double grad_norm = 0.0;' '  std::int64_t left = 0;   ///< updates of the run after this one'
  insert_before apps/training/trainer.cpp '^                      \.grad_norm = grad_norm,' '                      .left = header().updates - step - 1,'
  insert_before apps/records/run_folder.cpp '"grad_norm", ' '                        {"left", [](const R& r) { return r.left; }},'
}
