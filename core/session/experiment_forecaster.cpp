// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/experiment_forecaster.h"

namespace weir::session {

ExperimentForecaster::ExperimentForecaster(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ExperimentForecaster::~ExperimentForecaster()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void ExperimentForecaster::ask(const experiment::Plan& plan, const calibration::CalibrationPtr& known)
{
    const int serial = ++m_newest;
    m_pool.clear(); // those that have not begun
    m_pool.start([this, plan, known, serial] {
        const Answer answer = std::make_shared<const base::Result<ExperimentForecast>>(forecast(plan, known.get()));
        const auto tell = [this, answer, serial] {
            if (serial == m_newest)
                emit answered(answer);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

} // namespace weir::session
