// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/negotiation.h"

#include "core/base/strings.h"
#include "core/http/ascii.h"

#include <algorithm>
#include <array>
#include <optional>

namespace weir::http {

using base::equalsIgnoringCase;
using base::trimmed;
using codec::Codec;
using settings::CodecChoice;

namespace {

constexpr int fullWeight = 1000; // weights have three decimals

// "0", "1" and up to three decimals (RFC 9110, section 12.4.2).
std::optional<int> parseWeight(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
        return std::nullopt;
    int weight = (text[0] - '0') * fullWeight;
    int unit = 100;
    for (std::size_t i = 2; i < text.size(); ++i, unit /= 10) {
        if (!isDigit(text[i]))
            return std::nullopt;
        weight += (text[i] - '0') * unit;
    }
    return weight <= fullWeight ? std::optional(weight) : std::nullopt;
}

// Of the parameters behind a coding; full without "q", nothing where it is malformed.
std::optional<int> weightOf(std::string_view parameters)
{
    while (!parameters.empty()) {
        const std::size_t end = std::min(parameters.find(';'), parameters.size());
        const std::string_view parameter = trimmed(parameters.substr(0, end));
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        if (equalsIgnoringCase(trimmed(parameter.substr(0, equals)), "q"))
            return parseWeight(trimmed(parameter.substr(std::min(equals + 1, parameter.size()))));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
    }
    return fullWeight;
}

// What a request says of each coding, gathered over all its field lines.
class Weights {
public:
    void read(std::string_view list)
    {
        m_isPresent = true;
        while (!list.empty()) {
            const std::size_t end = std::min(list.find(','), list.size());
            readMember(list.substr(0, end));
            list.remove_prefix(std::min(end + 1, list.size()));
        }
    }

    CodingChoice choose(CodecChoice allowed) const
    {
        if (!m_isPresent)
            return {};
        int best = weight(Codec::Identity);
        CodingChoice choice{Codec::Identity, best > 0};
        for (const Codec codec : {Codec::Gzip, Codec::Brotli}) { // the later wins a tie
            if (!isAllowed(codec, allowed) || weight(codec) < std::max(best, 1))
                continue;
            best = weight(codec);
            choice = {codec, true};
        }
        return choice;
    }

private:
    static bool isAllowed(Codec codec, CodecChoice allowed)
    {
        return allowed == CodecChoice::Auto || (allowed == CodecChoice::Gzip && codec == Codec::Gzip)
            || (allowed == CodecChoice::Brotli && codec == Codec::Brotli);
    }

    void readMember(std::string_view member)
    {
        const std::size_t end = std::min(member.find(';'), member.size());
        const std::string_view name = trimmed(member.substr(0, end));
        const auto weight = weightOf(member.substr(std::min(end + 1, member.size())));
        if (name.empty() || !weight)
            return; // a member that cannot be read says nothing
        if (name == "*")
            m_others = *weight;
        else if (const auto codec = codec::codecOfToken(name))
            m_weights[static_cast<std::size_t>(*codec)] = *weight;
    }

    // Identity that nobody mentions is acceptable, but comes after all that are.
    int weight(Codec codec) const
    {
        const auto& own = m_weights[static_cast<std::size_t>(codec)];
        if (own || m_others)
            return own ? *own : *m_others;
        return codec == Codec::Identity ? 1 : 0;
    }

    bool m_isPresent = false;
    std::array<std::optional<int>, codec::codecCount> m_weights;
    std::optional<int> m_others;
};

} // namespace

CodingChoice chooseCoding(std::string_view acceptEncoding, CodecChoice allowed)
{
    Weights weights;
    weights.read(acceptEncoding);
    return weights.choose(allowed);
}

CodingChoice chooseCoding(const HeaderMap& request, CodecChoice allowed)
{
    Weights weights;
    request.forEach("Accept-Encoding", [&](std::string_view value) { weights.read(value); });
    return weights.choose(allowed);
}

} // namespace weir::http
