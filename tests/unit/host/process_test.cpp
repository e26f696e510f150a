// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/process.h"

#include "tests/support/test_registry.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <sys/resource.h>

#include <algorithm>

using namespace weir;
using namespace weir::host;
using boost::asio::ip::tcp;

class ProcessTest : public QObject {
    Q_OBJECT

    static bool has(const std::vector<ProcessId>& processes, ProcessId wanted)
    {
        return std::ranges::find(processes, wanted) != processes.end();
    }

private slots:
    void initTestCase()
    {
        if (!isSupported())
            QSKIP("this system tells nothing of its processes");
    }

    void tellsItsOwnUse()
    {
        QCOMPARE(ownProcess(), QCoreApplication::applicationPid());
        const auto before = usageOf(ownProcess());
        QVERIFY(before);
        QVERIFY(before->residentBytes > 1'000'000);
        QVERIFY(before->threads >= 1);
        boost::asio::io_context context;
        tcp::socket socket(context, tcp::v4());
        std::vector<char> memory(64 * 1024 * 1024, 1);
        volatile unsigned work = 0;
        auto after = usageOf(ownProcess());
        QVERIFY(before->sockets && after->sockets);
        for (int round = 0; round < 1000 && after->cpu <= before->cpu; ++round) {
            for (unsigned i = 0; i < 10'000'000; ++i)
                work = work + i;
            after = usageOf(ownProcess());
        }
        QVERIFY(after->cpu > before->cpu);
        QVERIFY(*after->sockets > *before->sockets);
        QVERIFY(after->residentBytes > before->residentBytes + memory.size() / 2);
        QVERIFY(!nameOf(ownProcess()).empty());
        QVERIFY(networkBytesOf(ownProcess()));
    }

    // What cannot be read is not known, rather than nothing.
    void knowsWhatItCannotRead()
    {
        const auto open = openFiles();
        QVERIFY(open && *open > 2);
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        const rlimit none{0, before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none);
        const auto usage = usageOf(ownProcess());
        const auto network = networkBytesOf(ownProcess());
        const auto stolen = stolenTime();
        const auto delay = threadDelay();
        const auto files = openFiles();
        setrlimit(RLIMIT_NOFILE, &before);
        QCOMPARE(usage.error(), NoUsage::Unreadable);
        QVERIFY(!network && !stolen && !delay && !files);
    }

    void raisesTheLimitOfFiles()
    {
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        const rlimit lower{before.rlim_max / 2, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &lower), 0);
        QCOMPARE(fileLimit()->now, std::uint64_t{before.rlim_max / 2});
        const auto raised = raiseFileLimit();
        QCOMPARE(raised->now, std::uint64_t{before.rlim_max});
        rlimit after{};
        getrlimit(RLIMIT_NOFILE, &after);
        QCOMPARE(after.rlim_cur, before.rlim_max);
        setrlimit(RLIMIT_NOFILE, &before);
    }

    void findsWhoListens_data()
    {
        QTest::addColumn<QString>("bound");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<bool>("found");
        QTest::newRow("its address") << "127.0.0.1"
                                     << "127.0.0.1" << true;
        QTest::newRow("all addresses") << "0.0.0.0"
                                       << "127.0.0.1" << true;
        QTest::newRow("another address") << "127.0.0.1"
                                         << "127.0.0.2" << false;
        QTest::newRow("all, asked by version 6") << "::"
                                                 << "::1" << true;
        QTest::newRow("all of version 6, asked by version 4") << "::"
                                                              << "127.0.0.1" << true;
    }
    void findsWhoListens()
    {
        QFETCH(QString, bound);
        QFETCH(QString, asked);
        QFETCH(bool, found);
        boost::asio::io_context context;
        const auto address = boost::asio::ip::make_address(bound.toStdString());
        boost::system::error_code failed;
        tcp::acceptor acceptor(context);
        acceptor.open(address.is_v6() ? tcp::v6() : tcp::v4(), failed);
        if (!failed)
            acceptor.bind({address, 0}, failed);
        if (failed)
            QSKIP("no such address on this machine");
        acceptor.listen();
        Listening listening;
        listening.port = acceptor.local_endpoint().port();
        const auto wanted = boost::asio::ip::make_address(asked.toStdString());
        if (wanted.is_v4())
            std::ranges::copy(wanted.to_v4().to_bytes(), std::back_inserter(listening.address));
        else
            std::ranges::copy(wanted.to_v6().to_bytes(), std::back_inserter(listening.address));
        QCOMPARE(has(listenersOn(listening), ownProcess()), found);
        acceptor.close();
        QVERIFY(!has(listenersOn(listening), ownProcess()));
    }

    void knowsTheFamily()
    {
        QProcess child;
        child.start(QStringLiteral("cat"), {});
        QVERIFY(child.waitForStarted());
        QVERIFY(has(familyOf(ownProcess()), child.processId()));
        QCOMPARE(familyOf(child.processId()), std::vector<ProcessId>{child.processId()});
        child.closeWriteChannel();
        QVERIFY(child.waitForFinished());
        QVERIFY(familyOf(child.processId()).empty());
        QCOMPARE(usageOf(child.processId()).error(), NoUsage::Ended);
    }
};

static const TestRegistration<ProcessTest> registeredProcessTest;
#include "process_test.moc"
