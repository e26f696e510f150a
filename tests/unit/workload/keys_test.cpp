// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/keys.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace weir;
using namespace std::chrono_literals;
using workload::Keys;
using workload::Zipf;

namespace {

Keys keysOf(const std::string& line, int workers = 1)
{
    return {settings::parseVary(line).value(), workers};
}

std::vector<std::int64_t> drawn(const std::string& line, int count, std::uint64_t seed = 1)
{
    auto keys = keysOf(line);
    base::Random random{seed};
    std::vector<std::int64_t> all;
    for (int i = 0; i < count; ++i)
        all.push_back(keys.next(random, base::Nanos::zero()));
    return all;
}

} // namespace

class KeysTest : public QObject {
    Q_OBJECT

private slots:
    void uniformDrawsAsBefore()
    {
        base::Random random{7};
        const auto keys = drawn("id=1..500", 1000, 7);
        for (const auto key : keys)
            QCOMPARE(key, random.between(1, 500));
    }

    void theSameSeedDrawsTheSameKeys_data()
    {
        QTest::addColumn<QString>("line");
        for (const auto* line : {"id=1..500", "id=1..500 zipf 1.1", "id=1..500 hot 80/20 shift 10"})
            QTest::newRow(line) << line;
    }
    void theSameSeedDrawsTheSameKeys()
    {
        QFETCH(QString, line);
        const auto text = line.toStdString();
        QVERIFY(drawn(text, 1000) == drawn(text, 1000));
        QVERIFY(drawn(text, 1000) != drawn(text, 1000, 2));
        for (const auto key : drawn(text, 10000))
            QVERIFY(key >= 1 && key <= 500);
    }

    // Against the probabilities 1 / k^s over their sum, which are summed here term by term.
    void zipfHasItsDistribution_data()
    {
        QTest::addColumn<double>("exponent");
        for (const double exponent : {0.3, 0.99, 1.0, 1.1, 2.0, 5.0})
            QTest::addRow("%g", exponent) << exponent;
    }
    void zipfHasItsDistribution()
    {
        QFETCH(double, exponent);
        constexpr int keys = 50;
        constexpr int draws = 400'000;
        double sum = 0;
        for (int k = 1; k <= keys; ++k)
            sum += std::pow(k, -exponent);
        std::array<int, keys + 1> counts{};
        const Zipf zipf{keys, exponent};
        base::Random random{11};
        for (int i = 0; i < draws; ++i)
            ++counts[zipf.next(random)];
        double chiSquare = 0;
        int degrees = -1;
        double expectedRest = 0, countedRest = 0; // of the ranks too rare to stand alone
        for (int k = 1; k <= keys; ++k) {
            const double expected = draws * std::pow(k, -exponent) / sum;
            if (expected < 10) {
                expectedRest += expected;
                countedRest += counts[k];
                continue;
            }
            chiSquare += std::pow(counts[k] - expected, 2) / expected;
            ++degrees;
        }
        if (expectedRest > 5) {
            chiSquare += std::pow(countedRest - expectedRest, 2) / expectedRest;
            ++degrees;
        }
        // The 99.9 % point, by Wilson and Hilferty.
        const double d = degrees;
        const double limit = d * std::pow(1 - 2 / (9 * d) + 3.09 * std::sqrt(2 / (9 * d)), 3);
        QVERIFY2(chiSquare < limit, qPrintable(QString("%1, limit %2").arg(chiSquare).arg(limit)));
    }

    void zipfNeedsNoTable()
    {
        const Zipf zipf{1ULL << 53, 1.0};
        base::Random random{3};
        int low = 0;
        for (int i = 0; i < 20'000; ++i) {
            const auto rank = zipf.next(random);
            QVERIFY(rank >= 1 && rank <= 1ULL << 53);
            low += rank <= 1 << 20 ? 1 : 0;
        }
        // ln(2^20) + 0.5772 over ln(2^53) + 0.5772; four standard deviations of 69
        const double expected = 20'000 * (20 * std::log(2) + 0.5772) / (53 * std::log(2) + 0.5772);
        QVERIFY2(std::abs(low - expected) < 276, qPrintable(QString::number(low)));
        QCOMPARE(Zipf(1, 1.5).next(random), std::uint64_t{1});
    }

    void aHotSetHasItsShares()
    {
        int hot = 0;
        std::set<std::int64_t> seen;
        for (const auto key : drawn("id=101..200 hot 80/20", 50'000)) {
            hot += key <= 120 ? 1 : 0;
            seen.insert(key);
        }
        QVERIFY(std::abs(hot - 40'000) < 360); // four standard deviations of 89
        QCOMPARE(seen.size(), std::size_t{100});
        for (const auto key : drawn("id=1..3 hot 100/0.1", 100))
            QCOMPARE(key, std::int64_t{1}); // never fewer than one key
    }

    void aHotSetMovesOnWithTheDraws()
    {
        auto keys = keysOf("id=1..100 hot 100/20 shift 50");
        base::Random random{5};
        for (int place = 0; place < 12; ++place)
            for (int i = 0; i < 50; ++i) {
                const auto first = 1 + 20 * (place % 5); // it begins again at the end
                const auto key = keys.next(random, base::Nanos::zero());
                QVERIFY2(key >= first && key < first + 20, qPrintable(QString::number(key)));
            }
    }

    // Two workers that draw in turn move on together every 50 draws of both.
    void theDrawsOfAllWorkersCount()
    {
        auto keys = keysOf("id=1..100 hot 100/20 shift 50", 2);
        base::Random random{5};
        for (int i = 0; i < 50; ++i) {
            const auto key = keys.next(random, base::Nanos::zero());
            QCOMPARE(key > 20, i >= 25);
        }
    }

    void aHotSetMovesOnWithTime()
    {
        auto keys = keysOf("id=1..10 hot 100/10 shift 0.5s");
        base::Random random{5};
        QCOMPARE(keys.next(random, 0ms), std::int64_t{1});
        QCOMPARE(keys.next(random, 499ms), std::int64_t{1});
        QCOMPARE(keys.next(random, 500ms), std::int64_t{2});
        QCOMPARE(keys.next(random, 4999ms), std::int64_t{10});
        QCOMPARE(keys.next(random, 5000ms), std::int64_t{1});
    }
};

static const TestRegistration<KeysTest> registeredKeysTest;
#include "keys_test.moc"
