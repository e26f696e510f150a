// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/metrics/sample.h"
#include "core/settings/load_settings.h"

#include <cstdint>
#include <vector>

namespace weir::load {

// How large coded replies are without their coding, which only decoding tells. One worker's.
class IdentityMeter {
public:
    explicit IdentityMeter(std::size_t endpoints) : m_endpoints(endpoints) {}

    void setPolicy(settings::DecodePolicy policy) { m_policy = policy; }

    // Whether this reply is to be decoded; else estimate() stands in.
    bool shouldDecode(metrics::EndpointId endpoint);
    void learn(metrics::EndpointId endpoint, std::uint64_t wire, std::uint64_t identity);
    // From the endpoint's latest ratio; the wire size where none is known (load.decode=never).
    std::uint64_t estimate(metrics::EndpointId endpoint, std::uint64_t wire) const;

private:
    static constexpr std::uint32_t sampledOneIn = 16;

    struct Ratio {
        double identityPerWire = 1;
        std::uint32_t seen = 0;
    };
    settings::DecodePolicy m_policy = settings::DecodePolicy::Always;
    std::vector<Ratio> m_endpoints;
};

} // namespace weir::load
