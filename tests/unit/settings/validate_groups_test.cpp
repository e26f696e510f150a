// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTest>

using namespace weir::settings;

static QString groupProblems(const Scenario& scenario)
{
    std::vector<Problem> problems;
    validateGroups(scenario, problems);
    return shown(problems);
}

class ValidateGroupsTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_scenario = {};
        m_scenario.load.path = LoadPath::Listener;
        m_scenario.variables["tenant"].value = "acme";
        auto& gold = m_scenario.clientGroups["gold"];
        gold.headers = {"X-Tenant: {{tenant}}"};
        gold.sourceAddress = "127.0.0.2";
        m_scenario.clientGroups["basic"].weight = 3;
    }

    void acceptsAddressesAndConstants() { QCOMPARE(groupProblems(m_scenario), QString()); }

    void refuses()
    {
        auto& gold = m_scenario.clientGroups["gold"];
        gold.sourceAddress = "localhost";
        QVERIFY(
            groupProblems(m_scenario).contains("client_groups.gold.source_address = localhost: is not an IP address"));
        gold.sourceAddress = "127.0.0.2";
        m_scenario.load.path = LoadPath::InProcess;
        QVERIFY(groupProblems(m_scenario).contains("no client socket"));
        m_scenario.load.path = LoadPath::Direct;
        gold.headers = {"X-User: {{users.id}}"};
        QVERIFY(
            groupProblems(m_scenario).contains("client_groups.gold.headers = {{users.id}}: is not among variables"));
        gold.headers = {"no colon"};
        QVERIFY(groupProblems(m_scenario).contains("write it as Name: value"));
        gold.headers.clear();
        gold.weight = 0;
        m_scenario.clientGroups["basic"].weight = 0;
        QVERIFY(groupProblems(m_scenario).contains("every group has the weight 0"));
    }

private:
    Scenario m_scenario;
};

static const TestRegistration<ValidateGroupsTest> registeredValidateGroupsTest;
#include "validate_groups_test.moc"
