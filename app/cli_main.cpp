// SPDX-License-Identifier: GPL-3.0-or-later
// `weir-cli`: the same work without a window.
#include "core/command/command_line.h"

int main(int argc, char* argv[])
{
    return weir::command::runCommandLine({argv + 1, argv + argc});
}
