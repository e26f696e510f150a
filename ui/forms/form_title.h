// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace weir::ui {

class Label;

// The title line of a form: its name, when its knobs apply, and at the right the section's switch with its dot. A
// click folds the form away or back.
class FormTitle : public QWidget {
    Q_OBJECT

public:
    FormTitle(const QString& title, const QString& badge, QWidget* parent = nullptr);

    void addAtRight(QWidget* widget);
    void setExpanded(bool expanded);

signals:
    void toggled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QHBoxLayout* m_layout = nullptr;
    Label* m_title = nullptr;
    bool m_expanded = true;
};

} // namespace weir::ui
