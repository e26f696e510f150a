// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace weir::http {

// Bytes of a coded body, shared by those who send them at the moment.
using CodedBytes = std::shared_ptr<const std::string>;

// A whole body that never changes, with what encoders made of it: the cache, the inspector and any number of exchanges
// on any thread share one by Bytes. It lives as long as its last holder. Of each codec the latest level is kept, as a
// level that somebody has turned away from is not asked for again.
class SharedBody {
public:
    explicit SharedBody(std::string bytes = {}) : m_bytes(std::move(bytes)) {}
    SharedBody(const SharedBody&) = delete;
    SharedBody& operator=(const SharedBody&) = delete;

    std::string_view view() const { return m_bytes; }
    const std::string& bytes() const { return m_bytes; }
    std::size_t size() const { return m_bytes.size(); }

    // Null when nobody has coded the body so yet. Takes no lock until somebody has.
    CodedBytes findEncoding(codec::Codec codec, int level) const;

    struct Added {
        CodedBytes bytes;          // what is now kept: of two that arrive for one codec and level, the first
        std::ptrdiff_t change = 0; // of encodedBytes(); whoever keeps the body in a store then calls Store::charge
    };
    Added addEncoding(codec::Codec codec, int level, std::string coded) const;

    std::size_t encodedBytes() const { return m_encodedBytes.load(std::memory_order_relaxed); }

private:
    struct Slot {
        int level = 0;
        CodedBytes bytes;
    };
    static constexpr std::size_t slotCount = codec::codecCount - 1; // identity is the body itself
    static std::size_t slotOf(codec::Codec codec) { return static_cast<std::size_t>(codec) - 1; }

    std::string m_bytes;
    mutable std::atomic<std::size_t> m_encodedBytes{0};
    mutable std::atomic<bool> m_isCoded{false};
    mutable std::mutex m_mutex; // guards the slots
    mutable std::array<Slot, slotCount> m_slots;
};

using Bytes = std::shared_ptr<const SharedBody>;

inline Bytes makeBytes(std::string bytes)
{
    return std::make_shared<const SharedBody>(std::move(bytes));
}

} // namespace weir::http
