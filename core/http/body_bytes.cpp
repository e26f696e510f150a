// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/body_bytes.h"

#include <cassert>

namespace weir::http {

CodedBytes SharedBody::findEncoding(codec::Codec codec, int level) const
{
    if (codec == codec::Codec::Identity || !m_isCoded.load(std::memory_order_acquire))
        return nullptr;
    const std::lock_guard lock{m_mutex};
    const Slot& slot = m_slots[slotOf(codec)];
    return slot.level == level ? slot.bytes : nullptr;
}

SharedBody::Added SharedBody::addEncoding(codec::Codec codec, int level, std::string coded) const
{
    assert(codec != codec::Codec::Identity);
    auto bytes = std::make_shared<const std::string>(std::move(coded));
    CodedBytes replaced; // released after the lock
    const std::lock_guard lock{m_mutex};
    Slot& slot = m_slots[slotOf(codec)];
    if (slot.bytes && slot.level == level)
        return {slot.bytes, 0};
    const std::size_t before = slot.bytes ? slot.bytes->size() : 0;
    replaced = std::exchange(slot.bytes, std::move(bytes));
    slot.level = level;
    m_encodedBytes.fetch_add(slot.bytes->size() - before, std::memory_order_relaxed); // wraps back where it shrinks
    m_isCoded.store(true, std::memory_order_release);
    return {slot.bytes, static_cast<std::ptrdiff_t>(slot.bytes->size()) - static_cast<std::ptrdiff_t>(before)};
}

} // namespace weir::http
