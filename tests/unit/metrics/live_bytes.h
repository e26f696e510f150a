// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir::test {

// What operator new has given and not got back, in this whole test program. Any thread.
std::int64_t liveBytes();

} // namespace weir::test
