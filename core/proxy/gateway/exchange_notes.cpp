// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/exchange_notes.h"

#include "core/base/strings.h"

#include <utility>

namespace weir::proxy {

ProxySide proxySideOf(const Exchange& exchange)
{
    ProxySide side;
    side.stages = exchange.clock.times();
    side.sending = exchange.sending;
    side.waiting = exchange.waiting;
    side.outcome = exchange.outcome;
    side.failure = exchange.failure;
    side.cache = exchange.cache;
    side.identityBytes = exchange.identityBytes;
    side.upstreamWireBytes = exchange.upstreamWireBytes;
    side.target = exchange.target;
    side.connects = exchange.connects;
    side.resent = exchange.resent;
    side.usedConnection = exchange.usedConnection;
    return side;
}

void ExchangeNotes::write(ProxySide side)
{
    const std::lock_guard lock{m_mutex};
    m_side = std::move(side);
}

ProxySide ExchangeNotes::take()
{
    const std::lock_guard lock{m_mutex};
    return std::exchange(m_side, ProxySide());
}

NoteBoard::Place NoteBoard::add()
{
    const std::lock_guard lock{m_mutex};
    Place place;
    place.name = std::to_string(m_notes.size());
    place.notes = &m_notes.emplace_back();
    return place;
}

ExchangeNotes* NoteBoard::find(std::string_view name)
{
    const auto index = base::parseInteger(name);
    const std::lock_guard lock{m_mutex};
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= m_notes.size())
        return nullptr;
    return &m_notes[static_cast<std::size_t>(*index)];
}

} // namespace weir::proxy
