// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir::settings {

// A regular expression (Perl's syntax, as Boost.Regex has it) inside a check or an extraction. Immutable, cheap to
// copy, any thread. The search keeps its own stack on the heap and gives up on expressions that explode, so neither
// long replies nor careless patterns end the program.
class Pattern {
public:
    // The error's context is a phrase that fits behind the pattern.
    static base::Result<Pattern> compile(std::string_view text);

    // The first match's first group, or the whole match where it has none. InvalidArgument when the search was given
    // up.
    base::Result<std::optional<std::string_view>> search(std::string_view text) const;

private:
    struct Compiled;
    explicit Pattern(std::shared_ptr<const Compiled> compiled) : m_compiled(std::move(compiled)) {}
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace weir::settings
