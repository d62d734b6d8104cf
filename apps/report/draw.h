#pragma once

#include <filesystem>
#include <string>

#include "apps/report/figure.h"

namespace anneal::report {

// Each draw function writes `stem`.csv (what is drawn), `stem`.gp (how), `stem`.svg and `stem`.png
// into `folder`, which must exist. The CSV is written first, so that it is there even if gnuplot
// is not. All throw std::runtime_error as run_script() does.

/// Panels under each other on one x axis; labels at the lines' ends, in their colours.
///
/// CSV: panel,curve,label,x,y,low,high,seeds; curves are separated by two empty lines.
void draw(const Figure& figure, const std::filesystem::path& folder, const std::string& stem);

/// Horizontal bars from 0, the standard deviation as a whisker, single runs as dots.
///
/// CSV: group,label,mean,sd,n,remark and a row per bar.
void draw(const BarFigure& figure, const std::filesystem::path& folder, const std::string& stem);

/// Small pictures in rows.
///
/// CSV: curve,label,x,y; curves are separated by two empty lines.
void draw(const Gallery& gallery, const std::filesystem::path& folder, const std::string& stem);

}  // namespace anneal::report
