// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/request_source.h"

#include "core/settings/validate.h"

namespace weir::load {

base::Result<RequestSource> RequestSource::make(const settings::Scenario& scenario, int worker)
{
    const auto requests = settings::effectiveRequests(scenario);
    const auto seed = static_cast<std::uint64_t>(scenario.load.seed);
    RequestSource source{workload::mixOf(requests, seed, static_cast<std::size_t>(worker))};
    source.m_random = base::Random{seed}.split(0x10000 + static_cast<std::uint64_t>(worker));
    source.m_acceptEncoding = scenario.load.acceptEncoding;
    for (const auto& record : requests) {
        auto text = workload::RequestTemplate::compile(record.settings);
        if (!text)
            return std::unexpected(text.error());
        source.m_kinds.push_back(Kind{*std::move(text), {}});
    }
    source.setAcceptEncoding(scenario.load.acceptEncoding);
    return source;
}

void RequestSource::setAcceptEncoding(const std::string& value)
{
    m_acceptEncoding = value;
    for (auto& kind : m_kinds)
        if (kind.text.isConstant())
            render(kind, kind.constant);
}

void RequestSource::fill(metrics::EndpointId endpoint, http::Request& request)
{
    auto& kind = m_kinds[endpoint];
    if (!kind.text.isConstant()) {
        render(kind, request);
        return;
    }
    request.method = kind.constant.method;
    request.target = kind.constant.target;
    request.headers = kind.constant.headers;
    request.body = kind.constant.body.shared() ? http::Body{kind.constant.body.shared()} : http::Body{};
}

// The request's own fields, then those that every client sends unless the request says otherwise.
void RequestSource::render(Kind& kind, http::Request& request)
{
    kind.text.fill(m_random, m_text);
    request.method = m_text.method;
    request.target = m_text.target;
    request.headers.clear();
    for (const auto& [name, value] : m_text.headers)
        request.headers.add(name, value);
    if (!request.headers.contains("Accept"))
        request.headers.add("Accept", "*/*");
    if (!m_acceptEncoding.empty() && !request.headers.contains("Accept-Encoding"))
        request.headers.add("Accept-Encoding", m_acceptEncoding);
    if (!request.headers.contains("User-Agent"))
        request.headers.add("User-Agent", "weir/" WEIR_VERSION);
    request.body = m_text.body.empty() ? http::Body{} : http::Body{http::makeBytes(m_text.body)};
}

} // namespace weir::load
