// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/head.h"

#include <llhttp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::http {

// What a parser needs of a head to go on behind it.
struct ParsedHead {
    std::string bytes;   // as received, blank line included
    bool toHead = false; // what the parser was told of the message before
    bool upgradeOffered = false;
    llhttp_t state{}; // behind the head
    Head head;
    std::optional<std::uint64_t> bodyLength;
    std::optional<std::uint64_t> announced;
    std::optional<std::uint64_t> plainLength; // of a body that needs no parsing
    bool keepAlive = false;                   // behind such a body
};

// Heads that were parsed and found valid, by their exact bytes. A load test and the clients of a listener send and
// receive the same few heads over and over; to recognise one costs a twentieth of parsing it (400 instructions against
// 8,700 for the eight fields of an nginx reply). The same bytes mean the same head, so nothing is parsed less strictly
// for it. A head is kept the second time it is seen, and pushes out the one in its place. Bounded in bytes.
// One thread; shared by parsers of one kind with the same limits. Messages go on sharing the fields of a head after it
// has been pushed out, on whatever thread.
class HeadMemo {
public:
    using Known = std::shared_ptr<const ParsedHead>;

    // The head that `input` begins with; null when it is not known. Valid until the next call.
    const Known* find(std::string_view input, bool toHead, bool upgradeOffered);

    // Whether the head that was last looked for in vain is worth keeping; `keep` then takes it.
    bool wants(std::string_view bytes) const { return m_missed != nullptr && m_missedBytes == bytes.size(); }
    void keep(ParsedHead head);

private:
    static constexpr std::size_t places = 256;
    static constexpr std::size_t largest = 2048; // of the heads that are kept

    struct Place {
        std::uint64_t seen = 0; // hash of the last head that belongs here
        Known head;
    };

    std::vector<Place> m_places = std::vector<Place>(places);
    Place* m_missed = nullptr; // seen before, and not kept
    std::size_t m_missedBytes = 0;
    const Known* m_last = nullptr; // that was found or kept
};

} // namespace weir::http
