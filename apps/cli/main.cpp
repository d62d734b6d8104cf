#include "apps/cli/commands/command.h"

int main(int argc, char** argv) {
  return anneal::cli::run(argc, argv);
}
