// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/schema.h"

#include <array>

namespace weir::store {

// `runs` holds what lists show and sort by, a hundred bytes or two each; what is larger stands in tables of its own, so
// that a list of ten thousand reads little.
static constexpr std::array firstStep{
    "CREATE TABLE layouts("
    " number INTEGER PRIMARY KEY,"
    " json TEXT NOT NULL UNIQUE)",

    "CREATE TABLE runs("
    " number INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " started_ns INTEGER NOT NULL," // since 1970, UTC
    " scenario TEXT NOT NULL,"
    " label TEXT NOT NULL,"
    " state TEXT NOT NULL,"
    " verdict TEXT NOT NULL DEFAULT '',"
    " elapsed_ns INTEGER NOT NULL DEFAULT 0,"
    " achieved_rps REAL,"    // these of the stretch that the run ended in; null for none
    " adjusted_p99_ms REAL," // infinite where it was never answered
    " error_ratio REAL,"
    " cache_hit_ratio REAL,"
    " main_phase INTEGER,"
    " main_epoch INTEGER,"
    " settings TEXT NOT NULL DEFAULT ''," // a digest of those of the main epoch
    " name TEXT NOT NULL DEFAULT '',"
    " note TEXT NOT NULL DEFAULT '',"
    " star INTEGER NOT NULL DEFAULT 0,"
    " baseline INTEGER NOT NULL DEFAULT 0,"
    " layout INTEGER NOT NULL REFERENCES layouts(number))",
    "CREATE INDEX runs_by_start ON runs(started_ns)",
    "CREATE INDEX runs_by_scenario ON runs(scenario, started_ns)",

    "CREATE TABLE run_details("
    " run INTEGER PRIMARY KEY REFERENCES runs(number) ON DELETE CASCADE,"
    " info TEXT NOT NULL,"
    " progress TEXT NOT NULL,"
    " provenance TEXT NOT NULL," // machine and versions
    " calibration TEXT)",

    "CREATE TABLE epochs("
    " run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " scenario TEXT NOT NULL,"
    " folder TEXT NOT NULL,"
    " PRIMARY KEY(run, number)) WITHOUT ROWID",

    "CREATE TABLE run_rows("
    " run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,"
    " phase INTEGER NOT NULL,"
    " epoch INTEGER NOT NULL,"
    " client_group INTEGER NOT NULL," // -1: not of one
    " endpoint INTEGER NOT NULL,"     // -1: all
    " begin_ns INTEGER NOT NULL,"
    " end_ns INTEGER NOT NULL,"
    " metrics BLOB NOT NULL,"
    " outcomes BLOB NOT NULL,"
    " percentiles BLOB NOT NULL,"
    " response BLOB,"
    " failed BLOB,"
    " counters BLOB,"
    " exchanges BLOB,"
    " PRIMARY KEY(run, phase, epoch, client_group, endpoint))",

    "CREATE TABLE points("
    " run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " point BLOB NOT NULL,"
    " PRIMARY KEY(run, number)) WITHOUT ROWID",

    "CREATE TABLE failures("
    " run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " failure BLOB NOT NULL,"
    " PRIMARY KEY(run, number))",

    "CREATE TABLE experiments("
    " number INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " started_ns INTEGER NOT NULL,"
    " kind TEXT NOT NULL,"
    " scenario TEXT NOT NULL,"
    " state TEXT NOT NULL,"
    " verdict TEXT NOT NULL DEFAULT '',"
    " name TEXT NOT NULL DEFAULT '',"
    " note TEXT NOT NULL DEFAULT '',"
    " star INTEGER NOT NULL DEFAULT 0,"
    " plan TEXT NOT NULL,"
    " result TEXT)",
    "CREATE INDEX experiments_by_start ON experiments(started_ns)",

    "CREATE TABLE experiment_blocks("
    " experiment INTEGER NOT NULL REFERENCES experiments(number) ON DELETE CASCADE,"
    " number INTEGER NOT NULL,"
    " block BLOB NOT NULL,"
    " PRIMARY KEY(experiment, number))",
};

static constexpr std::array<MigrationStep, 1> steps{MigrationStep{firstStep}};

std::span<const MigrationStep> migrationSteps()
{
    return steps;
}

} // namespace weir::store
