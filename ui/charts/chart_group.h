// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

namespace weir::ui {

// The moment under the pointer, shared by all charts of a page: hovering over one shows the crosshair in each.
class ChartGroup : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    std::optional<double> hovered() const { return m_hovered; } // seconds since the start of the run
    void hover(std::optional<double> seconds);

signals:
    void hoveredChanged();

private:
    std::optional<double> m_hovered;
};

} // namespace weir::ui
