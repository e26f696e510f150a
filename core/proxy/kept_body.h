// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/store.h"
#include "core/proxy/exchange.h"

namespace weir::proxy {

// A stream on its way to the client whose bytes the cache takes along. Put into the store at its proper end only; one
// that grows beyond `largest` or breaks off is let go. `expected`: its length where that is known, so that it is not copied as it grows.
class KeptBody final : public http::BodySource {
public:
    KeptBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner, cache::StoredResponse stored,
             cache::Store& store, std::size_t largest, std::uint64_t expected);
    net::Task<base::Result<std::string_view>> pull() override;
    net::Task<bool> arrives() override { return m_inner->arrives(); }
    const http::HeaderMap* trailers() const override { return m_inner->trailers(); }

private:
    net::Task<base::Result<std::string_view>> pull(StageClock::Scope scope);

    Exchange& m_exchange;
    std::unique_ptr<http::BodySource> m_inner;
    cache::StoredResponse m_stored;
    cache::Store& m_store;
    std::string m_key;
    std::size_t m_largest;
    std::string m_bytes;
    bool m_keeping = true;
};

} // namespace weir::proxy
