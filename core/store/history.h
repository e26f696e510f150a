// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/calibration/machine.h"
#include "core/report/run_report.h"
#include "core/store/data_folder.h"
#include "core/store/database.h"
#include "core/store/liveness.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weir::store {

// What a list shows of a run or an experiment. A value; any thread.
struct HistoryEntry {
    std::string id;
    std::string kind; // "run", or the experiment's: "try", "sweep"
    base::WallTime startedAt;
    std::string scenario; // its name
    std::string label;
    std::string name; // given afterwards, may be empty
    std::string note;
    bool star = false;
    bool baseline = false;
    std::string state;   // "running", "finished", "interrupted", "died": its process went before its end
    std::string verdict; // "VALID", ...; empty for none
    base::Nanos elapsed{};
    std::string settings; // a digest: runs of equal ones are equally set

    // Of the stretch that the run ended in; NaN for none, infinite where it was never answered.
    double achievedRps = 0;
    double adjustedP99Ms = 0;
    double errorRatio = 0;
    double cacheHitRatio = 0;

    bool isRun() const { return kind == "run"; }
};

struct HistoryFilter {
    std::string scenario{}; // of this name; empty: of all
    std::size_t limit = 0;  // the newest so many; 0: all
};

// By what a run was measured.
struct Provenance {
    calibration::Machine machine;
    std::string weir;
    std::string qt;
    std::string sqlite;
};

struct TrendPoint {
    std::string id;
    base::WallTime startedAt;
    double value = 0;     // NaN for none
    std::string settings; // as HistoryEntry
    std::string verdict;  // likewise
};

struct ExperimentStart {
    std::string id;
    base::WallTime startedAt;
    std::string kind;
    std::string scenario;
    std::string planJson;
};

struct StoredExperiment {
    HistoryEntry entry;
    std::string planJson;
    std::string resultJson;         // empty until it is finished
    std::vector<QByteArray> blocks; // by number; empty for one that is missing
};

// The history of runs and experiments: one file, this process's one connection to it. On the store's thread (RunStore),
// as long as that. An id may be given whole, or shortened to a beginning or an end that is unique.
class History {
public:
    static base::Result<std::unique_ptr<History>> open(const std::filesystem::path& folder,
                                                       std::int64_t limitBytes = usualLimitBytes);

    Database& database() { return *m_database; }

    // The newest first. Ten thousand take some hundredths of a second.
    base::Result<std::vector<HistoryEntry>> list(const HistoryFilter& filter = {});
    // "latest" is the newest run. None or several: an error that lists the candidates.
    base::Result<std::string> resolve(const std::string& part);
    base::Result<HistoryEntry> entry(const std::string& id);

    // What every writer of core/report takes. Of a run that died: what there is, as interrupted.
    base::Result<report::RunReport> load(const std::string& id);
    base::Result<Provenance> provenance(const std::string& id);
    // A metric over the runs of a scenario, the oldest first: of all endpoints, in the stretch that each ended in.
    base::Result<std::vector<TrendPoint>> trend(const std::string& scenario, const std::string& metric);

    // What the stretch that it ended in was measured with; the first one's where it measured nothing.
    base::Result<settings::Scenario> settings(const std::string& id);

    base::Status setName(const std::string& id, const std::string& name);
    base::Status setNote(const std::string& id, const std::string& note);
    base::Status setStar(const std::string& id, bool star);
    base::Status setBaseline(const std::string& id, bool baseline); // takes it from the scenario's other runs
    // A run under way, a starred one and a baseline are refused.
    base::Status remove(const std::string& id);

    // An experiment that is there already is resumed: its blocks stay.
    base::Status putExperiment(const ExperimentStart& start);
    base::Status appendBlock(const std::string& id, int number, const QByteArray& block);
    base::Status finishExperiment(const std::string& id, const std::string& resultJson, const std::string& verdict,
                                  bool isInterrupted = false);
    base::Result<StoredExperiment> loadExperiment(const std::string& id);

    // Removes the oldest, as far as the limit asks for, and gives the space back. How many went.
    base::Result<int> cleanUp();
    base::Result<std::int64_t> usedBytes();

private:
    History(std::unique_ptr<Database> database, std::int64_t limitBytes);
    base::Status markDied();
    base::Status markDied(const char* table);
    base::Status change(const std::string& id, const char* column, const QVariant& value, bool runsOnly = false);
    base::Result<bool> removeOldest();
    base::Status giveBack();

    std::unique_ptr<Database> m_database;
    std::int64_t m_limitBytes;
    std::map<std::string, RunLock> m_experiments; // under way here
};

} // namespace weir::store
