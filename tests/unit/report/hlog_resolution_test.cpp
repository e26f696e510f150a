// SPDX-License-Identifier: GPL-3.0-or-later
// Histograms of other significant digits and lowest values than ours, written by an encoder that shares nothing with
// the code under test: it finds a value's bucket by doubling, as the format's description has it.
#include "core/report/hlog_codec.h"
#include "tests/support/test_registry.h"

#include <QDataStream>
#include <QTest>

#include <cmath>
#include <map>

using namespace weir;
using metrics::Histogram;

namespace {

struct Bucket {
    int index = 0;
    quint64 lowest = 0;
    quint64 width = 0;

    quint64 highest() const { return lowest + width - 1; }
};

struct Foreign {
    int digits = 3;
    quint64 lowest = 1;
    quint64 highest = 3'600'000'000'000;

    Bucket bucketOf(quint64 value) const
    {
        quint64 unit = 1;
        while (2 * unit <= lowest)
            unit *= 2;
        quint64 buckets = 1; // of a unit each: so many that the digits are kept
        while (static_cast<double>(buckets) < 2 * std::pow(10, digits))
            buckets *= 2;
        auto index = value / unit;
        int doublings = 0;
        for (; index >= buckets; index /= 2)
            ++doublings;
        const auto width = unit << doublings;
        return {static_cast<int>(static_cast<quint64>(doublings) * buckets / 2 + index), value / width * width, width};
    }

    QByteArray encoded(const std::map<quint64, qint64>& values) const;
};

QByteArray zigzag(qint64 value)
{
    auto rest = value < 0 ? 2 * static_cast<quint64>(-value) - 1 : 2 * static_cast<quint64>(value);
    QByteArray bytes;
    for (; rest > 127; rest /= 128)
        bytes += static_cast<char>(128 + rest % 128);
    return bytes + static_cast<char>(rest);
}

QByteArray Foreign::encoded(const std::map<quint64, qint64>& values) const
{
    std::map<int, qint64> counts;
    for (const auto& [value, count] : values)
        counts[bucketOf(value).index] += count;
    QByteArray body;
    int next = 0;
    for (const auto& [index, count] : counts) {
        if (index > next)
            body += index - next == 1 ? QByteArray(1, '\0') : zigzag(next - index);
        body += zigzag(count);
        next = index + 1;
    }
    QByteArray payload;
    QDataStream header{&payload, QIODevice::WriteOnly};
    header << quint32{0x1c849313} << static_cast<quint32>(body.size()) << quint32{0} << qint32{digits}
           << static_cast<qint64>(lowest) << static_cast<qint64>(highest) << 1.0;
    const auto zlib = qCompress(payload + body).mid(4);
    QByteArray bytes;
    QDataStream stream{&bytes, QIODevice::WriteOnly};
    stream << quint32{0x1c849314} << static_cast<quint32>(zlib.size());
    return (bytes + zlib).toBase64();
}

// From 1 ns to 50 minutes, each distinct for every resolution.
std::map<quint64, qint64> someValues()
{
    std::map<quint64, qint64> values;
    qint64 count = 1;
    for (double value = 1; value < 3e12; value *= 1.37)
        values[static_cast<quint64>(value)] += count++ % 7 + 1;
    return values;
}

} // namespace

class HlogResolutionTest : public QObject {
    Q_OBJECT

private slots:
    void keepsThePercentiles_data()
    {
        QTest::addColumn<int>("digits");
        QTest::addColumn<quint64>("lowest");
        QTest::addColumn<quint64>("highest");
        for (const int digits : {1, 2, 3, 4, 5})
            QTest::addRow("%d digits", digits) << digits << quint64{1} << quint64{3'600'000'000'000};
        QTest::newRow("from 1000 on") << 3 << quint64{1000} << quint64{3'600'000'000'000};
        QTest::newRow("2 digits from 1,000,000 on") << 2 << quint64{1'000'000} << quint64{3'600'000'000'000};
        QTest::newRow("4 digits up to a day") << 4 << quint64{1} << quint64{86'400'000'000'000};
    }
    // As HdrHistogram gives them: the upper end of the value's bucket. Finer buckets than ours lose 1/1024 at most.
    void keepsThePercentiles()
    {
        QFETCH(const int, digits);
        QFETCH(const quint64, lowest);
        QFETCH(const quint64, highest);
        const Foreign foreign{digits, lowest, highest};
        const auto values = someValues();
        const auto decoded = report::decodeHistogram(foreign.encoded(values).toStdString());
        QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().context.c_str());
        qint64 all = 0;
        for (const auto& [value, count] : values)
            all += count;
        QCOMPARE(decoded->count(), static_cast<quint64>(all));
        qint64 seen = 0;
        for (const auto& [value, count] : values) {
            seen += count;
            const auto theirs = foreign.bucketOf(value).highest();
            const auto ours = decoded->percentile(100.0 * static_cast<double>(seen) / static_cast<double>(all));
            const auto tolerance = digits > 3 ? theirs / 1024 : 0;
            QVERIFY2(ours >= theirs && ours <= theirs + tolerance,
                     qPrintable(QString("%1 gives %2, not %3").arg(value).arg(ours).arg(theirs)));
        }
    }

    void knowsItsEndsAndItsMean()
    {
        const Foreign foreign{2, 1000};
        const auto decoded = report::decodeHistogram(foreign.encoded({{1'000'000, 3}, {5'000'000, 1}}).toStdString());
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->min(), foreign.bucketOf(1'000'000).lowest);
        QCOMPARE(decoded->max(), foreign.bucketOf(5'000'000).highest());
        QVERIFY(std::abs(decoded->mean() / 2'000'000 - 1) < 1.0 / 128);
    }

    void addsUpWithOurs()
    {
        auto sum = report::decodeHistogram(Foreign{4}.encoded({{1'000'000, 50}}).toStdString());
        QVERIFY(sum.has_value());
        Histogram ours;
        ours.record(2'000'000, 50);
        sum->merge(ours);
        QCOMPARE(sum->count(), std::uint64_t{100});
        QVERIFY(std::abs(static_cast<double>(sum->percentile(50)) / 1e6 - 1) < 1.0 / 1024);
    }

    // More than what three digits take, before and behind zlib.
    void readsAFullOneOfFiveDigits()
    {
        std::map<quint64, qint64> values;
        for (quint64 value = 1'000'000'000; value < 2'000'000'000; value += 10'000)
            values[value] = 1;
        const auto decoded = report::decodeHistogram(Foreign{5}.encoded(values).toStdString());
        QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().context.c_str());
        QCOMPARE(decoded->count(), std::uint64_t{100'000});
        QVERIFY(std::abs(static_cast<double>(decoded->percentile(50)) / 1.5e9 - 1) < 1.0 / 1024);
    }

    void refusesWhatItCannotHold()
    {
        const auto tooHigh = report::decodeHistogram(
            Foreign{2, 1, 86'400'000'000'000}.encoded({{7'200'000'000'000, 1}}).toStdString());
        QVERIFY(!tooHigh && tooHigh.error().context.find("above one hour") != std::string::npos);
        const auto tooMany = report::decodeHistogram(Foreign{2}.encoded({{10, qint64{1} << 60}}).toStdString());
        QVERIFY(!tooMany && tooMany.error().context.find("add up to more") != std::string::npos);
    }
};

static const TestRegistration<HlogResolutionTest> registeredHlogResolutionTest;
#include "hlog_resolution_test.moc"
