// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace weir::store {

// The history's file with its one connection, at the schema's newest version. Made, used and destroyed on one thread,
// since a QSqlDatabase belongs to one. Every failure is an error that says what is wrong with which file and what
// helps.
class Database {
public:
    static constexpr const char* fileName = "history.sqlite";
    static constexpr int patienceMs = 5000; // for another process that writes

    // Makes folder and file where there are none, and brings an earlier version to ours. A file that is damaged, not
    // ours or of a later version is an error and stays as it is.
    static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::filesystem::path& folder() const { return m_folder; }
    std::filesystem::path file() const { return m_folder / fileName; }

    // Ready for its first next().
    base::Result<QSqlQuery> query(const QString& sql, const QVariantList& values = {});
    base::Status execute(const QString& sql, const QVariantList& values = {});
    // The first column of the first row, or 0.
    base::Result<std::int64_t> number(const QString& sql, const QVariantList& values = {});
    // After the last next(): whether it was the last row, or a failure.
    base::Status endOf(const QSqlQuery& query) const;

    // All of it or nothing. `work` has the file for itself.
    base::Status transaction(const std::function<base::Status()>& work);

private:
    explicit Database(std::filesystem::path folder);
    base::Status connect();
    base::Status migrate();
    base::Status toNextVersion(std::int64_t version);
    base::Error errorOf(const QSqlError& error) const;

    std::filesystem::path m_folder;
    QString m_name; // of the connection
    QSqlDatabase m_connection;
};

// Moves what is there aside, so that a new history can begin: "history.sqlite.aside-20260131T081530". Its new place.
// Only while it is open nowhere.
base::Result<std::filesystem::path> setAside(const std::filesystem::path& folder);

} // namespace weir::store
