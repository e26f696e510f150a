// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/course.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <map>
#include <set>

using namespace weir;
using namespace weir::experiment;

namespace {

std::vector<BlockOrder> wholeCourse(Course course)
{
    std::vector<BlockOrder> orders;
    while (const auto order = course.next()) {
        orders.push_back(*order);
        course.done();
    }
    return orders;
}

class CourseTest : public QObject {
    Q_OBJECT

private slots:
    void pairsStandTogetherAndAskTheSame()
    {
        const auto orders = wholeCourse(Course{{{0, 1}, {0, 2}, {0, 3}}, 10, 7});
        QCOMPARE(orders.size(), std::size_t{60});
        std::set<std::uint64_t> draws;
        for (std::size_t i = 0; i < orders.size(); i += 2) {
            QCOMPARE(orders[i].draw, orders[i + 1].draw);
            QCOMPARE(orders[i].contrast, orders[i + 1].contrast);
            QVERIFY(orders[i].isVariant != orders[i + 1].isVariant);
            QVERIFY2(draws.insert(orders[i].draw).second, "no two pairs ask the same");
        }
    }

    void aLinearDriftCancels()
    {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto orders = wholeCourse(Course{{{0, 1}, {0, 2}}, 8, seed});
            std::map<std::size_t, int> balance; // of a contrast: variant behind baseline, or before
            for (std::size_t i = 0; i < orders.size(); i += 2)
                balance[orders[i].contrast] += orders[i].isVariant ? 1 : -1;
            for (const auto& [contrast, sum] : balance)
                QCOMPARE(sum, 0);
        }
    }

    void theOrderIsDrawnFromTheSeed()
    {
        const Course one{{{0, 1}, {0, 2}, {0, 3}}, 10, 7};
        QVERIFY(wholeCourse(one) == wholeCourse(Course{{{0, 1}, {0, 2}, {0, 3}}, 10, 7}));
        QVERIFY(wholeCourse(one) != wholeCourse(Course{{{0, 1}, {0, 2}, {0, 3}}, 10, 8}));
    }

    void aClosedContrastHasNoFurtherPairs()
    {
        Course course{{{0, 1}, {0, 2}}, 6, 1};
        course.done(); // in the midst of a pair
        const auto contrast = course.next()->contrast;
        course.close(contrast);
        QCOMPARE(course.next()->contrast, contrast);
        course.done();
        int left = 0;
        for (; const auto order = course.next(); course.done()) {
            QVERIFY(order->contrast != contrast);
            ++left;
        }
        QCOMPARE(left, 12);
    }

    void aScreeningRunsItsDesignInEachRound()
    {
        const auto orders = wholeCourse(Course{std::vector<std::size_t>{3, 1, 2, 3}, 3, 1});
        QCOMPARE(orders.size(), std::size_t{12});
        for (int round = 0; round < 3; ++round) {
            std::set<std::size_t> runs;
            for (const auto& order : orders)
                if (order.round == round) {
                    runs.insert(order.contrast);
                    QCOMPARE(order.arm, std::vector<std::size_t>({3, 1, 2, 3})[order.contrast]);
                }
            QCOMPARE(runs.size(), std::size_t{4});
        }
    }

    void confirmingPairsComeLast()
    {
        Course course{std::vector<std::size_t>{0, 1}, 1, 1};
        course.append({2, 3}, 0, 4);
        const auto orders = wholeCourse(course);
        QCOMPARE(orders.size(), std::size_t{10});
        for (std::size_t i = 0; i < orders.size(); ++i)
            QCOMPARE(orders[i].isConfirming, i >= 2);
    }
};

static const TestRegistration<CourseTest> registeredCourseTest;

} // namespace

#include "course_test.moc"
