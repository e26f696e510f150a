// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/codec.h"

#include "core/codec/brotli.h"
#include "core/codec/state_cache.h"
#include "tests/support/test_registry.h"
#include "tests/unit/codec/bodies.h"

#include <QTest>

#include <brotli/encode.h>
#include <zlib.h>

using namespace weir::codec;
using weir::tests::jsonBody;
using weir::tests::randomBody;

namespace {

// What zlib gives in a fresh state, asked directly.
std::string zlibGzip(int level, const std::string& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string googleBrotli(int quality, int window, const std::string& bytes)
{
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()) + 16, '\0');
    std::size_t length = out.size();
    BrotliEncoderCompress(quality, window, BROTLI_MODE_GENERIC, bytes.size(),
                          reinterpret_cast<const std::uint8_t*>(bytes.data()), &length,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(length);
    return out;
}

} // namespace

class CodecTest : public QObject {
    Q_OBJECT

private slots:
    void tokens()
    {
        QCOMPARE(token(Codec::Brotli), std::string_view("br"));
        QCOMPARE(codecOfToken("BR"), std::optional(Codec::Brotli));
        QCOMPARE(codecOfToken("x-GZip"), std::optional(Codec::Gzip));
        QCOMPARE(codecOfToken(""), std::optional(Codec::Identity));
        QVERIFY(!codecOfToken("deflate"));
    }

    void windowHoldsTheBody()
    {
        QCOMPARE(brotliWindow(std::nullopt), 19);
        QCOMPARE(brotliWindow(0), 16);
        QCOMPARE(brotliWindow((1 << 16) - 16), 16);
        QCOMPARE(brotliWindow((1 << 16) - 15), 17);
        QCOMPARE(brotliWindow((1 << 20) - 16), 20);
        QCOMPARE(brotliWindow(1u << 30), 22);
    }

    void bytesAreThoseOfTheLibraries_data()
    {
        QTest::addColumn<std::string>("body");
        QTest::newRow("empty") << std::string();
        QTest::newRow("one byte") << std::string("x");
        QTest::newRow("json 1 KiB") << jsonBody(1024);
        QTest::newRow("json 64 KiB") << jsonBody(65536);
        QTest::newRow("json 200 KiB") << jsonBody(200000);
        QTest::newRow("random") << randomBody(30000);
        QTest::newRow("zeros") << std::string(100000, '\0');
    }
    void bytesAreThoseOfTheLibraries()
    {
        QFETCH(std::string, body);
        StateCache states; // one for all, so that leftovers of a run would show in the next
        for (int level = 1; level <= 9; ++level) {
            const auto coded = encode(Codec::Gzip, level, body, states);
            QVERIFY(coded);
            QVERIFY2(*coded == zlibGzip(level, body), std::to_string(level).c_str());
            QCOMPARE(decode(Codec::Gzip, *coded, body.size(), states), weir::base::Result<std::string>(body));
        }
        for (int quality = 0; quality <= (body.size() > 30000 ? 9 : 11); ++quality) {
            const auto coded = encode(Codec::Brotli, quality, body, states);
            QVERIFY(coded);
            // For an empty body the library's one-call function has a shorter form of its own.
            const bool isSame = *coded == googleBrotli(quality, brotliWindow(body.size()), body);
            QVERIFY2(isSame || body.empty(), std::to_string(quality).c_str());
            QCOMPARE(decode(Codec::Brotli, *coded, body.size(), states), weir::base::Result<std::string>(body));
        }
    }

    void levelsAreClamped()
    {
        StateCache states;
        const std::string body = jsonBody(5000);
        QCOMPARE(encode(Codec::Gzip, 99, body, states), encode(Codec::Gzip, 9, body, states));
        QCOMPARE(encode(Codec::Gzip, -3, body, states), encode(Codec::Gzip, 1, body, states));
        QCOMPARE(encode(Codec::Brotli, -1, body, states), encode(Codec::Brotli, 0, body, states));
    }

    void identityIsACopy()
    {
        StateCache states;
        QCOMPARE(encode(Codec::Identity, 5, "abc", states), weir::base::Result<std::string>("abc"));
        QCOMPARE(decode(Codec::Identity, "abc", 3, states), weir::base::Result<std::string>("abc"));
        QCOMPARE(decode(Codec::Identity, "abcd", 3, states).error().code, weir::base::Errc::TooLarge);
    }

    void gzipHeaderHasNoTime()
    {
        StateCache states;
        const std::string coded = *encode(Codec::Gzip, 6, "abc", states);
        QCOMPARE(coded.substr(0, 8), std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
    }
};

static const TestRegistration<CodecTest> registeredCodecTest;
#include "codec_test.moc"
