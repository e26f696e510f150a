// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>

namespace weir::tests {

// JSON as an API sends it: repetitive keys, varied values.
inline std::string jsonBody(std::size_t size, std::uint64_t seed = 1)
{
    base::Random random{seed};
    std::string text = "[";
    while (text.size() < size)
        text += fmt::format(R"({{"id":{},"name":"product {}","price":{}.{:02},"tags":["t{}","t{}"]}},)",
                            random.between(1, 1 << 24), random.between(0, 999), random.between(1, 500),
                            random.between(0, 99), random.between(0, 12), random.between(0, 16));
    text.resize(size);
    return text;
}

inline std::string randomBody(std::size_t size, std::uint64_t seed = 1)
{
    base::Random random{seed};
    std::string text(size, '\0');
    for (char& c : text)
        c = static_cast<char>(random.next());
    return text;
}

} // namespace weir::tests
