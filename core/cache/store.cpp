// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/store.h"

#include <algorithm>

namespace weir::cache {

Store::Store(std::size_t capacityBytes)
{
    m_stats.capacity = capacityBytes;
}

Store::~Store() = default;

Lookup Store::find(std::string_view key, const http::HeaderMap& request)
{
    const std::lock_guard lock{m_mutex};
    const auto found = m_map.find(key);
    if (found == m_map.end())
        return {};
    for (const auto& variant : found->second->variants) {
        if (!matches(variant->response->vary, request))
            continue;
        m_queue.touch(*variant);
        return {variant->response, true};
    }
    return {nullptr, true};
}

bool Store::put(std::string_view key, StoredPtr response)
{
    Released released; // before the lock, so that it dies after it
    const std::lock_guard lock{m_mutex};
    Variant* outdated = variantOf(key, response->vary);
    const std::size_t bytes = bytesOf(key, *response);
    if (bytes > m_stats.capacity) {
        ++m_stats.rejections;
        if (outdated)
            drop(*outdated, released);
        return false;
    }
    if (outdated)
        replace(*outdated, std::move(response), bytes, released);
    else
        insert(primaryOf(key), std::move(response), bytes, released);
    ++m_stats.insertions;
    shrink(released);
    return true;
}

std::size_t Store::remove(std::string_view key)
{
    Released released;
    const std::lock_guard lock{m_mutex};
    const auto found = m_map.find(key);
    if (found == m_map.end())
        return 0;
    const std::size_t count = found->second->variants.size();
    Primary& primary = *found->second;
    for (std::size_t left = count; left > 0; --left) // the last one takes the key with it
        drop(*primary.variants[left - 1], released);
    m_stats.invalidations += count;
    return count;
}

bool Store::remove(std::string_view key, const StoredResponse& response)
{
    Released released;
    const std::lock_guard lock{m_mutex};
    Variant* variant = variantOf(key, response.vary);
    if (!variant || variant->response.get() != &response)
        return false;
    drop(*variant, released);
    ++m_stats.invalidations;
    return true;
}

void Store::clear()
{
    Released released;
    const std::lock_guard lock{m_mutex};
    while (Variant* victim = m_queue.victim())
        drop(*victim, released);
}

void Store::charge(std::string_view key)
{
    Released released;
    const std::lock_guard lock{m_mutex};
    const auto found = m_map.find(key);
    if (found == m_map.end())
        return;
    for (const auto& variant : found->second->variants) {
        const std::size_t bytes = bytesOf(key, *variant->response);
        m_stats.bytes += bytes - variant->bytes; // wraps back where it shrinks
        variant->bytes = bytes;
    }
    shrink(released);
}

void Store::setCapacity(std::size_t bytes)
{
    Released released;
    const std::lock_guard lock{m_mutex};
    m_stats.capacity = bytes;
    shrink(released);
}

StoreStats Store::stats() const
{
    const std::lock_guard lock{m_mutex};
    StoreStats stats = m_stats;
    stats.keys = m_map.size();
    return stats;
}

Store::Variant* Store::variantOf(std::string_view key, const VaryKey& vary)
{
    const auto found = m_map.find(key);
    if (found == m_map.end())
        return nullptr;
    const auto& variants = found->second->variants;
    const auto same = std::ranges::find_if(variants,
                                           [&](const auto& variant) { return variant->response->vary == vary; });
    return same == variants.end() ? nullptr : same->get();
}

Store::Primary& Store::primaryOf(std::string_view key)
{
    if (const auto found = m_map.find(key); found != m_map.end())
        return *found->second;
    auto primary = std::make_unique<Primary>();
    primary->key = key;
    Primary& result = *primary;
    m_map.emplace(std::string_view{result.key}, std::move(primary));
    return result;
}

void Store::insert(Primary& primary, StoredPtr response, std::size_t bytes, Released& released)
{
    auto variant = std::make_unique<Variant>();
    variant->response = std::move(response);
    variant->bytes = bytes;
    variant->primary = &primary;
    m_queue.insert(*variant);
    primary.variants.insert(primary.variants.begin(), std::move(variant));
    m_stats.bytes += bytes;
    ++m_stats.entries;
    if (primary.variants.size() <= maxVariants)
        return;
    drop(*primary.variants.back(), released);
    ++m_stats.evictions;
}

void Store::replace(Variant& variant, StoredPtr response, std::size_t bytes, Released& released)
{
    released.push_back(std::exchange(variant.response, std::move(response)));
    m_stats.bytes += bytes - variant.bytes;
    variant.bytes = bytes;
    m_queue.touch(variant);
    auto& variants = variant.primary->variants;
    const auto place = std::ranges::find(variants, &variant, [](const auto& other) { return other.get(); });
    std::rotate(variants.begin(), place, place + 1); // the latest stands first
}

void Store::drop(Variant& variant, Released& released)
{
    m_queue.remove(variant);
    m_stats.bytes -= variant.bytes;
    --m_stats.entries;
    released.push_back(std::move(variant.response));
    Primary& primary = *variant.primary;
    std::erase_if(primary.variants, [&](const auto& other) { return other.get() == &variant; });
    if (primary.variants.empty())
        m_map.erase(m_map.find(primary.key));
}

void Store::shrink(Released& released)
{
    while (m_stats.bytes > m_stats.capacity) {
        drop(*m_queue.victim(), released);
        ++m_stats.evictions;
    }
}

std::size_t Store::bytesOf(std::string_view key, const StoredResponse& response)
{
    constexpr std::size_t bookkeeping = sizeof(Primary) + sizeof(Variant) + sizeof(Map::value_type) + 64; // heap blocks
    return footprint(response) + key.size() + bookkeeping;
}

} // namespace weir::cache
