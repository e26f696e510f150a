// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/stored_response.h"

#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;

class StoredResponseTest : public QObject {
    Q_OBJECT

private slots:
    void dropsWhatBelongsToTheConnection()
    {
        const auto reply = stored(
            "Connection: close, X-Hop | Connection: x-second | X-Hop: 1 | X-Second: 2 | Keep-Alive: timeout=5"
            " | Transfer-Encoding: chunked | Trailer: X | Upgrade: h2c | TE: trailers"
            " | Proxy-Connection: close | Proxy-Authenticate: Basic | Age: 3 | X-End: 4");
        QCOMPARE(reply.headers, headers("X-End: 4 | Date: " + dateText(noon)));
        QCOMPARE(reply.freshness.initialAge, Duration{3s});
    }

    void dropsTheFieldsThatDirectivesName()
    {
        const auto reply = stored(
            "Cache-Control: no-cache=\"Set-Cookie, X-A\", private=\"X-B\" | Set-Cookie: a | X-A: 1 | x-b: 2 | X-C: 3");
        QVERIFY(!reply.headers.contains("Set-Cookie"));
        QVERIFY(!reply.headers.contains("X-A"));
        QVERIFY(!reply.headers.contains("X-B"));
        QVERIFY(reply.headers.contains("X-C"));
        Rules rules;
        rules.isShared = false;
        QVERIFY(stored("Cache-Control: private=\"X-B\" | X-B: 2", rules).headers.contains("X-B"));
    }

    void addsADateThatWasMissing()
    {
        const auto none = headers("");
        const auto reply = makeStored({none, 200, none, noon, noon}, weir::http::makeBytes(""), Rules{});
        QCOMPARE(reply.headers.get("Date"), std::optional<std::string_view>("Sat, 31 Jan 2026 12:00:00 GMT"));
    }

    void footprintCountsBodyEncodingsAndHeaders()
    {
        const auto small = stored("X: 1", {}, 200, "", "");
        const auto large = stored("X: 1", {}, 200, "", std::string(1000, 'x'));
        QCOMPARE(footprint(large) - footprint(small), std::size_t{1000});
        const std::size_t before = footprint(large);
        large.body->addEncoding(weir::codec::Codec::Gzip, 6, std::string(100, 'z'));
        QCOMPARE(footprint(large) - before, std::size_t{100});
        QVERIFY(footprint(stored("X: 12345", {}, 200, "", "")) > footprint(small));
    }
};

static const TestRegistration<StoredResponseTest> registeredStoredResponseTest;
#include "stored_response_test.moc"
