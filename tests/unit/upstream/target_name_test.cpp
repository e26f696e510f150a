// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/target_name.h"

#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

#include <condition_variable>
#include <mutex>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;

namespace {

// A name service that says what the test wants, and may take its time. Shared with the look-ups, which nobody waits
// for.
class NameService {
public:
    net::LookUpFunction function()
    {
        return [state = m_state](const std::string&, std::uint16_t) {
            std::unique_lock lock{state->mutex};
            ++state->asked;
            state->changed.wait(lock, [&] { return !state->isSilent; });
            return state->answer;
        };
    }
    ~NameService() { beSilent(false); }

    void say(const ScriptedServer& server) { say({{endpointOf(server)}, {}}); }
    void say(net::error_code error) { say({{}, error}); }
    void beSilent(bool silent)
    {
        const std::lock_guard lock{m_state->mutex};
        m_state->isSilent = silent;
        m_state->changed.notify_all();
    }
    int asked() const
    {
        const std::lock_guard lock{m_state->mutex};
        return m_state->asked;
    }
    upstream::Target target()
    {
        return upstream::makeTarget("http://shop.test/", net::TlsOptions(), function()).value();
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        net::LookUp answer;
        int asked = 0;
        bool isSilent = false;
    };

    static net::Tcp::endpoint endpointOf(const ScriptedServer& server)
    {
        return {net::asio::ip::address_v4::loopback(), server.port()};
    }
    void say(net::LookUp answer)
    {
        const std::lock_guard lock{m_state->mutex};
        m_state->answer = std::move(answer);
    }

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

// A look-up before every connection.
settings::PoolSettings lookingUp()
{
    settings::PoolSettings settings;
    settings.dnsTtlS = 1e-9;
    settings.maxRequestsPerConnection = 1;
    return settings;
}

// Opens a connection and uses it once, after which it is closed.
std::optional<base::Errc> useName(PoolSetup& setup)
{
    Wanting one(setup);
    if (!one.wait() || !one.has())
        return one.refusal();
    const bool served = one.getOnce();
    one.giveBack();
    return served ? std::nullopt : std::optional(base::Errc::Internal);
}

} // namespace

// What becomes of a target's name while connections to it are opened.
class TargetNameTest : public QObject {
    Q_OBJECT

private slots:
    void newConnectionsFollowTheName()
    {
        ScriptedServer before{hello};
        ScriptedServer after{hello};
        NameService names;
        names.say(before);
        PoolSetup setup(names.target(), lookingUp());
        QVERIFY(!useName(setup));
        QCOMPARE(before.total(), 1);
        names.say(after);
        QVERIFY(!useName(setup));
        QCOMPARE(before.total(), 1);
        QCOMPARE(after.total(), 1);
        QCOMPARE(names.asked(), 3); // at the start, and before each
    }

    void anAnswerHoldsForItsTime_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::newRow("an hour") << 3600.0;
        QTest::newRow("for ever") << 0.0;
    }
    void anAnswerHoldsForItsTime()
    {
        QFETCH(double, seconds);
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        auto settings = lookingUp();
        settings.dnsTtlS = seconds;
        PoolSetup setup(names.target(), settings);
        QVERIFY(!useName(setup));
        QVERIFY(!useName(setup));
        QCOMPARE(names.asked(), 1);
    }

    // One that is gone is a failure of its own kind, and left alone for a second; then it may be back.
    void aNameThatIsGone()
    {
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        PoolSetup setup(names.target(), lookingUp());
        names.say(net::asio::error::host_not_found);
        QCOMPARE(useName(setup), base::Errc::HostNotFound);
        QCOMPARE(useName(setup), base::Errc::HostNotFound);
        QCOMPARE(names.asked(), 2);
        QCOMPARE(server.total(), 0);
        QCOMPARE(setup.pool.open(), 0);
        names.say(server);
        QVERIFY(setup.runUntil([&] { return !useName(setup); }));
    }

    // That nobody can be asked says nothing about the name.
    void anOlderAnswerIsKept()
    {
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        PoolSetup setup(names.target(), lookingUp());
        names.say(net::asio::error::host_not_found_try_again);
        QVERIFY(!useName(setup));
        QVERIFY(!useName(setup));
        QCOMPARE(names.asked(), 2);
        QCOMPARE(server.total(), 2);
    }

    // It keeps neither the loop nor, beyond the connect timeout, the exchange.
    void aSilentNameService()
    {
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        auto settings = lookingUp();
        settings.connectTimeoutMs = 50;
        PoolSetup setup(names.target(), settings);
        names.beSilent(true);
        Wanting one(setup);
        QVERIFY(!one.isDone());
        bool turned = false;
        boost::asio::post(setup.worker(0).io, [&] { turned = true; });
        QVERIFY(setup.runUntil([&] { return turned; }));
        QVERIFY(one.wait());
        QVERIFY(one.has() && one.getOnce());
        QVERIFY(one.opening().lookup >= 50ms);
        QCOMPARE(names.asked(), 2);
    }

    void severalWaitForOneAnswer()
    {
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        PoolSetup setup(names.target(), lookingUp(), 2);
        names.beSilent(true);
        Wanting first(setup, 0);
        Wanting second(setup, 1);
        QVERIFY(setup.runUntil([&] { return names.asked() == 2; }));
        names.beSilent(false);
        QVERIFY(first.wait() && second.wait());
        QVERIFY(first.has() && second.has());
        QCOMPARE(names.asked(), 2);
    }

    void isInterrupted()
    {
        ScriptedServer server{hello};
        NameService names;
        names.say(server);
        PoolSetup setup(names.target(), lookingUp());
        names.beSilent(true);
        Wanting one(setup);
        one.interrupt();
        QVERIFY(one.wait());
        QCOMPARE(one.refusal(), base::Errc::Cancelled);
        QCOMPARE(int(one.interruption().endedIn()), int(net::Wait::Lookup));
        QCOMPARE(setup.pool.open(), 0);
    }
};

static const TestRegistration<TargetNameTest> registeredTargetNameTest;
#include "target_name_test.moc"
