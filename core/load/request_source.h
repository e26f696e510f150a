// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/http/message.h"
#include "core/metrics/sample.h"
#include "core/settings/scenario.h"
#include "core/workload/mix.h"
#include "core/workload/request_template.h"

#include <vector>

namespace weir::load {

// What one worker sends: draws the endpoint and fills its request. Requests that never vary are prepared once.
// One worker's; lives as long as it.
class RequestSource {
public:
    static base::Result<RequestSource> make(const settings::Scenario& scenario, int worker);

    metrics::EndpointId drawEndpoint() { return static_cast<metrics::EndpointId>(m_mix.next()); }
    void fill(metrics::EndpointId endpoint, http::Request& request);

    // Live: the header that clients say their codings with.
    void setAcceptEncoding(const std::string& value);

private:
    struct Kind {
        workload::RequestTemplate text;
        http::Request constant; // filled when the template never varies; then copied as it is
    };

    explicit RequestSource(workload::Mix mix) : m_mix(std::move(mix)) {}
    void render(Kind& kind, http::Request& request);

    workload::Mix m_mix;
    base::Random m_random;
    workload::RequestText m_text; // reused
    std::vector<Kind> m_kinds;
    std::string m_acceptEncoding;
};

} // namespace weir::load
