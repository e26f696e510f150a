// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_catalog.h"

#include <string>
#include <string_view>
#include <vector>

// Cells and lines of CSV as RFC 4180 has them. Any thread.
namespace weir::report {

// Quoted where it has to be. Text that a spreadsheet would take for a formula gets a leading ', since quoting alone
// does not stop it.
std::string textCell(std::string_view text);

// A whole number as such, else up to six decimals; C locale; empty for none, "inf" for what was never answered, "-inf"
// for a difference from such.
std::string numberCell(double value);

// As textCell, but a number stays one: -3.2 is no formula.
std::string valueCell(std::string_view text);

// Cells that are quoted already, ended by CRLF.
std::string csvLine(const std::vector<std::string>& cells);

} // namespace weir::report
