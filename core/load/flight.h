// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/visitor.h"
#include "core/proxy/exchange.h"
#include "core/proxy/gateway/exchange_notes.h"
#include "core/proxy/pipeline.h"
#include "core/proxy/services/services.h"

#include <memory>

namespace weir::load {

// One request in the air: the exchange, its deadline and what its sample is stamped with. Reused, one worker's.
struct Flight {
    explicit Flight(proxy::WorkerContext& worker) : exchange(worker) {}

    // Frees what the last flight held and stamps the next.
    void begin(metrics::EndpointId itsEndpoint, metrics::EpochId itsEpoch, metrics::PhaseId itsPhase,
               base::TimePoint itsIntended, Visitor* itsVisitor, metrics::GroupId itsGroup)
    {
        exchange.reset();
        proxySide.reset();
        endpoint = itsEndpoint;
        epoch = itsEpoch;
        phase = itsPhase;
        intended = itsIntended;
        visitor = itsVisitor;
        group = itsGroup;
        timedOut = false;
        abandoned = false;
    }

    // The end of the run came first: counted as unfinished.
    void abandon()
    {
        abandoned = true;
        exchange.interruption.request();
    }
    static void expired(void* self) noexcept
    {
        auto* flight = static_cast<Flight*>(self);
        flight->timedOut = true;
        flight->exchange.interruption.request();
    }

    proxy::Exchange exchange;
    std::shared_ptr<const proxy::Pipeline> pipeline; // the one it began with
    proxy::Services* services = nullptr;             // likewise
    net::Deadline deadline{&Flight::expired, this};
    metrics::EndpointId endpoint = 0;
    metrics::EpochId epoch = 0;
    metrics::PhaseId phase = metrics::measuredPhase;
    base::TimePoint intended;
    base::TimePoint sent;
    metrics::GroupId group = 0;                // of who asks
    Visitor* visitor = nullptr;                // whose request it is, where that matters
    proxy::NoteBoard::Place notes;             // where the listener's gateway writes, on that path
    std::optional<proxy::ProxySide> proxySide; // what it wrote
    std::size_t place = 0;                     // among those in the air
    bool timedOut = false;
    bool abandoned = false;
};

} // namespace weir::load
