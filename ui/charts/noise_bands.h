// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/calibration/calibration.h"
#include "core/metrics/sample.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace weir::ui {

// How wide the noise is around a stretch's figure, by the settings in force. A value, for the window's thread.
class NoiseBands {
public:
    NoiseBands() = default;
    NoiseBands(const calibration::Calibration* known,
               const std::vector<std::shared_ptr<const settings::Scenario>>& epochs);

    bool isEmpty() const; // for every epoch
    // 0.05: from v / 1.05 to v * 1.05; nothing where the metric or the epoch's settings were never calibrated.
    std::optional<double> ratio(std::string_view metric, metrics::EpochId epoch) const;
    // What the newest calibrated epoch's floor means, in a sentence; empty without one.
    QString sentence() const;

private:
    std::vector<std::optional<calibration::KnownNoise>> m_byEpoch;
};

} // namespace weir::ui
