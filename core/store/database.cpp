// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include "core/base/clock.h"
#include "core/store/schema.h"

#include <QSqlError>
#include <QVariant>

#include <fmt/format.h>

#include <atomic>

namespace weir::store {

namespace files = std::filesystem;
using base::Errc;

// Primary result codes of SQLite, which are part of its file-format-like stable interface.
enum SqliteCode {
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteIo = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCannotOpen = 14,
    SqliteNotADatabase = 26
};

static base::Error damaged(const files::path& file, const std::string& reason)
{
    return {
        Errc::Corrupt,
        fmt::format("The run history {} is damaged ({}). It is left as it is; `weir-cli history set-aside` moves it "
                    "to another name, so that a new one can begin.",
                    file.string(), reason)};
}

base::Error Database::errorOf(const QSqlError& error) const
{
    const auto reason = error.databaseText().isEmpty() ? error.driverText().toStdString()
                                                       : error.databaseText().toStdString();
    const auto told = [&](Errc code, std::string_view what) {
        return base::Error{code, fmt::format("The run history {} {} ({}).", file().string(), what, reason)};
    };
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case SqliteBusy:
    case SqliteLocked:
        return told(Errc::Unavailable,
                    "is held by another program, which did not let go of it within 5 s; end that "
                    "program or try again");
    case SqliteReadOnly:
    case SqliteCannotOpen:
        return told(Errc::Io, "cannot be written: see to the permissions of the file and of its folder");
    case SqliteFull: return told(Errc::Io, "cannot grow: the disk is full, make room on it");
    case SqliteIo: return told(Errc::Io, "could not be read or written: see whether the disk is full or failing");
    case SqliteCorrupt:
    case SqliteNotADatabase: return damaged(file(), reason);
    default: return told(Errc::Internal, "failed");
    }
}

Database::Database(files::path folder) : m_folder(std::move(folder))
{
    static std::atomic<int> count{0};
    m_name = QStringLiteral("weir-history-%1").arg(++count);
}

Database::~Database()
{
    m_connection.close();
    m_connection = QSqlDatabase{};
    QSqlDatabase::removeDatabase(m_name);
}

base::Result<std::unique_ptr<Database>> Database::open(const files::path& folder)
{
    if (folder.empty())
        return base::fail(Errc::Io, "There is no run history: neither XDG_DATA_HOME nor HOME names a folder.");
    std::error_code error;
    files::create_directories(folder, error);
    if (error)
        return base::fail(Errc::Io,
                          fmt::format("The run history cannot be kept in {}: {}.", folder.string(), error.message()));
    std::unique_ptr<Database> database{new Database{folder}};
    if (auto connected = database->connect(); !connected)
        return std::unexpected(connected.error());
    if (auto migrated = database->migrate(); !migrated)
        return std::unexpected(migrated.error());
    return database;
}

base::Status Database::connect()
{
    m_connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_connection.setDatabaseName(QString::fromStdString(file().string()));
    m_connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(patienceMs));
    if (!m_connection.open())
        return std::unexpected(errorOf(m_connection.lastError()));
    const auto version = number(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return std::unexpected(version.error());
    if (static_cast<std::size_t>(*version) > migrationSteps().size())
        return base::fail(Errc::Unsupported,
                          fmt::format("The run history {} is of a newer Weir (version {} of it, this one knows {}). It "
                                      "is left as it is: use that Weir, or name another folder by XDG_DATA_HOME.",
                                      file().string(), *version, migrationSteps().size()));
    const auto id = number(QStringLiteral("PRAGMA application_id"));
    if (!id)
        return std::unexpected(id.error());
    const auto tables = number(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables)
        return std::unexpected(tables.error());
    if (*id != applicationId && (*id != 0 || *tables != 0))
        return std::unexpected(damaged(file(), "it is another program's database"));
    return {};
}

base::Status Database::migrate()
{
    for (const auto* pragma :
         {"PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
          "PRAGMA foreign_keys = ON", "PRAGMA journal_size_limit = 16777216"})
        if (auto done = execute(QString::fromLatin1(pragma)); !done)
            return done;
    const auto steps = static_cast<std::int64_t>(migrationSteps().size());
    for (;;) {
        const auto version = number(QStringLiteral("PRAGMA user_version"));
        if (!version)
            return std::unexpected(version.error());
        if (*version >= steps)
            return {};
        if (auto done = toNextVersion(*version); !done)
            return done;
    }
}

// Unless another process was quicker.
base::Status Database::toNextVersion(std::int64_t version)
{
    return transaction([&]() -> base::Status {
        const auto now = number(QStringLiteral("PRAGMA user_version"));
        if (!now)
            return std::unexpected(now.error());
        if (*now != version)
            return {};
        for (const auto* statement : migrationSteps()[static_cast<std::size_t>(version)])
            if (auto done = execute(QString::fromLatin1(statement)); !done)
                return done;
        if (auto done = execute(QStringLiteral("PRAGMA application_id = %1").arg(applicationId)); !done)
            return done;
        return execute(QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
    });
}

base::Result<QSqlQuery> Database::query(const QString& sql, const QVariantList& values)
{
    QSqlQuery query{m_connection};
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return std::unexpected(errorOf(query.lastError()));
    for (const auto& value : values)
        query.addBindValue(value);
    if (!query.exec())
        return std::unexpected(errorOf(query.lastError()));
    return query;
}

base::Status Database::execute(const QString& sql, const QVariantList& values)
{
    auto done = query(sql, values);
    if (!done)
        return std::unexpected(done.error());
    while (done->next()) // a PRAGMA may do its work row by row
        ;
    return endOf(*done);
}

base::Result<std::int64_t> Database::number(const QString& sql, const QVariantList& values)
{
    auto found = query(sql, values);
    if (!found)
        return std::unexpected(found.error());
    if (found->next())
        return found->value(0).toLongLong();
    if (auto ended = endOf(*found); !ended)
        return std::unexpected(ended.error());
    return 0;
}

base::Status Database::endOf(const QSqlQuery& query) const
{
    if (query.lastError().isValid())
        return std::unexpected(errorOf(query.lastError()));
    return {};
}

base::Status Database::transaction(const std::function<base::Status()>& work)
{
    if (auto begun = execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    auto done = work();
    if (done)
        done = execute(QStringLiteral("COMMIT"));
    if (!done)
        QSqlQuery{m_connection}.exec(QStringLiteral("ROLLBACK")); // has no effect where SQLite did so by itself
    return done;
}

base::Result<files::path> setAside(const files::path& folder)
{
    auto stamp = base::rfc3339(base::WallClock::now()).substr(0, 19);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    const auto from = folder / Database::fileName;
    const auto to = folder / fmt::format("{}.aside-{}", Database::fileName, stamp);
    std::error_code error;
    for (const auto* suffix : {"", "-wal", "-shm"}) { // what SQLite keeps beside it belongs to it
        auto source = from;
        auto target = to;
        source += suffix;
        target += suffix;
        if (!files::exists(source, error))
            continue;
        files::rename(source, target, error);
        if (error)
            return base::fail(Errc::Io, fmt::format("{} cannot be moved aside: {}.", source.string(), error.message()));
    }
    return to;
}

} // namespace weir::store
