// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/policy.h"
#include "core/cache/store.h"
#include "core/proxy/stage.h"
#include "core/settings/cache_settings.h"

namespace weir::proxy {

struct Services;

// The shared cache (RFC 9111): answers from the store, revalidates what is stale, keeps what may be kept.
class CacheStage final : public Stage {
public:
    CacheStage(const settings::CacheSettings& settings, Services& services);
    metrics::StageId id() const override { return metrics::StageId::Cache; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    net::Task<http::Response> fetch(Exchange& exchange, const Next& next, cache::StoredPtr stale) const;
    net::Task<http::Response> passBy(Exchange& exchange, const Next& next) const;
    http::Response answer(Exchange& exchange, const cache::StoredResponse& stored, cache::Time now) const;
    void keep(Exchange& exchange, http::Response& response, cache::Time sent, cache::Time received) const;

    cache::Rules m_rules;
    std::size_t m_largest; // body that may be kept
    Services& m_services;
};

} // namespace weir::proxy
