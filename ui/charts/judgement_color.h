// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/judgement.h"
#include "ui/colors.h"

namespace weir::ui {

// Never without its word or sign: green better, orange worse, grey neither.
inline QColor judgementColor(const Colors& colors, analysis::Judgement judgement)
{
    switch (judgement) {
    case analysis::Judgement::Better: return colors.good;
    case analysis::Judgement::Worse: return colors.error;
    default: return colors.dimText;
    }
}

} // namespace weir::ui
