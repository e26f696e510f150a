// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/load_settings.h"

#include <QWidget>

#include <optional>

namespace weir::ui {

// The load over the run as a small curve: the warm-up shaded, a line for now.
class LoadProfile : public QWidget {
    Q_OBJECT

public:
    explicit LoadProfile(QWidget* parent = nullptr);

    void setLoad(const settings::LoadSettings& load);
    void setNow(std::optional<base::Nanos> elapsed); // nothing while no run is on

    QSize sizeHint() const override { return {240, 118}; }
    QSize minimumSizeHint() const override { return {160, 100}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plotRect() const;
    double xOf(double seconds) const;
    void paintCurve(QPainter& painter) const;
    void paintWarmup(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    double wholeSeconds() const { return m_load.warmupS + m_load.durationS; }

    settings::LoadSettings m_load;
    std::optional<base::Nanos> m_now;
};

} // namespace weir::ui
