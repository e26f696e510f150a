// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as a scenario file. What is accepted must be within its ranges and survive writing and reading.
#include "core/settings/json.h"
#include "core/settings/validate.h"
#include "core/workload/request_template.h"

#include <cstdlib>

using namespace weir;

static void require(bool holds)
{
    if (!holds)
        std::abort();
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
        require(!settings::text(read.error()).empty());
        return 0;
    }
    const auto again = settings::readScenario(settings::writeScenario(*read));
    require(again && *again == *read);
    std::vector<settings::Problem> problems;
    settings::validateValues(*read, problems);
    require(problems.empty());
    settings::validateRequests(*read, problems);
    if (problems.empty())
        for (const auto& record : read->requests)
            sendOne(record.settings);
    return 0;
}
