// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/search_course.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::experiment;

namespace {

SearchCourse searched(SearchCourse course, const std::function<bool(double value, bool isConfirming)>& holds)
{
    int trials = 0;
    while (const auto next = course.next()) {
        Trial trial;
        trial.value = next->value;
        trial.isConfirming = next->isConfirming;
        trial.held = holds(next->value, next->isConfirming);
        course.add(trial);
        if (++trials > 100)
            break;
    }
    return course;
}

class SearchCourseTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheHighest_data()
    {
        QTest::addColumn<double>("truth");
        QTest::addColumn<double>("begin");
        for (const double truth : {3.0, 70.0, 1000.0, 54321.0})
            for (const double begin : {1.0, 100.0, 90000.0})
                QTest::addRow("%g from %g", truth, begin) << truth << begin;
    }
    void findsTheHighest()
    {
        QFETCH(double, truth);
        QFETCH(double, begin);
        const auto course = searched({{"load.rate", true, "", 0, 0}, begin, {0.1, 1e6, false, 0.02}},
                                     [&](double value, bool) { return value <= truth; });
        QVERIFY(course.answer() && course.isConfirmed());
        QVERIFY2(*course.answer() <= truth && *course.answer() >= truth * 0.975,
                 qPrintable(QString::number(*course.answer())));
    }

    void findsTheLowestWholeNumber_data()
    {
        QTest::addColumn<int>("truth");
        for (const int truth : {1, 2, 3, 17, 64, 1999})
            QTest::addRow("%d", truth) << truth;
    }
    void findsTheLowestWholeNumber()
    {
        QFETCH(int, truth);
        const auto course = searched({{"pool.max_connections", false, "", 0, 0}, 64, {1, 2000, true, 1e-6}},
                                     [&](double value, bool) { return value >= truth; });
        QVERIFY(course.answer() && course.isConfirmed());
        QCOMPARE(*course.answer(), double(truth));
        QCOMPARE(course.isAtEnd(), truth == 1);
    }

    void theEndOfTheRangeIsTold()
    {
        const auto course = searched({{"load.rate", true, "", 0, 0}, 10, {1, 1000, false, 0.02}},
                                     [](double, bool) { return true; });
        QCOMPARE(*course.answer(), 1000.0);
        QVERIFY(course.isAtEnd() && course.isConfirmed());
    }

    void nothingHoldsAnywhere()
    {
        const auto course = searched({{"load.rate", true, "", 0, 0}, 10, {1, 1000, false, 0.02}},
                                     [](double, bool) { return false; });
        QVERIFY(!course.answer());
        QVERIFY(!course.isConfirmed());
    }

    // A block that is longer sees what a short one may miss: the answer steps back until it holds.
    void whatIsNotConfirmedStepsBack()
    {
        const auto course = searched({{"load.rate", true, "", 0, 0}, 10, {1, 100000, false, 0.02}},
                                     [](double value, bool isConfirming) { return value <= (isConfirming ? 900 : 1000); });
        QVERIFY(course.isConfirmed());
        QVERIFY(*course.answer() <= 900 && *course.answer() > 870);
    }

    // One bad moment of the machine in the midst of the search.
    void aSpuriousFailureIsFoundOut()
    {
        for (int bad = 1; bad < 12; ++bad) {
            int trial = 0;
            const auto course = searched({{"load.rate", true, "", 0, 0}, 10, {1, 100000, false, 0.02}},
                                         [&](double value, bool) { return ++trial != bad && value <= 1000; });
            QVERIFY(course.isConfirmed());
            QVERIFY2(*course.answer() > 970 && *course.answer() <= 1000,
                     qPrintable(QString("%1: %2").arg(bad).arg(*course.answer())));
        }
    }

    void noiseEndsWithinBounds()
    {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            base::Random random{seed};
            const auto course = searched({{"load.rate", true, "", 0, 0}, 10, {1, 100000, false, 0.02}},
                                         [&](double value, bool) {
                                             return value * std::exp(0.02 * random.normal()) <= 1000;
                                         });
            QVERIFY(course.answer() && course.isConfirmed());
            QVERIFY2(*course.answer() > 880 && *course.answer() < 1080, qPrintable(QString::number(*course.answer())));
        }
    }
};

static const TestRegistration<SearchCourseTest> registeredSearchCourseTest;

} // namespace

#include "search_course_test.moc"
