// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <cstdint>
#include <vector>

namespace weir::integration {

// A real nginx with one worker on free ports of loopback. It serves the files below www/ of its folder three times:
//     plain()       as they are; also /moved (302 to /small.json), /accept (any method, 200), /shaky (one request in
//     fifty
//                   is answered by a reset of its connection and logged as 444)
//     compressing() gzip, with chunked framing
//     unframed()    gzip, each reply ended by closing, so that nginx counts the body's bytes alone
//     secure()      TLS with the certificate of server.pem, signed by ca.pem
// Each has an access log of its own. Ended when this goes.
class Nginx {
public:
    static bool isInstalled();

    Nginx() = default;
    ~Nginx();
    QString start(); // what went wrong, or nothing

    QString folder() const { return m_folder.path(); }
    bool addFile(const QString& name, const QByteArray& content);

    QString plain() const { return address("http", 0); }
    QString compressing() const { return address("http", 1); }
    QString unframed() const { return address("http", 2); }
    QString secure() const { return QStringLiteral("https://localhost:%1").arg(m_ports.at(3)); }

    // What the access log of that server says since the last call. A reply is logged when its sending has ended, which
    // a client can be ahead of: waits until there are as many lines as are expected, and then shows all there are.
    struct Entry {
        int status = 0;
        std::uint64_t bodyBytes = 0;
        QString connection;
        QString method;
        QString contentLength; // of the request
        std::uint64_t requestBytes = 0; // its line, header and body
    };
    std::vector<Entry> takeLog(const QString& server, std::size_t expected);

private:
    QString address(const char* scheme, std::size_t server) const;
    QString configuration() const;
    QString startOnce();
    std::vector<Entry> logged(const QString& server) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    std::vector<int> m_ports;
};

} // namespace weir::integration
