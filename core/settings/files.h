// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

// The files that a scenario names. A relative name starts at the folder of the scenario's own file, so that both can be
// moved together; a scenario that came from no file starts at the working directory. Pure but for asking for the
// working directory.
namespace weir::settings {

// Where `name` leads; empty stays empty.
std::string pathOf(const Scenario& scenario, const std::string& name);

// " (looked at /home/me/users.csv)", or nothing where `name` says it already.
std::string lookedAt(const Scenario& scenario, const std::string& name);

// `name` as typed outside of the scenario's file, such as on the command line: relative to the working directory.
std::string nameFromHere(const Scenario& scenario, const std::string& name);

// `path` as the scenario's own file would name it: relative where the file is inside of its folder.
std::string nameFor(const Scenario& scenario, const std::string& path);

// The same scenario with its folder moved: names that would now lead elsewhere are written anew, relative to the new
// folder where the file is inside of it, else in full.
Scenario rebased(Scenario scenario, const std::string& folder);

// The folder that the scenario in this file names its own files from.
std::string folderOf(const std::string& scenarioFile);

} // namespace weir::settings
