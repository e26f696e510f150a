// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

namespace weir::ui {

// The nearest place and size at which a window, title bar included, lies within what a screen has to offer. A frame's
// true size is known only once the window is shown, so a usual one is reckoned with. Pure.
QRect withinRoom(const QRect& window, const QRect& available);

} // namespace weir::ui
