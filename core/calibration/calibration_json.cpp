// SPDX-License-Identifier: GPL-3.0-or-later
// The format of the stored file. What is read comes from a disk and is believed in nothing.
#include "core/base/utf8.h"
#include "core/calibration/calibration_store.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace weir::calibration {

namespace json = boost::json;
using base::Errc;
using base::fail;

namespace {

constexpr int version = 1;
constexpr std::size_t mostEntries = 1000;
constexpr std::size_t longestText = 300;

json::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

json::value number(double value)
{
    return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

json::object figures(const NoiseFloor& floor)
{
    json::object object;
    for (std::size_t i = 0; i < noisyFigureCount; ++i)
        object.emplace(view(noisyFigures[i].id),
                       json::object{{"ratio", number(floor.ratio[i])}, {"pairs", floor.pairs[i]}});
    return object;
}

template <typename Known>
json::object entry(const Known& known)
{
    return {{"digest", known.digest}, {"scenario", known.scenario}, {"at", known.at}};
}

// Reads members and remembers the first that does not fit.
class Reader {
public:
    bool failed() const { return !m_problem.empty(); }
    const std::string& problem() const { return m_problem; }
    void refuse(std::string_view name)
    {
        if (!failed())
            m_problem = fmt::format("its \"{}\" is missing or not what it should be", name);
    }

    const json::object* object(const json::object& parent, std::string_view name)
    {
        const auto* value = parent.if_contains(view(name));
        const auto* found = value ? value->if_object() : nullptr;
        if (!found)
            refuse(name);
        return found;
    }
    std::vector<const json::object*> objects(const json::object& parent, std::string_view name)
    {
        const auto* value = parent.if_contains(view(name));
        const auto* array = value ? value->if_array() : nullptr;
        std::vector<const json::object*> all;
        if (!array || array->size() > mostEntries)
            return refuse(name), all;
        for (const auto& item : *array) {
            if (!item.is_object())
                return refuse(name), all;
            all.push_back(&item.get_object());
        }
        return all;
    }
    std::string text(const json::object& parent, std::string_view name)
    {
        const auto* value = parent.if_contains(view(name));
        const auto* found = value ? value->if_string() : nullptr;
        if (!found || found->size() > longestText
            || std::ranges::any_of(*found, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
            return refuse(name), std::string{};
        return std::string(found->data(), found->size());
    }
    std::string digest(const json::object& parent)
    {
        auto digits = text(parent, "digest");
        if (digits.size() != 16 || digits.find_first_not_of("0123456789abcdef") != digits.npos)
            refuse("digest");
        return digits;
    }
    double number(const json::object& parent, std::string_view name, double most)
    {
        const auto* value = parent.if_contains(view(name));
        json::error_code error;
        const double found = value && value->is_number() ? value->to_number<double>(error) : -1;
        if (error || !(found >= 0 && found <= most))
            return refuse(name), 0;
        return found;
    }
    // null is "none"
    double numberOrNone(const json::object& parent, std::string_view name, double most)
    {
        const auto* value = parent.if_contains(view(name));
        return value && value->is_null() ? std::numeric_limits<double>::quiet_NaN() : number(parent, name, most);
    }

private:
    std::string m_problem;
};

Machine machineFrom(Reader& reader, const json::object& root)
{
    const auto* object = reader.object(root, "machine");
    if (!object)
        return {};
    return {reader.text(*object, "cpu"), static_cast<int>(reader.number(*object, "processors", 1e6)),
            reader.text(*object, "kernel")};
}

std::optional<Instrument> instrumentFrom(Reader& reader, const json::object& root)
{
    const auto* value = root.if_contains("instrument");
    if (!value || value->is_null())
        return std::nullopt;
    const auto* object = reader.object(root, "instrument");
    if (!object)
        return std::nullopt;
    constexpr double minute = 60e6;
    return Instrument{reader.number(*object, "timer_lag_p50_us", minute),
                      reader.number(*object, "timer_lag_p99_us", minute),
                      reader.number(*object, "timer_lag_max_us", minute), reader.number(*object, "clock_ns", 1e6)};
}

KnownDrive driveFrom(Reader& reader, const json::object& object)
{
    return {reader.digest(object),
            reader.text(object, "scenario"),
            reader.text(object, "at"),
            {reader.number(object, "closed_rps", 1e9), reader.number(object, "valid_rps", 1e9)}};
}

KnownNoise noiseFrom(Reader& reader, const json::object& object)
{
    KnownNoise known{reader.digest(object), reader.text(object, "scenario"), reader.text(object, "at"), {}};
    known.floor.blockSeconds = reader.number(object, "block_s", 1e6);
    const auto* floor = reader.object(object, "floor");
    for (std::size_t i = 0; floor && i < noisyFigureCount; ++i)
        if (const auto* figure = reader.object(*floor, noisyFigures[i].id)) {
            known.floor.ratio[i] = reader.numberOrNone(*figure, "ratio", 1e6);
            known.floor.pairs[i] = static_cast<int>(reader.number(*figure, "pairs", 1e6));
        }
    return known;
}

} // namespace

std::string toJson(const Calibration& calibration)
{
    const auto& machine = calibration.machine;
    json::object root{
        {"weir_calibration", version},
        {"machine",
         json::object{{"cpu", machine.cpu}, {"processors", machine.processors}, {"kernel", machine.kernel}}}};
    if (const auto& in = calibration.instrument)
        root["instrument"] = json::object{{"timer_lag_p50_us", number(in->timerP50Us)},
                                          {"timer_lag_p99_us", number(in->timerP99Us)},
                                          {"timer_lag_max_us", number(in->timerMaxUs)},
                                          {"clock_ns", number(in->clockNs)}};
    json::array drives;
    for (const auto& known : calibration.drives) {
        auto object = entry(known);
        object["closed_rps"] = number(known.limit.closedRps);
        object["valid_rps"] = number(known.limit.validRps);
        drives.push_back(std::move(object));
    }
    json::array noises;
    for (const auto& known : calibration.noises) {
        auto object = entry(known);
        object["block_s"] = number(known.floor.blockSeconds);
        object["floor"] = figures(known.floor);
        noises.push_back(std::move(object));
    }
    root["drives"] = std::move(drives);
    root["noises"] = std::move(noises);
    return json::serialize(root) + '\n';
}

base::Result<Calibration> fromJson(std::string_view text)
{
    if (!base::isUtf8(text))
        return fail(Errc::Corrupt, "it is not UTF-8");
    json::error_code error;
    const auto value = json::parse(view(text), error);
    const auto* root = error ? nullptr : value.if_object();
    if (!root)
        return fail(Errc::Corrupt, "it is not whole JSON");
    const auto* written = root->if_contains("weir_calibration");
    if (!written || !written->is_int64() || written->get_int64() < 1)
        return fail(Errc::Corrupt, "it is not a calibration of Weir's");
    if (written->get_int64() != version)
        return fail(Errc::Corrupt,
                    fmt::format("it is of version {}, this Weir reads {}", written->get_int64(), version));
    Reader reader;
    Calibration calibration;
    calibration.machine = machineFrom(reader, *root);
    calibration.instrument = instrumentFrom(reader, *root);
    for (const auto* object : reader.objects(*root, "drives"))
        calibration.drives.push_back(driveFrom(reader, *object));
    for (const auto* object : reader.objects(*root, "noises"))
        calibration.noises.push_back(noiseFrom(reader, *object));
    if (reader.failed())
        return fail(Errc::Corrupt, reader.problem());
    return calibration;
}

} // namespace weir::calibration
