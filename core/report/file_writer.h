// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

namespace weir::report {

// A file that is written piece by piece: under a temporary name beside its own, which it gets when it is closed, so a
// failure leaves an earlier file as it was and what has its name is whole. Devices and pipes are written to as they
// are; - is standard output. Memory: one buffer. One thread at a time; goes without closing: nothing is left behind.
class FileWriter {
public:
    // Fails where the file could not be made: no such folder, no permission.
    static base::Result<std::unique_ptr<FileWriter>> open(const std::string& path);
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    // A failure is kept for close; what comes after it is dropped.
    void write(std::string_view text);
    base::Status close(); // once

private:
    explicit FileWriter(std::string path);
    base::Status open();
    std::ostream& out();
    base::Status cannotWrite(const std::error_code& reason) const;

    std::string m_path;             // as it was given
    std::filesystem::path m_target; // where links lead to
    std::filesystem::path m_draft;  // empty where there is none to be renamed
    std::ofstream m_file;
    std::error_code m_error; // the first one
};

} // namespace weir::report
