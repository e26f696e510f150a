// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/date.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <ctime>

using namespace weir::http;
using namespace std::chrono;

static const sys_seconds dateNow = sys_days{2026y / 1 / 31} + 8h;

class DateTest : public QObject {
    Q_OBJECT

private slots:
    void readsAllThreeForms_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<qint64>("expected"); // -1: not a date
        // The examples of RFC 9110, section 5.6.7: one moment in its three forms.
        QTest::newRow("IMF-fixdate") << std::string("Sun, 06 Nov 1994 08:49:37 GMT") << qint64{784111777};
        QTest::newRow("RFC 850") << std::string("Sunday, 06-Nov-94 08:49:37 GMT") << qint64{784111777};
        QTest::newRow("asctime") << std::string("Sun Nov  6 08:49:37 1994") << qint64{784111777};
        QTest::newRow("asctime, two digits") << std::string("Wed Nov 16 08:49:37 1994") << qint64{784975777};
        QTest::newRow("epoch") << std::string("Thu, 01 Jan 1970 00:00:00 GMT") << qint64{0};
        QTest::newRow("leap day") << std::string("Thu, 29 Feb 2024 23:59:59 GMT") << qint64{1709251199};
        QTest::newRow("leap second") << std::string("Sat, 31 Dec 2016 23:59:60 GMT") << qint64{1483228800};
        QTest::newRow("RFC 850 within 50 years") << std::string("Friday, 01-Jan-76 00:00:00 GMT") << qint64{3345062400};
        QTest::newRow("RFC 850 beyond 50 years")
            << std::string("Saturday, 01-Jan-77 00:00:00 GMT") << qint64{220924800};
        for (const char* text : {"",
                                 "0",
                                 "-1",
                                 "now",
                                 "Sun, 06 Nov 1994 08:49:37",
                                 "Sun, 06 Nov 1994 08:49:37 UTC",
                                 "Sun, 06 Nov 1994 08:49:37 +0000",
                                 "Sun, 6 Nov 1994 08:49:37 GMT",
                                 "Sun, 06 Nov 94 08:49:37 GMT",
                                 "sun, 06 nov 1994 08:49:37 gmt",
                                 "Sun, 06 Nov 1994 24:49:37 GMT",
                                 "Sun, 06 Nov 1994 08:60:37 GMT",
                                 "Sun, 06 Nov 1994 08:49:61 GMT",
                                 "Fri, 30 Feb 2024 00:00:00 GMT",
                                 "Wed, 29 Feb 2023 00:00:00 GMT",
                                 "Sun, 06  Nov 1994 08:49:37 GMT",
                                 "Sun, 06 Nov 1994 08:49:37 GMT x",
                                 "Sun, 00 Nov 1994 08:49:37 GMT",
                                 "1994-11-06T08:49:37Z",
                                 "Sunday, 06-Nov-1994 08:49:37 GMT"})
            QTest::newRow(text) << std::string(text) << qint64{-1};
    }
    void readsAllThreeForms()
    {
        QFETCH(std::string, text);
        QFETCH(qint64, expected);
        const auto time = parseDate(text, dateNow);
        QCOMPARE(time ? qint64{time->time_since_epoch().count()} : qint64{-1}, expected);
    }

    void writesWhatStrftimeWrites()
    {
        weir::base::Random random{1};
        DateText cached;
        for (int i = 0; i < 2000; ++i) {
            const std::time_t moment = random.between(0, 253402300799); // to the end of the year 9999
            std::tm fields{};
            gmtime_r(&moment, &fields);
            char expected[64];
            std::strftime(expected, sizeof expected, "%a, %d %b %Y %H:%M:%S GMT", &fields); // the tests run in C.UTF-8
            const sys_seconds time{seconds{moment}};
            QCOMPARE(formatDate(time), std::string(expected));
            QCOMPARE(cached.at(time), std::string_view(expected));
            QCOMPARE(cached.at(time), std::string_view(expected));
            QCOMPARE(parseDate(expected, dateNow), std::optional(time));
        }
    }
};

static const TestRegistration<DateTest> registeredDateTest;
#include "date_test.moc"
