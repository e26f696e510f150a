// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_runner.h"

#include "tests/support/test_registry.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace weir::support {

namespace {

// What to run of one class: nothing, or these functions, where none means all.
std::optional<QStringList> functionsOf(const QString& name, const QStringList& chosen)
{
    if (chosen.isEmpty() || chosen.contains(name))
        return QStringList();
    QStringList functions;
    const QString prefix = name + QStringLiteral("::");
    for (const QString& entry : chosen) {
        if (entry.startsWith(prefix))
            functions.append(entry.mid(prefix.size()));
    }
    return functions.isEmpty() ? std::nullopt : std::optional(functions);
}

std::vector<std::unique_ptr<QObject>> createTests()
{
    std::vector<std::unique_ptr<QObject>> tests;
    for (const TestFactory& make : registeredTests())
        tests.push_back(make());
    std::ranges::sort(tests, {}, [](const auto& test) { return QByteArray(test->metaObject()->className()); });
    return tests;
}

} // namespace

int runRegisteredTests(const QStringList& arguments)
{
    QStringList options; // for QtTest
    QStringList chosen;  // "Class" or "Class::function[:row]"
    for (const QString& argument : arguments)
        (argument.startsWith(u'-') ? options : chosen).append(argument);

    auto tests = createTests();
    if (options.contains(QStringLiteral("--list"))) {
        for (const auto& test : tests)
            std::puts(test->metaObject()->className());
        return 0;
    }

    int classes = 0;
    int failed = 0;
    for (const auto& test : tests) {
        const QString name = QString::fromLatin1(test->metaObject()->className());
        const std::optional<QStringList> functions = functionsOf(name, chosen);
        if (!functions)
            continue;
        ++classes;
        failed += QTest::qExec(test.get(), QStringList(QCoreApplication::applicationName()) + options + *functions);
    }
    std::printf("%d test classes run, %d test functions failed\n", classes, failed);
    return classes > 0 && failed == 0 ? 0 : 1;
}

} // namespace weir::support
