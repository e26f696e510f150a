// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <optional>
#include <string>
#include <vector>

// The schema at run time: every section and knob as data, and values by their full key ("pool.max_connections",
// "requests.search.weight", "name"). Forms, files, command line, reports and documentation are loops over this.
// Thread-safe: the tables are constant.
namespace weir::settings {

struct Section {
    std::string_view key; // "" for the top of the file
    std::string_view label;
    std::string_view help;
    std::span<const Knob> knobs;
    bool isRecordList = false; // its keys are SECTION.NAME.KNOB
    // The knob that `--set` must give first for a record that is not there, so that a mistyped name makes no record.
    std::string_view definedBy = "";
    // What is sent rather than what it is sent through: a report has it once, and no column for each of its knobs.
    bool isWorkload = false;

    // The settings struct inside a scenario; `record` names one where isRecordList. Null: no such record.
    const void* (*find)(const Scenario& scenario, std::string_view record) = nullptr;
    // As above, but a record that is not there is made.
    void* (*edit)(Scenario& scenario, std::string_view record) = nullptr;
    std::vector<std::string> (*records)(const Scenario& scenario) = nullptr;
    // Of a record list. False: there is no such record, or the new name is taken.
    bool (*remove)(Scenario& scenario, std::string_view record) = nullptr;
    bool (*rename)(Scenario& scenario, std::string_view from, std::string_view to) = nullptr;
    // The section's settings struct as it is when nothing was set.
    const void* (*defaults)() = nullptr;
    // Whether two scenarios agree in all of it: at once where they share it, as copies do.
    bool (*isSame)(const Scenario& a, const Scenario& b) = nullptr;
};

std::span<const Section> sections();
const Section* findSection(std::string_view key);

// A knob in its place.
struct KnobPath {
    const Section* section = nullptr;
    const Knob* knob = nullptr;
    std::string record;

    std::string key() const;
};

// One thing wrong with a scenario, told so that a person can mend it.
struct Problem {
    std::string key;    // full key, or the line and column for text that does not parse
    std::string value;  // as written
    std::string reason; // "is above the maximum 20000"
    std::string remedy; // "choose 1 to 20000"

    bool operator==(const Problem&) const = default;
};

// "pool.max_connections = 0: is below the minimum 1; choose 1 to 20000"
std::string text(const Problem& problem);
// One line each.
std::string text(const std::vector<Problem>& problems);

// An unknown key yields a Problem with the nearest known one. A record need not exist yet.
std::expected<KnobPath, Problem> findKnob(std::string_view key);

// Every knob of the scenario, sections in their order, records in theirs.
std::vector<KnobPath> allKnobs(const Scenario& scenario);
std::vector<KnobPath> allKnobs(const Scenario& scenario, const Section& section);

KnobValue value(const Scenario& scenario, const KnobPath& path);
KnobValue defaultValue(const KnobPath& path);
bool isDefault(const Scenario& scenario, const KnobPath& path);

// What setValue would say, without setting.
std::optional<Problem> checkValue(const KnobPath& path, const KnobValue& value);

// Checks kind, range and choice, then sets. An integer is accepted for a Real.
std::optional<Problem> setValue(Scenario& scenario, const KnobPath& path, const KnobValue& value);

// `--set KEY=VALUE`: as setValue, from text. A List is given as a comma-separated text or as a JSON array.
std::optional<Problem> setText(Scenario& scenario, std::string_view key, std::string_view text);

// The value that `text` stands for, of the knob's kind; not yet checked against range and choices.
std::expected<KnobValue, Problem> parseValue(const KnobPath& path, std::string_view text);

// The value for people and CSV cells: shortest form that reads back the same, lists joined by ", ".
std::string valueText(const KnobValue& value);

// As above for anything that leaves the machine: credentials in header lines are replaced by "***", references to the
// environment stay.
std::string redactedText(const KnobPath& path, const KnobValue& value);
KnobValue redactedValue(const KnobPath& path, const KnobValue& value); // the same, of the value's own kind

// The scenario as a report may show it, and nobody can send it.
Scenario withoutCredentials(const Scenario& scenario);

// The range or the choices in words: "1 to 20000", "open, closed"; empty when anything goes.
std::string rangeText(const Knob& knob);

// What differs between two scenarios, with `after`'s paths; a record in only one of them is compared with defaults.
struct KnobChange {
    KnobPath path;
    KnobValue before;
    KnobValue after;
};
std::vector<KnobChange> changes(const Scenario& before, const Scenario& after);

} // namespace weir::settings
