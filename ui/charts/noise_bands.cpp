// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/noise_bands.h"

#include "core/report/noise_text.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

NoiseBands::NoiseBands(const calibration::Calibration* known,
                       const std::vector<std::shared_ptr<const settings::Scenario>>& epochs)
{
    for (const auto& scenario : epochs) {
        const auto* noise = calibration::noiseOf(known, *scenario);
        m_byEpoch.push_back(noise ? std::optional(*noise) : std::nullopt);
    }
}

bool NoiseBands::isEmpty() const
{
    return std::ranges::none_of(m_byEpoch, [](const auto& noise) { return noise.has_value(); });
}

std::optional<double> NoiseBands::ratio(std::string_view metric, metrics::EpochId epoch) const
{
    if (epoch >= m_byEpoch.size() || !m_byEpoch[epoch])
        return std::nullopt;
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
        if (calibration::noisyFigures[i].metric == metric && std::isfinite(m_byEpoch[epoch]->floor.ratio[i]))
            return m_byEpoch[epoch]->floor.ratio[i];
    return std::nullopt;
}

QString NoiseBands::sentence() const
{
    for (auto noise = m_byEpoch.rbegin(); noise != m_byEpoch.rend(); ++noise)
        if (*noise)
            return QString::fromStdString(report::noiseSentence(**noise));
    return {};
}

} // namespace weir::ui
