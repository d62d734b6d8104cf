#include "apps/cli/commands/command.h"
#include "apps/cli/console/process.h"

int main(int argc, char** argv) {
  anneal::cli::prepare_process();
  return anneal::cli::run(argc, argv);
}
