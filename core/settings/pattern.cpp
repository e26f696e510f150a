// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/pattern.h"

#include <boost/regex.hpp>
#include <fmt/format.h>

#include <exception>

namespace weir::settings {

struct Pattern::Compiled {
    boost::regex regex;
};

base::Result<Pattern> Pattern::compile(std::string_view text)
try {
    auto compiled = std::make_shared<Compiled>();
    compiled->regex.assign(text.data(), text.data() + text.size());
    return Pattern{std::move(compiled)};
} catch (const std::exception& failure) {
    return base::fail(base::Errc::InvalidSyntax, fmt::format("is no regular expression: {}", failure.what()));
}

base::Result<std::optional<std::string_view>> Pattern::search(std::string_view text) const
try {
    boost::match_results<std::string_view::const_iterator> match;
    if (!boost::regex_search(text.begin(), text.end(), match, m_compiled->regex))
        return std::optional<std::string_view>{};
    const auto& found = match.size() > 1 && match[1].matched ? match[1] : match[0];
    const auto offset = static_cast<std::size_t>(found.first - text.begin());
    return std::optional{text.substr(offset, static_cast<std::size_t>(found.length()))};
} catch (const std::exception&) {
    return base::fail(base::Errc::InvalidArgument, "takes too long to search for");
}

} // namespace weir::settings
