// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/cookie_jar.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace std::chrono_literals;
using workload::CookieJar;

namespace {

const base::WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

uri::Url url(const char* text)
{
    return uri::parseUrl(text).value();
}

http::HeaderMap setting(std::initializer_list<const char*> lines)
{
    http::HeaderMap headers;
    for (const auto* line : lines)
        headers.add("Set-Cookie", line);
    return headers;
}

std::string sentTo(const char* to, const char* from, std::initializer_list<const char*> lines,
                   base::WallTime when = now)
{
    CookieJar jar;
    jar.store(url(from), setting(lines), now);
    return jar.header(url(to), when);
}

} // namespace

class CookieJarTest : public QObject {
    Q_OBJECT

private slots:
    void sendsBackWhatWasSet()
    {
        QCOMPARE(sentTo("http://a.com/x", "http://a.com/y", {"s=1", "t = \"2\" ; HttpOnly; SameSite=Lax"}),
                 std::string{"s=1; t=\"2\""});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {"no equals sign", "=x", ""}), std::string{});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {"empty="}), std::string{"empty="});
    }

    void keepsToItsPath_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("cookie");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("sent");
        const auto row = [](const char* from, const char* cookie, const char* to, bool sent) {
            QTest::addRow("%s %s %s", from, cookie, to) << from << cookie << to << sent;
        };
        row("/shop/cart", "a=1", "/shop", true);
        row("/shop/cart", "a=1", "/shop/x?y=/z", true);
        row("/shop/cart", "a=1", "/shopping", false);
        row("/shop/cart", "a=1", "/", false);
        row("/shop?x=/y/z", "a=1", "/other", true);
        row("/shop", "a=1; Path=/admin", "/admin/x", true);
        row("/shop", "a=1; Path=/admin/", "/admin", false);
        row("/shop/cart", "a=1; path=/", "/x", true);
        row("/shop/cart", "a=1; Path=no slash", "/shop", true);
    }
    void keepsToItsPath()
    {
        QFETCH(QString, from);
        QFETCH(QString, cookie);
        QFETCH(QString, to);
        QFETCH(bool, sent);
        const auto header = sentTo(("http://a.com" + to).toUtf8(), ("http://a.com" + from).toUtf8(),
                                   {cookie.toUtf8().constData()});
        QCOMPARE(header, std::string(sent ? "a=1" : ""));
    }

    void keepsToItsDomain()
    {
        const auto sent = [](const char* from, const char* cookie, const char* to) {
            return !sentTo(to, from, {cookie}).empty();
        };
        QVERIFY(!sent("http://a.com/", "c=1", "http://b.a.com/")); // of the host alone
        QVERIFY(sent("http://b.a.com/", "c=1; Domain=.A.com", "http://a.com/"));
        QVERIFY(sent("http://b.a.com/", "c=1; Domain=a.com", "http://x.a.com/"));
        QVERIFY(!sent("http://b.a.com/", "c=1; Domain=a.com", "http://xa.com/"));
        QVERIFY(!sent("http://a.com/", "c=1; Domain=b.com", "http://a.com/"));
        QVERIFY(!sent("http://a.com/", "c=1; Domain=com", "http://a.com/"));
        QVERIFY(!sent("http://127.0.0.1/", "c=1; Domain=0.0.1", "http://127.0.0.1/"));
        QVERIFY(sent("http://127.0.0.1:80/", "c=1", "http://127.0.0.1:81/")); // ports do not count
    }

    void securesWhatIsSecure()
    {
        QCOMPARE(sentTo("https://a.com/", "https://a.com/", {"a=1; Secure"}), std::string{"a=1"});
        QCOMPARE(sentTo("http://a.com/", "https://a.com/", {"a=1; Secure"}), std::string{});
        QCOMPARE(sentTo("https://a.com/", "http://a.com/", {"a=1; Secure"}), std::string{});
    }

    void forgetsInTime()
    {
        const auto* age = "a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {age}, now + 9s), std::string{"a=1"});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {age}, now + 10s), std::string{});
        const auto* date = "a=1; Expires=Sat, 31 Jan 2026 00:00:10 GMT";
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {date}, now + 9s), std::string{"a=1"});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {date}, now + 10s), std::string{});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {"a=1", "a=; Max-Age=0"}), std::string{});
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {"a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"}),
                 std::string{"a=1"});
    }

    void replacesAndIsBounded()
    {
        QCOMPARE(sentTo("http://a.com/", "http://a.com/", {"a=1", "b=2", "a=3"}), std::string{"b=2; a=3"});
        CookieJar jar;
        for (int i = 0; i < 60; ++i)
            jar.store(url("http://a.com/"), setting({("c" + std::to_string(i) + "=x").c_str()}), now);
        QCOMPARE(jar.size(), CookieJar::mostCookies);
        QVERIFY(jar.header(url("http://a.com/"), now).starts_with("c10=x"));
        jar.store(url("http://a.com/"), setting({("big=" + std::string(5000, 'x')).c_str()}), now);
        QVERIFY(jar.header(url("http://a.com/"), now).find("big") == std::string::npos);
    }

    void longerPathsComeFirst()
    {
        QCOMPARE(sentTo("http://a.com/x/y", "http://a.com/", {"a=1; Path=/", "b=2; Path=/x", "c=3; Path=/x/y"}),
                 std::string{"c=3; b=2; a=1"});
    }
};

static const TestRegistration<CookieJarTest> registeredCookieJarTest;
#include "cookie_jar_test.moc"
