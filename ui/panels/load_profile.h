// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/load_settings.h"
#include "core/settings/load_stages.h"

#include <QWidget>

#include <optional>

namespace weir::ui {

// The planned load over the run as a small curve: the warm-up shaded, a tick where each stage begins, a line for now.
class LoadProfile : public QWidget {
    Q_OBJECT

public:
    explicit LoadProfile(QWidget* parent = nullptr);

    void setLoad(const settings::LoadSettings& load); // whose stages may not parse while they are written
    void setNow(std::optional<base::Nanos> elapsed);  // nothing while no run is on

    QSize sizeHint() const override { return {240, 118}; }
    QSize minimumSizeHint() const override { return {160, 100}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plotRect() const;
    double xOf(base::Nanos time) const;
    double yOf(double level) const;
    QString levelText(double level) const;
    QString description() const;
    void paintCurve(QPainter& painter) const;
    void paintWarmup(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    bool m_openModel = true;
    std::vector<settings::LoadPhase> m_phases;
    base::Nanos m_length{};
    double m_highest = 0;
    std::optional<base::Nanos> m_now;
};

} // namespace weir::ui
