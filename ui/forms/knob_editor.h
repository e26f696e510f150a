// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QObject>

class QWidget;

namespace weir::ui {

// The seam between a row and the widget that edits its knob: one implementation per kind of knob. Owned by the row,
// as the widget is.
class KnobEditor : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QWidget* widget() = 0;
    virtual void show(const settings::KnobValue& value) = 0; // emits nothing
    virtual void setInvalid(bool) {}
    // Wide editors stand beneath their label rather than beside it.
    virtual bool isWide() const { return false; }

signals:
    void edited(const weir::settings::KnobValue& value);  // not yet checked against range and choices
    void refused(const weir::settings::Problem& problem); // text that is no value at all
    void abandoned();                                     // Escape: back to the value that holds
};

// For the kind of the knob. The widget's object name is the knob's full key.
KnobEditor* makeEditor(const settings::KnobPath& path, QWidget* parent);

} // namespace weir::ui
