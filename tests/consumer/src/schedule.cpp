// What a program that needs nothing but schedules looks like: prints a warmup and half a cosine.

#include <cmath>
#include <cstdio>

#include <anneal/schedulers/catalogue.h>
#include <anneal/schedulers/resolve.h>

#include "own_headers.h"

int main() {
  using namespace anneal::literals;
  const anneal::RunPlan plan{.updates_per_epoch = 10_it, .total = 20_it};
  const anneal::ResolvedSchedule rate =
      anneal::resolve(anneal::warmup(5_it).then(anneal::cosine()), plan);
  for (int step = 0; step < 20; ++step) {
    std::printf("update %2d  rate %.4f\n", step, rate.at(anneal::Step(step)).value());
  }
  return rate.at(anneal::Step(19)).value() < rate.at(anneal::Step(10)).value() ? 0 : 1;
}
