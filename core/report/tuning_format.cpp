// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_format.h"

#include "core/report/tuning_csv.h"
#include "core/report/tuning_html.h"
#include "core/report/tuning_json.h"

#include <array>

namespace weir::report {

static constexpr std::array formatsOfTuning{
    TuningFormat{"csv", "-tuning.csv", tuningCsv},
    TuningFormat{"html", "-tuning.html", tuningHtml},
    TuningFormat{"json", "-tuning.json", tuningJson},
};

std::span<const TuningFormat> tuningFormats()
{
    return formatsOfTuning;
}

} // namespace weir::report
