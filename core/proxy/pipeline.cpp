// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/pipeline.h"

#include "core/proxy/services/services.h"
#include "core/proxy/stages/cache_stage.h"
#include "core/proxy/stages/compress_stage.h"
#include "core/proxy/stages/decode_stage.h"
#include "core/proxy/stages/pool_stage.h"
#include "core/proxy/stages/upstream_stage.h"

#include <utility>

namespace weir::proxy {

Next::Next(const Pipeline& pipeline, std::size_t stage, Exchange& exchange)
    : m_pipeline(pipeline)
    , m_stage(stage)
    , m_scope(exchange.clock, pipeline.at(stage).id())
{
}

Next::Next(const Pipeline& pipeline, std::size_t stage, StageClock::Scope scope)
    : m_pipeline(pipeline)
    , m_stage(stage)
    , m_scope(std::move(scope))
{
}

net::Task<http::Response> Next::operator()(Exchange& exchange) const
{
    const auto inner = m_stage + 1;
    return m_pipeline.at(inner).handle(exchange, Next{m_pipeline, inner, exchange});
}

net::Task<http::Response> Next::handOver(Exchange& exchange) &&
{
    const auto inner = m_stage + 1;
    auto& stage = m_pipeline.at(inner);
    return stage.handle(exchange, Next{m_pipeline, inner, std::move(m_scope).passOn(stage.id())});
}

net::Task<http::Response> Pipeline::run(Exchange& exchange) const
{
    if (m_forward && !std::exchange(exchange.isPrepared, true))
        m_forward->prepare(exchange);
    return at(0).handle(exchange, Next{*this, 0, exchange});
}

void Pipeline::tellClient(const Exchange& exchange, http::Response& response) const
{
    if (m_view && exchange.client)
        m_view->apply(response.headers, {exchange.askedHost, exchange.client->isSecure()});
}

std::shared_ptr<const Pipeline> Pipeline::compile(const settings::Scenario& scenario, Services& services)
{
    auto pipeline = std::make_shared<Pipeline>();
    auto& stages = pipeline->m_stages;
    const bool isProxy = services.side == Side::Proxy;
    if (isProxy)
        pipeline->m_forward.emplace(scenario, services.viaName);
    if (isProxy && scenario.listener.rewriteLocation)
        pipeline->m_view.emplace(scenario, services.cluster);
    if (isProxy && scenario.compression.enabled)
        stages.push_back(std::make_unique<CompressStage>(scenario.compression, services));
    if (isProxy && scenario.cache.enabled)
        stages.push_back(std::make_unique<CacheStage>(scenario.cache, services));
    // Only what caches or compresses needs replies uncoded; without it they pass as they are.
    if (isProxy && (scenario.compression.enabled || scenario.cache.enabled))
        stages.push_back(std::make_unique<DecodeStage>(scenario.compression, services));
    stages.push_back(std::make_unique<PoolStage>(services));
    stages.push_back(
        std::make_unique<UpstreamStage>(isProxy ? UpstreamStage::Role::Proxy : UpstreamStage::Role::Client, scenario));
    return pipeline;
}

} // namespace weir::proxy
