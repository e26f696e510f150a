// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace weir::session {

// Says for a window what plans would take, on a thread of its own: of several that are asked for quickly the newest
// alone is answered. Signals come on the thread that this lives on.
class ExperimentForecaster : public QObject {
    Q_OBJECT

public:
    using Answer = std::shared_ptr<const base::Result<ExperimentForecast>>;

    explicit ExperimentForecaster(QObject* parent = nullptr);
    ~ExperimentForecaster() override; // waits for the one under way, some milliseconds

    void ask(const experiment::Plan& plan, const calibration::CalibrationPtr& known); // `known` may be null

signals:
    void answered(const weir::session::ExperimentForecaster::Answer& answer);

private:
    QThreadPool m_pool; // one thread
    int m_newest = 0;
};

} // namespace weir::session
