// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/body_bytes.h"
#include "core/settings/data_table.h"
#include "core/settings/scenario.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir::workload {

// What the requests of a scenario are compiled against: the values beside their own `vary`, and the files they name.
// Made once before a run, by reading those files; immutable, shared by the workers. Holds what references to the
// environment stand for, so it goes into no report.
struct Scope {
    struct Constant {
        std::string name;
        std::string value;
    };
    struct Feeder {
        std::string name;
        settings::FeederOrder order = settings::FeederOrder::Random;
        std::shared_ptr<const settings::DataTable> table;
    };

    std::vector<Constant> constants;
    std::vector<Feeder> feeders;
    std::vector<std::string> carried;                       // what flows take from replies
    std::map<std::string, http::Bytes, std::less<>> bodies; // by the file's path
    int workers = 1;

    // Where a name is among the above, if it is. Fast once `index` was called.
    std::optional<std::size_t> carriedAt(std::string_view name) const;
    std::optional<std::size_t> constantAt(std::string_view name) const;
    void index();

    // InvalidScenario where validate() would have told why. Blocks.
    static base::Result<std::shared_ptr<const Scope>> of(const settings::Scenario& scenario);

private:
    using Places = std::map<std::string, std::size_t, std::less<>>;
    Places m_carriedPlaces;
    Places m_constantPlaces;
};

// What a user brings to a request: the rows it holds, one of each feeder, and what earlier replies gave it.
struct UserValues {
    std::vector<std::uint32_t> rows;  // by feeder of the scope
    std::vector<std::string> carried; // by name of the scope

    explicit UserValues(const Scope& scope) : rows(scope.feeders.size()), carried(scope.carried.size()) {}
    UserValues() = default;
};

} // namespace weir::workload
