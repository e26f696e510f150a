// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/origin/product.h"

#include <span>
#include <string>
#include <vector>

namespace weir::origin {

// The orders of one customer, newest first: 1 to 8 kB.
std::string customerOrdersJson(int customer, std::span<const Product> products, base::Random& random);

// The rows of the sales report, one for each day, region and category: together some 300 kB.
std::vector<std::string> salesRows(std::span<const Product> products, base::Random& random);

} // namespace weir::origin
