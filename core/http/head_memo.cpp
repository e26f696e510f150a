// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/head_memo.h"

#include <cstring>
#include <utility>

namespace weir::http {

namespace {

constexpr std::string_view blankLine = "\r\n\r\n";

// Multiply and fold, eight bytes at a time. Only a hint: what is found is compared byte by byte.
std::uint64_t hashOf(std::string_view text)
{
    constexpr std::uint64_t factor = 0x9e3779b97f4a7c15;
    std::uint64_t hash = text.size() * factor;
    const auto mix = [&](std::uint64_t word) {
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    };
    for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        mix(word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    mix(rest);
    return hash;
}

} // namespace

const HeadMemo::Known* HeadMemo::find(std::string_view input, bool toHead, bool upgradeOffered)
{
    m_missed = nullptr;
    const auto isIt = [&](const ParsedHead& head) {
        return head.toHead == toHead && head.upgradeOffered == upgradeOffered;
    };
    // It ends in the only blank line it has, so that nothing but the same head can begin with it.
    if (m_last && isIt(**m_last) && input.starts_with((*m_last)->bytes))
        return m_last;
    const auto end = input.substr(0, largest).find(blankLine);
    if (end == std::string_view::npos)
        return nullptr;
    const auto bytes = input.substr(0, end + blankLine.size());
    const auto hash = hashOf(bytes);
    auto& place = m_places[hash % places];
    if (place.head && isIt(*place.head) && place.head->bytes == bytes)
        return m_last = &place.head;
    if (std::exchange(place.seen, hash) == hash) {
        m_missed = &place;
        m_missedBytes = bytes.size();
    }
    return nullptr;
}

void HeadMemo::keep(ParsedHead head)
{
    if (auto* place = std::exchange(m_missed, nullptr)) {
        place->head = std::make_shared<const ParsedHead>(std::move(head));
        m_last = &place->head;
    }
}

} // namespace weir::http
