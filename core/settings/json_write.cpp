// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace weir::settings {

namespace {

// One member a line, two blanks a level; the comma is written once another member follows.
class PrettyWriter {
public:
    void open()
    {
        m_text += '{';
        m_first = true;
        ++m_level;
    }
    void close()
    {
        --m_level;
        if (!m_first)
            newLine();
        m_text += '}';
        m_first = false;
    }
    void key(std::string_view name)
    {
        if (!m_first)
            m_text += ',';
        newLine();
        m_text += quoted(name) + ": ";
        m_first = false;
    }
    void value(const KnobValue& value)
    {
        if (const auto* text = std::get_if<std::string>(&value))
            m_text += quoted(*text);
        else if (const auto* list = std::get_if<std::vector<std::string>>(&value))
            writeList(*list);
        else
            m_text += valueText(value);
    }
    std::string release() { return std::move(m_text) + '\n'; }

private:
    static std::string quoted(std::string_view text)
    {
        return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
    }
    void newLine() { m_text += fmt::format("\n{:{}}", "", 2 * m_level); }
    void writeList(const std::vector<std::string>& list)
    {
        m_text += '[';
        ++m_level;
        for (std::size_t i = 0; i < list.size(); ++i) {
            m_text += i == 0 ? "" : ",";
            newLine();
            m_text += quoted(list[i]);
        }
        --m_level;
        if (!list.empty())
            newLine();
        m_text += ']';
    }

    std::string m_text;
    int m_level = 0;
    bool m_first = true;
};

} // namespace

static void writeKnobs(PrettyWriter& writer, const Scenario& scenario, const Section& section,
                       const std::string& record)
{
    for (const auto& knob : section.knobs) {
        const KnobPath path{&section, &knob, record};
        if (isDefault(scenario, path))
            continue;
        writer.key(knob.key);
        writer.value(value(scenario, path));
    }
}

static bool isUntouched(const Scenario& scenario, const Section& section)
{
    for (const auto& knob : section.knobs)
        if (!isDefault(scenario, KnobPath{&section, &knob, {}}))
            return false;
    return true;
}

static void writeRecords(PrettyWriter& writer, const Scenario& scenario, const Section& section)
{
    const auto names = section.records(scenario);
    if (names.empty())
        return;
    writer.key(section.key);
    writer.open();
    for (const auto& name : names) {
        writer.key(name);
        writer.open();
        writeKnobs(writer, scenario, section, name);
        writer.close();
    }
    writer.close();
}

static void writeSection(PrettyWriter& writer, const Scenario& scenario, const Section& section)
{
    if (section.isRecordList)
        return writeRecords(writer, scenario, section);
    if (section.key.empty())
        return writeKnobs(writer, scenario, section, {});
    if (isUntouched(scenario, section))
        return;
    writer.key(section.key);
    writer.open();
    writeKnobs(writer, scenario, section, {});
    writer.close();
}

std::string writeScenario(const Scenario& scenario)
{
    PrettyWriter writer;
    writer.open();
    writer.key("weir");
    writer.value(std::int64_t{1});
    for (const auto& section : sections())
        writeSection(writer, scenario, section);
    writer.close();
    return writer.release();
}

} // namespace weir::settings
