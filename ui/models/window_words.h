// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QString>

// The core words its problems for the command line and for scenario files. In the window the same sentence names what
// stands on the page: "Blocks" for --block-seconds, a knob's label for its key, a metric's title for its id. Values, as
// written by the reader, stay what they are. Pure functions; any thread; cost grows as the text does.
namespace weir::ui {

// "Blocks = 0.3: is too short for p99, which takes 1000 requests; choose 6 s and more".
QString windowWords(const QString& text);

// A problem as one line, as settings::text has it.
QString problemText(const settings::Problem& problem);

} // namespace weir::ui
