// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

// The names of all that a run's blobs hold by place. They are kept once for all runs that share them, so that figures
// of an earlier Weir find their metric, and those that it did not know stay empty. Values; any thread.
namespace weir::store {

struct Layout {
    std::vector<std::string> metrics;
    std::vector<std::string> outcomes;
    std::vector<std::string> counters; // "planned", "outcomes.ok", "answered.stages.pool"
    std::vector<std::string> stages;
    std::vector<std::string> steps;
    std::vector<std::string> caches;

    bool operator==(const Layout&) const = default;

    static const Layout& ours();
    std::string json() const;
    static base::Result<Layout> fromJson(std::string_view text);
};

// Where what stands at a place of theirs belongs among ours; a negative number: nowhere.
std::vector<int> placesOf(const std::vector<std::string>& theirs, const std::vector<std::string>& ours);

// From a kept layout to ours.
struct LayoutMap {
    explicit LayoutMap(const Layout& kept);

    std::vector<int> metrics;
    std::vector<int> outcomes;
    std::vector<int> counters;
    std::vector<int> stages;
    std::vector<int> steps;
    std::vector<int> caches;
};

} // namespace weir::store
