#pragma once

#include <string>
#include <vector>

namespace anneal::cli {

/// What the gallery draws, and which entries it has to leave out.
struct GalleryTexts {
  /// One schedule of each kind in the catalogue, without the dialects, written so that it shows
  /// what it does in a run of 10 epochs: "step(every=25%)".
  std::vector<std::string> schedules;
  /// Entries that need arguments and have no example in gallery.cpp.
  std::vector<std::string> missing;
};

GalleryTexts gallery_texts();

}  // namespace anneal::cli
