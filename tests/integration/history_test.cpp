// SPDX-License-Identifier: GPL-3.0-or-later
// What weir-cli keeps of its runs, and what `history` does with it.
#include "tests/integration/cli_setup.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <csignal>

using namespace weir::integration;

class HistoryTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath("data").toUtf8());
    }

    void aRunIsKeptAndExportsTheSameFiles()
    {
        const auto run = runCli(
            demo({"--csv", path("live.csv"), "--json", path("live.json"), "--hgrm", path("live.hgrm"), "--junit",
                  path("live.xml"), "--series-csv", path("live-series.csv")}));
        QCOMPARE(run.exitCode, 0);
        QVERIFY(!run.messages.contains("history"));
        const auto listed = jsonOf(runCli({"history", "list", "--format", "json"}).output).array();
        QCOMPARE(listed.size(), 1);
        const auto entry = listed.at(0).toObject();
        QCOMPARE(entry["state"].toString(), "finished");
        QCOMPARE(entry["kind"].toString(), "run");
        const QString id = entry["id"].toString();
        QVERIFY(run.output.contains(id));
        const auto exported = runCli({"history", "export", id.right(4), "--csv", path("kept.csv"), "--json",
                                      path("kept.json"), "--hgrm", path("kept.hgrm"), "--junit", path("kept.xml"),
                                      "--series-csv", path("kept-series.csv")});
        QCOMPARE(exported.exitCode, 0);
        for (const auto* name : {".csv", ".json", ".hgrm", ".xml", "-series.csv"}) {
            QVERIFY(!content(QString("live") + name).isEmpty());
            QCOMPARE(content(QString("kept") + name), content(QString("live") + name));
        }
        const auto shown = runCli({"history", "show", "latest"});
        QVERIFY(shown.output.startsWith(run.output));
        QVERIFY(shown.output.contains("SQLite 3."));
    }

    void noHistoryMeansNone()
    {
        QCOMPARE(runCli(demo({"--no-history"})).exitCode, 0);
        QVERIFY(!QDir(m_folder->filePath("data")).exists());
        QVERIFY(runCli({"history", "list"}).output.contains("empty"));
        QCOMPARE(runCli({"history", "show", "latest"}).exitCode, 104);
        QVERIFY(!QDir(m_folder->filePath("data")).exists());
    }

    void marksAndNamesAreKept()
    {
        QCOMPARE(runCli(demo({})).exitCode, 0);
        QCOMPARE(runCli({"history", "star", "latest"}).exitCode, 0);
        QCOMPARE(runCli({"history", "baseline", "latest"}).exitCode, 0);
        QCOMPARE(runCli({"history", "name", "latest", "before, \"small\" pool"}).exitCode, 0);
        QCOMPARE(runCli({"history", "note", "latest", "=1+1"}).exitCode, 0);
        const auto table = weir::support::CsvTable::parse(
            runCli({"history", "list", "--format", "csv"}).output.toStdString());
        QCOMPARE(table.size(), std::size_t{1});
        QCOMPARE(table.text(0, "name"), std::string{"before, \"small\" pool"});
        QCOMPARE(table.text(0, "note"), std::string{"'=1+1"}); // no formula for a spreadsheet
        QCOMPARE(table.text(0, "baseline"), std::string{"true"});
        const auto refused = runCli({"history", "delete", "latest"});
        QCOMPARE(refused.exitCode, 104);
        QVERIFY(refused.messages.contains("starred"));
        const auto text = runCli({"history", "list"}).output;
        QVERIFY(text.contains("★B"));
        QVERIFY(text.contains("before, \"small\" pool"));
        QCOMPARE(runCli({"history", "star", "latest", "--off"}).exitCode, 0);
        QCOMPARE(runCli({"history", "baseline", "latest", "--off"}).exitCode, 0);
        QCOMPARE(runCli({"history", "delete", "latest"}).exitCode, 0);
        QVERIFY(runCli({"history", "list"}).output.contains("empty"));
    }

    void whatCannotBeMeantIsTold_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("told");
        QTest::newRow("no action") << QStringList{} << "ID";
        QTest::newRow("unknown action") << QStringList{"lst"} << "did you mean list?";
        QTest::newRow("no id") << QStringList{"show"} << "takes the id of a run";
        QTest::newRow("two ids") << QStringList{"show", "a", "b"} << "takes the id of a run";
        QTest::newRow("no such run") << QStringList{"show", "zzzz"} << "has no run \"zzzz\"";
        QTest::newRow("no file named") << QStringList{"export", "latest"} << "--csv";
        QTest::newRow("foreign option") << QStringList{"show", "latest", "--limit", "3"}
                                        << "does not go with `history show`";
        QTest::newRow("no number") << QStringList{"list", "--limit", "some"} << "--limit = some";
        QTest::newRow("unwritable file") << QStringList{"export", "latest", "--csv", "/nowhere/x.csv"}
                                         << "/nowhere/x.csv";
    }
    void whatCannotBeMeantIsTold()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, told);
        QCOMPARE(runCli(demo({})).exitCode, 0);
        const auto result = runCli(QStringList{"history"} + words);
        QVERIFY(result.exitCode == 104 || result.exitCode == 1);
        QVERIFY2(result.messages.contains(told), qPrintable(result.messages));
    }

    void aShortIdOfSeveralNamesThem()
    {
        QCOMPARE(runCli(demo({})).exitCode, 0);
        QCOMPARE(runCli(demo({})).exitCode, 0);
        const auto ambiguous = runCli({"history", "show", "2"});
        QCOMPARE(ambiguous.exitCode, 104);
        const auto ids = jsonOf(runCli({"history", "list", "--format", "json"}).output).array();
        QCOMPARE(ids.size(), 2);
        for (const auto& each : ids)
            QVERIFY(ambiguous.messages.contains(each.toObject()["id"].toString()));
        QCOMPARE(jsonOf(runCli({"history", "list", "--format", "json", "--limit", "1"}).output).array().size(), 1);
    }

    // Killed in mid-run: what was measured up to the last second or so is there.
    void aKilledRunIsKeptAsDied()
    {
        {
            CliProcess run{{"run", "-d", "600", "--set", "load.warmup_s=0", "--set", "load.rate=100"}};
            QVERIFY(QTest::qWaitFor(
                [] {
                    const auto list = jsonOf(runCli({"history", "list", "--format", "json"}).output).array();
                    return list.size() == 1 && list.at(0).toObject()["elapsed_s"].toDouble() > 2;
                },
                30'000));
            const auto entry = jsonOf(runCli({"history", "list", "--format", "json"}).output).array().at(0).toObject();
            QCOMPARE(entry["state"].toString(), "running");
            QCOMPARE(runCli({"history", "delete", "latest"}).exitCode, 104);
            run.signal(SIGKILL);
            run.result();
        }
        const auto entry = jsonOf(runCli({"history", "list", "--format", "json"}).output).array().at(0).toObject();
        QCOMPARE(entry["state"].toString(), "died");
        QCOMPARE(
            runCli({"history", "export", "latest", "--csv", path("died.csv"), "--series-csv", path("s.csv")}).exitCode,
            0);
        const auto report = csvFile(path("died.csv"));
        QVERIFY(report.size() > 0);
        // One line for each second that was written, and its heading.
        const auto seconds = entry["elapsed_s"].toDouble();
        QVERIFY(content("s.csv").count('\n') >= static_cast<int>(seconds));
        QVERIFY(runCli({"history", "show", "latest"}).output.contains("died"));
    }

    void anInterruptedRunIsKept()
    {
        CliProcess run{{"run", "-d", "600", "--set", "load.warmup_s=0"}};
        QVERIFY(run.waitForMessages("req/s"));
        run.signal(SIGINT);
        QCOMPARE(run.result().exitCode, 105);
        const auto entry = jsonOf(runCli({"history", "list", "--format", "json"}).output).array().at(0).toObject();
        QCOMPARE(entry["state"].toString(), "interrupted");
    }

    // The run goes on and reports; one line says what is wrong with the history, which stays as it is.
    void aHistoryThatCannotBeUsedCostsNoRun_data()
    {
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<QString>("told");
        QTest::newRow("damaged") << "damaged"
                                 << "set-aside";
        QTest::newRow("newer") << "newer"
                               << "newer Weir";
        QTest::newRow("locked") << "locked"
                                << "another program";
        QTest::newRow("no folder") << "file"
                                   << "cannot be kept in";
    }
    void aHistoryThatCannotBeUsedCostsNoRun()
    {
        QFETCH(QString, trouble);
        QFETCH(QString, told);
        const QString folder = m_folder->filePath("data/weir");
        const QString file = folder + "/history.sqlite";
        QByteArray before;
        if (trouble == "file") {
            QVERIFY(QDir().mkpath(m_folder->filePath("data")));
            write(folder, "in the way");
        } else {
            QCOMPARE(runCli(demo({})).exitCode, 0);
        }
        if (trouble == "damaged")
            write(file, before = QByteArray("no database\n").repeated(2000));
        auto other = QSqlDatabase::addDatabase("QSQLITE", "other");
        if (trouble == "newer" || trouble == "locked") {
            other.setDatabaseName(file);
            QVERIFY(other.open());
            QSqlQuery query{other};
            QVERIFY(query.exec(trouble == "newer" ? "PRAGMA user_version = 99" : "BEGIN IMMEDIATE"));
        }
        const auto run = runCli(demo({"--csv", path("report.csv")}));
        other.close();
        other = {};
        QSqlDatabase::removeDatabase("other");
        QCOMPARE(run.exitCode, 0);
        QVERIFY(!content("report.csv").isEmpty());
        QVERIFY2(run.messages.contains(told), qPrintable(run.messages));
        QCOMPARE(run.messages.count("warning:"), 1);
        const auto listed = runCli({"history", "list", "--format", "json"});
        if (trouble == "locked")
            QCOMPARE(jsonOf(listed.output).array().size(), 1); // of before
        if (trouble == "damaged" || trouble == "newer")
            QVERIFY(listed.exitCode == 1 && listed.messages.contains(told));
        if (trouble != "damaged")
            return;
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::ReadOnly));
        QCOMPARE(damaged.readAll(), before);
        QCOMPARE(runCli({"history", "set-aside"}).exitCode, 0);
        QCOMPARE(QDir(folder).entryList({"history.sqlite.aside-*"}).size(), 1);
        QCOMPARE(runCli(demo({})).exitCode, 0);
        QCOMPARE(jsonOf(runCli({"history", "list", "--format", "json"}).output).array().size(), 1);
    }

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QByteArray content(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }
    static void write(const QString& path, const QByteArray& bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const TestRegistration<HistoryTest> registeredHistoryTest;
#include "history_test.moc"
