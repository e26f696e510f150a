// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as an Accept-Encoding; and takes them for codings and weights, written as a field whose meaning by
// RFC 9110, section 12.5.3, is known without reading it.
#include "core/http/negotiation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

using namespace weir;
using codec::Codec;
using settings::CodecChoice;

static constexpr std::array every{CodecChoice::Auto, CodecChoice::Gzip, CodecChoice::Brotli, CodecChoice::Identity};

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static void checkText(const std::string& text)
{
    http::HeaderMap inLines; // section 5.3: a list may come in several fields
    for (std::size_t from = 0; from <= text.size(); from = std::min(text.find(',', from), text.size()) + 1)
        inLines.add("accept-encoding", text.substr(from, text.find(',', from) - from));
    for (const auto allowed : every) {
        const auto choice = http::chooseCoding(text, allowed);
        require(choice == http::chooseCoding(inLines, allowed));
        require(choice == http::chooseCoding(text + "," + text, allowed));
        require(choice.acceptable || choice.codec == Codec::Identity);
        require(choice.codec != Codec::Gzip || allowed == CodecChoice::Auto || allowed == CodecChoice::Gzip);
        require(choice.codec != Codec::Brotli || allowed == CodecChoice::Auto || allowed == CodecChoice::Brotli);
    }
}

static void checkMeaning(std::basic_string_view<std::uint8_t> data)
{
    static constexpr std::array<std::string_view, 6> names{"identity", "gzip", "br", "*", "zstd", "GZIP"};
    std::map<std::string_view, int> weights; // in thousandths; the last of equal names counts
    std::string text;
    for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
        const auto name = names[data[i] % names.size()];
        const int weight = data[i + 1] < 128 ? (data[i] * 128 + data[i + 1]) % 1001 : data[i + 1] < 192 ? 1000 : 0;
        text += fmt::format("{}{};q={}.{:03}",
                            text.empty()       ? ""
                                : data[i] & 64 ? ", "
                                               : "\t,",
                            name, weight / 1000, weight % 1000);
        weights[name == "GZIP" ? "gzip" : name] = weight;
    }
    const double unnamed = weights.contains("*") ? weights["*"] : 0;
    const auto of = [&](std::string_view name) { return weights.contains(name) ? weights[name] : unnamed; };
    const double identity = weights.contains("identity") || weights.contains("*") ? of("identity") : 0.5;
    const double best = std::max({identity, of("gzip"), of("br"), 0.0});
    const auto choice = http::chooseCoding(text, CodecChoice::Auto);
    require(choice.acceptable == (best > 0));
    const Codec expected = of("br") == best ? Codec::Brotli : of("gzip") == best ? Codec::Gzip : Codec::Identity;
    require(choice.codec == (best > 0 ? expected : Codec::Identity));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    checkText({reinterpret_cast<const char*>(data), size});
    checkMeaning({data, size});
    return 0;
}
