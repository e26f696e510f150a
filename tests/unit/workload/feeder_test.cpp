// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/feeder_cursor.h"
#include "core/workload/rendering.h"
#include "core/workload/request_template.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <set>

using namespace weir;
using settings::FeederOrder;
using workload::FeederCursor;

namespace {

workload::Scope usersScope()
{
    workload::Scope scope;
    auto table = settings::parseCsvTable("name,mail\nAda,a@x\n\"B&b \xc3\xa9\",\"1\r\nX: 2\"\n").value();
    scope.feeders.push_back({"users", FeederOrder::Sequential, std::make_shared<const settings::DataTable>(table)});
    scope.constants.push_back({"tenant", "acme/1"});
    scope.carried = {"token"};
    return scope;
}

} // namespace

class FeederTest : public QObject {
    Q_OBJECT

private slots:
    void theWorkersShareTheRowsOfOnce()
    {
        std::multiset<std::uint32_t> used;
        for (int worker = 0; worker < 3; ++worker) {
            FeederCursor cursor{FeederOrder::Once, 11, worker, 3, base::Random{}};
            for (std::uint32_t row = static_cast<std::uint32_t>(worker); cursor.reserve(); row += 3) {
                QCOMPARE(cursor.next(), row);
                used.insert(row);
            }
            QVERIFY(!cursor.reserve());
        }
        QCOMPARE(used.size(), std::size_t{11});
        QCOMPARE(std::set<std::uint32_t>(used.begin(), used.end()).size(), std::size_t{11});
    }

    void sequentialBeginsAgain()
    {
        FeederCursor cursor{FeederOrder::Sequential, 5, 1, 2, base::Random{}};
        for (const std::uint32_t row : {1, 3, 0, 2, 4, 1})
            QVERIFY(cursor.reserve() && cursor.next() == row);
    }

    void randomReachesEveryRow()
    {
        FeederCursor cursor{FeederOrder::Random, 5, 0, 1, base::Random{4}};
        std::set<std::uint32_t> seen;
        for (int i = 0; i < 200; ++i)
            seen.insert(cursor.next());
        QCOMPARE(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
    }

    void columnsConstantsAndCarriedValuesAreFilledIn()
    {
        settings::RequestSettings settings;
        settings.url = "/{{tenant}}/{{users.name}}?t={{token}}";
        settings.headers = {"X-Mail: {{users.mail}}"};
        settings.body = "{{users.name}}, {{n}}";
        settings.vary = {"n=7..7"};
        const auto scope = usersScope();
        auto made = workload::RequestTemplate::compile(settings, scope).value();
        QCOMPARE(made.feeders(), std::vector<std::size_t>{0});
        workload::UserValues user{scope};
        user.rows = {1};
        user.carried = {"a b/c"};
        base::Random random;
        workload::RequestText out;
        made.fill(workload::FillFrom{random, user}, out);
        QCOMPARE(out.target, std::string{"/acme/1/B%26b%20%C3%A9?t=a%20b/c"});
        QCOMPARE(out.headers.at(0).second, std::string{"1  X: 2"}); // no second field
        QCOMPARE(out.body, std::string{"B&b \xc3\xa9, 7"});
    }

    void constantsMakeNoVaryingRequest()
    {
        settings::RequestSettings settings;
        settings.url = "/{{tenant}}";
        const auto made = workload::RequestTemplate::compile(settings, usersScope()).value();
        QVERIFY(made.isConstant());
    }

    void theNearestDeclarationHolds()
    {
        settings::RequestSettings settings;
        settings.url = "/{{tenant}}";
        settings.vary = {"tenant=3..3"};
        auto made = workload::RequestTemplate::compile(settings, usersScope()).value();
        base::Random random;
        workload::RequestText out;
        made.fill(random, out);
        QCOMPARE(out.target, std::string{"/3"});
    }

    void unknownColumnsDoNotCompile()
    {
        settings::RequestSettings settings;
        for (const auto* url : {"/{{users.age}}", "/{{people.name}}"}) {
            settings.url = url;
            QVERIFY(!workload::RequestTemplate::compile(settings, usersScope()));
        }
    }
};

static const TestRegistration<FeederTest> registeredFeederTest;
#include "feeder_test.moc"
