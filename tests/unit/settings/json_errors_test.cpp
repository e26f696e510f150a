// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"

#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTest>

using namespace weir::settings;

// Rows: the file, and what must be said about it, one line a problem.
static void addSyntaxRows()
{
    QTest::newRow("empty") << ""
                           << "line 1, column 1: is not JSON: incomplete JSON";
    QTest::newRow("cut") << "{\n  \"weir\": 1,\n"
                         << "line 3, column 1: is not JSON: incomplete JSON";
    QTest::newRow("missing comma") << "{\n  \"weir\": 1\n  \"name\": 2}"
                                   << "line 3, column 3: is not JSON: syntax error";
    QTest::newRow("comma too many") << "{\"weir\": 1,}"
                                    << "line 1, column 12: is not JSON: syntax error";
    QTest::newRow("comment") << "// hello\n{\"weir\": 1}"
                             << "line 1, column 1: is not JSON: syntax error";
    QTest::newRow("columns are characters") << "{\"\xc3\xa4\xc3\xa4\": x}"
                                            << "line 1, column 8: is not JSON: syntax error";
    QTest::newRow("more behind") << "{\"weir\": 1}\n{}"
                                 << "line 2, column 1: is text behind the end of the scenario; remove it";
    QTest::newRow("a list") << "[]"
                            << "the file holds a list; a scenario is an object: { \"weir\": 1, ... }";
    QTest::newRow("null") << "null"
                          << "the file holds null; a scenario is an object: { \"weir\": 1, ... }";
    QTest::newRow("too deep") << QString(20, '[')
                              << "line 1, column 17: is nested too deeply; no scenario needs more than four levels";
}

static void addVersionRows()
{
    QTest::newRow("no version") << "{}"
                                << "weir: is missing; a scenario file begins with \"weir\": 1";
    QTest::newRow("newer") << "{\"weir\": 2, \"odd\": 1}"
                           << "weir = 2: is a format newer than this version of Weir reads; update Weir";
    QTest::newRow("version as text")
        << "{\"weir\": \"1\"}"
        << "weir = 1: is not the number of a format; a scenario file begins with \"weir\": 1";
    QTest::newRow("version zero") << "{\"weir\": 0}"
                                  << "weir = 0: is not the number of a format; a scenario file begins with \"weir\": 1";
}

static void addKeyRows()
{
    QTest::newRow("unknown section") << R"({"weir": 1, "pol": {}})"
                                     << "pol: is not a known section or setting; did you mean pool?";
    QTest::newRow("nothing like it") << R"({"weir": 1, "dependencies": {}})"
                                     << "dependencies: is not a known section or setting";
    QTest::newRow("empty section") << R"({"weir": 1, "": {}})"
                                   << "\"\": is not a known section or setting";
    QTest::newRow("full key on top") << R"({"weir": 1, "pool.max_connections": 5})"
                                     << "pool.max_connections: is not a known section or setting";
    QTest::newRow("unknown knob") << R"({"weir": 1, "load": {"raet": 5}})"
                                  << "load.raet: is not a known setting; did you mean load.rate?";
    QTest::newRow("in another section") << R"({"weir": 1, "pool": {"rate": 5}})"
                                        << "pool.rate: is not a known setting; did you mean load.rate?";
    QTest::newRow("unknown in a record") << R"({"weir": 1, "requests": {"a": {"uri": "/"}}})"
                                         << "requests.a.uri: is not a known setting; did you mean requests.a.url?";
    QTest::newRow("dotted knob")
        << R"({"weir": 1, "requests": {"a": {"b.url": "/"}}})"
        << "requests.a.b.url: \"a.b\" is no name for a record; use 1 to 64 printable characters "
           "other than . = \" and not * alone";
    QTest::newRow("bad record name") << R"({"weir": 1, "requests": {"a.b": {"url": "/"}}})"
                                     << "requests.a.b: has a name that cannot stand in a key or report; use 1 to 64 "
                                        "printable characters other than . = \" and not * alone";
    QTest::newRow("twice") << R"({"weir": 1, "pool": {"max_pending": 1, "max_pending": 1}})"
                           << "pool.max_pending: is given more than once; keep one of them";
    QTest::newRow("section twice") << R"({"weir": 1, "pool": {}, "pool": {}})"
                                   << "pool: is given more than once; keep one of them";
    QTest::newRow("empty key twice") << R"({"weir": 1, "": 1, "": 1})"
                                     << "\"\": is given more than once; keep one of them\n"
                                        "\"\": is not a known section or setting";
    QTest::newRow("control characters") << R"({"weir": 1, "a\n\u001b\u009bb": 1})"
                                        << "a    b: is not a known section or setting";
    QTest::newRow("record twice, once escaped") << R"({"weir": 1, "requests": {"a": {}, "\u0061": {}}})"
                                                << "requests.a: is given more than once; keep one of them";
}

static void addValueRows()
{
    QTest::newRow("section as number") << R"({"weir": 1, "pool": 5})"
                                       << "pool = 5: is a number; give an object";
    QTest::newRow("records as list") << R"({"weir": 1, "requests": []})"
                                     << "requests = a list: is a list; give an object of named entries";
    QTest::newRow("record as text") << R"({"weir": 1, "requests": {"a": "/"}})"
                                    << "requests.a = /: is a text; give an object";
    QTest::newRow("null") << R"({"weir": 1, "load": {"rate": null}})"
                          << "load.rate = null: is null; give a number";
    QTest::newRow("object") << R"({"weir": 1, "name": {}})"
                            << "name = an object: is an object; give a text";
    QTest::newRow("text for number") << R"({"weir": 1, "load": {"rate": "5"}})"
                                     << "load.rate = 5: is not a number; choose 0.01 to 1000000";
    QTest::newRow("number for text") << R"({"weir": 1, "name": 5})"
                                     << "name = 5: is not a text; give a text";
    QTest::newRow("number for flag") << R"({"weir": 1, "cache": {"enabled": 1}})"
                                     << "cache.enabled = 1: is not true or false; choose true, false";
    QTest::newRow("flag for choice") << R"({"weir": 1, "load": {"model": true}})"
                                     << "load.model = true: is not one of the choices; choose open, closed";
    QTest::newRow("fraction") << R"({"weir": 1, "load": {"users": 1.5}})"
                              << "load.users = 1.5: is not a whole number; choose 1 to 20000";
    QTest::newRow("below") << R"({"weir": 1, "load": {"users": 0}})"
                           << "load.users = 0: is below the minimum 1; choose 1 to 20000";
    QTest::newRow("above 32 bits") << R"({"weir": 1, "load": {"users": 4294967297}})"
                                   << "load.users = 4294967297: is above the maximum 20000; choose 1 to 20000";
    QTest::newRow("above 64 bits")
        << R"({"weir": 1, "load": {"users": 18446744073709551615}})"
        << "load.users = 18446744073709551615: is above the maximum 20000; choose 1 to 20000";
    QTest::newRow("huge") << R"({"weir": 1, "load": {"users": -1e300}})"
                          << "load.users = -1e+300: is below the minimum 1; choose 1 to 20000";
    QTest::newRow("choice")
        << R"({"weir": 1, "load": {"idle": "spinn"}})"
        << "load.idle = spinn: is not among the choices; choose sleep, hybrid, spin; did you mean spin?";
    QTest::newRow("list of numbers") << R"({"weir": 1, "target": {"urls": [1]}})"
                                     << "target.urls = a list: is a list; give a list of texts";
    QTest::newRow("text for list") << R"({"weir": 1, "target": {"urls": "http://a"}})"
                                   << "target.urls = http://a: is not a list of texts; give a list of texts";
    QTest::newRow("all at once") << R"({"weir": 1, "load": {"users": 0, "rate": true}, "odd": 1, "load": {}})"
                                 << "load: is given more than once; keep one of them\n"
                                    "odd: is not a known section or setting";
    QTest::newRow("several") << R"({"weir": 1, "load": {"users": 0, "rate": true}, "name": 1})"
                             << "load.users = 0: is below the minimum 1; choose 1 to 20000\n"
                                "load.rate = true: is not a number; choose 0.01 to 1000000\n"
                                "name = 1: is not a text; give a text";
}

class JsonErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void sayWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("expected");
        addSyntaxRows();
        addVersionRows();
        addKeyRows();
        addValueRows();
    }
    void sayWhatIsWrongAndWhere()
    {
        QFETCH(QString, file);
        QFETCH(QString, expected);
        const auto read = readScenario(file.toStdString());
        QVERIFY(!read);
        QCOMPARE(shown(read.error()), expected);
    }

    void invalidBytesAreRefused()
    {
        QVERIFY(!readScenario("{\"weir\": 1, \"name\": \"\xff\"}"));
        QVERIFY(!readScenario("{\"weir\": 1, \"name\": \"\\ud800\"}"));
        QVERIFY(!readScenario(std::string_view{"{\"weir\": 1}\0", 12}));
    }

    void sizeIsLimited()
    {
        std::string padded = "{\"weir\": 1}";
        padded.resize(16 * 1024 * 1024, ' ');
        QVERIFY(readScenario(padded));
        padded += ' ';
        QCOMPARE(shown(readScenario(padded).error()), QString{"the file is larger than 16 MiB; is it a scenario?"});
    }
};

static const TestRegistration<JsonErrorsTest> registeredJsonErrorsTest;
#include "json_errors_test.moc"
