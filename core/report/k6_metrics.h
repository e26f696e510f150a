// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <boost/json/fwd.hpp>

namespace weir::report {

// The last epoch's total of the measured phase under the names that k6's summary has for the same figures, so that
// scripts written for that find them. Milliseconds and bytes; null for no value. Empty where nothing was measured.
//   http_reqs, http_req_duration (counted from when a request was due), dropped_iterations, data_received, data_sent
//   http_req_failed: its `passes` are failed requests, as there
//   http_req_blocked, _connecting, _tls_handshaking, _sending, _waiting, _receiving: the mean alone
//   iterations, iteration_duration: flows that came to their end and requests outside of flows; with flows the mean
//   alone
//
//   checks, where requests have checks or extractions: a request that was looked into counts once, as passed or failed
//
//   vus, vus_max in the closed model: users as planned, at the stretch's end and the most of any
// What k6 has beside them is not measured. Any thread.
boost::json::object k6Metrics(const RunReport& report);

} // namespace weir::report
