// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>
#include <QTimer>

namespace weir::ui {

// A slider that tells where it came to rest, once per drag: 150 ms after the last move, and not while it is held.
class SettleSlider : public QSlider {
    Q_OBJECT

public:
    explicit SettleSlider(QWidget* parent = nullptr);

    void showPosition(int position); // emits nothing, and not while the user holds it

    QSize sizeHint() const override { return {120, 20}; }
    QSize minimumSizeHint() const override { return {60, 20}; }

signals:
    void moved(int position); // by the user, at every step
    void settled(int position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void followPointer(double x);
    double handleX() const;

    QTimer m_rest;
    int m_told = 0;
};

} // namespace weir::ui
