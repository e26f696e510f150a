// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "ui/models/tuning_log.h"

#include <QString>

#include <vector>

class QIODevice;

namespace weir::ui {

// A tuning report on A4, for those who get it without Weir: the answer, the table of metrics with interval bars, the
// charts that fit its kind, its plan and notes, and what else was tried in the scenario. Text and vectors alone, in the
// light colours. Window's thread, since charts are widgets; an experiment of a dozen settings takes some 50 ms.
void writeTuningPdf(QIODevice& device, const experiment::TuningReport& report, const std::vector<TriedThing>& log);

} // namespace weir::ui
