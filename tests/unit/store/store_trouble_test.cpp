// SPDX-License-Identifier: GPL-3.0-or-later
// Files that cannot be used: told with a remedy, and left as they are.
#include "core/store/run_recorder.h"
#include "core/store/run_writer.h"
#include "tests/support/test_registry.h"
#include "tests/unit/store/made_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace weir;
using namespace weir::store;
using tests::madeRun;

class StoreTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsNoHistoryIsLeft_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("no database\n").repeated(1000);
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("a header and noise") << QByteArray("SQLite format 3\0", 16) + QByteArray(9000, '\x5a');
    }
    void whatIsNoHistoryIsLeft()
    {
        QFETCH(QByteArray, content);
        write(content);
        RunStore store{folder()};
        const auto listed = store.ask([](History& history) { return history.list(); });
        QVERIFY(!listed);
        QCOMPARE(int(listed.error().code), int(base::Errc::Corrupt));
        QVERIFY(listed.error().context.find("set-aside") != std::string::npos);
        QCOMPARE(read(), content);
        const auto aside = store.setAside();
        QVERIFY(aside.has_value());
        QVERIFY(store.ask([](History& history) { return history.list(); }));
        QFile kept(QString::fromStdString(aside->string()));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), content);
    }

    void anotherProgramsDatabaseIsLeft()
    {
        {
            auto connection = QSqlDatabase::addDatabase("QSQLITE", "other");
            connection.setDatabaseName(file());
            QVERIFY(connection.open());
            QSqlQuery query{connection};
            QVERIFY(query.exec("CREATE TABLE bookmarks(url TEXT)"));
        }
        QSqlDatabase::removeDatabase("other");
        const auto before = read();
        const auto opened = History::open(folder());
        QVERIFY(!opened);
        QVERIFY(opened.error().context.find("another program") != std::string::npos);
        QCOMPARE(read(), before);
    }

    void aNewerVersionIsLeft()
    {
        {
            const auto history = *History::open(folder());
            QVERIFY(history->database().execute("PRAGMA user_version = 99"));
        }
        const auto opened = History::open(folder());
        QVERIFY(!opened);
        QCOMPARE(int(opened.error().code), int(base::Errc::Unsupported));
        QVERIFY(opened.error().context.find("newer Weir") != std::string::npos);
        QVERIFY(opened.error().context.find("99") != std::string::npos);
    }

    void noFolder()
    {
        QVERIFY(!History::open({}));
        write("a file");
        const auto opened = History::open(folder() / Database::fileName);
        QVERIFY(!opened);
        QCOMPARE(int(opened.error().code), int(base::Errc::Io));
    }

    // The recorder tells once, waits for nobody, and has the whole run when the other process has let go.
    void aLockedHistoryIsToldAndTakenUpAgain()
    {
        const auto other = *History::open(folder());
        RunStore store{folder()};
        QVERIFY(store.ask([](History& history) { return history.list(); }));
        std::atomic<int> told{0};
        std::string text;
        RunRecorder recorder{store, [&](const base::Error& error) {
                                 text = error.context;
                                 ++told;
                             }};
        QVERIFY(other->database().transaction([&]() -> base::Status {
            recorder.offer(madeRun({.id = "run-1", .state = metrics::RunState::Measuring}));
            return recorder.finish() ? base::fail(base::Errc::Internal, "it was not locked") : base::Status{};
        }));
        recorder.offer(madeRun({.id = "run-1"}));
        QVERIFY(recorder.finish());
        QCOMPARE(told.load(), 1);
        QVERIFY(text.find("held by another program") != std::string::npos);
        const auto entry = store.ask([](History& history) { return history.entry("run-1"); });
        QVERIFY(entry && entry->state == "finished");
    }

    // A limit on the file's size stands in for the disk's.
    void aFullDiskLosesNothingEarlier()
    {
        const auto history = *History::open(folder());
        RunWriter writer{history->database()};
        QVERIFY(writer.write(madeRun({.id = "run-1"})));
        const auto pages = history->database().number("PRAGMA page_count");
        QVERIFY(history->database().execute(QStringLiteral("PRAGMA max_page_count = %1").arg(*pages + 4)));
        RunWriter full{history->database()};
        const auto report = madeRun({.id = "run-2", .failures = 500});
        const auto refused = full.write(report);
        QVERIFY(!refused);
        QCOMPARE(int(refused.error().code), int(base::Errc::Io));
        QVERIFY(refused.error().context.find("disk is full") != std::string::npos);
        QCOMPARE(history->list()->size(), std::size_t{1});
        QVERIFY(history->load("run-1"));
        QVERIFY(history->database().execute("PRAGMA max_page_count = 1000000")); // there is room again
        QVERIFY(full.write(report));
        QCOMPARE(history->load("run-2")->snapshot->failures.size(), std::size_t{500});
    }

    // The system's own refusal to let a file grow.
    void aFileThatMayNotGrow()
    {
        const auto history = *History::open(folder());
        QVERIFY(RunWriter{history->database()}.write(madeRun({.id = "run-1"})));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 4096;
        setrlimit(RLIMIT_FSIZE, &small);
        const auto refused = RunWriter{history->database()}.write(madeRun({.id = "run-2", .failures = 500}));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!refused);
        QCOMPARE(int(refused.error().code), int(base::Errc::Io));
        QVERIFY(history->load("run-1"));
        QVERIFY(RunWriter{history->database()}.write(madeRun({.id = "run-2", .failures = 500})));
    }

    // A page of rows is overwritten: what stands elsewhere is still read.
    void aDamagedPageIsTold()
    {
        {
            const auto history = *History::open(folder());
            for (int i = 0; i < 20; ++i)
                QVERIFY(RunWriter{history->database()}.write(
                    madeRun({.id = "run-" + std::to_string(i), .second = i, .failures = 50})));
        }
        auto bytes = read();
        for (qsizetype at = bytes.size() / 2; at < bytes.size(); ++at)
            bytes[at] = '\x77';
        write(bytes);
        const auto history = *History::open(folder());
        const auto entries = history->list();
        int readable = 0;
        for (int i = 0; i < 20; ++i) {
            const auto report = history->load("run-" + std::to_string(i));
            readable += report ? 1 : 0;
            if (!report)
                QVERIFY(!report.error().context.empty());
        }
        QVERIFY(readable < 20);
        QCOMPARE(read(), bytes);
        Q_UNUSED(entries);
    }

private:
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    QString file() const { return m_folder->filePath(Database::fileName); }
    void write(const QByteArray& content) const
    {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
    }
    QByteArray read() const
    {
        QFile in(file());
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray{};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const TestRegistration<StoreTroubleTest> registeredStoreTroubleTest;
#include "store_trouble_test.moc"
