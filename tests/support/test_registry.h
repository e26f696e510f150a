// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace weir::support {

using TestFactory = std::function<std::unique_ptr<QObject>()>;

// The test classes linked into this executable, in no promised order. Filled before main, read by main only.
std::vector<TestFactory>& registeredTests();

// Lets one executable run the test classes of many files. In each file, after the class:
//
//     static const TestRegistration<HistogramTest> registeredHistogramTest;
//     #include "histogram_test.moc"
template <typename Test>
class TestRegistration {
public:
    TestRegistration()
    {
        registeredTests().push_back([] { return std::make_unique<Test>(); });
    }
};

} // namespace weir::support

using weir::support::TestRegistration;
