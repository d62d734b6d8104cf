#include "apps/records/descents_csv.h"

#include "apps/records/csv_cell.h"
#include "core/text.h"

namespace anneal {

std::string descents_csv(std::span<const Descent> descents) {
  const bool several = descents.size() > 1;
  std::string text = several ? "optimizer,schedule,step,x,y,loss,lr\n" : "step,x,y,loss,lr\n";
  for (const Descent& descent : descents) {
    const std::string names =
        several ? join_text(csv_cell(descent.optimizer), ',', csv_cell(descent.schedule), ',') : "";
    for (const DescentRow& row : descent.rows) {
      text += join_text(names, row.step, ',', row.at.x, ',', row.at.y, ',', row.loss, ',',
                        row.lr ? to_text(*row.lr) : "", '\n');
    }
  }
  return text;
}

}  // namespace anneal
