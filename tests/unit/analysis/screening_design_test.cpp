// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/screening_design.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::analysis;

class ScreeningDesignTest : public QObject {
    Q_OBJECT
private slots:
    // A Hadamard matrix: every two columns agree as often as they differ, and each is balanced.
    void columnsAreOrthogonal()
    {
        for (std::size_t factors = 1; factors <= mostFactors; ++factors) {
            for (const bool foldOver : {false, true}) {
                const auto design = plackettBurman(factors, foldOver);
                QCOMPARE(design.size() % 4, std::size_t{0});
                QVERIFY(design.size() > factors && design.size() <= (factors + 4) * (foldOver ? 2 : 1));
                for (std::size_t a = 0; a < factors; ++a) {
                    int balance = 0;
                    for (const auto& run : design)
                        balance += run[a] ? 1 : -1;
                    QCOMPARE(balance, 0);
                    for (std::size_t b = a + 1; b < factors; ++b) {
                        int product = 0;
                        for (const auto& run : design)
                            product += run[a] == run[b] ? 1 : -1;
                        QCOMPARE(product, 0);
                    }
                }
            }
        }
    }

    void interactionsLeaveMainEffectsAlone()
    {
        const auto design = plackettBurman(8);
        std::vector<double> responses;
        for (const auto& run : design) {
            const auto level = [&](std::size_t factor) { return run[factor] ? 1.0 : -1.0; };
            responses.push_back(3 + 0.5 * level(0) + 2 * level(1) * level(2) + 1.5 * level(0) * level(5));
        }
        const auto effects = effectsOf(design, {responses});
        QVERIFY(std::abs(effects[0].effect - 1.0) < 1e-12); // from -0.5 to 0.5
        for (std::size_t factor = 1; factor < 8; ++factor)
            QVERIFY(std::abs(effects[factor].effect) < 1e-12);
        QVERIFY(std::isnan(effects[0].low)); // one repetition tells of no scatter
    }

    void plantedEffectsAreFoundAndOthersAreNot()
    {
        const auto design = plackettBurman(8);
        int missed = 0, falseAlarms = 0, nulls = 0;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            base::Random random{seed};
            std::vector<std::vector<double>> responses;
            for (int repetition = 0; repetition < 3; ++repetition) {
                std::vector<double> of;
                for (const auto& run : design)
                    of.push_back(0.15 * run[1] - 0.2 * run[4] + 0.1 * run[6] + 0.05 * random.normal());
                responses.push_back(std::move(of));
            }
            for (const auto& effect : effectsOf(design, responses)) {
                const bool isPlanted = effect.factor == 1 || effect.factor == 4 || effect.factor == 6;
                const bool isFound = effect.low > 0 || effect.high < 0;
                missed += isPlanted && !isFound ? 1 : 0;
                nulls += isPlanted ? 0 : 1;
                falseAlarms += !isPlanted && isFound ? 1 : 0;
            }
        }
        QVERIFY2(missed <= 6, qPrintable(QString::number(missed)));
        QVERIFY2(falseAlarms <= nulls * 8 / 100, qPrintable(QString::number(falseAlarms)));
    }

    void anIncompleteRepetitionIsLeftOut()
    {
        const auto design = plackettBurman(3, false);
        const std::vector<double> whole{1, 2, 3, 4};
        std::vector<double> broken = whole;
        broken[2] = std::nan("");
        const auto effects = effectsOf(design, {whole, broken, {1, 2}});
        QCOMPARE(effects.size(), std::size_t{3});
        QVERIFY(std::isfinite(effects[0].effect));
        QVERIFY(std::isnan(effectsOf(design, {broken})[0].effect));
    }
};

static const weir::support::TestRegistration<ScreeningDesignTest> registeredScreeningDesignTest;
#include "screening_design_test.moc"
