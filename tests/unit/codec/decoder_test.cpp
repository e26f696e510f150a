// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/codec.h"
#include "core/codec/state_cache.h"
#include "tests/support/test_registry.h"
#include "tests/unit/codec/bodies.h"

#include <QTest>

using namespace weir::codec;
using weir::base::Errc;
using weir::base::Random;
using weir::tests::jsonBody;
using weir::tests::randomBody;

class DecoderTest : public QObject {
    Q_OBJECT

private slots:
    void codecs_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("gzip") << static_cast<int>(Codec::Gzip);
        QTest::newRow("br") << static_cast<int>(Codec::Brotli);
    }

    void boundsBombs_data() { codecs_data(); }
    void boundsBombs()
    {
        QFETCH(int, number);
        const auto codec = static_cast<Codec>(number);
        StateCache states;
        const std::string zeros(5000000, '\0');
        const std::string bomb = *encode(codec, 9, zeros, states);
        QVERIFY(bomb.size() < 10000);
        QCOMPARE(decode(codec, bomb, zeros.size() - 1, states).error().code, Errc::TooLarge);
        QCOMPARE(decode(codec, bomb, 0, states).error().code, Errc::TooLarge);
        QVERIFY(decode(codec, bomb, zeros.size(), states));
        const std::string nothing = *encode(codec, 9, "", states);
        QCOMPARE(decode(codec, nothing, 0, states), weir::base::Result<std::string>(""));
    }

    void givesWhatThereIsRoomFor_data() { codecs_data(); }
    void givesWhatThereIsRoomFor()
    {
        QFETCH(int, number);
        const auto codec = static_cast<Codec>(number);
        StateCache states;
        const std::string body = std::string(400000, 'a') + jsonBody(50000);
        const std::string coded = *encode(codec, 6, body, states);
        const auto decoder = makeDecoder(codec, states);
        std::string received;
        std::string_view rest = coded;
        for (;;) {
            const std::size_t before = received.size();
            const auto taken = decoder->push(rest.substr(0, 700), received, 1000);
            QVERIFY(taken);
            QVERIFY(received.size() - before <= 1000);
            rest.remove_prefix(*taken);
            if (*taken == 0 && received.size() == before)
                break;
        }
        QVERIFY(rest.empty());
        QVERIFY(decoder->finish());
        QCOMPARE(received, body);
    }

    void takesOneByteAtATime_data() { codecs_data(); }
    void takesOneByteAtATime()
    {
        QFETCH(int, number);
        StateCache states;
        const std::string body = jsonBody(9000);
        const std::string coded = *encode(static_cast<Codec>(number), 5, body, states);
        const auto decoder = makeDecoder(static_cast<Codec>(number), states);
        std::string received;
        for (const char c : coded)
            QCOMPARE(decoder->push({&c, 1}, received), weir::base::Result<std::size_t>(1));
        QVERIFY(decoder->finish());
        QCOMPARE(received, body);
    }

    void noticesTheEndMissing_data() { codecs_data(); }
    void noticesTheEndMissing()
    {
        QFETCH(int, number);
        const auto codec = static_cast<Codec>(number);
        StateCache states;
        const std::string coded = *encode(codec, 6, jsonBody(3000), states);
        for (std::size_t length = 0; length < coded.size(); ++length) {
            const auto decoded = decode(codec, coded.substr(0, length), noLimit, states);
            QVERIFY(!decoded);
            QCOMPARE(decoded.error().code, Errc::Corrupt);
        }
    }

    void refusesWhatFollowsTheEnd_data() { codecs_data(); }
    void refusesWhatFollowsTheEnd()
    {
        QFETCH(int, number);
        const auto codec = static_cast<Codec>(number);
        StateCache states;
        const std::string coded = *encode(codec, 6, "body", states);
        for (const std::string& garbage : {std::string("x"), std::string(1, '\0'), std::string("trailing garbage")}) {
            QCOMPARE(decode(codec, coded + garbage, noLimit, states).error().code, Errc::Corrupt);
            const auto decoder = makeDecoder(codec, states); // the same, when it comes on its own
            std::string out;
            QVERIFY(decoder->push(coded, out));
            const bool isRefused = !decoder->push(garbage, out) || !decoder->finish();
            QVERIFY(isRefused);
        }
    }

    void takesGzipMembersInARow()
    {
        StateCache states;
        const std::string a = *encode(Codec::Gzip, 6, "first ", states);
        const std::string b = *encode(Codec::Gzip, 1, "second", states);
        QCOMPARE(decode(Codec::Gzip, a + b, noLimit, states), weir::base::Result<std::string>("first second"));
        QCOMPARE(decode(Codec::Gzip, a + b, 11, states).error().code, Errc::TooLarge);
        QCOMPARE(decode(Codec::Gzip, a + b.substr(0, 5), noLimit, states).error().code, Errc::Corrupt);
    }

    void survivesDamage_data() { codecs_data(); }
    void survivesDamage()
    {
        QFETCH(int, number);
        const auto codec = static_cast<Codec>(number);
        StateCache states;
        Random random{11};
        const std::string body = jsonBody(2000);
        const std::string coded = *encode(codec, 6, body, states);
        for (int i = 0; i < 3000; ++i) {
            std::string damaged = coded;
            damaged[static_cast<std::size_t>(random.between(
                0, static_cast<std::int64_t>(coded.size()) - 1))] ^= static_cast<char>(random.between(1, 255));
            const auto decoded = decode(codec, damaged, 100000, states);
            if (codec == Codec::Gzip && decoded) // only the header's free fields are outside its checksum
                QCOMPARE(*decoded, body);
        }
        for (std::uint64_t seed = 0; seed < 500; ++seed)
            QVERIFY(!decode(codec, randomBody(400, seed), 100000, states) || codec == Codec::Brotli);
        QCOMPARE(decode(codec, coded, noLimit, states), weir::base::Result<std::string>(body));
    }
};

static const TestRegistration<DecoderTest> registeredDecoderTest;
#include "decoder_test.moc"
