// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/layout.h"

#include "core/metrics/counter_fields.h"
#include "core/metrics/metric_catalog.h"
#include "core/store/json_members.h"

#include <fmt/format.h>

#include <unordered_map>

namespace weir::store {

using metrics::CounterName;

template <typename Enumeration, typename Name>
static std::vector<std::string> namesOf(std::size_t count, Name name)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.emplace_back(name(static_cast<Enumeration>(i)));
    return names;
}

static std::string placeName(const Layout& layout, const CounterName& counter)
{
    if (counter.name.ends_with("stages"))
        return layout.stages[counter.place];
    if (counter.name == "outcomes")
        return layout.outcomes[counter.place];
    return counter.name == "cache" ? layout.caches[counter.place] : fmt::format("{}", counter.place);
}

static Layout makeLayout()
{
    Layout layout;
    for (const auto& metric : metrics::metrics())
        layout.metrics.emplace_back(metric.id);
    layout.outcomes = namesOf<metrics::Outcome>(metrics::outcomeCount, metrics::outcomeName);
    layout.stages = namesOf<metrics::StageId>(metrics::stageCount, metrics::stageName);
    layout.steps = namesOf<metrics::Step>(metrics::stepCount, metrics::stepName);
    layout.caches = namesOf<metrics::CacheStatus>(metrics::cacheStatusCount, metrics::cacheStatusName);
    const metrics::Counters any;
    metrics::forEachCounter(any, any, [&](const CounterName& counter, const auto&, const auto&) {
        layout.counters.push_back(counter.isOfArray ? fmt::format("{}.{}", counter.name, placeName(layout, counter))
                                                    : std::string{counter.name});
    });
    return layout;
}

const Layout& Layout::ours()
{
    static const Layout layout = makeLayout();
    return layout;
}

std::string Layout::json() const
{
    return boost::json::serialize(boost::json::object{{"metrics", textArray(metrics)},
                                                      {"outcomes", textArray(outcomes)},
                                                      {"counters", textArray(counters)},
                                                      {"stages", textArray(stages)},
                                                      {"steps", textArray(steps)},
                                                      {"caches", textArray(caches)}});
}

base::Result<Layout> Layout::fromJson(std::string_view text)
{
    const auto object = parsedObject(text);
    if (!object)
        return std::unexpected(object.error());
    return Layout{textsAt(*object, "metrics"), textsAt(*object, "outcomes"), textsAt(*object, "counters"),
                  textsAt(*object, "stages"),  textsAt(*object, "steps"),    textsAt(*object, "caches")};
}

std::vector<int> placesOf(const std::vector<std::string>& theirs, const std::vector<std::string>& ours)
{
    std::unordered_map<std::string_view, int> places;
    for (std::size_t i = 0; i < ours.size(); ++i)
        places.emplace(ours[i], static_cast<int>(i));
    std::vector<int> to;
    for (const auto& name : theirs) {
        const auto at = places.find(name);
        to.push_back(at == places.end() ? -1 : at->second);
    }
    return to;
}

LayoutMap::LayoutMap(const Layout& kept)
    : metrics(placesOf(kept.metrics, Layout::ours().metrics))
    , outcomes(placesOf(kept.outcomes, Layout::ours().outcomes))
    , counters(placesOf(kept.counters, Layout::ours().counters))
    , stages(placesOf(kept.stages, Layout::ours().stages))
    , steps(placesOf(kept.steps, Layout::ours().steps))
    , caches(placesOf(kept.caches, Layout::ours().caches))
{
}

} // namespace weir::store
