// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of the global operator new, to count bytes. Both halves of the pair are replaced, so that sanitizers
// see malloc matched by free; what is aligned further than usual goes past it, and nothing measured here is.
#include "tests/unit/metrics/live_bytes.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

static std::atomic<std::int64_t> live{0};

static void* counted(std::size_t size)
{
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (!memory)
        throw std::bad_alloc();
    live.fetch_add(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
    return memory;
}

static void returned(void* memory)
{
    if (memory)
        live.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
    std::free(memory);
}

std::int64_t weir::test::liveBytes()
{
    return live.load(std::memory_order_relaxed);
}

void* operator new(std::size_t size)
{
    return counted(size);
}
void* operator new[](std::size_t size)
{
    return counted(size);
}
void operator delete(void* memory) noexcept
{
    returned(memory);
}
void operator delete[](void* memory) noexcept
{
    returned(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    returned(memory);
}
void operator delete[](void* memory, std::size_t) noexcept
{
    returned(memory);
}
