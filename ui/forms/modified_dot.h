// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace weir::ui {

// Beside a knob that differs from its default: a dot, a click on which resets it. Invisible but in its place while
// the knob is at its default, so that rows keep their width.
class ModifiedDot : public QAbstractButton {
    Q_OBJECT

public:
    explicit ModifiedDot(QWidget* parent = nullptr);

    void setModified(bool modified);
    bool isModified() const { return m_modified; }

    QSize sizeHint() const override { return {16, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    bool m_modified = false;
};

} // namespace weir::ui
