// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as a scenario file. What is accepted must be within its ranges and survive writing and reading; what
// is refused is told in a line for each problem, with key and reason.
#include "core/base/utf8.h"
#include "core/settings/json.h"
#include "core/settings/validate.h"
#include "core/workload/request_template.h"

#include <algorithm>
#include <cstdlib>

using namespace weir;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static void checkTold(const std::vector<settings::Problem>& problems)
{
    require(!problems.empty());
    for (const auto& problem : problems) {
        require(!problem.reason.empty());
        require(!problem.key.empty() || problems.size() == 1); // the file as a whole
        require(base::printableLength(settings::text(problem)).has_value());
    }
}

// validate() promises that every request of a valid scenario compiles.
static void sendOne(const settings::RequestSettings& request)
{
    auto compiled = workload::RequestTemplate::compile(request);
    require(compiled.has_value());
    base::Random random;
    workload::RequestText text;
    compiled->fill(random, text);
    require(text.target.starts_with('/') && text.headers.size() == request.headers.size());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = settings::readScenario({reinterpret_cast<const char*>(data), size});
    if (!read) {
        checkTold(read.error());
        return 0;
    }
    const auto again = settings::readScenario(settings::writeScenario(*read));
    require(again && *again == *read);
    require(settings::writeScenario(*again) == settings::writeScenario(*read));
    std::vector<settings::Problem> problems;
    settings::validateValues(*read, problems);
    require(problems.empty());
    settings::validateRequests(*read, problems);
    if (!problems.empty())
        checkTold(problems);
    else
        for (const auto& record : read->requests)
            sendOne(record.settings);
    return 0;
}
