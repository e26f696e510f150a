// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace weir::ui {

// On or off, as a sliding knob. To assistive tools and tests it is a checkable button.
class Switch : public QAbstractButton {
    Q_OBJECT

public:
    explicit Switch(QWidget* parent = nullptr);

    QSize sizeHint() const override { return {32, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace weir::ui
