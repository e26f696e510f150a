// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <set>

using namespace weir::base;

class ErrorTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindHasItsOwnName()
    {
        std::set<std::string_view> names;
        constexpr auto count = static_cast<int>(Errc::Internal) + 1;
        for (int code = 0; code < count; ++code)
            names.insert(name(static_cast<Errc>(code)));
        QCOMPARE(names.size(), static_cast<std::size_t>(count));
        QVERIFY(!names.contains("unknown error"));
    }

    void theContextIsTheText()
    {
        QCOMPARE(text(Error{Errc::Timeout, {}}), std::string{"timed out"});
        QCOMPARE(text(Error{Errc::Timeout, "No reply in 5 s."}), std::string{"No reply in 5 s."});
        const Status failed = fail(Errc::Io, "full");
        QCOMPARE(failed.error(), (Error{Errc::Io, "full"}));
    }
};

static const TestRegistration<ErrorTest> registeredErrorTest;
#include "error_test.moc"
