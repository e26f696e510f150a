// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/scenario.h"

#include <QAbstractListModel>

namespace weir::ui {

class ScenarioModel;

// The mix of requests, in the scenario's order.
class RequestListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { MethodRole = Qt::UserRole + 1, ShareRole }; // the share of the mix, 0 to 1

    explicit RequestListModel(ScenarioModel* scenario, QObject* parent = nullptr);

    QString nameAt(int row) const;
    int rowOf(const QString& name) const; // -1: not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    void refresh();

    ScenarioModel* m_scenario;
    settings::Records<settings::RequestSettings> m_requests; // as last told to the views
    double m_totalWeight = 0;
};

} // namespace weir::ui
