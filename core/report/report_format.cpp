// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_format.h"

#include "core/report/csv.h"
#include "core/report/hgrm.h"
#include "core/report/json.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace weir::report {

static std::string lastSpectrum(const RunReport& report)
{
    const auto spectra = hgrmOfStretches(report);
    return spectra.empty() ? hgrm({}) : spectra.back().text;
}

static constexpr std::array formats{
    ReportFormat{"csv", ".csv", [](const RunReport& r, RequireValid) { return reportCsv(r); }},
    ReportFormat{"series-csv", "-series.csv", [](const RunReport& r, RequireValid) { return seriesCsv(r); }},
    ReportFormat{"json", ".json", [](const RunReport& r, RequireValid) { return reportJson(r, Series::Include); }},
    ReportFormat{"hgrm", ".hgrm", [](const RunReport& r, RequireValid) { return lastSpectrum(r); }},
    ReportFormat{"junit", "-junit.xml", [](const RunReport& r, RequireValid valid) { return junitXml(r, valid); }},
};

std::span<const ReportFormat> reportFormats()
{
    return formats;
}

const ReportFormat& reportFormat(std::string_view option)
{
    const auto at = std::ranges::find(formats, option, &ReportFormat::option);
    assert(at != formats.end());
    return *at;
}

std::vector<base::Error> writeReport(const ReportFormat& format, const RunReport& report, const std::string& path)
{
    if (auto written = writeFile(path, format.content(report, RequireValid::No)); !written)
        return {written.error()};
    return format.option == "hgrm" ? writeOtherStretches(report, path) : std::vector<base::Error>{};
}

std::vector<base::Error> writeOtherStretches(const RunReport& report, const std::string& path)
{
    std::vector<base::Error> failures;
    auto spectra = hgrmOfStretches(report);
    if (!spectra.empty())
        spectra.pop_back();
    for (const auto& spectrum : spectra)
        if (auto written = writeFile(stretchPath(path, spectrum.name), spectrum.text); !written)
            failures.push_back(written.error());
    return failures;
}

} // namespace weir::report
