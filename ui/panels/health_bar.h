// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QWidget>

class QToolButton;

namespace weir::ui {

class Label;

// The status bar: who answers, and the instrument's own health (where the CPU goes, how late requests are sent).
class HealthBar : public QWidget {
    Q_OBJECT

public:
    explicit HealthBar(QWidget* parent = nullptr);

    // Before a run: where it will go.
    void setTarget(const QString& target);
    void setSnapshot(const metrics::Snapshot* snapshot);
    void setNoise(const QString& text, const QString& tip);

signals:
    void calibrateRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Label* m_origin;
    Label* m_cpu;
    Label* m_lag;
    QToolButton* m_noise;
    bool m_live = false;
};

} // namespace weir::ui
