// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <QString>

namespace weir::ui {

// The command that sends the mix's first request to a listener at `url`, fit to be pasted into a shell: its path with
// the first of each drawn value, its method and body, and how curl is to take the listener's certificate. A listener on
// every address is asked on this machine's own.
QString curlLine(const settings::Scenario& scenario, const QString& url);

} // namespace weir::ui
