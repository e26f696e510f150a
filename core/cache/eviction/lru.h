// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace weir::cache::eviction {

// What an entry carries to stand in the queue of a policy; the policy owns nothing.
struct Link {
    Link* before = nullptr;
    Link* after = nullptr;
};

// Least recently used. Entries derive from Link; every step is a few pointer writes. Not thread-safe: the store calls
// it under its lock. An entry must be removed before it dies.
template <typename Entry>
class Lru {
public:
    Lru() { m_ring.before = m_ring.after = &m_ring; }
    Lru(const Lru&) = delete;
    Lru& operator=(const Lru&) = delete;

    void insert(Entry& entry) { linkFirst(entry); }
    void touch(Entry& entry) // on every hit
    {
        if (m_ring.after == &entry)
            return;
        unlink(entry);
        linkFirst(entry);
    }
    void remove(Entry& entry) { unlink(entry); }

    // The entry to evict next; null when there is none.
    Entry* victim() const { return m_ring.before == &m_ring ? nullptr : static_cast<Entry*>(m_ring.before); }

private:
    void linkFirst(Link& link)
    {
        link.before = &m_ring;
        link.after = m_ring.after;
        m_ring.after->before = &link;
        m_ring.after = &link;
    }
    static void unlink(Link& link)
    {
        link.before->after = link.after;
        link.after->before = link.before;
        link.before = link.after = nullptr;
    }

    Link m_ring; // after: most recent, before: least recent
};

} // namespace weir::cache::eviction
