// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/negotiation.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;
using weir::codec::Codec;
using weir::settings::CodecChoice;

class NegotiationTest : public QObject {
    Q_OBJECT

private slots:
    void chooses_data()
    {
        QTest::addColumn<std::string>("header");
        QTest::addColumn<int>("allowed");
        QTest::addColumn<std::string>("expected"); // the token; "!" before it: nothing is acceptable
        const auto row = [](const char* header, CodecChoice allowed, const char* expected) {
            QTest::addRow("%s | %d", header, static_cast<int>(allowed))
                << std::string(header) << static_cast<int>(allowed) << std::string(expected);
        };
        row("gzip, deflate, br", CodecChoice::Auto, "br");
        row("gzip, deflate, br", CodecChoice::Gzip, "gzip");
        row("gzip, deflate, br", CodecChoice::Identity, "identity");
        row("gzip", CodecChoice::Brotli, "identity");
        row("gzip;q=1.0, br;q=0.9", CodecChoice::Auto, "gzip");
        row("gzip;q=0.5, br;q=0.501", CodecChoice::Auto, "br");
        row("GZIP ; Q = 0.8", CodecChoice::Auto, "gzip");
        row("x-gzip", CodecChoice::Auto, "gzip");
        row("*", CodecChoice::Auto, "br");
        row("*;q=0.5, gzip", CodecChoice::Auto, "gzip");
        row("br;q=0, *", CodecChoice::Auto, "gzip");
        row("", CodecChoice::Auto, "identity");
        row("deflate, zstd", CodecChoice::Auto, "identity");
        row("gzip;q=0", CodecChoice::Auto, "identity");
        row("gzip;q=0.000", CodecChoice::Auto, "identity");
        row("identity, gzip;q=0.5", CodecChoice::Auto, "identity");
        row("identity;q=0.5, gzip;q=0.5", CodecChoice::Auto, "gzip");
        row("gzip;q=0.001", CodecChoice::Auto, "gzip");
        row("identity;q=0", CodecChoice::Auto, "!identity");
        row("*;q=0", CodecChoice::Auto, "!identity");
        row("identity;q=0, gzip", CodecChoice::Auto, "gzip");
        row("identity;q=0, gzip", CodecChoice::Brotli, "!identity");
        row("*;q=0, identity", CodecChoice::Auto, "identity");
        row("gzip;q=2, br;q=0.1", CodecChoice::Auto, "br"); // a malformed weight voids its member
        row("gzip;q=0.1234", CodecChoice::Auto, "identity");
        row("gzip;q=", CodecChoice::Auto, "identity");
        row("gzip;q", CodecChoice::Auto, "identity");
        row("gzip;level=9;q=0", CodecChoice::Auto, "identity");
        row(",, ,gzip,", CodecChoice::Auto, "gzip");
        row("gzip;", CodecChoice::Auto, "gzip");
    }
    void chooses()
    {
        QFETCH(std::string, header);
        QFETCH(int, allowed);
        const CodingChoice choice = chooseCoding(header, static_cast<CodecChoice>(allowed));
        QTEST((choice.acceptable ? "" : "!") + std::string(weir::codec::token(choice.codec)), "expected");
        HeaderMap request;
        request.add("accept-encoding", header);
        QCOMPARE(chooseCoding(request, static_cast<CodecChoice>(allowed)), choice);
    }

    void readsAllLinesAndNone()
    {
        HeaderMap request;
        QCOMPARE(chooseCoding(request, CodecChoice::Auto), CodingChoice{});
        request.add("Accept-Encoding", "br;q=0");
        request.add("Accept-Encoding", "gzip");
        QCOMPARE(chooseCoding(request, CodecChoice::Auto), (CodingChoice{Codec::Gzip, true}));
    }
};

static const TestRegistration<NegotiationTest> registeredNegotiationTest;
#include "negotiation_test.moc"
