// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <expected>
#include <utility>

namespace weir::base {

template <typename T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

// `return fail(Errc::NotFound, fmt::format(...));`
inline std::unexpected<Error> fail(Errc code, std::string context = {})
{
    return std::unexpected<Error>(Error{code, std::move(context)});
}

} // namespace weir::base
