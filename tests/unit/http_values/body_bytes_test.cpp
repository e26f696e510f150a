// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/body_bytes.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <thread>

using namespace weir::http;
using weir::codec::Codec;

class BodyBytesTest : public QObject {
    Q_OBJECT

private slots:
    void keepsTheFirstEncoding()
    {
        const Bytes body = makeBytes("identity");
        QVERIFY(!body->findEncoding(Codec::Gzip, 6));
        const auto first = body->addEncoding(Codec::Gzip, 6, "one");
        QCOMPARE(first.change, std::ptrdiff_t{3});
        const auto second = body->addEncoding(Codec::Gzip, 6, "other");
        QCOMPARE(second.change, std::ptrdiff_t{0});
        QCOMPARE(*second.bytes, std::string("one"));
        QCOMPARE(body->findEncoding(Codec::Gzip, 6), first.bytes);
        QVERIFY(!body->findEncoding(Codec::Gzip, 9));
        QVERIFY(!body->findEncoding(Codec::Brotli, 6));
        QVERIFY(!body->findEncoding(Codec::Identity, 0));
        QCOMPARE(body->encodedBytes(), std::size_t{3});
    }

    void anotherLevelTakesThePlace()
    {
        const Bytes body = makeBytes("identity");
        const CodedBytes held = body->addEncoding(Codec::Gzip, 1, "longer").bytes;
        body->addEncoding(Codec::Brotli, 5, "br");
        QCOMPARE(body->addEncoding(Codec::Gzip, 9, "s").change, std::ptrdiff_t{-5});
        QVERIFY(!body->findEncoding(Codec::Gzip, 1));
        QCOMPARE(*held, std::string("longer")); // who still sends it keeps it
        QCOMPARE(body->encodedBytes(), std::size_t{3});
    }

    void isSharedByThreads()
    {
        const Bytes body = makeBytes("identity");
        std::atomic<int> wrong{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 2000; ++i) {
                    const int level = i % 3;
                    const std::string expected(static_cast<std::size_t>(level) + 1, 'x');
                    if (const auto found = body->findEncoding(Codec::Gzip, level); found && *found != expected)
                        ++wrong;
                    if ((i + t) % 2 == 0 && *body->addEncoding(Codec::Gzip, level, expected).bytes != expected)
                        ++wrong;
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(body->encodedBytes() >= 1 && body->encodedBytes() <= 3);
    }
};

static const TestRegistration<BodyBytesTest> registeredBodyBytesTest;
#include "body_bytes_test.moc"
