// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/record.h"

#include "core/settings/json.h"

#include <boost/json.hpp>

#include <array>
#include <bit>
#include <cstring>

namespace weir::experiment {

namespace json = boost::json;

namespace {

constexpr std::uint32_t recordVersion = 1;
constexpr std::size_t mostReasons = 20;

base::Error badRecord(std::string_view what)
{
    return {base::Errc::Corrupt, "The kept experiment cannot be read: " + std::string{what}};
}

// Numbers as they lie in memory on every machine that this runs on, lengths in front of what has one.
class BytesWriter {
public:
    template <typename Number>
    void number(Number value)
    {
        static_assert(std::endian::native == std::endian::little);
        const auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(value);
        m_bytes.append(bytes.data(), bytes.size());
    }
    void text(std::string_view value)
    {
        number(static_cast<std::uint32_t>(value.size()));
        m_bytes.append(value);
    }
    void verdict(const metrics::Verdict& verdict)
    {
        number(static_cast<std::uint8_t>(verdict.level));
        const auto count = std::min(verdict.reasons.size(), mostReasons);
        number(static_cast<std::uint32_t>(count));
        for (std::size_t i = 0; i < count; ++i)
            text(verdict.reasons[i]);
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

// Reads nothing beyond the end: what is missing is 0, and isWhole() says so.
class BytesReader {
public:
    explicit BytesReader(std::string_view bytes) : m_rest(bytes) {}

    template <typename Number>
    Number number()
    {
        std::array<char, sizeof(Number)> bytes{};
        if (m_rest.size() < bytes.size()) {
            m_isWhole = false;
            return Number{};
        }
        std::memcpy(bytes.data(), m_rest.data(), bytes.size());
        m_rest.remove_prefix(bytes.size());
        return std::bit_cast<Number>(bytes);
    }
    std::string text()
    {
        const auto size = number<std::uint32_t>();
        if (size > m_rest.size()) {
            m_isWhole = false;
            return {};
        }
        std::string value{m_rest.substr(0, size)};
        m_rest.remove_prefix(size);
        return value;
    }
    metrics::Verdict verdict()
    {
        metrics::Verdict verdict;
        const auto level = number<std::uint8_t>();
        m_isWhole = m_isWhole && level <= static_cast<std::uint8_t>(metrics::Verdict::Level::Invalid);
        const auto count = number<std::uint32_t>();
        m_isWhole = m_isWhole && count <= mostReasons;
        for (std::uint32_t i = 0; m_isWhole && i < count; ++i)
            verdict.reasons.push_back(text());
        if (m_isWhole)
            verdict.level = static_cast<metrics::Verdict::Level>(level);
        return verdict;
    }
    std::size_t left() const { return m_rest.size(); }
    bool isWhole() const { return m_isWhole && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_isWhole = true;
};

json::array textsOf(const std::vector<std::string>& texts)
{
    json::array array;
    for (const auto& text : texts)
        array.emplace_back(text);
    return array;
}

std::vector<std::string> textsFrom(const json::value& value)
{
    std::vector<std::string> texts;
    for (const auto& item : value.as_array())
        texts.emplace_back(item.as_string().c_str());
    return texts;
}

json::array assignmentsOf(const std::vector<Assignment>& assignments)
{
    json::array array;
    for (const auto& [key, value] : assignments)
        array.push_back(json::array{key, value});
    return array;
}

Kind kindFrom(std::string_view name)
{
    for (const auto kind : {Kind::Try, Kind::Screen, Kind::Sweep, Kind::Find})
        if (kindName(kind) == name)
            return kind;
    throw std::invalid_argument("it is of an unknown kind");
}

// Throws what Boost.JSON throws where a member is missing or of another type.
Plan planFrom(const json::object& object)
{
    Plan plan;
    plan.kind = kindFrom(std::string_view{object.at("kind").as_string().c_str()});
    auto scenario = settings::readScenario(object.at("scenario").as_string().c_str());
    if (!scenario)
        throw std::invalid_argument(settings::text(scenario.error()));
    plan.baseline = *std::move(scenario);
    for (const auto& variant : object.at("variants").as_array()) {
        auto& made = plan.variants.emplace_back();
        for (const auto& assignment : variant.as_array())
            made.push_back({assignment.as_array().at(0).as_string().c_str(), assignment.as_array().at(1).as_string().c_str()});
    }
    for (const auto& factor : object.at("factors").as_array())
        plan.factors.push_back({factor.at("key").as_string().c_str(), textsFrom(factor.at("values"))});
    const auto& search = object.at("search").as_object();
    plan.search = {search.at("key").as_string().c_str(), search.at("highest").as_bool(),
                   search.at("while").as_string().c_str(), search.at("from").to_number<double>(),
                   search.at("to").to_number<double>()};
    plan.metrics = textsFrom(object.at("metrics"));
    plan.blocks = object.at("blocks").to_number<int>();
    plan.blockSeconds = object.at("block_seconds").to_number<double>();
    plan.precision = object.at("precision").to_number<double>();
    plan.seconds = object.at("seconds").to_number<double>();
    plan.margin = object.at("margin").to_number<double>();
    plan.confidence = object.at("confidence").to_number<double>();
    plan.seed = object.at("seed").to_number<std::uint64_t>();
    plan.fitsScalability = object.at("usl").as_bool();
    return plan;
}

} // namespace

std::string planText(const Plan& plan)
{
    json::array variants, factors;
    for (const auto& variant : plan.variants)
        variants.push_back(assignmentsOf(variant));
    for (const auto& factor : plan.factors)
        factors.push_back(json::object{{"key", factor.key}, {"values", textsOf(factor.values)}});
    const json::object object{
        {"version", recordVersion},
        {"kind", std::string{kindName(plan.kind)}},
        {"scenario", settings::writeScenario(settings::withoutCredentials(plan.baseline))},
        {"variants", std::move(variants)},
        {"factors", std::move(factors)},
        {"search", json::object{{"key", plan.search.key},
                                {"highest", plan.search.wantsHighest},
                                {"while", plan.search.condition},
                                {"from", plan.search.from},
                                {"to", plan.search.to}}},
        {"metrics", textsOf(plan.metrics)},
        {"blocks", plan.blocks},
        {"block_seconds", plan.blockSeconds},
        {"precision", plan.precision},
        {"seconds", plan.seconds},
        {"margin", plan.margin},
        {"confidence", plan.confidence},
        {"seed", plan.seed},
        {"usl", plan.fitsScalability}};
    return json::serialize(object);
}

base::Result<Plan> readPlan(std::string_view text)
{
    json::error_code failed;
    const auto value = json::parse({text.data(), text.size()}, failed);
    if (failed || !value.is_object())
        return std::unexpected(badRecord("its plan is no JSON object"));
    try {
        return planFrom(value.get_object());
    } catch (const std::exception& error) { // a member that is missing, or no such value
        return std::unexpected(badRecord(error.what()));
    }
}

bool lacksCredentials(const Plan& plan)
{
    return settings::withoutCredentials(plan.baseline) != plan.baseline;
}

std::string blockBytes(const BlockResult& block)
{
    BytesWriter writer;
    writer.number(recordVersion);
    const auto& order = block.order;
    for (const std::uint64_t value :
         {std::uint64_t{order.number}, std::uint64_t{order.arm}, std::uint64_t{order.contrast},
          static_cast<std::uint64_t>(order.round), order.draw})
        writer.number(value);
    writer.number(static_cast<std::uint8_t>((order.isVariant ? 1 : 0) + (order.isConfirming ? 2 : 0)));
    writer.number(block.atS);
    writer.number(block.seconds);
    writer.verdict(block.verdict);
    writer.number(static_cast<std::uint32_t>(block.figures.size()));
    for (const double figure : block.figures)
        writer.number(figure);
    for (const double quantile : block.shape)
        writer.number(quantile);
    return writer.take();
}

base::Result<BlockResult> readBlock(std::string_view bytes)
{
    BytesReader reader{bytes};
    if (reader.number<std::uint32_t>() != recordVersion)
        return std::unexpected(badRecord("a block is of another version"));
    BlockResult block;
    block.order.number = reader.number<std::uint64_t>();
    block.order.arm = reader.number<std::uint64_t>();
    block.order.contrast = reader.number<std::uint64_t>();
    block.order.round = static_cast<int>(reader.number<std::uint64_t>());
    block.order.draw = reader.number<std::uint64_t>();
    const auto flags = reader.number<std::uint8_t>();
    block.order.isVariant = (flags & 1) != 0;
    block.order.isConfirming = (flags & 2) != 0;
    block.atS = reader.number<double>();
    block.seconds = reader.number<double>();
    block.verdict = reader.verdict();
    const auto count = reader.number<std::uint32_t>();
    if ((count + analysis::shapePoints) * sizeof(double) != reader.left())
        return std::unexpected(badRecord("a block is cut off"));
    for (std::uint32_t i = 0; i < count; ++i)
        block.figures.push_back(reader.number<double>());
    for (auto& quantile : block.shape)
        quantile = reader.number<double>();
    if (!reader.isWhole())
        return std::unexpected(badRecord("a block is cut off"));
    return block;
}

std::string trialBytes(const Trial& trial)
{
    BytesWriter writer;
    writer.number(recordVersion);
    for (const double value : {trial.value, trial.figure, trial.throughput, trial.seconds})
        writer.number(value);
    writer.number(static_cast<std::uint8_t>((trial.held ? 1 : 0) + (trial.isConfirming ? 2 : 0)));
    writer.verdict(trial.verdict);
    return writer.take();
}

base::Result<Trial> readTrial(std::string_view bytes)
{
    BytesReader reader{bytes};
    if (reader.number<std::uint32_t>() != recordVersion)
        return std::unexpected(badRecord("a trial is of another version"));
    Trial trial;
    trial.value = reader.number<double>();
    trial.figure = reader.number<double>();
    trial.throughput = reader.number<double>();
    trial.seconds = reader.number<double>();
    const auto flags = reader.number<std::uint8_t>();
    trial.held = (flags & 1) != 0;
    trial.isConfirming = (flags & 2) != 0;
    trial.verdict = reader.verdict();
    if (!reader.isWhole())
        return std::unexpected(badRecord("a trial is cut off"));
    return trial;
}

} // namespace weir::experiment
