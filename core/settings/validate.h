// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

// What a scenario must satisfy before it can be run, beyond what its file's grammar tells: every problem at once, each
// with its key. Looks at the environment and for files that are named, so the answer holds for this machine now.
// Thresholds are judged where metrics are known.
namespace weir::settings {

std::vector<Problem> validate(const Scenario& scenario);

// The parts of it, for tests and for forms that check as one types.
void validateValues(const Scenario& scenario, std::vector<Problem>& problems);   // kinds, ranges, choices
void validateTarget(const Scenario& scenario, std::vector<Problem>& problems);   // target.*, tls.*, listener.*'s files
void validateRequests(const Scenario& scenario, std::vector<Problem>& problems); // requests.*
void validateWorkload(const Scenario& scenario, std::vector<Problem>& problems); // variables.* to flows.*, the mix
void validateGroups(const Scenario& scenario, std::vector<Problem>& problems);   // client_groups.*
void validateCodings(const Scenario& scenario, std::vector<Problem>& problems);  // accept_encoding, media types
void validateStages(const Scenario& scenario, std::vector<Problem>& problems);

// The most requests of a scenario, since samples carry their number in 16 bits.
inline constexpr std::size_t mostRequests = 65535;

// A name that was meant is looked for among all that are known, so only as many problems get one as a person reads.
inline constexpr std::size_t mostSuggestions = 20;

// The requests to send. A scenario without any means one GET of the target's address itself, named by its path as in
// "GET /v1"; its url is then what stands behind the target's path, which may be nothing. Without a target either: the
// built-in demo's requests, which are what the built-in origin answers.
Records<RequestSettings> effectiveRequests(const Scenario& scenario);

} // namespace weir::settings
