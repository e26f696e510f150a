// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/head_memo.h"

#include "core/http/parser.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using Event = http::Parser::Event;

namespace {

const std::string reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"a\"\r\n\r\n";

struct Setup {
    http::HeadMemo memo;
    http::Parser parser{http::Parser::Kind::Response, http::Limits(), &memo};

    // Reads a head and its body of two bytes.
    void read(const std::string& head)
    {
        parser.reset();
        QCOMPARE(parser.parse(head + "ok").event, Event::Head);
        QCOMPARE(parser.parse("ok").event, Event::Body);
        QCOMPARE(parser.parse("").event, Event::End);
    }
};

} // namespace

// That a parser with a memo makes of every message what one without makes of it is shown in the parsers' own tests.
class HeadMemoTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatItSeesTwice()
    {
        Setup setup;
        setup.read(reply);
        QVERIFY(!setup.memo.find(reply, false, false));
        setup.read(reply);
        const auto* known = setup.memo.find(reply + "what follows", false, false);
        QVERIFY(known);
        QCOMPARE((*known)->bytes, reply);
        QCOMPARE((*known)->head.status, 200);
        QCOMPARE((*known)->announced, std::optional<std::uint64_t>(2));
    }

    void tellsApartWhatWasAsked()
    {
        Setup setup;
        setup.read(reply);
        setup.read(reply);
        QVERIFY(!setup.memo.find(reply, true, false)); // a reply to HEAD has no body
        QVERIFY(!setup.memo.find(reply, false, true));
        QVERIFY(!setup.memo.find("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nETag: \"a\"\r\n\r\n", false, false));
        QVERIFY(!setup.memo.find(reply.substr(0, reply.size() - 1), false, false));
    }

    // What the reader does with a head is its own business.
    void givesEachReaderItsOwn()
    {
        Setup setup;
        setup.read(reply);
        setup.read(reply);
        setup.read(reply);
        setup.parser.head().headers.set("ETag", "changed");
        setup.read(reply);
        QCOMPARE(setup.parser.head().headers.get("ETag"), std::optional<std::string_view>("\"a\""));
        QVERIFY(setup.parser.keepAlive());
    }

    // They share its fields, and are still there when the memo has long forgotten it.
    void lendsFieldsForAsLongAsTheyAreHeld()
    {
        http::HeaderMap held;
        {
            Setup setup;
            setup.read(reply);
            setup.read(reply);
            setup.read(reply);
            held = std::move(setup.parser.head().headers);
        }
        QCOMPARE(held.get("ETag"), std::optional<std::string_view>("\"a\""));
        QCOMPARE(held.wire(), std::string_view("Content-Length: 2\r\nETag: \"a\"\r\n"));
    }

    void leavesNothingOfTheMessageBefore()
    {
        Setup setup;
        setup.read(reply);
        setup.read(reply);
        const std::string
            text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n";
        setup.parser.reset();
        auto event = Event::NeedMore;
        for (std::string_view rest = text; event != Event::End;) {
            const auto step = setup.parser.parse(rest);
            QVERIFY(step.event != Event::Error && (step.consumed > 0 || step.event == Event::End));
            rest.remove_prefix(step.consumed);
            event = step.event;
        }
        QCOMPARE(setup.parser.trailers().get("X-Sum").value_or(""), std::string_view("1"));
        setup.read(reply); // is known
        QVERIFY(setup.parser.trailers().empty());
        QVERIFY(setup.parser.keepAlive());
    }

    void keepsNoLongHead()
    {
        Setup setup;
        const auto longReply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: " + std::string(4000, 'x') + "\r\n\r\n";
        for (int time = 0; time < 3; ++time)
            setup.read(longReply);
        QVERIFY(!setup.memo.find(longReply, false, false));
    }

    void staysBounded()
    {
        Setup setup;
        for (int i = 0; i < 20000; ++i) {
            const auto head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: " + std::to_string(i) + "\r\n\r\n";
            setup.read(head);
            setup.read(head);
            QVERIFY(setup.memo.find(head, false, false));
        }
    }
};

static const TestRegistration<HeadMemoTest> registeredHeadMemoTest;
#include "head_memo_test.moc"
