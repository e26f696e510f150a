// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/deadline_wheel.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <boost/asio/post.hpp>

#include <functional>
#include <memory>
#include <vector>

using namespace weir;
using net::Deadline;
using net::DeadlineWheel;
using std::chrono::milliseconds;

namespace {

// A deadline that notes when it expired, and then does something.
struct Timed {
    std::function<void()> then;
    std::vector<base::TimePoint> expired;
    Deadline deadline{[](void* owner) noexcept {
                          auto& self = *static_cast<Timed*>(owner);
                          self.expired.push_back(base::now());
                          if (self.then)
                              self.then();
                      },
                      this};
};

} // namespace

class DeadlineWheelTest : public QObject {
    Q_OBJECT

private:
    // The wheel keeps the context busy only while something is armed.
    static void runOut(net::IoContext& context)
    {
        context.restart();
        context.run_for(std::chrono::seconds{20});
    }

private slots:
    void neverEarly()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        std::vector<std::unique_ptr<Timed>> all;
        std::vector<base::TimePoint> due;
        for (int i = 0; i < 300; ++i) {
            all.push_back(std::make_unique<Timed>());
            due.push_back(base::now() + std::chrono::microseconds{i * 531 - 5000});
            wheel.arm(all.back()->deadline, due.back());
        }
        runOut(context);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i]->expired.size(), std::size_t{1});
            QVERIFY(all[i]->expired[0] >= due[i]);
            QVERIFY(!all[i]->deadline.armed());
        }
    }

    void disarmedDoesNotExpire()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed kept, disarmed;
        {
            Timed destroyed;
            wheel.arm(destroyed.deadline, base::now() + milliseconds{20});
        }
        wheel.arm(disarmed.deadline, base::now() + milliseconds{20});
        wheel.arm(kept.deadline, base::now() + milliseconds{20});
        disarmed.deadline.disarm();
        disarmed.deadline.disarm();
        runOut(context);
        QCOMPARE(kept.expired.size(), std::size_t{1});
        QVERIFY(disarmed.expired.empty());
    }

    void armingAnewMovesIt()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed timed;
        wheel.arm(timed.deadline, base::now() + milliseconds{10});
        const auto due = base::now() + milliseconds{80};
        wheel.arm(timed.deadline, due);
        runOut(context);
        QCOMPARE(timed.expired.size(), std::size_t{1});
        QVERIFY(timed.expired[0] >= due);
    }

    // All in one slot, each taking away those around it.
    void disarmInCallback()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        std::vector<std::unique_ptr<Timed>> all;
        const auto due = base::now() + milliseconds{30};
        for (int i = 0; i < 5; ++i) {
            all.push_back(std::make_unique<Timed>());
            wheel.arm(all.back()->deadline, due);
        }
        int expired = 0;
        for (auto& timed : all) {
            timed->then = [&] {
                ++expired;
                for (auto& other : all)
                    other->deadline.disarm();
            };
        }
        runOut(context);
        QCOMPARE(expired, 1);
    }

    void rearmInCallback()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed timed;
        base::TimePoint due = base::now() + milliseconds{5};
        timed.then = [&] {
            if (timed.expired.size() < 5)
                wheel.arm(timed.deadline, due = base::now() + milliseconds{15});
        };
        wheel.arm(timed.deadline, due);
        runOut(context);
        QCOMPARE(timed.expired.size(), std::size_t{5});
        QVERIFY(timed.expired.back() >= due);
    }

    void rearmInCallbackForThePast()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed timed;
        timed.then = [&] {
            if (timed.expired.size() < 3)
                wheel.arm(timed.deadline, base::now() - milliseconds{100});
        };
        wheel.arm(timed.deadline, base::now());
        runOut(context);
        QCOMPARE(timed.expired.size(), std::size_t{3});
    }

    // The loop was kept busy for longer than a turn of part of the wheel: nothing is lost, nothing comes twice.
    void longPause()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        std::vector<std::unique_ptr<Timed>> all;
        for (int i = 0; i < 60; ++i) {
            all.push_back(std::make_unique<Timed>());
            wheel.arm(all.back()->deadline, base::now() + milliseconds{i * 5});
        }
        boost::asio::post(context, [] {
            const auto until = base::now() + milliseconds{250};
            while (base::now() < until) {}
        });
        runOut(context);
        for (const auto& timed : all)
            QCOMPARE(timed->expired.size(), std::size_t{1});
    }

    // Further away than the wheel has slots, among others in the same slot.
    void furtherThanOneTurn()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed near, far;
        const auto begin = base::now();
        wheel.arm(far.deadline, begin + 1024 * DeadlineWheel::tick + milliseconds{20});
        wheel.arm(near.deadline, begin + milliseconds{20});
        context.run_for(milliseconds{200});
        QCOMPARE(near.expired.size(), std::size_t{1});
        QVERIFY(far.expired.empty() && far.deadline.armed());
    }

    void restsWhenNothingIsArmed()
    {
        net::IoContext context{1};
        DeadlineWheel wheel(context);
        Timed timed;
        wheel.arm(timed.deadline, base::now() + milliseconds{10});
        runOut(context);
        QVERIFY(context.stopped());
        // And it begins anew after a rest, at the right time.
        const auto due = base::now() + milliseconds{25};
        wheel.arm(timed.deadline, due);
        runOut(context);
        QCOMPARE(timed.expired.size(), std::size_t{2});
        QVERIFY(timed.expired[1] >= due);
    }
};

static const TestRegistration<DeadlineWheelTest> registeredDeadlineWheelTest;
#include "deadline_wheel_test.moc"
