// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile logs are put together by Qt's zlib and base64, not by the code under test.
#include "core/report/hlog.h"

#include "core/base/random.h"
#include "core/report/hlog_codec.h"
#include "core/report/hlog_reader.h"
#include "tests/support/test_registry.h"

#include <QDataStream>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace weir;
using namespace std::chrono_literals;
using metrics::Histogram;
using report::HlogReader;
using report::HlogRecord;

namespace {

// What a log keeps of a histogram: its buckets, without the exact ends and mean.
Histogram bucketsOf(const Histogram& histogram)
{
    Histogram result;
    histogram.forEach(
        [&](std::uint64_t lowest, std::uint64_t, std::uint64_t n) { result.recordAt(Histogram::indexOf(lowest), n); });
    return result;
}

// Everything of a log, or its error.
base::Result<std::vector<HlogRecord>> readLog(const std::string& text)
{
    std::istringstream stream{text};
    HlogReader reader{stream};
    std::vector<HlogRecord> records;
    for (;;) {
        auto record = reader.next();
        if (!record)
            return std::unexpected(record.error());
        if (!*record)
            return records;
        records.push_back(**std::move(record));
    }
}

Histogram drawn(int values, std::uint64_t seed)
{
    base::Random random{seed};
    Histogram histogram;
    for (int i = 0; i < values; ++i)
        histogram.record(static_cast<std::uint64_t>(random.between(0, std::int64_t{1} << random.between(0, 41))));
    return histogram;
}

struct Header {
    quint32 cookie = 0x1c849313;
    qint64 length = -1; // -1: the true one
    qint32 offset = 0;
    qint32 digits = 3;
    qint64 lowest = 1;
    double ratio = 1;
};

QByteArray payload(const QByteArray& counts, const Header& header = {})
{
    QByteArray bytes;
    QDataStream stream{&bytes, QIODevice::WriteOnly}; // big-endian
    stream << header.cookie << static_cast<quint32>(header.length < 0 ? counts.size() : header.length) << header.offset
           << header.digits << header.lowest << qint64{3'600'000'000'000} << header.ratio;
    return bytes + counts;
}

QByteArray text(const QByteArray& payload, quint32 cookie = 0x1c849314, int lengthError = 0)
{
    const auto zlib = qCompress(payload).mid(4); // without Qt's own length
    QByteArray bytes;
    QDataStream stream{&bytes, QIODevice::WriteOnly};
    stream << cookie << static_cast<quint32>(zlib.size() + lengthError);
    return (bytes + zlib).toBase64();
}

const QByteArray mostNegative(9, '\xff');
const QByteArray mostPositive = '\xfe' + QByteArray(8, '\xff');

std::string errorOf(const QByteArray& histogram)
{
    const auto records = readLog("#[Histogram log format version 1.3]\n0.000,1.000,1.000," + histogram.toStdString());
    return records ? std::string{} : records.error().context;
}

} // namespace

class HlogTest : public QObject {
    Q_OBJECT

private slots:
    void comesBackBitForBit_data()
    {
        QTest::addColumn<int>("values");
        for (const int values : {0, 1, 2, 100, 100'000})
            QTest::addRow("%d values", values) << values;
    }
    void comesBackBitForBit()
    {
        QFETCH(const int, values);
        const auto histogram = drawn(values, static_cast<std::uint64_t>(values) + 5);
        const auto line = report::hlogLine(1500ms, 1s, "GET /a, b%20c\n\xc3\xa4", histogram);
        const auto records = readLog(report::hlogHeader(base::WallTime{1769847330s}) + line);
        QVERIFY2(records.has_value(), records ? "" : records.error().context.c_str());
        QCOMPARE(records->size(), std::size_t{1});
        const auto& record = records->front();
        QVERIFY(record.histogram == bucketsOf(histogram));
        QCOMPARE(record.tag, std::string{"GET /a, b%20c\n\xc3\xa4"});
        QCOMPARE(record.begin, base::Nanos{1500ms});
        QCOMPARE(record.length, base::Nanos{1s});
    }

    void theEndsOfTheRangeComeBack()
    {
        Histogram histogram;
        histogram.record(0, 7);
        histogram.record(Histogram::highest, 1'000'000);
        histogram.record(2047, std::uint64_t{1} << 40);
        const auto decoded = report::decodeHistogram(report::encodeHistogram(histogram));
        QVERIFY(decoded && *decoded == bucketsOf(histogram));
        QCOMPARE(decoded->count(), histogram.count());
    }

    // Written by hdr-histogram-js 3.0.1 from these values.
    void readsAnotherToolsLog()
    {
        QFile file{QStringLiteral(WEIR_TEST_DATA_DIR "/foreign.hlog")};
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto records = readLog(file.readAll().toStdString());
        QVERIFY2(records.has_value(), records ? "" : records.error().context.c_str());
        QCOMPARE(records->size(), std::size_t{3});
        Histogram search;
        search.record(0, 3);
        std::uint64_t count = 1;
        for (const std::uint64_t value : {1ULL, 2047ULL, 2048ULL, 5'000'000ULL, 5'000'001ULL, 3'600'000'000'000ULL}) {
            search.record(value, count);
            count += 50;
        }
        QCOMPARE((*records)[0].tag, std::string{"search"});
        QVERIFY((*records)[0].histogram == bucketsOf(search));
        QCOMPARE((*records)[0].begin, base::Nanos{500ms});
        Histogram uniform;
        for (std::uint64_t i = 1; i <= 1000; ++i)
            uniform.record(i * 100'000);
        QCOMPARE((*records)[1].tag, std::string{});
        QVERIFY((*records)[1].histogram == bucketsOf(uniform));
        QVERIFY((*records)[2].histogram.empty());
    }

    void saysWhenItBegan()
    {
        std::istringstream stream{report::hlogHeader(base::WallTime{1769847330s + 250ms})};
        HlogReader reader{stream};
        QVERIFY(reader.next().has_value());
        QCOMPARE(reader.startTime().value_or(0), 1769847330.25);
        QCOMPARE(reader.baseTime().value_or(0), 1769847330.25);
    }

    void refusesHostileHistograms_data()
    {
        QTest::addColumn<QByteArray>("histogram");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* name, const QByteArray& histogram, const char* reason) {
            QTest::newRow(name) << histogram << QByteArray{reason};
        };
        const auto headed = [](auto change) {
            Header header;
            change(header);
            return text(payload("\x02", header));
        };
        row("nothing", "", "base64");
        row("no base64", "HIST!AAA", "base64");
        row("padding within", "HIS=FAAA", "base64");
        row("blanks", " HISTFAA", "base64");
        row("bits behind the end", "HISTFB==", "base64");
        row("cut within a group", text(payload("\x02")).chopped(1), "base64");
        row("cut after a group", text(payload("\x02")).chopped(4), "compressed bytes");
        row("header only", QByteArray("\x1c\x84\x93\x14", 4).toBase64(), "header");
        row("another encoding", text(payload("\x02"), 0x1c849302), "1c849302, not V2");
        row("a longer length", text(payload("\x02"), 0x1c849314, 1), "compressed bytes");
        row("no zlib", QByteArray("\x1c\x84\x93\x14\0\0\0\4abcd", 12).toBase64(), "zlib");
        row("zip bomb", text(QByteArray(50'000'000, '\0')), "zlib");
        row("short payload", text("abc"), "ends within its header");
        row("payload of V1", headed([](Header& h) { h.cookie = 0x1c849301; }), "not V2");
        row("absurd length", headed([](Header& h) { h.length = 0xffffffff; }), "4294967295 bytes");
        row("length of nothing", headed([](Header& h) { h.length = 0; }), "take 0 bytes");
        row("no digits", headed([](Header& h) { h.digits = 0; }), "0 significant digits");
        row("six digits", headed([](Header& h) { h.digits = 6; }), "6 significant digits");
        row("negative digits", headed([](Header& h) { h.digits = -1; }), "significant digits");
        row("lowest of nothing", headed([](Header& h) { h.lowest = 0; }), "from 0 on");
        row("coarser than an hour", headed([](Header& h) { h.lowest = 3'600'000'000'001; }), "from 3600000000001 on");
        row("shifted", headed([](Header& h) { h.offset = 1024; }), "shifted by 1024");
        row("scaled", headed([](Header& h) { h.ratio = 2; }), "scaled by 2");
        row("not a number", headed([](Header& h) { h.ratio = qQNaN(); }), "scaled by");
        row("cut within a count", text(payload("\x80")), "ends within a count");
        row("most negative run", text(payload(mostNegative)), "above one hour");
        row("run beyond the range", text(payload("\xff\xff\x07\x02")), "above one hour");   // 65536 zeros
        row("count beyond the range", text(payload("\x99\x8a\x04\x02")), "above one hour"); // 33421 zeros: one hour
        row("two largest counts", text(payload(mostPositive + mostPositive)), "add up to more");
        row("largest count of a high value", text(payload("\x9f\x1f" + mostPositive)), "add up to more"); // 2000 zeros
    }
    void refusesHostileHistograms()
    {
        QFETCH(const QByteArray, histogram);
        QFETCH(const QByteArray, reason);
        const auto error = errorOf(histogram);
        QVERIFY2(QByteArray::fromStdString(error).startsWith("Line 2 of the histogram log: the histogram"),
                 error.c_str());
        QVERIFY2(error.find(reason.toStdString()) != std::string::npos, error.c_str());
    }

    // The bits that fill up zlib's last byte are the only ones that say nothing.
    void noFlippedBitChangesWhatIsRead()
    {
        const auto histogram = drawn(200, 3);
        const auto bytes = QByteArray::fromBase64(QByteArray::fromStdString(report::encodeHistogram(histogram)));
        int overlooked = 0;
        for (qsizetype bit = 0; bit < 8 * bytes.size(); ++bit) {
            auto flipped = bytes;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
            const auto decoded = report::decodeHistogram(flipped.toBase64().toStdString());
            overlooked += decoded ? 1 : 0;
            QVERIFY2(!decoded || *decoded == bucketsOf(histogram), QByteArray::number(bit));
        }
        QVERIFY(overlooked < 8);
    }

    void refusesEveryTruncation()
    {
        const auto whole = QByteArray::fromStdString(report::encodeHistogram(drawn(50, 4)));
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY(!errorOf(whole.first(length)).empty());
    }

    void refusesBrokenLines_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<QByteArray>("reason");
        const QByteArray good = text(payload("\x02"));
        QTest::newRow("version 2") << QByteArray("#[Histogram log format version 2.0]\n")
                                   << QByteArray("Line 1 of the histogram log: the format is 2.0]");
        QTest::newRow("start time") << QByteArray("\n#[StartTime: soon]\n") << QByteArray("Line 2 ");
        QTest::newRow("start time not finite") << QByteArray("#[BaseTime: inf]\n") << QByteArray("no time in seconds");
        QTest::newRow("three fields") << "0,1," + good << QByteArray("4 fields, not 3");
        QTest::newRow("many fields") << QByteArray(100'000, ',') << QByteArray("4 fields, not 100001");
        QTest::newRow("tag alone") << QByteArray("Tag=a") << QByteArray("4 fields");
        QTest::newRow("negative begin") << "-1,1,1," + good << QByteArray("three numbers");
        QTest::newRow("begin not a number") << "nan,1,1," + good << QByteArray("three numbers");
        QTest::newRow("begin out of range") << "1e300,1,1," + good << QByteArray("three numbers");
        QTest::newRow("length") << "1,x,1," + good << QByteArray("three numbers");
        QTest::newRow("maximum") << "1,1,," + good << QByteArray("three numbers");
        QTest::newRow("second of two") << "0,1,1," + good + "\n1,1,1,HIST\n" << QByteArray("Line 2 ");
        QTest::newRow("endless line") << QByteArray(2'000'000, 'A') << QByteArray("longer than 1048576 bytes");
    }
    void refusesBrokenLines()
    {
        QFETCH(const QByteArray, log);
        QFETCH(const QByteArray, reason);
        const auto records = readLog(log.toStdString());
        QVERIFY(!records);
        QVERIFY2(records.error().context.find(reason.toStdString()) != std::string::npos,
                 records.error().context.c_str());
    }

    void linesMayEndAsOnWindows()
    {
        const auto records = readLog("#[StartTime: 1.5 (seconds)]\r\n\r\nTag=50%,0,1,1,"
                                     + text(payload("\x02")).toStdString() + "\r\n");
        QVERIFY2(records.has_value(), records ? "" : records.error().context.c_str());
        QCOMPARE(records->front().tag, std::string{"50%"}); // no escape, so as it stands
    }

    void theFileHasItsNameWhenItIsWhole()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath("run.hlog");
        const auto histogram = drawn(100, 6);
        {
            auto file = report::HlogFile::open(path.toStdString());
            QVERIFY(file.has_value());
            (*file)->begin(base::WallTime{1769847330s});
            (*file)->append(0s, 1s, "", histogram);
            (*file)->append(0s, 1s, "search", histogram);
            QVERIFY(!QFile::exists(path));
            QVERIFY((*file)->close().has_value());
        }
        QFile file{path};
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto records = readLog(file.readAll().toStdString());
        QVERIFY(records && records->size() == 2 && records->back().histogram == bucketsOf(histogram));
    }

    void saysWhereItCannotBeWritten()
    {
        const auto file = report::HlogFile::open("/no/such/folder/run.hlog");
        QVERIFY(!file);
        QVERIFY(file.error().context.starts_with("Cannot write /no/such/folder/run.hlog: "));
    }
};

static const TestRegistration<HlogTest> registeredHlogTest;
#include "hlog_test.moc"
