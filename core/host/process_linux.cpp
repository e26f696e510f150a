// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/process.h"

#if defined(__linux__)

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace weir::host {

namespace {

namespace fs = std::filesystem;

// Without streams: workers and the collector read their files every 100 ms, and a stream costs more than the kernel.
std::string contentOf(const std::string& path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    std::string text;
    std::array<char, 4096> part{};
    ssize_t size = 0;
    while ((size = read(file, part.data(), part.size())) > 0)
        text.append(part.data(), static_cast<std::size_t>(size));
    close(file);
    return size < 0 ? std::string() : text;
}

// The numbers that a text begins with, as many as there are of those asked for.
template <std::size_t most>
std::size_t takeNumbers(std::string_view text, std::array<std::uint64_t, most>& numbers)
{
    for (std::size_t i = 0; i < most; ++i) {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
        if (error != std::errc())
            return i;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return most;
}

std::optional<ProcessId> numberOf(const std::string& text)
{
    ProcessId number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::vector<ProcessId> allProcesses()
{
    std::vector<ProcessId> all;
    std::error_code error;
    for (fs::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error))
        if (const auto number = numberOf(entry->path().filename().string()))
            all.push_back(*number);
    return all;
}

struct DirectoryEnd {
    void operator()(DIR* directory) const { closedir(directory); }
};

// visit(what each descriptor that is a link leads to): "socket:[4711]". A server may hold ten thousand, and whoever
// reads them takes a processor from it meanwhile: so without std::filesystem's path for each.
// False: they cannot be seen.
template <typename Visit>
bool forEachDescriptor(ProcessId process, const base::Pause& pause, Visit visit)
{
    const std::unique_ptr<DIR, DirectoryEnd> directory(opendir(fmt::format("/proc/{}/fd", process).c_str()));
    if (!directory)
        return false;
    while (const auto* entry = readdir(directory.get())) {
        pause();
        std::array<char, 64> target{};
        const auto length = readlinkat(dirfd(directory.get()), entry->d_name, target.data(), target.size());
        if (length > 0)
            visit(std::string_view(target.data(), static_cast<std::size_t>(length)));
    }
    return true;
}

// As /proc/net writes it: words of 32 bits in this machine's order.
std::string hexOf(const std::vector<std::uint8_t>& address)
{
    std::string text;
    for (std::size_t i = 0; i + 4 <= address.size(); i += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, address.data() + i, 4);
        text += fmt::format("{:08X}", word);
    }
    return text;
}

struct Socket {
    std::string address;
    std::string inode;
};

std::vector<Socket> listeningOn(const char* table, std::uint16_t port, const base::Pause& pause)
{
    constexpr std::string_view listen = "0A";
    std::vector<Socket> found;
    std::ifstream file(table);
    std::string line;
    std::getline(file, line); // the heading
    while (std::getline(file, line)) {
        pause();
        std::istringstream fields(line);
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        const auto colon = local.find(':');
        if (state == listen && colon != local.npos && local.substr(colon + 1) == fmt::format("{:04X}", port))
            found.push_back({local.substr(0, colon), inode});
    }
    return found;
}

// The socket of exactly this address, else one for all addresses.
std::set<std::string> inodesOf(const Listening& listening, const base::Pause& pause)
{
    std::vector<Socket> sockets;
    for (const auto* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const auto some = listeningOn(table, listening.port, pause);
        sockets.insert(sockets.end(), some.begin(), some.end());
    }
    const auto wanted = hexOf(listening.address);
    const auto mapped = hexOf({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}) + wanted;
    std::set<std::string> exact, any;
    for (const auto& socket : sockets) {
        if (socket.address == wanted || socket.address == mapped)
            exact.insert(socket.inode);
        else if (socket.address.find_first_not_of('0') == std::string::npos)
            any.insert(socket.inode);
    }
    return exact.empty() ? any : exact;
}

// The fields of /proc/PID/stat from the third on: the second is a name that may hold blanks and parentheses.
std::vector<std::string> statusOf(ProcessId process)
{
    const auto text = contentOf(fmt::format("/proc/{}/stat", process));
    const auto name = text.rfind(')');
    std::vector<std::string> fields;
    if (name == text.npos)
        return fields;
    std::istringstream rest(text.substr(name + 1));
    for (std::string field; rest >> field;)
        fields.push_back(field);
    return fields;
}

constexpr std::size_t firstField = 3;

// By their numbers in proc(5), which begin at 1 and count the process's own number and its name.
std::int64_t field(const std::vector<std::string>& status, std::size_t number)
{
    return number - firstField < status.size() ? numberOf(status[number - firstField]).value_or(0) : 0;
}

constexpr std::size_t parentField = 4, userTimeField = 14, systemTimeField = 15, threadsField = 20, residentField = 24;

} // namespace

bool isSupported()
{
    return true;
}

ProcessId ownProcess()
{
    return getpid();
}

std::vector<ProcessId> listenersOn(const Listening& listening, const base::Pause& pause)
{
    const auto inodes = inodesOf(listening, pause);
    std::vector<ProcessId> found;
    if (inodes.empty())
        return found;
    for (const auto process : allProcesses()) {
        bool holds = false;
        forEachDescriptor(process, pause, [&](std::string_view target) {
            constexpr std::string_view socket = "socket:[";
            if (target.starts_with(socket) && target.ends_with(']'))
                holds = holds || inodes.contains(std::string(target.substr(8, target.size() - 9)));
        });
        if (holds)
            found.push_back(process);
    }
    std::ranges::sort(found);
    return found;
}

std::vector<ProcessId> familyOf(ProcessId root, const base::Pause& pause)
{
    if (statusOf(root).empty())
        return {};
    std::multimap<ProcessId, ProcessId> children;
    for (const auto process : allProcesses()) {
        pause();
        if (const auto status = statusOf(process); !status.empty())
            children.emplace(field(status, parentField), process);
    }
    std::vector<ProcessId> family{root};
    for (std::size_t i = 0; i < family.size(); ++i) {
        const auto [first, last] = children.equal_range(family[i]);
        for (auto child = first; child != last; ++child)
            family.push_back(child->second);
    }
    return family;
}

std::string nameOf(ProcessId process)
{
    auto name = contentOf(fmt::format("/proc/{}/comm", process));
    while (name.ends_with('\n'))
        name.pop_back();
    return name;
}

std::expected<ProcessUsage, NoUsage> usageOf(ProcessId process, const base::Pause& pause)
{
    errno = 0;
    const auto status = statusOf(process);
    if (status.size() <= residentField - firstField)
        return std::unexpected(errno == ENOENT || errno == ESRCH ? NoUsage::Ended : NoUsage::Unreadable);
    ProcessUsage usage;
    const auto ticks = field(status, userTimeField) + field(status, systemTimeField);
    usage.cpu = base::Nanos(ticks * (1'000'000'000 / sysconf(_SC_CLK_TCK)));
    usage.residentBytes = static_cast<std::uint64_t>(field(status, residentField) * sysconf(_SC_PAGESIZE));
    usage.threads = field(status, threadsField);
    std::int64_t sockets = 0;
    if (forEachDescriptor(process, pause,
                          [&](std::string_view target) { sockets += target.starts_with("socket:") ? 1 : 0; }))
        usage.sockets = sockets;
    return usage;
}

static std::optional<FileLimit> asLimit(const rlimit& limit)
{
    return FileLimit{limit.rlim_cur, limit.rlim_max};
}

std::optional<FileLimit> fileLimit()
{
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? asLimit(limit) : std::nullopt;
}

std::optional<FileLimit> raiseFileLimit()
{
    const auto before = fileLimit();
    if (!before || before->now >= before->most)
        return before;
    const rlimit raised{before->most, before->most};
    return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? asLimit(raised) : before;
}

std::optional<std::uint64_t> openFiles()
{
    std::uint64_t count = 0;
    if (!forEachDescriptor(ownProcess(), base::noPause, [&](std::string_view) { ++count; }) || count == 0)
        return std::nullopt;
    return count - 1; // less the folder that was just read
}

// The first line sums all processors: "cpu" user nice system idle iowait irq softirq steal, in clock ticks.
std::optional<metrics::StolenTime> stolenTime()
{
    constexpr std::string_view all = "cpu ";
    const auto text = contentOf("/proc/stat");
    std::array<std::uint64_t, 8> times{};
    if (!text.starts_with(all) || takeNumbers(std::string_view(text).substr(all.size()), times) < times.size())
        return std::nullopt;
    const auto perTick = std::chrono::nanoseconds(std::chrono::seconds{1}) / sysconf(_SC_CLK_TCK);
    return metrics::StolenTime{perTick * static_cast<std::int64_t>(times[7]),
                               static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN))};
}

// "time on the processor" "time in the run queue" "stretches", in nanoseconds (Linux, sched-stats.rst). Zero where the
// kernel keeps none, which a thread that has run for a while never has.
std::optional<base::Nanos> threadDelay()
{
    std::array<std::uint64_t, 2> times{};
    if (takeNumbers(contentOf("/proc/thread-self/schedstat"), times) < times.size() || times[0] == 0)
        return std::nullopt;
    return base::Nanos{static_cast<std::int64_t>(times[1])};
}

std::optional<std::uint64_t> networkBytesOf(ProcessId process)
{
    constexpr int received = 0, sent = 8; // of the figures behind the interface's name
    std::istringstream table(contentOf(fmt::format("/proc/{}/net/dev", process)));
    std::uint64_t total = 0;
    bool isKnown = false;
    for (std::string line; std::getline(table, line);) {
        const auto colon = line.find(':');
        if (colon == line.npos)
            continue; // the heading
        isKnown = true;
        std::istringstream figures(line.substr(colon + 1));
        std::uint64_t figure = 0;
        for (int i = 0; i <= sent && figures >> figure; ++i)
            total += i == received || i == sent ? figure : 0;
    }
    return isKnown ? std::optional(total) : std::nullopt;
}

} // namespace weir::host

#endif
