// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/eviction/lru.h"
#include "core/cache/stored_response.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weir::cache {

struct StoreStats {
    std::size_t entries = 0; // variants
    std::size_t keys = 0;
    std::size_t bytes = 0;
    std::size_t capacity = 0;
    std::uint64_t insertions = 0;
    std::uint64_t evictions = 0;     // to make room
    std::uint64_t invalidations = 0; // removed because they were no longer right
    std::uint64_t rejections = 0;    // larger than the whole store

    bool operator==(const StoreStats&) const = default;
};

struct Lookup {
    StoredPtr response;    // null: nothing that this request may be answered with
    bool knowsKey = false; // then other variants are there ("vary-miss" of Cache-Status, else "uri-miss")
};

// The replies kept, shared by all workers and alive across changes of the settings. One lock and one queue, so that
// the bound in bytes and the order of eviction are exact: measured hit rates are compared with predicted ones. Bodies
// are released after the lock. The lock is held for a few pointer steps, never while a caller works on a reply.
class Store {
public:
    explicit Store(std::size_t capacityBytes);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // The latest variant that `request` matches. Counts as a use. Allocates nothing.
    Lookup find(std::string_view key, const http::HeaderMap& request);

    // Takes the place of the variant with the same VaryKey. False: too large to be kept (that variant goes all the
    // same, since it is outdated).
    bool put(std::string_view key, StoredPtr response);

    std::size_t remove(std::string_view key); // all variants; how many there were
    // Only if it is still this very reply: another worker may have put a newer one.
    bool remove(std::string_view key, const StoredResponse& response);
    void clear();

    // Accounts anew for the key's variants, after an encoding was added to a body.
    void charge(std::string_view key);

    void setCapacity(std::size_t bytes); // evicts down at once
    StoreStats stats() const;

    // Of one key; more push the oldest out. Bounds the search where an origin varies by User-Agent.
    static constexpr std::size_t maxVariants = 64;

private:
    struct Primary;
    struct Variant : eviction::Link {
        StoredPtr response;
        std::size_t bytes = 0;
        Primary* primary = nullptr;
    };
    struct Primary {
        std::string key;
        std::vector<std::unique_ptr<Variant>> variants; // latest first
    };
    using Released = std::vector<StoredPtr>; // dies after the lock

    struct Hash {
        using is_avalanching = void; // libstdc++'s and libc++'s string hashes are Murmur and City
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
    };
    using Map = boost::unordered_flat_map<std::string_view, std::unique_ptr<Primary>, Hash>;

    Variant* variantOf(std::string_view key, const VaryKey& vary);
    Primary& primaryOf(std::string_view key);
    void insert(Primary& primary, StoredPtr response, std::size_t bytes, Released& released);
    void replace(Variant& variant, StoredPtr response, std::size_t bytes, Released& released);
    void drop(Variant& variant, Released& released); // and its key, with the last variant
    void shrink(Released& released);
    static std::size_t bytesOf(std::string_view key, const StoredResponse& response);

    mutable std::mutex m_mutex; // guards everything below
    Map m_map;                  // each key lies in its Primary
    eviction::Lru<Variant> m_queue;
    StoreStats m_stats;
};

} // namespace weir::cache
