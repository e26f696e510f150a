// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/header_rules.h"

#include "core/base/strings.h"
#include "core/uri/host_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::settings {

namespace {

// Fields that say how the message is framed, where a second opinion is how requests get smuggled, and those that
// concern the connection, which is Weir's. Each with what does what people want of it.
struct OwnField {
    std::string_view name;
    std::string_view remedy;
    bool isAlwaysThere = false; // then it cannot be left out either
};
constexpr std::array<OwnField, 9> ownFields{{
    {"Content-Length", "leave it out: it is the body's length", true},
    {"Transfer-Encoding", "leave it out: a body is sent with its length", true},
    {"Connection", "leave it out: load.keep_alive=false closes behind each reply"},
    {"Keep-Alive", "leave it out: load.keep_alive says whether connections are kept"},
    {"Proxy-Connection", "leave it out: load.keep_alive says whether connections are kept"},
    {"Upgrade", "leave it out: requests are sent in HTTP/1.1"},
    {"TE", "leave it out: trailers are read without it"},
    {"Trailer", "leave it out: a body is sent without trailers"},
    {"Expect", "leave it out: a body is sent at once"},
}};

// The value as it will be sent, as far as that is known before the run: of a constant its value, of any other a letter.
std::string sampleOf(const ValueNames& known, std::string_view value)
{
    std::string sample;
    const auto pieces = splitTemplate(value);
    for (const auto& piece : pieces ? *pieces : std::vector<TemplatePiece>{}) {
        const auto at = known.constants.find(piece.text);
        const auto text = !piece.isVariable ? std::string{piece.text} : at != known.constants.end() ? at->second : "x";
        sample += resolveEnvironment(text).value_or("x");
    }
    return sample;
}

std::optional<Problem> checkHost(const ValueNames& known, const std::string& key, const std::string& line,
                                 const HeaderLine& header)
{
    if (header.value.empty())
        return Problem{key, line, "leaves Host out, which every request in HTTP/1.1 has",
                       "name a host, or leave the line out: then it is the target's"};
    if (uri::isAuthority(sampleOf(known, header.value)))
        return std::nullopt;
    return Problem{key, line, "names no host",
                   "write a name or address, and a port where it has one: Host: api.example.com:8443"};
}

} // namespace

std::optional<Problem> checkField(const ValueNames& known, const std::string& key, const std::string& line,
                                  const HeaderLine& header)
{
    if (base::equalsIgnoringCase(header.name, "Host"))
        return checkHost(known, key, line, header);
    const auto own = std::ranges::find_if(
        ownFields, [&](const auto& field) { return base::equalsIgnoringCase(field.name, header.name); });
    if (own == ownFields.end() || (header.isLeftOut && !own->isAlwaysThere))
        return std::nullopt;
    return Problem{key, line, "is a field that Weir sets itself", std::string{own->remedy}};
}

} // namespace weir::settings
