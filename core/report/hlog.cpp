// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hlog.h"

#include "core/base/seconds.h"
#include "core/report/hlog_codec.h"

#include <fmt/format.h>

namespace weir::report {

std::string hlogHeader(base::WallTime startedAt)
{
    // Both forms of the time are cut to the millisecond, so that they are the same.
    const double at = base::toSeconds(std::chrono::floor<std::chrono::milliseconds>(startedAt).time_since_epoch());
    return fmt::format(
        "#[Histogram log format version 1.3]\n"
        "#[Logged with Weir {}: response times in ns by endpoint, without a tag those of all; failed requests apart, "
        "under NAME.failed and *.failed]\n"
        "#[StartTime: {:.3f} (seconds since epoch), {}]\n"
        "#[BaseTime: {:.3f} (seconds since epoch)]\n"
        "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
        WEIR_VERSION, at, base::rfc3339(startedAt), at);
}

std::string failedTag(std::string_view tag)
{
    return fmt::format("{}.failed", tag.empty() ? "*" : tag);
}

static std::string escapedTag(std::string_view tag)
{
    std::string text;
    for (const char c : tag) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7f || c == ',' || c == '%')
            text += fmt::format("%{:02X}", byte);
        else
            text += c;
    }
    return text;
}

std::string hlogLine(base::Nanos begin, base::Nanos length, std::string_view tag, const metrics::Histogram& histogram)
{
    const auto prefix = tag.empty() ? std::string{} : fmt::format("Tag={},", escapedTag(tag));
    return fmt::format("{}{:.3f},{:.3f},{:.3f},{}\n", prefix, base::toSeconds(begin), base::toSeconds(length),
                       static_cast<double>(histogram.max()) / 1e6, encodeHistogram(histogram));
}

HlogFile::HlogFile(std::unique_ptr<FileWriter> file) : m_file(std::move(file)) {}

base::Result<std::unique_ptr<HlogFile>> HlogFile::open(const std::string& path)
{
    auto file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    return std::unique_ptr<HlogFile>{new HlogFile{*std::move(file)}};
}

void HlogFile::begin(base::WallTime startedAt)
{
    m_file->write(hlogHeader(startedAt));
}

void HlogFile::append(base::Nanos begin, base::Nanos length, std::string_view tag, const metrics::Histogram& histogram)
{
    m_file->write(hlogLine(begin, length, tag, histogram));
}

base::Status HlogFile::close()
{
    return m_file->close();
}

} // namespace weir::report
