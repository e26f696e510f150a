// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>

namespace weir::integration {

// As much of RFC 6455 as two ends need to talk through a proxy.
struct WebSocketFrame {
    enum Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
    Opcode opcode = Text;
    QByteArray payload;
};

// Sec-WebSocket-Accept for that Sec-WebSocket-Key.
QByteArray webSocketAccept(const QByteArray& key);

// A client masks what it sends, a server must not.
QByteArray encoded(const WebSocketFrame& frame, bool masked);

// Takes the first frame off what was received; nothing until all of it is there.
std::optional<WebSocketFrame> takeFrame(QByteArray& received);

} // namespace weir::integration
