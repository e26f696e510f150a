// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/settings/origin_settings.h"

namespace weir::origin {

// How long the origin works on a request, by the model of the settings.
base::Nanos drawLatency(const settings::OriginSettings& settings, base::Random& random);

} // namespace weir::origin
