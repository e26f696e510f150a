// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/settings/request_settings.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir::workload {

// One request as it will be sent. Reused from request to request, so that its strings keep their memory.
struct RequestText {
    std::string method;
    std::string target; // path and query below the target's own path; may be empty
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    bool operator==(const RequestText&) const = default;
};

// The settings of one request, compiled into literal pieces and slots for drawn values. References to the environment
// are resolved here and live here only: the settings, which get written to files and reports, keep the reference.
// One per worker and request, used on that worker's thread only; lives until the settings change.
class RequestTemplate {
public:
    // InvalidScenario where validate() would have told why.
    static base::Result<RequestTemplate> compile(const settings::RequestSettings& settings);

    // Writes the next request. A value is drawn once per request: {{id}} in path and body are the same. Allocates
    // nothing once `out` has held a request of this template as long.
    void fill(base::Random& random, RequestText& out);

    double weight() const { return m_weight; }
    const std::string& method() const { return m_method; }
    // Whether every request is the same.
    bool isConstant() const { return m_variables.empty(); }

private:
    struct Piece {
        std::string literal;
        int variable = -1; // index into m_variables; -1: the literal
    };
    using Pieces = std::vector<Piece>;

    struct Header {
        std::string name;
        Pieces value;
    };

    struct Variable {
        std::string name;
        std::int64_t low = 0;
        std::int64_t high = 0;
        std::array<char, 20> digits{}; // of the value drawn last
        std::size_t length = 0;
    };

    base::Status declare(const std::string& line);
    base::Status addHeader(const std::string& line);
    base::Result<Pieces> compileText(std::string_view text, bool resolves) const;
    base::Result<Piece> compileVariable(std::string_view name) const;
    void draw(base::Random& random);
    void render(const Pieces& pieces, std::string& out) const;

    std::string m_method;
    double m_weight = 1;
    std::vector<Variable> m_variables;
    Pieces m_target;
    std::vector<Header> m_headers;
    Pieces m_body;
};

} // namespace weir::workload
