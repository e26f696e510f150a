// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_group.h"

namespace weir::ui {

void ChartGroup::hover(std::optional<double> seconds)
{
    if (seconds == m_hovered)
        return;
    m_hovered = seconds;
    emit hoveredChanged();
}

} // namespace weir::ui
