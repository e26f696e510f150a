// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/run_files.h"

#include "core/report/hlog_reader.h"
#include "tests/support/csv_table.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace weir;
using namespace weir::test;
using command::RunFiles;

class RunFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::string content(const char* name) const
    {
        QFile file{m_folder.filePath(name)};
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
    }

    settings::Arguments arguments(const std::vector<std::pair<const char*, const char*>>& files) const
    {
        settings::Arguments arguments;
        for (const auto& [option, file] : files)
            arguments.options[option] = {path(file)};
        return arguments;
    }

private slots:
    void whatARunHandsOutIsInItsFiles()
    {
        const auto given = arguments({{"hlog", "a.hlog"}, {"jtl", "a.jtl"}});
        const auto report = SampleRun{}.report();
        auto files = RunFiles::open(given, report.scenario());
        QVERIFY(files.has_value());
        session::RunOptions options;
        (*files)->attach(options);
        QVERIFY(options.onInterval && options.onExchanges);

        metrics::Histogram histogram;
        histogram.record(5'000'000, 3);
        const auto& run = *report.snapshot->run;
        options.onInterval(run, {metrics::warmUpPhase, 0, -1, 0s, 1s, &histogram});
        options.onInterval(run, {metrics::measuredPhase, 0, -1, 1s, 1s, &histogram});
        options.onInterval(run, {metrics::measuredPhase, 0, 1, 1s, 1s, &histogram});
        metrics::ExchangeRecord record;
        record.endpoint = 0;
        record.status = 200;
        options.onExchanges(run, std::vector{record, record});
        QVERIFY((*files)->finish(report).empty());

        std::istringstream text{content("a.hlog")};
        report::HlogReader log{text};
        const auto total = log.next();
        QVERIFY(total && *total && (*total)->tag.empty() && (*total)->begin == 1s && (*total)->histogram.count() == 3);
        const auto endpoint = log.next();
        QVERIFY(endpoint && *endpoint && (*endpoint)->tag == "@product");
        const auto end = log.next();
        QVERIFY(end && !*end);
        QCOMPARE(log.startTime().value_or(0), 1769847330.25);

        const auto table = support::CsvTable::parse(content("a.jtl"));
        QCOMPARE(table.size(), std::size_t{2});
        QCOMPARE(table.text(0, "timeStamp"), std::string{"1769847330250"});
        QCOMPARE(table.text(0, "label"), std::string{"search"});
        QCOMPARE(table.text(0, "URL").find("verysecret"), std::string::npos);
        QVERIFY(table.text(0, "URL").starts_with("/search?q=tea&"));
    }

    void whatWasNotAskedForIsNotHandedOut()
    {
        const auto given = arguments({{"csv", "b.csv"}});
        session::RunOptions options;
        (*RunFiles::open(given, settings::Scenario{}))->attach(options);
        QVERIFY(!options.onInterval && !options.onExchanges);
    }

    void aRunWithoutRecordsLeavesTheHeadings()
    {
        const auto given = arguments({{"hlog", "c.hlog"}, {"jtl", "c.jtl"}});
        const auto report = SampleRun{}.report();
        QVERIFY((*RunFiles::open(given, report.scenario()))->finish(report).empty());
        QVERIFY(content("c.hlog").ends_with("\"Interval_Compressed_Histogram\"\n"));
        QVERIFY(content("c.jtl").ends_with("IdleTime,Connect\r\n"));
    }

    void earlierEpochsHaveTheirOwnSpectrum()
    {
        const auto given = arguments({{"hgrm", "d.hgrm"}});
        const auto report = SampleRun{}.report();
        QVERIFY((*RunFiles::open(given, report.scenario()))->finish(report).empty());
        QVERIFY(content("d.hgrm").find("epoch 1 (pool.max_connections") != std::string::npos);
        QVERIFY(content("d-epoch0.hgrm").find("epoch 0\n") != std::string::npos);
    }
};

static const TestRegistration<RunFilesTest> registeredRunFilesTest;
#include "run_files_test.moc"
