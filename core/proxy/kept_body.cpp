// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/kept_body.h"

namespace weir::proxy {

KeptBody::KeptBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner, cache::StoredResponse stored,
                   cache::Store& store, std::size_t largest, std::uint64_t expected)
    : m_exchange(exchange)
    , m_inner(std::move(inner))
    , m_stored(std::move(stored))
    , m_store(store)
    , m_key(exchange.cacheKey)
    , m_largest(largest)
{
    m_bytes.reserve(expected);
}

net::Task<base::Result<std::string_view>> KeptBody::pull()
{
    return pull(StageClock::Scope{m_exchange.clock, metrics::StageId::Cache});
}

net::Task<base::Result<std::string_view>> KeptBody::pull(StageClock::Scope)
{
    auto piece = co_await m_inner->pull();
    if (!piece || !m_keeping)
        co_return piece;
    if (m_bytes.size() + piece->size() > m_largest) {
        m_keeping = false;
        m_bytes = std::string();
    } else if (piece->empty()) {
        m_keeping = false;
        m_stored.body = http::makeBytes(std::move(m_bytes));
        m_store.put(m_key, std::make_shared<cache::StoredResponse>(std::move(m_stored)));
    } else {
        m_bytes.append(*piece);
    }
    co_return piece;
}

} // namespace weir::proxy
