// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"

namespace weir::proxy {

class Stage;
class Pipeline;

// The rest of the pipeline, as the stage at hand sees it. Taken by value: it lives in the stage's coroutine, and with
// it the scope that charges the stage's time, so that no stage needs code for that.
class Next {
public:
    Next(const Pipeline& pipeline, std::size_t stage, Exchange& exchange);

    // Runs the next stage inwards. May be called more than once: a retry, or a revalidation that came to nothing.
    net::Task<http::Response> operator()(Exchange& exchange) const;
    // The same as the last thing that the stage does. Its own time ends here, so it need not be a coroutine.
    net::Task<http::Response> handOver(Exchange& exchange) &&;

private:
    Next(const Pipeline& pipeline, std::size_t stage, StageClock::Scope scope);

    const Pipeline& m_pipeline;
    std::size_t m_stage; // index of the stage that holds this
    StageClock::Scope m_scope;
};

// One onion layer. Stateless but for its settings: what outlives a change of the settings is in proxy/services.
// Runs on the exchange's worker thread, any number of exchanges interleaved.
class Stage {
public:
    virtual ~Stage() = default;
    virtual metrics::StageId id() const = 0;
    // Always yields a Response; failures are marked on the exchange.
    virtual net::Task<http::Response> handle(Exchange& exchange, Next next) = 0;
};

} // namespace weir::proxy
