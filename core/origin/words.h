// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

// What the shop's texts are made of. Plain ASCII without quotes, so nothing needs escaping in JSON.
namespace weir::origin {

std::span<const std::string_view> adjectives();
std::span<const std::string_view> materials();
std::span<const std::string_view> articles();
std::span<const std::string_view> brands();
std::span<const std::string_view> categories();
std::span<const std::string_view> colours();
std::span<const std::string_view> firstNames();
std::span<const std::string_view> lastNames();
std::span<const std::string_view> streets();
std::span<const std::string_view> cities();
std::span<const std::string_view> regions();

inline std::string_view pick(std::span<const std::string_view> words, base::Random& random)
{
    return words[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(words.size()) - 1))];
}

// Sentences as shops write them, about as varied as such prose is: gzip halves a paragraph.
std::string prose(std::size_t sentences, base::Random& random);

// Eight, four, four, four and twelve hexadecimal digits.
std::string uuid(base::Random& random);

} // namespace weir::origin
