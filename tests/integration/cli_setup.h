// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/cli_process.h"

#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <functional>

// What tests of weir-cli need beside the program itself: raw servers, and a folder for its files.
namespace weir::integration {

// Does the same with every connection, on the test's event loop.
class RawServer {
public:
    using Greeting = std::function<void(QTcpSocket&)>;

    explicit RawServer(Greeting greeting);

    QString url() const { return QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort()); }
    int connections() const { return m_connections; }

private:
    QTcpServer m_server;
    int m_connections = 0;
};

// Whatever is asked, that is the answer, and then the end.
RawServer::Greeting answering(const QByteArray& text);

QString closedPort();
QJsonDocument jsonOf(const QString& text);

// A short run of the demo.
QStringList demo(const QStringList& more);

class CliFolder {
public:
    QString root() const { return m_folder.path(); }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString written(const QString& name, const QByteArray& text) const; // its path
    QByteArray content(const QString& name) const;                      // empty: there is no such file

    // A short run against that server; its report.
    support::CsvTable measured(const QString& url, const QStringList& more) const;

private:
    QTemporaryDir m_folder;
};

} // namespace weir::integration
