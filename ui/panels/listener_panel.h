// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace weir::ui {

class Label;
class ListenerDesk;
class PanelHeader;
class Switch;

// The proxy's own port: a switch, and while it listens its address, its clients and a curl line to copy. Object names:
// "listener.switch", "listener.address", "listener.target", "listener.traffic", "listener.curl", "listener.copy".
class ListenerPanel : public QWidget {
    Q_OBJECT

public:
    explicit ListenerPanel(ListenerDesk* desk, QWidget* parent = nullptr);

    void refresh(); // also after the scenario has changed

private:
    QWidget* makeBody();
    QWidget* makeCurlRow();
    void turn(bool on);
    void showTraffic();
    void copyCurl();
    void showCopied(bool copied);

    ListenerDesk* m_desk;
    PanelHeader* m_header;
    Switch* m_switch;
    QWidget* m_body = nullptr;
    Label* m_address = nullptr;
    Label* m_target = nullptr;
    Label* m_traffic = nullptr;
    QLineEdit* m_curl = nullptr;
    QToolButton* m_copy = nullptr;
    QTimer m_copied; // how long the button says so
};

} // namespace weir::ui
