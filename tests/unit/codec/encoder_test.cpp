// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/codec.h"
#include "core/codec/state_cache.h"
#include "tests/support/test_registry.h"
#include "tests/unit/codec/bodies.h"

#include <QTest>

using namespace weir::codec;
using weir::base::Random;
using weir::tests::jsonBody;

class EncoderTest : public QObject {
    Q_OBJECT

private slots:
    void streams_data()
    {
        QTest::addColumn<int>("codec");
        for (const Codec codec : {Codec::Identity, Codec::Gzip, Codec::Brotli})
            QTest::addRow("%s", token(codec).data()) << static_cast<int>(codec);
    }

    void streams()
    {
        QFETCH(int, codec);
        StateCache states;
        Random random{3};
        const std::string body = jsonBody(300000);
        for (const int level : {1, 5, 9}) {
            const auto encoder = makeEncoder(static_cast<Codec>(codec), level, states);
            std::string coded;
            for (std::string_view rest = body; !rest.empty();) {
                const std::string_view piece = rest.substr(0, static_cast<std::size_t>(random.between(0, 20000)));
                QVERIFY(encoder->push(piece, coded));
                rest.remove_prefix(piece.size());
            }
            QVERIFY(encoder->finish(coded));
            QCOMPARE(decode(static_cast<Codec>(codec), coded, body.size(), states),
                     weir::base::Result<std::string>(body));
        }
    }

    void flushedBytesDecodeAtOnce_data() { streams_data(); }
    void flushedBytesDecodeAtOnce()
    {
        QFETCH(int, codec);
        StateCache states;
        const auto encoder = makeEncoder(static_cast<Codec>(codec), 5, states);
        const auto decoder = makeDecoder(static_cast<Codec>(codec), states);
        std::string received;
        for (const std::string_view event : {"data: one\n\n", "data: two\n\n", "data: three\n\n"}) {
            std::string coded;
            QVERIFY(encoder->push(event, coded));
            QVERIFY(encoder->flush(coded));
            const std::size_t before = received.size();
            QVERIFY(decoder->push(coded, received));
            QCOMPARE(std::string_view(received).substr(before), event);
        }
        std::string coded;
        QVERIFY(encoder->finish(coded));
        QVERIFY(decoder->push(coded, received));
        QVERIFY(decoder->finish());
    }

    // Bodies given up half-way must leave nothing behind in the state that the next one gets.
    void abandonedStreamsLeaveNothing_data() { streams_data(); }
    void abandonedStreamsLeaveNothing()
    {
        QFETCH(int, codec);
        StateCache states;
        const auto fresh = encode(static_cast<Codec>(codec), 6, jsonBody(40000), states);
        for (int i = 0; i < 20; ++i) {
            std::string out;
            QVERIFY(makeEncoder(static_cast<Codec>(codec), 1 + i % 9, states)->push(jsonBody(50000), out));
            static_cast<void>(makeDecoder(static_cast<Codec>(codec), states)->push(fresh->substr(0, 100), out));
        }
        QCOMPARE(encode(static_cast<Codec>(codec), 6, jsonBody(40000), states), fresh);
        QCOMPARE(decode(static_cast<Codec>(codec), *fresh, noLimit, states),
                 weir::base::Result<std::string>(jsonBody(40000)));
    }

    void manyAtATimeShareACache()
    {
        StateCache states;
        std::vector<std::unique_ptr<Encoder>> encoders;
        std::vector<std::string> coded(40);
        for (std::size_t i = 0; i < coded.size(); ++i)
            encoders.push_back(makeEncoder(i % 2 ? Codec::Gzip : Codec::Brotli, 4, states));
        for (int step = 0; step < 3; ++step)
            for (std::size_t i = 0; i < coded.size(); ++i)
                QVERIFY(encoders[i]->push(jsonBody(3000, i), coded[i]));
        for (std::size_t i = 0; i < coded.size(); ++i) {
            QVERIFY(encoders[i]->finish(coded[i]));
            const std::string part = jsonBody(3000, i);
            QCOMPARE(decode(i % 2 ? Codec::Gzip : Codec::Brotli, coded[i], noLimit, states),
                     weir::base::Result<std::string>(part + part + part));
        }
    }
};

static const TestRegistration<EncoderTest> registeredEncoderTest;
#include "encoder_test.moc"
