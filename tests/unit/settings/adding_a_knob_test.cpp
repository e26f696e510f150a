// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/schema.h"
#include "tests/support/test_registry.h"

#include <QTest>

// [adding-a-knob]
namespace weir::settings {

struct ShapingSettings {
    double bandwidthMbps = 100; // one member ...

    bool operator==(const ShapingSettings&) const = default;
};

template <>
struct Schema<ShapingSettings> {
    static constexpr std::string_view key = "shaping";
    static constexpr std::string_view label = "Shaping";
    static constexpr std::string_view help = "How fast the client's link is.";
    static constexpr std::array knobs{
        knob<&ShapingSettings::bandwidthMbps>({.key = "bandwidth_mbps", // ... and one row
                                               .label = "Bandwidth",
                                               .unit = "Mbit/s",
                                               .help = "What the link carries in a second.",
                                               .min = 1,
                                               .max = 10000,
                                               .applies = Applies::Live}),
    };
};
static_assert(isComplete<ShapingSettings>, "a member of ShapingSettings has no knob row");

} // namespace weir::settings
// [adding-a-knob]

using namespace weir::settings;

class AddingAKnobTest : public QObject {
    Q_OBJECT

private slots:
    void oneMemberAndOneRowAreEnough()
    {
        const Section section{.key = Schema<ShapingSettings>::key,
                              .label = Schema<ShapingSettings>::label,
                              .help = Schema<ShapingSettings>::help,
                              .knobs = Schema<ShapingSettings>::knobs};
        const KnobPath path{&section, &section.knobs.front(), {}};
        ShapingSettings settings;

        QCOMPARE(path.key(), std::string{"shaping.bandwidth_mbps"});
        QVERIFY(path.knob->get(&settings) == KnobValue{100.0});
        const auto parsed = parseValue(path, "54.5");
        QVERIFY(parsed && !checkValue(path, *parsed));
        path.knob->set(&settings, *parsed);
        QCOMPARE(settings.bandwidthMbps, 54.5);
        QCOMPARE(rangeText(*path.knob), std::string{"1 to 10000"});
        QCOMPARE(text(*checkValue(path, 0.5)),
                 std::string{"shaping.bandwidth_mbps = 0.5: is below the minimum 1; choose 1 to 10000"});
    }
};

static const TestRegistration<AddingAKnobTest> registeredAddingAKnobTest;
#include "adding_a_knob_test.moc"
