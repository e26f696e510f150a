// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

class QWidget;

namespace weir::ui {

class Page;
struct PageContext;

// Which panels beside a page say something about it; the others give it their room.
enum class PageDocks { None, Workload, Knobs, Both };

struct PageEntry {
    const char* name;  // the page's object name, and what it is opened by
    const char* title; // of the tab, and in the View menu; in the translation context "PageTable"
    PageDocks docks;
    Page* (*make)(const PageContext& context, QWidget* parent);
};

// In the order of the tabs; the first is shown at the start.
std::span<const PageEntry> pageTable();

} // namespace weir::ui
