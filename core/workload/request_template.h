// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/settings/request_settings.h"
#include "core/workload/keys.h"
#include "core/workload/scope.h"

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

// What a request is filled from.
struct FillFrom {
    base::Random& random;
    const UserValues& user;
    base::Nanos elapsed{}; // since the start of the run
};

// The settings of one request, compiled into literal pieces and slots: for values it draws, for columns of the row its
// user holds, and for what the user carries from earlier replies. Constants of the scenario are literals by then.
// References to the environment are resolved here and in the scope, and live there only: the settings, which get
// written to files and reports, keep the reference.
// One per worker and request, used on that worker's thread only; lives until the settings change.
class RequestTemplate {
public:
    // InvalidScenario where validate() would have told why.
    static base::Result<RequestTemplate> compile(const settings::RequestSettings& settings, const Scope& scope = {});

    // Writes the next request. A value is drawn once per request: {{id}} in path and body are the same. Allocates
    // nothing once `out` has held a request of this template as long.
    void fill(const FillFrom& from, RequestText& out);
    void fill(base::Random& random, RequestText& out) { fill(FillFrom{random, UserValues{}}, out); }

    double weight() const { return m_weight; }
    const std::string& method() const { return m_method; }
    // Whether every request is the same.
    bool isConstant() const { return !m_varies; }
    // The feeders whose rows it uses, each once, by index in the scope.
    const std::vector<std::size_t>& feeders() const { return m_feeders; }
    // A line "Name:" of its own: the field is not sent, not even by default.
    bool leavesOut(std::string_view field) const;
    const std::vector<std::string>& leftOut() const { return m_leftOut; }
    // The bytes of its body_file, or null.
    const http::Bytes& fileBody() const { return m_fileBody; }

private:
    enum class Source { Literal, Drawn, Column, Carried };
    struct Piece {
        std::string literal;
        Source source = Source::Literal;
        std::size_t index = 0;                              // of the drawn variable, the feeder or the carried name
        std::size_t column = 0;                             // of the feeder's table
        std::shared_ptr<const settings::DataTable> table{}; // of the feeder
    };
    enum class Place { Url, Header, Body };
    using Pieces = std::vector<Piece>;

    struct Header {
        std::string name;
        Pieces value;
    };

    struct Variable {
        std::string name;
        Keys keys;
        std::array<char, 20> digits{}; // of the value drawn last
        std::size_t length = 0;
    };

    base::Status declare(const std::string& line, const Scope& scope);
    base::Status addHeader(const std::string& line, const Scope& scope);
    base::Result<Pieces> compileText(std::string_view text, const Scope& scope, Place place);
    base::Result<Piece> compileVariable(std::string_view name, const Scope& scope);
    base::Result<Piece> compileColumn(std::string_view name, const Scope& scope);
    void draw(const FillFrom& from);
    void render(const Pieces& pieces, Place place, const UserValues& user, std::string& out) const;
    std::string_view valueOf(const Piece& piece, const UserValues& user) const;

    std::string m_method;
    double m_weight = 1;
    std::vector<Variable> m_variables;
    Pieces m_target;
    std::vector<Header> m_headers;
    std::vector<std::string> m_leftOut;
    Pieces m_body;
    http::Bytes m_fileBody;
    std::vector<std::size_t> m_feeders;
    bool m_varies = false;
};

} // namespace weir::workload
