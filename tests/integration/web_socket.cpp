// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/web_socket.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace weir::integration {

namespace {

constexpr qsizetype maskBytes = 4;
constexpr std::uint8_t maskedBit = 0x80;
constexpr std::uint8_t finalBit = 0x80;
constexpr int twoByteLength = 126;
constexpr int eightByteLength = 127;

void applyMask(QByteArray& payload, const QByteArray& mask)
{
    for (qsizetype i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(payload[i] ^ mask[i % maskBytes]);
}

template <typename Number>
QByteArray bigEndian(qsizetype value)
{
    const auto number = qToBigEndian(static_cast<Number>(value));
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

template <typename Number>
qsizetype lengthAt(const QByteArray& bytes)
{
    return static_cast<qsizetype>(qFromBigEndian<Number>(bytes.constData() + 2));
}

} // namespace

QByteArray webSocketAccept(const QByteArray& key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

QByteArray encoded(const WebSocketFrame& frame, bool masked)
{
    const auto size = frame.payload.size();
    const int shortLength = size < twoByteLength ? static_cast<int>(size)
        : size <= 0xFFFF                         ? twoByteLength
                                                 : eightByteLength;
    QByteArray bytes;
    bytes.append(static_cast<char>(finalBit | frame.opcode));
    bytes.append(static_cast<char>(shortLength | (masked ? maskedBit : 0)));
    if (shortLength == twoByteLength)
        bytes.append(bigEndian<quint16>(size));
    else if (shortLength == eightByteLength)
        bytes.append(bigEndian<quint64>(size));
    auto payload = frame.payload;
    if (masked) {
        const QByteArray mask("\x12\x9f\x03\xe7", maskBytes);
        applyMask(payload, mask);
        bytes.append(mask);
    }
    return bytes + payload;
}

std::optional<WebSocketFrame> takeFrame(QByteArray& received)
{
    if (received.size() < 2)
        return std::nullopt;
    const auto first = static_cast<std::uint8_t>(received[0]);
    const auto second = static_cast<std::uint8_t>(received[1]);
    qsizetype length = second & ~maskedBit & 0xFF;
    const qsizetype lengthBytes = length == twoByteLength ? 2 : length == eightByteLength ? 8 : 0;
    const bool masked = (second & maskedBit) != 0;
    const qsizetype header = 2 + lengthBytes + (masked ? maskBytes : 0);
    if (received.size() < header)
        return std::nullopt;
    if (lengthBytes == 2)
        length = lengthAt<quint16>(received);
    else if (lengthBytes == 8)
        length = lengthAt<quint64>(received);
    if (received.size() < header + length)
        return std::nullopt;
    WebSocketFrame frame;
    frame.opcode = static_cast<WebSocketFrame::Opcode>(first & 0x0F);
    frame.payload = received.mid(header, length);
    if (masked)
        applyMask(frame.payload, received.mid(header - maskBytes, maskBytes));
    received.remove(0, header + length);
    return frame;
}

} // namespace weir::integration
