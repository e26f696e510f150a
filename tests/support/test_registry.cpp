// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"

namespace weir::support {

std::vector<TestFactory>& registeredTests()
{
    // Function-local, because registrations run during static initialisation in an order that nobody chooses.
    static std::vector<TestFactory> tests;
    return tests;
}

} // namespace weir::support
