// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/state_cache.h"

#include "core/codec/state_pools.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace weir::codec {

StateCache::StateCache() : m_pools(std::make_unique<StatePools>()) {}

StateCache::~StateCache() = default;

static constexpr int gzipWindow = 15 + 16; // 32 KiB, in the gzip format

// Memory level 8 is zlib's own default.
Deflate::Deflate()
    : isReady(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK)
{
}

Deflate::~Deflate()
{
    deflateEnd(&stream);
}

// Before the first byte a change of level writes nothing.
bool Deflate::reset(int level)
{
    return isReady && deflateReset(&stream) == Z_OK && deflateParams(&stream, level, Z_DEFAULT_STRATEGY) == Z_OK;
}

Inflate::Inflate() : isReady(inflateInit2(&stream, gzipWindow) == Z_OK) {}

Inflate::~Inflate()
{
    inflateEnd(&stream);
}

bool Inflate::reset()
{
    return isReady && inflateReset(&stream) == Z_OK;
}

namespace {

// Stands before each block; keeps malloc's alignment.
struct alignas(std::max_align_t) BlockHeader {
    std::size_t size = 0; // with the header
};

BlockHeader& headerOf(void* block)
{
    return *static_cast<BlockHeader*>(block);
}

std::size_t sizeClass(std::size_t size)
{
    const std::size_t step = std::max<std::size_t>(std::bit_floor(size) / 8, 64);
    return (size + step - 1) / step * step;
}

} // namespace

BlockPool::~BlockPool()
{
    for (void* block : m_idle)
        std::free(block);
}

void* BlockPool::allocate(void* pool, std::size_t size)
{
    void* block = static_cast<BlockPool*>(pool)->take(sizeClass(size + sizeof(BlockHeader)));
    return block ? static_cast<BlockHeader*>(block) + 1 : nullptr;
}

void BlockPool::release(void* pool, void* address)
{
    if (address)
        static_cast<BlockPool*>(pool)->giveBack(static_cast<BlockHeader*>(address) - 1);
}

void* BlockPool::take(std::size_t size)
{
    const auto found = std::ranges::find(m_idle, size, [](void* block) { return headerOf(block).size; });
    if (found == m_idle.end()) {
        void* block = std::malloc(size);
        if (block)
            headerOf(block).size = size;
        return block;
    }
    void* block = *found;
    m_idle.erase(found);
    m_idleBytes -= size;
    return block;
}

void BlockPool::giveBack(void* block)
{
    m_idle.push_back(block);
    m_idleBytes += headerOf(block).size;
    std::size_t dropped = 0;
    for (; m_idleBytes > maxIdleBytes; ++dropped) { // the longest idle first
        m_idleBytes -= headerOf(m_idle[dropped]).size;
        std::free(m_idle[dropped]);
    }
    m_idle.erase(m_idle.begin(), m_idle.begin() + static_cast<std::ptrdiff_t>(dropped));
}

} // namespace weir::codec
