// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"

#include <deque>
#include <mutex>
#include <optional>
#include <string_view>

namespace weir::proxy {

// What a gateway knows of an exchange and its client cannot see.
struct ProxySide {
    metrics::StageTimes stages{};
    base::Nanos sending{};
    base::Nanos waiting{};
    metrics::Outcome outcome = metrics::Outcome::Ok;
    std::string failure;
    metrics::CacheStatus cache = metrics::CacheStatus::None;
    std::optional<std::uint64_t> identityBytes;
    std::uint64_t upstreamWireBytes = 0;
    std::size_t target = 0;
    std::uint8_t connects = 0;
    std::uint8_t resent = 0;
    bool usedConnection = false;
};
ProxySide proxySideOf(const Exchange& exchange);

// One client's exchanges, one after the other. The client's thread and the gateway's.
class ExchangeNotes {
public:
    void write(ProxySide side);
    ProxySide take(); // leaves nothing behind for the next exchange

private:
    std::mutex m_mutex;
    ProxySide m_side;
};

// Where load that goes through a listener of this process finds what happened to it there: the client names its notes
// in a field of the request, which the gateway takes off before it passes the request on. Outlives both. Any thread.
class NoteBoard {
public:
    static constexpr std::string_view field = "Weir-Exchange";
    // Behind the name: the request's Host is its own, and is to reach the target.
    static constexpr std::string_view ownHost = ";host";

    struct Place {
        std::string name; // the field's value
        ExchangeNotes* notes = nullptr;
    };
    Place add();
    ExchangeNotes* find(std::string_view name); // null: no such notes

private:
    std::mutex m_mutex;
    std::deque<ExchangeNotes> m_notes;
};

} // namespace weir::proxy
