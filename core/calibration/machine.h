// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace weir::calibration {

// What a calibration holds for: another processor, number of cores or kernel is another machine. A value; any thread.
struct Machine {
    std::string cpu; // "AMD EPYC 7B13"
    int processors = 0;
    std::string kernel; // "Linux 6.1.0-25-amd64"

    bool operator==(const Machine&) const = default;
};

Machine thisMachine();

// Sixteen hexadecimal digits.
std::string keyOf(const Machine& machine);

} // namespace weir::calibration
