// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/experimenting.h"

namespace weir::session {

base::Result<experiment::TuningReport> runExperiment(const experiment::Plan&, const RunOptions&, const ExperimentHooks&)
{
    return std::unexpected(base::Error{base::Errc::Internal, "in the making"});
}

base::Result<ExperimentForecast> forecast(const experiment::Plan&, const calibration::Calibration*)
{
    return std::unexpected(base::Error{base::Errc::Internal, "in the making"});
}

} // namespace weir::session
