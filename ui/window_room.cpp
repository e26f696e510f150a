// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window_room.h"

#include <algorithm>

namespace weir::ui {

QRect withinRoom(const QRect& window, const QRect& available)
{
    constexpr int titleBar = 36;
    const QRect room = available.adjusted(0, std::min(titleBar, available.height() / 2), 0, 0);
    const QSize size = window.size().boundedTo(room.size());
    const int left = std::clamp(window.left(), room.left(), room.left() + room.width() - size.width());
    const int top = std::clamp(window.top(), room.top(), room.top() + room.height() - size.height());
    return {QPoint(left, top), size};
}

} // namespace weir::ui
