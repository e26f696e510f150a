// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace weir::ui {

// A number in a sentence of a page that scrolls: the wheel moves the page, not the number.
class QuietSpinBox : public QDoubleSpinBox {
    Q_OBJECT

public:
    QuietSpinBox(double low, double high, int decimals, QWidget* parent);

protected:
    void wheelEvent(QWheelEvent* event) override;
    QString textFromValue(double value) const override; // without zeros that say nothing
};

} // namespace weir::ui
