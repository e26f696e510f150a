// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/invalidation.h"

#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;
using Keys = std::vector<std::string>;

class InvalidationTest : public QObject {
    Q_OBJECT

private slots:
    void keys_data()
    {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<std::string>("response");
        QTest::addColumn<Keys>("expected");
        const auto row = [](const char* method, int status, const char* response, Keys expected) {
            QTest::addRow("%s %d %s", method, status, response)
                << std::string(method) << status << std::string(response) << expected;
        };
        const std::string self = "http://h:8080/a/b?c";
        row("POST", 200, "", {self});
        row("PUT", 204, "", {self});
        row("DELETE", 301, "", {self});
        row("PATCH", 200, "", {self});
        row("FROBNICATE", 200, "", {self}); // unknown methods may be unsafe
        row("GET", 200, "Location: /x", {});
        row("HEAD", 200, "", {});
        row("OPTIONS", 200, "", {});
        row("TRACE", 200, "", {});
        row("POST", 400, "Location: /x", {});
        row("POST", 500, "", {});
        row("POST", 103, "", {});
        row("POST", 201, "Location: /x", {self, "http://h:8080/x"});
        row("POST", 201, "Location: x#fragment", {self, "http://h:8080/a/x"});
        row("POST", 200, "Content-Location: http://H:8080/y | Location: /x",
            {self, "http://h:8080/x", "http://h:8080/y"});
        row("POST", 200, "Content-Location: /a/b?c", {self});
        row("POST", 201, "Location: http://other:8080/x", {self});
        row("POST", 201, "Location: https://h:8080/x", {self});
        row("POST", 201, "Location: http://h/x", {self});
        row("POST", 201, "Location: //evil/x", {self});
        row("POST", 201, "Location: mailto:x", {self});
    }
    void keys()
    {
        QFETCH(std::string, method);
        QFETCH(int, status);
        QFETCH(std::string, response);
        const auto target = weir::uri::parseUrl("http://h:8080/a/b?c");
        QTEST(invalidatedKeys(method, *target, status, headers(response)), "expected");
    }
};

static const TestRegistration<InvalidationTest> registeredInvalidationTest;
#include "invalidation_test.moc"
