// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QLineEdit>

namespace weir::ui {

// A number with its unit: typed ("250", "64 MiB", "unlimited"), or stepped with the arrow keys, the wheel while it has
// the focus, or the two small arrows that appear under the pointer. A text that is no number stays to be mended.
class NumberEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit NumberEdit(const settings::KnobPath& path, QWidget* parent = nullptr);

    void showValue(const settings::KnobValue& value);
    void stepBy(int steps);

signals:
    void edited(const weir::settings::KnobValue& value);
    void refused(const weir::settings::Problem& problem);
    void abandoned();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    QString textOf(const settings::KnobValue& value) const;
    double number() const;
    QRect arrowRect(bool up) const;
    void commit();

    settings::KnobPath m_path;
    settings::KnobValue m_value;
    QString m_shown; // the text that stands for m_value
    QString m_unit;
};

} // namespace weir::ui
