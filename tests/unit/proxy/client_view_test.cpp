// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/client_view.h"

#include "core/upstream/cluster.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using proxy::ClientView;
using proxy::ListenerName;

namespace {

ClientView viewOf(const std::vector<std::string>& urls, settings::HostField host = settings::HostField::Target)
{
    settings::Scenario scenario;
    scenario.target.host = host;
    const auto found = [](const std::string&, std::uint16_t port) {
        return net::LookUp{{net::Tcp::endpoint(net::asio::ip::address_v4::loopback(), port)}, {}};
    };
    std::vector<upstream::Target> targets;
    for (const auto& url : urls)
        targets.push_back(upstream::makeTarget(url, {}, found).value());
    return ClientView(scenario, upstream::Cluster(std::move(targets), scenario.pool, {}));
}

} // namespace

// What a client of the listener is told in the place of a target's own addresses. `=` is for what stays as it is.
class ClientViewTest : public QObject {
    Q_OBJECT

private slots:
    void locations_data()
    {
        QTest::addColumn<QStringList>("targets");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* targets, const char* value, const char* expected) {
            QTest::addRow("%s: %s", targets, value) << QString(targets).split(' ') << value << expected;
        };
        // The client asked http://weir:8080.
        row("http://t:9000", "http://t:9000/next", "http://weir:8080/next");
        row("http://t:9000", "http://T:9000/next?a=http://t:9000/#x", "http://weir:8080/next?a=http://t:9000/#x");
        row("http://t:9000", "HTTP://t:9000", "http://weir:8080");
        row("http://t:9000", "http://t:9000?a", "http://weir:8080?a");
        row("http://t:9000", "//t:9000/next", "//weir:8080/next");
        row("http://t:9000", "http://t/next", "=");
        row("http://t:9000", "http://t:9001/next", "=");
        row("http://t:9000", "https://t:9000/next", "=");
        row("http://t:9000", "http://other:9000/next", "=");
        row("http://t:9000", "http://t:9000@evil/", "=");
        row("http://t:9000", "http://t:9000\\@evil/", "=");
        row("http://t:9000", "//evil/", "=");
        row("http://t:9000", "/next", "=");
        row("http://t:9000", "next", "=");
        row("http://t:9000", "", "=");
        row("http://t:9000", "?to=http://t:9000/", "=");
        row("http://t:9000", "mailto:a@t", "=");
        row("http://t", "http://t:80/next", "http://weir:8080/next");
        row("http://t:80", "http://t/next", "http://weir:8080/next");
        row("https://t", "https://t:443/next", "http://weir:8080/next");
        row("https://t", "http://t/next", "=");
        row("https://t", "//t/next", "//weir:8080/next");
        row("http://[::1]:9000", "http://[::1]:9000/next", "http://weir:8080/next");
        row("http://a:1 http://b:2", "http://b:2/next", "http://weir:8080/next");
        row("http://a:1 http://b:2", "http://c:3/next", "=");
        // Below a path, which the listener adds to each request.
        row("http://t:9000/v1", "http://t:9000/v1/next", "http://weir:8080/next");
        row("http://t:9000/v1", "http://t:9000/v1", "http://weir:8080");
        row("http://t:9000/v1", "http://t:9000/v1?a", "http://weir:8080?a");
        row("http://t:9000/v1", "http://t:9000/v10/next", "=");
        row("http://t:9000/v1", "http://t:9000/login", "=");
        row("http://t:9000/v1", "/v1/next", "/next");
        row("http://t:9000/v1", "/v1", "/");
        row("http://t:9000/v1", "/v1?a", "/?a");
        row("http://t:9000/v1", "/login", "=");
        row("http://t:9000/v1", "/v1//evil/", "http://weir:8080//evil/");
        row("http://t:9000/v1", "/v1/\\evil/", "http://weir:8080/\\evil/");
        row("http://t:9000/v1 http://t:9000/v1/deep", "http://t:9000/v1/deep/x", "http://weir:8080/x");
    }
    void locations()
    {
        QFETCH(QStringList, targets);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        std::vector<std::string> urls;
        for (const auto& target : targets)
            urls.push_back(target.toStdString());
        const auto made = viewOf(urls).location(value.toStdString(), {"weir:8080", false});
        QCOMPARE(made ? QString::fromStdString(*made) : QStringLiteral("="), expected);
    }

    void theSchemeIsTheClients()
    {
        const auto view = viewOf({"http://t:9000"});
        QCOMPARE(view.location("http://t:9000/x", {"weir", true}), std::optional<std::string>("https://weir/x"));
    }

    // A client of HTTP/1.0 that names no host is given a path.
    void withoutAHostItIsAPath()
    {
        const auto view = viewOf({"http://t:9000/v1"});
        const auto to = [&](const char* value) { return view.location(value, {"", false}).value_or("="); };
        QCOMPARE(to("http://t:9000/v1/x?y"), std::string("/x?y"));
        QCOMPARE(to("http://t:9000/v1"), std::string("/"));
        QCOMPARE(to("http://t:9000/v1//evil/"), std::string("/.//evil/"));
    }

    // Where targets are asked for the client's host, they name that, with the only scheme they know.
    void aHostThatWasPassedOnIsTheListeners()
    {
        const auto passing = viewOf({"http://t:9000"}, settings::HostField::Client);
        QCOMPARE(passing.location("http://weir:8443/x", {"weir:8443", true}),
                 std::optional<std::string>("https://weir:8443/x"));
        QVERIFY(!viewOf({"http://t:9000"}).location("http://weir:8443/x", {"weir:8443", true}));
    }

    // RFC 6265 5.1.3: what a browser would take from the target itself.
    void cookies_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* target, const char* host, const char* value, const char* expected) {
            QTest::addRow("%s, %s: %s", target, host, value) << target << host << value << expected;
        };
        row("http://api.example.com", "localhost:8080", "a=b; Domain=example.com; Path=/", "a=b; Path=/");
        row("http://api.example.com", "localhost:8080", "a=b;domain = .API.example.com;Secure", "a=b;Secure");
        row("http://api.example.com", "localhost", "a=b; Domain=other.com", "=");
        row("http://api.example.com", "localhost", "a=b; Domain=ple.com", "=");
        row("http://api.example.com", "weir.example.com:81", "a=b; Domain=example.com", "=");
        row("http://api.example.com", "localhost", "a=b; Domain=", "=");
        row("http://api.example.com", "localhost", "a=Domain=example.com; Path=/x; HttpOnly", "=");
        row("http://api.example.com", "localhost", "", "=");
        row("http://api.example.com", "localhost", ";;;", "=");
        row("http://127.0.0.1:9", "localhost:8", "a=b; Domain=127.0.0.1", "a=b");
        row("http://127.0.0.1:9", "127.0.0.1:8", "a=b; Domain=127.0.0.1", "=");
        row("http://[::1]:9", "[::1]:8", "a=b; Domain=::1", "=");
        row("http://t/v1", "localhost", "a=b; Path=/v1; Domain=t", "a=b; Path=/");
        row("http://t/v1", "localhost", "a=b; Path=/v1/carts", "a=b; Path=/carts");
        row("http://t/v1", "localhost", "a=b; Path=/v10", "=");
        row("http://t/v1", "localhost", "a=b; Path=/", "=");
    }
    void cookies()
    {
        QFETCH(QString, target);
        QFETCH(QString, host);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        const auto name = host.toStdString();
        const auto made = viewOf({target.toStdString()}).cookie(value.toStdString(), {name, false});
        QCOMPARE(made ? QString::fromStdString(*made) : QStringLiteral("="), expected);
    }

    void onlyWhatChangesIsWrittenAnew()
    {
        const auto view = viewOf({"http://t"});
        auto fields = std::make_shared<http::HeaderMap>();
        fields->add("Content-Type", "text/plain");
        fields->add("Location", "/here");
        fields->add("Set-Cookie", "a=b");
        http::HeaderMap reply;
        reply.share(fields);
        view.apply(reply, {"weir", false});
        QCOMPARE(static_cast<const void*>(reply.wire().data()), static_cast<const void*>(fields->wire().data()));
        reply.add("content-location", "http://t/c");
        reply.add("Set-Cookie", "c=d; Domain=t");
        reply.add("X", "http://t/");
        view.apply(reply, {"weir", false});
        QCOMPARE(std::string(reply.wire()),
                 std::string("Content-Type: text/plain\r\nLocation: /here\r\nSet-Cookie: a=b\r\n"
                             "content-location: http://weir/c\r\nSet-Cookie: c=d\r\nX: http://t/\r\n"));
    }

    // A reply may be all cookies, and its addresses long.
    void staysWithinItsMeans()
    {
        const auto view = viewOf({"http://t"});
        http::HeaderMap reply;
        for (int i = 0; i < 1000; ++i)
            reply.add("Set-Cookie", "a=b; Domain=t");
        reply.add("Location", "http://t/" + std::string(60'000, ';'));
        reply.add("Set-Cookie", std::string(60'000, ';'));
        view.apply(reply, {"weir", false});
        QCOMPARE(std::string(reply.at(999).value), std::string("a=b"));
        QVERIFY(reply.at(1000).value.starts_with("http://weir/"));
    }
};

static const TestRegistration<ClientViewTest> registeredClientViewTest;
#include "client_view_test.moc"
