// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hgrm.h"

#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_run.h"

#include <QFile>
#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::test;
using metrics::Histogram;

namespace {

QList<QByteArrayList> rowsOf(const QByteArray& text)
{
    QList<QByteArrayList> rows;
    for (const auto& line : text.split('\n'))
        if (const auto cells = line.simplified().split(' '); cells.size() >= 3 && !line.startsWith('#'))
            rows.push_back(cells);
    return rows;
}

QByteArray bytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

QByteArray dataFile(const char* name)
{
    QFile file{QStringLiteral(WEIR_TEST_DATA_DIR "/") + name};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

Histogram uniform()
{
    Histogram histogram;
    for (std::uint64_t i = 1; i <= 1000; ++i)
        histogram.record(i * 100'000);
    return histogram;
}

} // namespace

class HgrmTest : public QObject {
    Q_OBJECT

private slots:
    // The file was written by hdr-histogram-js 3.0.1 from the same values. It takes the ends of buckets where ours are
    // the exact maximum and mean.
    void agreesWithHdrHistogram()
    {
        const auto theirs = rowsOf(dataFile("uniform.hgrm"));
        const auto ours = rowsOf(bytes(report::hgrm(uniform())));
        QVERIFY(theirs.size() > 30);
        QCOMPARE(ours.size(), theirs.size());
        for (qsizetype i = 1; i < ours.size(); ++i) {
            QVERIFY(std::abs(ours[i][0].toDouble() / theirs[i][0].toDouble() - 1) < 1e-3);
            QVERIFY(std::abs(ours[i][1].toDouble() - theirs[i][1].toDouble()) < 1e-11);
            QCOMPARE(ours[i][2], theirs[i][2]);
            if (theirs[i].size() > 3)
                QCOMPARE(ours[i][3], theirs[i][3]);
        }
    }

    void endsWithTheExactMaximum()
    {
        Histogram histogram;
        histogram.record(1'000'000, 99);
        histogram.record(123'456'789);
        const auto text = bytes(report::hgrm(histogram));
        const auto rows = rowsOf(text);
        QCOMPARE(rows.back(), (QByteArrayList{"123.457", "1.000000000000", "100", "inf"}));
        QVERIFY2(text.contains("#[Max     =      123.457, Total count    =          100]"), text);
        QVERIFY2(text.contains("#[Mean    =        2.225, "), text); // (99 * 1 + 123.457) / 100
        QVERIFY2(text.contains("#[Buckets =           32, SubBuckets     =         2048]"), text);
    }

    // 1 ms and 3 ms, half each: 1 ms away from the mean.
    void theDeviationIsThatOfTheValues()
    {
        Histogram histogram;
        histogram.record(1'000'000, 50);
        histogram.record(3'000'000, 50);
        const auto text = bytes(report::hgrm(histogram));
        const auto deviation = text.mid(text.indexOf("StdDeviation   =") + 16, 13).trimmed().toDouble();
        QVERIFY2(std::abs(deviation - 1) < 0.002, text);
    }

    void ofNothingThereAreNoRows()
    {
        const auto text = bytes(report::hgrm({}));
        QCOMPARE(rowsOf(text).size(), 1); // the heading
        QVERIFY2(text.contains("Total count    =            0]"), text);
        QVERIFY(!text.contains("nan"));
    }

    void endsForAnyCount()
    {
        Histogram histogram;
        histogram.record(1, std::uint64_t{1} << 60);
        histogram.record(2'000'000'000);
        const auto rows = rowsOf(bytes(report::hgrm(histogram)));
        QVERIFY(rows.size() < 300);
        QCOMPARE(rows.back()[0], QByteArray("2000.000"));
    }

    void eachStretchIsApart()
    {
        const auto report = SampleRun{}.report();
        const auto spectra = report::hgrmOfStretches(report);
        QCOMPARE(spectra.size(), std::size_t{4}); // answered well and failed
        QCOMPARE(spectra[0].name, std::string{"epoch0-failed"});
        QCOMPARE(spectra[1].name, std::string{"epoch0"});
        QCOMPARE(spectra[3].name, std::string{"epoch1"}); // the last one is the file that was asked for
        QVERIFY2(bytes(spectra[0].text).startsWith("# Weir "), spectra[0].text.c_str());
        QVERIFY(bytes(spectra[0].text).contains("epoch 0\n"));
        QVERIFY(bytes(spectra[2].text).contains("epoch 1 (pool.max_connections 64 → 2)\n"));
        for (const auto& [name, text] : spectra) { // 40 requests each 100 ms, 5 s each; the warm-up is in none
            const bool isOfFailed = name.ends_with("-failed");
            QVERIFY2(
                bytes(text).contains(isOfFailed ? "Total count    =           40]" : "Total count    =         1960]"),
                text.c_str());
        }
    }

    void anotherStretchHasItsOwnFile()
    {
        QCOMPARE(report::stretchPath("run.hgrm", "epoch0"), std::string{"run-epoch0.hgrm"});
        QCOMPARE(report::stretchPath("out.d/run", "steady-epoch3"), std::string{"out.d/run-steady-epoch3"});
    }
};

static const TestRegistration<HgrmTest> registeredHgrmTest;
#include "hgrm_test.moc"
