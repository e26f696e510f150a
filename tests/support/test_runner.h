// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weir::support {

// Runs the registered test classes and returns the exit code: 0 only if at least one ran and none failed.
// Arguments: `Class` or `Class::function[:row]`, as often as wanted, choose what runs; `--list` names the classes; what
// else begins with '-' goes to QtTest.
int runRegisteredTests(const QStringList& arguments);

} // namespace weir::support
