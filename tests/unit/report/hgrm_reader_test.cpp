// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hgrm_reader.h"

#include "core/base/random.h"
#include "core/report/hgrm.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QTest>

#include <cmath>
#include <sstream>

using namespace weir;
using metrics::Histogram;

namespace {

constexpr double nanosPerMs = 1e6;

base::Result<report::ReadSpectrum> read(const std::string& text, double nanosPerUnit = nanosPerMs)
{
    std::istringstream stream{text};
    report::LineReader lines{stream};
    return report::readHgrm(lines, nanosPerUnit);
}

double ms(const Histogram& histogram, double percent)
{
    return static_cast<double>(histogram.percentile(percent)) / nanosPerMs;
}

std::string rows(const std::string& text)
{
    return "       Value     Percentile TotalCount 1/(1-Percentile)\n\n" + text;
}

} // namespace

class HgrmReaderTest : public QObject {
    Q_OBJECT

private slots:
    // Each percentile that stands in the file: five for each half of the way to 100 %.
    void whatWeWriteComesBack_data()
    {
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("bits");
        for (const int values : {1, 2, 50, 2'000, 100'000})
            for (const int bits : {12, 24, 36})
                QTest::addRow("%d values below 2^%d", values, bits) << values << bits;
    }
    void whatWeWriteComesBack()
    {
        QFETCH(const int, values);
        QFETCH(const int, bits);
        base::Random random{static_cast<std::uint64_t>(values + bits)};
        Histogram histogram;
        for (int i = 0; i < values; ++i)
            histogram.record(static_cast<std::uint64_t>(random.between(0, std::int64_t{1} << random.between(0, bits))));
        const auto spectrum = read(report::hgrm(histogram));
        QVERIFY2(spectrum.has_value(), spectrum ? "" : spectrum.error().context.c_str());
        const auto& again = spectrum->histogram;
        QCOMPARE(again.count(), histogram.count());
        QVERIFY(spectrum->hasMean);
        QVERIFY(std::abs(again.mean() - histogram.mean()) <= 501); // a microsecond is the last digit
        for (double step = 20, percent = 0; step > 1e-3; step /= 2)
            for (int i = 0; i < 5 && percent <= 100; ++i, percent += step / 2) {
                const auto was = ms(histogram, percent);
                const auto is = ms(again, percent);
                QVERIFY2(std::abs(is - was) < 0.001 + was / 2048 * (was < 1),
                         qPrintable(QString("p%1: %2, was %3").arg(percent).arg(is).arg(was)));
            }
        QVERIFY(std::abs(ms(again, 100) - ms(histogram, 100)) < 0.000501);
    }

    // Above a millisecond buckets are wider than what is rounded off, so nothing is lost at all.
    void whatWeWriteComesBackToTheNanosecond()
    {
        Histogram histogram;
        for (std::uint64_t i = 0; i < 5000; ++i)
            histogram.record(2'000'000 + i * i * 1'000);
        const auto spectrum = read(report::hgrm(histogram));
        QVERIFY(spectrum.has_value());
        for (const double percent : {0.0, 10.0, 50.0, 55.0, 75.0, 90.0, 95.0, 98.75, 99.375, 100.0})
            QCOMPARE(spectrum->histogram.percentile(percent), histogram.percentile(percent));
    }

    // By hdr-histogram-js 3.0.1, of 0.1, 0.2, ... 100 ms.
    void readsHdrHistogramsOwn()
    {
        QFile file{QStringLiteral(WEIR_TEST_DATA_DIR "/uniform.hgrm")};
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto spectrum = read(file.readAll().toStdString());
        QVERIFY2(spectrum.has_value(), spectrum ? "" : spectrum.error().context.c_str());
        const auto& histogram = spectrum->histogram;
        QCOMPARE(histogram.count(), std::uint64_t{1000});
        for (const double percent : {10.0, 50.0, 75.0, 90.0, 95.0})
            QVERIFY(std::abs(ms(histogram, percent) - percent) < percent / 500);
        QVERIFY(std::abs(histogram.mean() / nanosPerMs - 50.05) < 0.05);
    }

    // wrk2's columns and six decimals, seven steps instead of five for each half, microseconds.
    void readsOtherSteps()
    {
        const auto spectrum = read("#[written by hand]\n"
                                   "       Value   Percentile   TotalCount 1/(1-Percentile)\n\n"
                                   "     120.000     0.000000            3         1.00\n"
                                   "     180.000     0.142857          143         1.17\n"
                                   "     210.000     0.285714          290         1.40\n"
                                   "     250.000     0.428571          450         1.75\n"
                                   "     400.000     0.571429          600         2.33\n"
                                   "     900.000     0.714286          800         3.50\n"
                                   "    1500.000     0.857143          900         7.00\n"
                                   "    9000.000     0.928571          950        14.00\n"
                                   "   80000.000     1.000000         1000          inf\n"
                                   "#[Mean    =     1200.000, StdDeviation   =     9000.000]\n"
                                   "#[Max     =    80000.000, Total count    =         1000]\n"
                                   "#[Buckets =           27, SubBuckets     =         2048]\n",
                                   1e3);
        QVERIFY2(spectrum.has_value(), spectrum ? "" : spectrum.error().context.c_str());
        const auto& histogram = spectrum->histogram;
        const auto isNear = [&](double percent, double expected) {
            return std::abs(ms(histogram, percent) / expected - 1) < 1.0 / 1024;
        };
        QCOMPARE(histogram.count(), std::uint64_t{1000});
        QVERIFY(isNear(14, 0.18));
        QVERIFY(isNear(45, 0.25));
        QVERIFY(isNear(45.1, 0.4)); // between two rows: not below what it was
        QVERIFY(isNear(90, 1.5));
        QVERIFY(isNear(95, 9));
        QVERIFY(isNear(95.1, 80));
        QCOMPARE(histogram.max(), std::uint64_t{80'000'000});
        QVERIFY(std::abs(histogram.mean() - 1'200'000) < 1);
    }

    void readsTheFormsOfTheLastRow_data()
    {
        QTest::addColumn<QByteArray>("last");
        for (const char* last : {"9 1.0 10 inf", "9 1.0 10 Infinity", "9 1.0 10", "9\t1\t10\tinf", "9 1 10 inf\r"})
            QTest::newRow(last) << QByteArray(last);
    }
    void readsTheFormsOfTheLastRow()
    {
        QFETCH(const QByteArray, last);
        const auto spectrum = read(rows("1 0.5 5 2.0\n" + last.toStdString()));
        QVERIFY2(spectrum.has_value(), spectrum ? "" : spectrum.error().context.c_str());
        QCOMPARE(spectrum->histogram.count(), std::uint64_t{10});
        QVERIFY(!spectrum->hasMean);
    }

    void readsTheFormOfCsv()
    {
        const auto spectrum = read("\"Value\",\"Percentile\",\"TotalCount\",\"1/(1-Percentile)\"\r\n"
                                   "0.100,0.000000000000,1,1.00\r\n9.000,1.000000000000,20,Infinity\r\n");
        QVERIFY2(spectrum.has_value(), spectrum ? "" : spectrum.error().context.c_str());
        QCOMPARE(spectrum->histogram.max(), std::uint64_t{9'000'000});
    }

    void ofNothingThereIsNothing()
    {
        const auto spectrum = read(report::hgrm({}));
        QVERIFY(spectrum && spectrum->histogram.empty());
    }

    void valuesAboveAnHourAreCountedWithTheLargest()
    {
        const auto spectrum = read(rows("1 0.3 3 1.4\n5000000 0.5 5 2.0\n7200000 1 10 inf"));
        QVERIFY(spectrum.has_value());
        QCOMPARE(spectrum->histogram.max(), std::uint64_t{7'200'000'000'000});
        QCOMPARE(spectrum->histogram.summary().saturated, std::uint64_t{7});
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const std::string& text, const char* reason) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray(reason);
        };
        row("count down", rows("1 0 5 1\n2 0.5 4 2\n3 1 10 inf"),
            "Line 4 of the percentile distribution: the count is below");
        row("value down", rows("2 0 5 1\n1 0.5 5 2\n3 1 10 inf"),
            "Line 4 of the percentile distribution: the value is below");
        row("percentile down", rows("1 0.6 7 1\n2 0.5 7 2\n3 1 10 inf"), "the percentile is below");
        row("percents", rows("1 50 5 2"), "the percentile \"50\" is not between 0 and 1. Percentiles are shares");
        row("negative percentile", rows("1 -0.1 5 2"), "the percentile \"-0.1\"");
        row("percentile nan", rows("1 nan 5 2"), "the percentile \"nan\"");
        row("value nan", rows("nan 0.5 5 2"), "the value \"nan\" is no number from 0 on. A row has value");
        row("value infinite", rows("inf 0.5 5 2"), "the value \"inf\"");
        row("negative value", rows("-1 0.5 5 2"), "the value \"-1\"");
        row("value too large", rows("1e300 0.5 5 2"), "Name the unit of its values with --unit.");
        row("count of halves", rows("1 0.5 5.5 2"), "the count \"5.5\"");
        row("negative count", rows("1 0.5 -5 2"), "the count \"-5\"");
        row("count too large", rows("1 0.5 9223372036854775807 2"), "more than can be read");
        row("last column", rows("1 0.5 5 x"), "its last column \"x\"");
        row("last column nan", rows("1 0.5 5 nan"), "its last column \"nan\"");
        row("words", rows("it was fast"), "the value \"it\"");
        row("two columns", rows("1 0.5"), "\"1 0.5\" is no row. A row has value");
        row("five columns", rows("1 0.5 5 2 3"), "is no row");
        row("overlong row", rows(std::string(2'000, '1')),
            "Line 3 of the percentile distribution: the line is longer than 1000 bytes");
        row("endless line", rows(std::string(2'000'000, '1')), "longer than 1048576 bytes");
        row("cut off", rows("1 0.5 5 2\n"), "ends before its row of 100 %");
        row("heading alone", rows(""), "ends without a row");
        row("nothing", "", "ends without a row");
        row("another total", rows("1 1 5 inf\n#[Max = 1, Total count = 6]"),
            "the total count is 6, but the last row's 5");
        row("total of words", rows("1 1 5 inf\n#[Max = 1, Total count = six]"), "the total count \"six\"");
        row("mean nan", rows("1 1 5 inf\n#[Mean = nan, StdDeviation = 0]"),
            "the mean nan does not lie among the values");
        row("mean outside", rows("1 1 5 inf\n#[Mean = 7, StdDeviation = 0]"),
            "the mean 7 does not lie among the values");
        row("sum too large", rows("1 0 5 1\n3e9 1 9999999999999 inf\n#[Mean = 2e9, x = 0]"), "more than can be held");
        row("contradiction", rows("1 0.9 5 10\n2 1 10 inf"),
            "Line 3 of the percentile distribution: its count is a smaller share");
        row("a second one", rows("1 1 5 inf\n") + rows(""),
            "Line 4 of the percentile distribution: a second distribution begins");
        row("rows behind the end", rows("1 1 5 inf\n#[Max = 1, Total count = 5]\n1 1 5 inf"),
            "stands behind the total count");
    }
    void refusesWhatIsWrong()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, reason);
        const auto spectrum = read(text.toStdString());
        QVERIFY(!spectrum);
        QVERIFY2(spectrum.error().context.find(reason.toStdString()) != std::string::npos,
                 spectrum.error().context.c_str());
    }

    void refusesEveryTruncation()
    {
        Histogram histogram;
        for (std::uint64_t i = 1; i <= 300; ++i)
            histogram.record(i * 1'000'000);
        const auto whole = report::hgrm(histogram);
        const auto lastRow = whole.find("1.000000000000");
        QVERIFY(read(whole));
        for (std::size_t length = 0; length < lastRow; ++length)
            QVERIFY2(!read(whole.substr(0, length)), qPrintable(QString::number(length)));
    }
};

static const TestRegistration<HgrmReaderTest> registeredHgrmReaderTest;
#include "hgrm_reader_test.moc"
