// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uri/url.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::uri;

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
        // The sets of url.spec.whatwg.org 1.3, and what its parser does to an address first.
        row("http://h/items?page[size]=10&filter[name]=x|y", "h", 80, "/items?page[size]=10&filter[name]=x|y", "h");
        row("http://h/a[1]|b", "h", 80, "/a[1]|b", "h");
        row("http://h/ \"<>^`{}|\x7f", "h", 80, "/%20%22%3C%3E%5E%60%7B%7D|%7F", "h");
        row("http://h/?a= \"<>^`{}|'", "h", 80, "/?a=%20%22%3C%3E^`{}|%27", "h");
        row("http://h/it's", "h", 80, "/it's", "h");
        row("http://h/caf\xc3\xa9?q=\xe2\x82\xac", "h", 80, "/caf%C3%A9?q=%E2%82%AC", "h");
        row("http://h/100%?%zz", "h", 80, "/100%?%zz", "h");
        row("http:\\\\h\\a\\b?c\\d", "h", 80, "/a/b?c\\d", "h");
        row("http://h\\@evil/", "h", 80, "/@evil/", "h");
        row(" \thttp://h/a \r\n", "h", 80, "/a", "h");
        row("http://h/a\tb\r\nc", "h", 80, "/abc", "h");
        row("http://h/@user:x", "h", 80, "/@user:x", "h");
        row("http://h/a?b?c#d?e", "h", 80, "/a?b?c", "h");
        // Names: RFC 3492's own examples and what Unicode's tables map.
        row("http://b\xc3\xbc"
            "cher.example/",
            "xn--bcher-kva.example", 80, "/", "xn--bcher-kva.example");
        row("https://fa\xc3\x9f.de:8443/", "xn--fa-hia.de", 8443, "/", "xn--fa-hia.de:8443");
        row("http://\xe4\xbe\x8b\xe3\x81\x88.jp/", "xn--r8jz45g.jp", 80, "/", "xn--r8jz45g.jp");
        row("http://EXAMPLE\xe3\x80\x82"
            "com/",
            "example.com", 80, "/", "example.com");
        row("http://b%C3%BC"
            "cher.example/",
            "xn--bcher-kva.example", 80, "/", "xn--bcher-kva.example");
        row("http://xn--53h.example/", "xn--53h.example", 80, "/", "xn--53h.example");
        row("http://a_b.internal/", "a_b.internal", 80, "/", "a_b.internal");
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
        row("http:/h/", "http://");
        row("http://", "names no host");
        row("http:///path", "names no host");
        row("http://:80/", "names no host");
        row("http://user:secret@h/", "user name or password");
        row("http://user@h/", "Authorization");
        row("http://h:0/", "port");
        row("http://h:65536/", "port");
        row("http://h:+80/", "port");
        row("http://h:8o/", "port");
        row("http://a b/", "has a blank as its character 9, which may not stand in a host name");
        row("http://\xc3\xa4^b/", "has \"^\" as its character 9");
        row("http://a|b/", "has \"|\" as its character 9");
        row("http://a\x01/", "U+0001 as its character 9");
        row("http://{{host}}/", "has \"{\" as its character 8");
        row("http://a%20b/", "which is none");
        row("http://\xe2\x98\x95.example/", "xn--");
        row("http://\xff/", "UTF-8");
        row("http://\xc2\xad/", "host");
        row("http://[::1/", "IPv6");
        row("http://[::1]x/", "behind the brackets");
        row("http://[fe80::1%25eth0]/", "IPv6");
        row("http://::1/", "names no host");
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
        row("/a\nb", "http://a/ab");
        row("\\\\z\\x", "http://z/x");
        row("?a b'c", "http://a/b/c/d;p?a%20b%27c");
        row("//b\xc3\xbc"
            "cher.example",
            "http://xn--bcher-kva.example/");
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
        for (const char* reference : {"mailto:x@y", "javascript:alert(1)", "ftp://a/b", "http:g", "//", "//u:p@h/"})
            QVERIFY2(!resolve(*base, reference), reference);
    }

    // Peers that read a request's target differently must not be given one to disagree about.
    void takesAnAbsoluteFormAsItIs()
    {
        for (const char* text : {"http://h/a b", "http://h\\@evil/", "http://u@h/", "http://h/\xc3\xa4",
                                 "http://b\xc3\xbc/", "http://h%41/", " http://h/", "http:h/", "http://h/\t"})
            QVERIFY2(!parseAbsoluteForm(text), text);
        const auto url = parseAbsoluteForm("HTTP://H:80/a\"<^`{}\\|?b'{}");
        QVERIFY(url);
        QCOMPARE(url->target, std::string("/a\"<^`{}\\|?b'{}"));
        QCOMPARE(url->authority(), std::string("h"));
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
