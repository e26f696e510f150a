// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;

class UrlTest : public QObject {
    Q_OBJECT

private slots:
    void parses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<std::string>("target");
        QTest::addColumn<std::string>("authority");
        const auto row = [](const char* text, const char* host, int port, const char* target, const char* authority) {
            QTest::newRow(text) << std::string(text) << std::string(host) << port << std::string(target)
                                << std::string(authority);
        };
        row("http://example.com", "example.com", 80, "/", "example.com");
        row("HTTPS://Example.COM/A?b=C", "example.com", 443, "/A?b=C", "example.com");
        row("http://h:8080/x#fragment", "h", 8080, "/x", "h:8080");
        row("http://h:443", "h", 443, "/", "h:443");
        row("https://h:443", "h", 443, "/", "h");
        row("http://h:?q", "h", 80, "/?q", "h");
        row("http://h?a=/b://c", "h", 80, "/?a=/b://c", "h");
        row("http://[::1]:9000/x", "::1", 9000, "/x", "[::1]:9000");
        row("http://[2001:DB8::1]", "2001:db8::1", 80, "/", "[2001:db8::1]");
        row("http://127.0.0.1:1/%20?x[0]=a|b", "127.0.0.1", 1, "/%20?x[0]=a|b", "127.0.0.1:1");
        row("http://h//a//b", "h", 80, "//a//b", "h");
        row("http://h/a/../b", "h", 80, "/a/../b", "h"); // as written: some servers tell them apart
    }
    void parses()
    {
        QFETCH(std::string, text);
        const auto url = parseUrl(text);
        QVERIFY2(url, url ? "" : url.error().context.c_str());
        QTEST(url->host, "host");
        QTEST(int{url->port}, "port");
        QTEST(url->target, "target");
        QTEST(url->authority(), "authority");
        QCOMPARE(parseUrl(url->text()), url); // what is written is read back
    }

    void refusesWithAReason_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("reason"); // a part of it
        const auto row = [](const char* text, const char* reason) {
            QTest::newRow(text) << std::string(text) << std::string(reason);
        };
        row("", "http://");
        row("example.com/x", "http://");
        row("localhost:8080", "http://");
        row("ftp://example.com/", "ftp");
        row("http://", "no host");
        row("http:///path", "no host");
        row("http://:80/", "no host");
        row("http://user:secret@h/", "credentials");
        row("http://h:0/", "port");
        row("http://h:65536/", "port");
        row("http://h:+80/", "port");
        row("http://h:8o/", "port");
        row("http://h/a b", "blank");
        row("http://h/\r\nX: y", "control");
        row("http://h\\x/", "host name");
        row("http://h\xc3\xa4/", "outside ASCII");
        row("http://[::1/", "IPv6");
        row("http://[::1]x/", "brackets");
        row("http://[fe80::1%25eth0]/", "IPv6");
        row("http://::1/", "no host");
    }
    void refusesWithAReason()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, reason);
        const auto url = parseUrl(text);
        QVERIFY(!url);
        QVERIFY2(url.error().context.find(reason) != std::string::npos, url.error().context.c_str());
        QVERIFY(url.error().context.find("secret") == std::string::npos);
    }

    // RFC 3986, section 5.4, with http://a/b/c/d;p?q as the base, but for the rows on other schemes and fragments.
    void resolvesAsTheRfcHasIt_data()
    {
        QTest::addColumn<std::string>("reference");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* reference, const char* expected) {
            QTest::newRow(reference) << std::string(reference) << std::string(expected);
        };
        row("g", "http://a/b/c/g");
        row("./g", "http://a/b/c/g");
        row("g/", "http://a/b/c/g/");
        row("/g", "http://a/g");
        row("//g", "http://g/");
        row("?y", "http://a/b/c/d;p?y");
        row("g?y", "http://a/b/c/g?y");
        row("#s", "http://a/b/c/d;p?q");
        row("g#s", "http://a/b/c/g");
        row("g?y#s", "http://a/b/c/g?y");
        row(";x", "http://a/b/c/;x");
        row("g;x?y#s", "http://a/b/c/g;x?y");
        row("", "http://a/b/c/d;p?q");
        row(".", "http://a/b/c/");
        row("./", "http://a/b/c/");
        row("..", "http://a/b/");
        row("../", "http://a/b/");
        row("../g", "http://a/b/g");
        row("../..", "http://a/");
        row("../../", "http://a/");
        row("../../g", "http://a/g");
        row("../../../g", "http://a/g");
        row("../../../../g", "http://a/g");
        row("/./g", "http://a/g");
        row("/../g", "http://a/g");
        row("g.", "http://a/b/c/g.");
        row(".g", "http://a/b/c/.g");
        row("g..", "http://a/b/c/g..");
        row("..g", "http://a/b/c/..g");
        row("./../g", "http://a/b/g");
        row("./g/.", "http://a/b/c/g/");
        row("g/./h", "http://a/b/c/g/h");
        row("g/../h", "http://a/b/c/h");
        row("g;x=1/./y", "http://a/b/c/g;x=1/y");
        row("g;x=1/../y", "http://a/b/c/y");
        row("g?y/./x", "http://a/b/c/g?y/./x");
        row("g?y/../x", "http://a/b/c/g?y/../x");
        row("https://z:444/x", "https://z:444/x");
        row("https://z", "https://z/");
        row(" /a b\xc3\xa4 ", "http://a/a%20b%C3%A4");
    }
    void resolvesAsTheRfcHasIt()
    {
        QFETCH(std::string, reference);
        const auto base = parseUrl("http://a/b/c/d;p?q");
        const auto url = resolve(*base, reference);
        QVERIFY2(url, url ? "" : url.error().context.c_str());
        QTEST(url->text(), "expected");
    }

    void refusesReferencesElsewhere()
    {
        const auto base = parseUrl("http://a/b");
        for (const char* reference : {"mailto:x@y", "javascript:alert(1)", "ftp://a/b", "http:g", "//", "/a\nb"})
            QVERIFY2(!resolve(*base, reference), reference);
    }

    void comparesOrigins()
    {
        QVERIFY(sameOrigin(*parseUrl("http://A/x"), *parseUrl("http://a:80/y")));
        QVERIFY(!sameOrigin(*parseUrl("http://a/"), *parseUrl("https://a/")));
        QVERIFY(!sameOrigin(*parseUrl("http://a/"), *parseUrl("http://a:81/")));
        QVERIFY(!sameOrigin(*parseUrl("http://a/"), *parseUrl("http://b/")));
    }
};

static const TestRegistration<UrlTest> registeredUrlTest;
#include "url_test.moc"
