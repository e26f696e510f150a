// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/quiet_spin_box.h"

#include <QWheelEvent>

namespace weir::ui {

QuietSpinBox::QuietSpinBox(double low, double high, int decimals, QWidget* parent) : QDoubleSpinBox(parent)
{
    setDecimals(decimals);
    setRange(low, high);
    setButtonSymbols(NoButtons);
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignRight);
    setKeyboardTracking(false);
    setLocale(QLocale::c());
}

void QuietSpinBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

QString QuietSpinBox::textFromValue(double value) const
{
    return QString::number(value, 'g', 6);
}

} // namespace weir::ui
