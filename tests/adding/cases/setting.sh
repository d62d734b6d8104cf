# A setting of a run: rate_factor, which the run's rates are multiplied by.
readme=apps/run/README.md section='To add a setting' name=rate_factor most=3 targets=training_test_float filter='Trainer.*:State*'
apply() {
  insert_before apps/run/config.h '^  double label_smoothing' '  double rate_factor = 1.0;  ///< > 0; the rate of the optimizer is multiplied by it'
  insert_before apps/run/settings.cpp '^      \{text\("init"' '      {number("rate_factor", spec::above(0), "Multiply the rate by this"), "",
       &RunConfig::rate_factor, "--rate-factor", "X"},'
  insert_before apps/training/run_setup.cpp '^  RunRates rates\(' '  BaseRates base = base_rates(run.optimizer);
  base.lr *= run.config.rate_factor;'
  sed -i 's/^  RunRates rates(run.schedules, base_rates(run.optimizer), /  RunRates rates(run.schedules, base, /' apps/training/run_setup.cpp
}
