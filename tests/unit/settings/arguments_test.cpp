// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/strings.h"
#include "core/settings/cli.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTest>

#include <set>

using namespace weir::settings;
using Words = std::vector<std::string>;

static QString problemsOf(const Words& words)
{
    const auto parsed = parseArguments(words);
    return parsed ? QString{} : shown(parsed.error());
}

class ArgumentsTest : public QObject {
    Q_OBJECT

private slots:
    void optionsAreSpelledInFourWays()
    {
        for (const auto& words :
             {Words{"run", "--rate", "5"}, Words{"run", "--rate=5"}, Words{"run", "-r", "5"}, Words{"run", "-r5"}})
            QCOMPARE(parseArguments(words)->value("rate"), std::string{"5"});
    }

    void optionsMayStandAnywhere()
    {
        const auto parsed = parseArguments(
            Words{"--quiet", "run", "-d", "5", "http://a", "--json=-", "--set", "a=b=c", "--set", "d=e"});
        QVERIFY(parsed);
        QCOMPARE(parsed->verb, std::string{"run"});
        QCOMPARE(parsed->positional, Words{"http://a"});
        QVERIFY(parsed->has("quiet") && !parsed->has("insecure"));
        QCOMPARE(parsed->value("json"), std::string{"-"});
        QCOMPARE(parsed->options.at("set"), (Words{"a=b=c", "d=e"}));
        QCOMPARE(parsed->value("format", "table"), std::string{"table"});
    }

    void twoDashesEndTheOptions()
    {
        QCOMPARE(parseArguments(Words{"run", "--", "--xyzzy.json"})->positional, Words{"--xyzzy.json"});
    }

    void helpAndVersionNeedNothingElse()
    {
        QVERIFY(parseArguments(Words{"--help"})->has("help"));
        QVERIFY(parseArguments(Words{"validate", "-h"})->has("help"));
        QVERIFY(parseArguments(Words{"--version"})->has("version"));
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << QStringList{} << "no command was given; see weir-cli --help";
        QTest::newRow("verb") << QStringList{"rum"} << "rum: is not a command; did you mean run?";
        QTest::newRow("option") << QStringList{
            "run", "a.json", "--treshold",
            "x"} << "--treshold: is not an option; did you mean --threshold?\nx: is one argument too many";
        QTest::newRow("letter") << QStringList{"run", "-z"} << "-z: is not an option; see weir-cli --help";
        QTest::newRow("no value") << QStringList{"run", "--rate"} << "--rate: needs a value; write --rate RATE";
        QTest::newRow("flag with value") << QStringList{"run", "--quiet=yes"} << "--quiet = yes: takes no value";
        QTest::newRow("other verb") << QStringList{"knobs", "--rate=5"} << "--rate: does not go with `knobs`";
        QTest::newRow("too many") << QStringList{"run", "a.json", "b.json"} << "b.json: is one argument too many";
        QTest::newRow("none taken") << QStringList{"metrics", "a"} << "a: is one argument too many";
        QTest::newRow("missing") << QStringList{"validate"} << "SCENARIO: is missing";
        QTest::newRow("another verb's choice")
            << QStringList{"knobs", "--format", "csv"}
            << "--format = csv: is not among the choices; choose table|json|markdown";
        QTest::newRow("choice") << QStringList{"knobs", "--format", "xml"}
                                << "--format = xml: is not among the choices; choose table|json|markdown";
        QTest::newRow("both models") << QStringList{"run", "-c5", "-r5"}
                                     << "--users: cannot stand beside --rate; users wait for replies (closed model), a "
                                        "rate does not (open model)";
        QTest::newRow("several") << QStringList{
            "run", "--xyzzy",
            "--rate"} << "--xyzzy: is not an option; see weir-cli --help\n--rate: needs a value; write --rate RATE";
    }
    void mistakesAreNamed()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, expected);
        Words given;
        for (const auto& word : words)
            given.push_back(word.toStdString());
        QCOMPARE(problemsOf(given), expected);
    }

    void theTableIsSound()
    {
        std::set<std::pair<std::string_view, std::string_view>> names; // each once for a verb
        std::set<char> letters;
        for (const auto& option : options()) {
            for (const auto verb : weir::base::split(option.verbs, ' '))
                QVERIFY(names.emplace(option.name, verb).second);
            QVERIFY(option.letter == 0 || letters.insert(option.letter).second);
            QVERIFY(option.help.ends_with('.'));
            QVERIFY(!option.verbs.empty());
        }
    }

    void helpNamesEveryVerbAndOption()
    {
        const auto all = helpText();
        for (const auto& verb : verbs())
            QVERIFY(all.find("weir-cli " + std::string{verb.name}) != std::string::npos);
        for (const auto& option : options())
            QVERIFY(all.find("--" + std::string{option.name}) != std::string::npos);
        const auto knobs = helpText("knobs");
        QVERIFY(knobs.find("--format table|json|markdown") != std::string::npos);
        QVERIFY(knobs.find("--rate") == std::string::npos);
    }

    void helpFitsTheTerminal()
    {
        for (const auto& line : QString::fromStdString(helpText()).split('\n'))
            QVERIFY2(line.size() <= 100, qPrintable(line));
    }
};

static const TestRegistration<ArgumentsTest> registeredArgumentsTest;
#include "arguments_test.moc"
