// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QTcpServer>

#include <vector>

class QTcpSocket;

namespace weir::integration {

// A server in the test's own event loop that shares no code with the product:
//     any method with a body   the same body again, of known length
//     GET /pieces/N            N lines in a chunk each, 20 ms apart
//     GET /announced/N         the same, then the trailer X-Pieces that the head announces
//     GET with Upgrade         a WebSocket that echoes text and binary messages, pongs and closes
//     any other GET            "hello"
// A body is asked for with 100 where the client expects that.
class EchoOrigin final : public QObject {
    Q_OBJECT

public:
    struct Request {
        QByteArray method;
        QByteArray target;
        QHash<QByteArray, QByteArray> fields; // names in lower case
        QByteArray body;                      // without chunk framing

        bool isChunked() const { return fields.value("transfer-encoding").contains("chunked"); }
    };

    EchoOrigin();

    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()); }
    std::vector<Request> takeRequests() { return std::exchange(m_requests, {}); } // since the last call

private:
    struct Connection;
    void serve(QTcpSocket* socket);
    void read(Connection& connection);
    void answer(Connection& connection, const Request& request);
    static void startPieces(QTcpSocket* socket, int count, bool hasTrailer);
    static void echoFrames(Connection& connection);

    QTcpServer m_server;
    std::vector<Request> m_requests;
};

} // namespace weir::integration
