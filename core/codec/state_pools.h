// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zlib.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

// What a StateCache holds. Included by the codecs only, as it brings in zlib.h.
namespace weir::codec {

struct Deflate {
    Deflate();
    ~Deflate();
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;
    bool reset(int level);

    z_stream stream{};
    bool isReady = false; // zlib found the memory it wants
};

struct Inflate {
    Inflate();
    ~Inflate();
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;
    bool reset();

    z_stream stream{};
    bool isReady = false;
};

// Idle states of one kind. A lease gives its state back when it dies.
template <typename State>
class StatePool {
public:
    struct GiveBack {
        StatePool* pool = nullptr;
        void operator()(State* state) const { pool->giveBack(std::unique_ptr<State>(state)); }
    };
    using Lease = std::unique_ptr<State, GiveBack>;

    StatePool() { m_idle.reserve(maxIdle); }

    Lease take()
    {
        if (m_idle.empty())
            return Lease{std::make_unique<State>().release(), GiveBack{this}};
        Lease lease{m_idle.back().release(), GiveBack{this}};
        m_idle.pop_back();
        return lease;
    }

private:
    static constexpr std::size_t maxIdle = 8;

    void giveBack(std::unique_ptr<State> state)
    {
        if (m_idle.size() < maxIdle)
            m_idle.push_back(std::move(state));
    }

    std::vector<std::unique_ptr<State>> m_idle;
};

// Recycles the blocks that brotli allocates; it has no way to reset an encoder. `allocate` and `release` fit brotli's
// allocator interface, with the pool as the opaque pointer. Blocks come in sizes eight to an octave, so that bodies of
// similar length use the same ones.
class BlockPool {
public:
    BlockPool() = default;
    ~BlockPool();
    BlockPool(const BlockPool&) = delete;
    BlockPool& operator=(const BlockPool&) = delete;

    static void* allocate(void* pool, std::size_t size);
    static void release(void* pool, void* address);

private:
    static constexpr std::size_t maxIdleBytes = 64 * 1024 * 1024;

    void* take(std::size_t size);
    void giveBack(void* block);

    std::vector<void*> m_idle; // the longest idle first
    std::size_t m_idleBytes = 0;
};

struct StatePools {
    StatePool<Deflate> deflates;
    StatePool<Inflate> inflates;
    BlockPool blocks;
    std::string scratch; // where a whole body is coded, before its length is known
};

// Keeps no scratch memory that only a rare large body needed.
inline void trimScratch(std::string& scratch)
{
    if (scratch.capacity() > 4 * 1024 * 1024)
        scratch = {};
}

} // namespace weir::codec
