// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/jtl.h"

#include "tests/support/csv_table.h"
#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace std::chrono_literals;
using metrics::ExchangeRecord;
using metrics::Outcome;

namespace {

ExchangeRecord record()
{
    ExchangeRecord record;
    record.endpoint = 1;
    record.status = 200;
    record.begin = 1500ms;
    record.response = 12'600us;
    record.firstByte = 9'400us;
    record.connect = 2'100us;
    record.receivedBytes = 1234;
    record.sentBytes = 99;
    record.inFlight = 7;
    record.worker = 1;
    return record;
}

} // namespace

class JtlTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QByteArray written(const std::vector<ExchangeRecord>& records) const
    {
        const auto path = m_folder.filePath("run.jtl");
        auto file = report::JtlFile::open(path.toStdString(),
                                          {{"=cmd|' /C calc'!A0", "/a,b?key=***"}, {"say \"hi\", GET", ""}});
        if (!file)
            return {};
        (*file)->begin(base::WallTime{1769847330s + 250ms});
        for (const auto& one : records)
            (*file)->append(one);
        QFile result{path};
        return (*file)->close() && result.open(QIODevice::ReadOnly) ? result.readAll() : QByteArray{};
    }

private slots:
    // JMeter 5's default columns, word for word.
    void aRowIsAsJMeterHasIt()
    {
        const auto lines = written({record()}).split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0],
                 QByteArray("timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
                            "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,"
                            "Connect\r"));
        QCOMPARE(lines[1],
                 QByteArray("1769847331750,13,\"say \"\"hi\"\", GET\",200,OK,epoch 0 1-2,,true,,1234,99,7,7,"
                            "null,9,0,2\r"));
    }

    void aFailureNamesItsReason()
    {
        auto busy = record();
        busy.outcome = Outcome::StatusError;
        busy.status = 503;
        auto refused = record();
        refused.outcome = Outcome::ConnectRefused;
        refused.status = 0;
        refused.firstByte = {};
        const auto table = weir::support::CsvTable::parse(written({busy, refused}).toStdString());
        QCOMPARE(table.text(0, "responseCode"), std::string{"503"});
        QCOMPARE(table.text(0, "responseMessage"), std::string{"Service Unavailable"});
        QCOMPARE(table.text(0, "success"), std::string{"false"});
        QCOMPARE(table.text(0, "failureMessage"), std::string{"status_error"});
        QCOMPARE(table.text(1, "responseCode"), std::string{"Non HTTP response code: connect_refused"});
        QCOMPARE(table.text(1, "responseMessage"), std::string{"Non HTTP response message: connect_refused"});
        QCOMPARE(table.text(1, "Latency"), std::string{"0"});
    }

    void aNameIsNoFormula()
    {
        auto first = record();
        first.endpoint = 0;
        const auto table = weir::support::CsvTable::parse(written({first}).toStdString());
        QCOMPARE(table.text(0, "label"), std::string{"'=cmd|' /C calc'!A0"});
        QCOMPARE(table.text(0, "URL"), std::string{"/a,b?key=***"});
    }

    void onlyRequestsOfTheMeasuredPhase()
    {
        auto early = record();
        early.phase = metrics::warmUpPhase;
        auto cancelled = record();
        cancelled.outcome = Outcome::Cancelled;
        QCOMPARE(written({early, cancelled}).count('\n'), 1);
    }

    void theRequestsUnderWayAreThoseOfAllWorkers()
    {
        auto first = record();
        first.worker = 0;
        first.inFlight = 3;
        auto second = record();
        second.worker = 2;
        second.inFlight = 5;
        auto third = first;
        third.inFlight = 2;
        const auto table = weir::support::CsvTable::parse(written({first, second, third}).toStdString());
        for (const char* column : {"grpThreads", "allThreads"}) {
            QCOMPARE(table.text(0, column), std::string{"3"});
            QCOMPARE(table.text(1, column), std::string{"8"});
            QCOMPARE(table.text(2, column), std::string{"7"});
        }
    }

    void aSampleBecomesARecord()
    {
        const auto begin = base::TimePoint{100s};
        metrics::Sample sample;
        sample.endpoint = 3;
        sample.epoch = 2;
        sample.status = 200;
        sample.intended = begin + 5s;
        sample.sent = begin + 5s + 1ms;
        sample.firstByte = begin + 5s + 4ms;
        sample.done = begin + 5s + 9ms;
        sample.stages[static_cast<std::size_t>(metrics::StageId::Connect)] = 2ms;
        sample.stages[static_cast<std::size_t>(metrics::StageId::Tls)] = 1ms;
        sample.headerBytes = 100;
        sample.wireBytes = 1000;
        sample.sentBytes = 70;
        const auto made = metrics::exchangeRecord(sample, begin);
        QCOMPARE(made.begin, base::Nanos{5s});
        QCOMPARE(made.response, base::Nanos{9ms}); // from when it was due
        QCOMPARE(made.firstByte, base::Nanos{4ms});
        QCOMPARE(made.connect, base::Nanos{3ms});
        QCOMPARE(made.receivedBytes, std::uint64_t{1100});
        QCOMPARE(made.sentBytes, std::uint64_t{70});
        QCOMPARE(made.endpoint, metrics::EndpointId{3});
        QCOMPARE(made.epoch, metrics::EpochId{2});
        sample.firstByte = {};
        QCOMPARE(metrics::exchangeRecord(sample, begin).firstByte, base::Nanos{0});
    }
};

static const TestRegistration<JtlTest> registeredJtlTest;
#include "jtl_test.moc"
