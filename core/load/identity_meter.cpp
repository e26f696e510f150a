// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/identity_meter.h"

#include <cmath>

namespace weir::load {

bool IdentityMeter::shouldDecode(metrics::EndpointId endpoint)
{
    switch (m_policy) {
    case settings::DecodePolicy::Always: return true;
    case settings::DecodePolicy::Never: return false;
    case settings::DecodePolicy::Sampled: break;
    }
    return m_endpoints[endpoint].seen++ % sampledOneIn == 0;
}

void IdentityMeter::learn(metrics::EndpointId endpoint, std::uint64_t wire, std::uint64_t identity)
{
    if (wire > 0)
        m_endpoints[endpoint].identityPerWire = static_cast<double>(identity) / static_cast<double>(wire);
}

std::uint64_t IdentityMeter::estimate(metrics::EndpointId endpoint, std::uint64_t wire) const
{
    return static_cast<std::uint64_t>(std::llround(static_cast<double>(wire) * m_endpoints[endpoint].identityPerWire));
}

} // namespace weir::load
